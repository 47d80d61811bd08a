"""The collector of a preview: a process of its own with a throw-away database."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

from generator import clock
from generator.configuration.schema import Config
from generator.rendering.page_context import origin
from questionnaire import slips
from questionnaire.faults import COMMAND_LINE, Fault, InputError

TRIAL_SLIPS = 5
START_SECONDS = 20


@dataclass(frozen=True, slots=True)
class PreviewCollector:
    """The address of the preview's collector, ``None`` if none runs, and lines to show about it."""

    address: str | None
    notes: tuple[str, ...] = ()


@contextmanager
def run_collector(surveys: Iterable[Config], site: str) -> Iterator[PreviewCollector]:
    """Run a collector for ``surveys`` until the block ends; it takes codes from the pages at ``site``.

    If this process is killed, the block never ends, but the collector's standard input does, and it with it.
    """
    collecting = [config for config in surveys if config.collection.mode in ("open", "slips")]
    if not collecting:
        yield PreviewCollector(None)
        return
    with tempfile.TemporaryDirectory() as scratch:
        file, port, tables = Path(scratch) / "surveys.json", _free_port(), list(map(_survey, collecting))
        file.write_text(json.dumps(tables), "utf-8")
        command = [sys.executable, "-m", "collector", "--database", f"sqlite:///{scratch}/preview.sqlite"]
        command += ["--survey-file", str(file), "--port", str(port), "--origin", origin(site)]
        command += ["--end-with-stdin"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 (our own module)
            try:
                _wait_until_it_listens(process, port)
                address = f"http://127.0.0.1:{port}/"
                yield PreviewCollector(address, (_address_note(address), *_slips_to_try(tables)))
            finally:
                process.terminate()
                process.wait()  # after Ctrl+C, Popen itself waits for a quarter of a second only


def _address_note(address: str) -> str:
    return _("Collecting beside it at {address} (thrown away at the end)").format(address=address)


def _slips_to_try(tables: list[dict[str, Any]]) -> Iterator[str]:
    for table in tables:
        if table["slips"]:
            of_one = len(tables) > 1
            said = _("Slips to try ({survey}): {slips}") if of_one else _("Slips to try: {slips}")
            yield said.format(survey=table["id"], slips=" ".join(map(slips.grouped, table["slips"])))


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    details = {"seconds": START_SECONDS, "status": process.poll()}
    raise InputError([Fault("command.preview_collector", "collector", None, details, file=COMMAND_LINE)])


def _survey(config: Config) -> dict[str, Any]:
    number = TRIAL_SLIPS if config.collection.mode == "slips" else 0
    today = clock.today()
    return {
        "id": config.survey.id,
        "mode": config.collection.mode,
        "detail": config.survey.detail,
        "opens": today.isoformat(),
        "closes": (today + dt.timedelta(days=365)).isoformat(),
        "threshold": config.survey.threshold,
        "headcount": config.survey.headcount,
        "seal": config.collection.seal,
        "slips": [slips.draw(secrets.randbelow) for _ in range(number)],
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
