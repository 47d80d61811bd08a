"""An organisation whose survey is sealed: its site by HTTPS, and its collector behind the same server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.https import https_server
from harness.organisation import Organisation, site_toml
from harness.servers import free_port


@contextmanager
def sealed_organisation(folder: Path, seals: Sequence[str], *, days: int = 1) -> Iterator[Organisation]:
    """Build a site that is sealed to ``seals``, texts of public keys, and serve it by HTTPS.

    The survey opened yesterday, and the certificate holds for so many ``days``;
    ``Organisation.collector`` runs the collector that the server passes on to.
    """
    port = free_port()
    (folder / "web").mkdir(parents=True)
    with https_server(folder / "web", folder, collector=port, days=days) as address:
        text = site_toml(f"{address}survey/", address, "slips", seal=seals)
        (folder / "site.toml").write_text(text, "utf-8")
        organisation = Organisation(f"{address}survey/", folder, port)
        organisation.run("build", "--out", "web/survey")
        yield organisation
