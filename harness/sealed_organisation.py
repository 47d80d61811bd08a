"""An organisation whose survey is sealed: its site by HTTPS, and its collector behind the same server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.https import https_server
from harness.organisation import Organisation
from harness.servers import free_port

_SITE = """
[site]
languages = ["de", "en"]
address = "{address}survey/"
[brand]
name = "Probe GmbH"
[survey]
id = "probe"
title = {{ de = "Probelauf", en = "Trial" }}
headcount = 200
opens = {opens}
closes = {closes}
detail = "levers"
[collection]
mode = "slips"
url = "{address}"
seal = [{seals}]
"""


@contextmanager
def sealed_organisation(folder: Path, seals: Sequence[str]) -> Iterator[Organisation]:
    """Build a site that is sealed to ``seals``, texts of public keys, and serve it by HTTPS.

    The survey opened yesterday; ``Organisation.collector`` runs the collector that the server passes on to.
    """
    today, port = dt.datetime.now().astimezone().date(), free_port()
    (folder / "web").mkdir(parents=True)
    with https_server(folder / "web", folder, collector=port) as address:
        text = _SITE.format(
            address=address,
            opens=today - dt.timedelta(days=1),
            closes=today + dt.timedelta(days=29),
            seals=", ".join(f'"{seal}"' for seal in seals),
        )
        (folder / "site.toml").write_text(text, "utf-8")
        organisation = Organisation(f"{address}survey/", folder, port)
        organisation.run("build", "--out", "web/survey")
        yield organisation
