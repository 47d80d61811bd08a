"""The settings in ``deploy/``, a site for them, and a contribution to its collector, for the tests."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path

from harness.organisation import site_toml
from harness.paths import ROOT

DEPLOY = ROOT / "deploy"
ENVIRONMENT = DEPLOY / "systemd" / "lastbild.env"
ORIGIN = "https://lastbild.example"
_SECONDS = 10.0


def settings(**changes: object) -> dict[str, str]:
    """Return the settings of ``lastbild.env`` with ``changes``, as the variables of a process."""
    lines = [line for line in ENVIRONMENT.read_text("utf-8").splitlines() if line and line[0] != "#"]
    given = dict(line.split("=", 1) for line in lines)
    wanted = {name: str(value) for name, value in changes.items()}
    unknown = wanted.keys() - given.keys()
    assert not unknown, f"lastbild.env has no {unknown}"
    return given | wanted


def write_site(folder: Path, origin: str = ORIGIN) -> Path:
    """Write a site.toml of a survey that is open today, at ``origin`` and with its collector there, too."""
    path = folder / "site.toml"
    path.write_text(site_toml(f"{origin}/", f"{origin}/", "open"), "utf-8")
    return path


def contribute(address: str, *, origin: str = ORIGIN, trusted: ssl.SSLContext | None = None) -> int:
    """Contribute to the collector at ``address`` as a page of ``origin`` does, and return the status."""
    headers = {"Content-Type": "application/json", "Origin": origin}
    body = json.dumps({"code": "A-ST"}).encode()
    request = urllib.request.Request(f"{address}v1/surveys/probe/codes", body, headers)  # noqa: S310 (this machine)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS, context=trusted) as answer:  # noqa: S310 (the same)
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
