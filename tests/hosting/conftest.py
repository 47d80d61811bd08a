"""The example site as an operator copies it: two folders deep, where every server's user may read it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.browser_fixtures import browser, playwright
from harness.commands import build
from harness.hosting import SERVERS, serving
from harness.paths import EXAMPLE

__all__ = ["browser", "playwright"]

# Endings that a site may hold and the example does not.
EXTRA = ("assets/extra.png", "assets/extra.woff2")


@pytest.fixture(scope="package")
def web() -> Iterator[Path]:
    """A web root with the example site in ``intranet/lastbild``."""
    with tempfile.TemporaryDirectory(prefix="lb-web-", dir="/tmp") as name:
        root = Path(name)
        root.chmod(0o755)
        site = root / "intranet" / "lastbild"
        build(EXAMPLE, site)
        for extra in EXTRA:
            (site / extra).write_bytes(b"picture or font")
        yield root


@dataclass(frozen=True, slots=True)
class Served:
    """The site's address, and the folder for the files that its server writes."""

    address: str
    folder: Path


@pytest.fixture(scope="package", params=list(SERVERS))
def served(request: pytest.FixtureRequest, web: Path) -> Iterator[Served]:
    """The site under each server in turn, with the site's own file for that server."""
    with tempfile.TemporaryDirectory(prefix="lb-server-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)  # nginx's worker keeps its temporary files there as another user
        with serving(request.param, web, folder) as address:
            yield Served(address, folder)


@pytest.fixture
def address(served: Served) -> str:
    """The site's address."""
    return served.address
