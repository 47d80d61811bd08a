"""Take every picture: ``python -m tests.pictures [--docs]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from harness import browsers
from harness.paths import ROOT
from tests.pictures import chosen, sites, states
from tests.pictures.camera import Camera


def main() -> None:
    """Take the pictures and print their folder."""
    parser = argparse.ArgumentParser("tests.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "pictures")
    parser.add_argument("--docs", action="store_true", help="only renew the chosen few in docs/pictures")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as scratch,
        sites.served(Path(scratch)) as served,
        sync_playwright() as playwright,
    ):
        browser = browsers.launch(playwright)
        if arguments.docs:
            chosen.take(browser, served, ROOT / "docs" / "pictures")
            return
        camera = Camera(arguments.out)
        for state in states.STATES:
            camera.take(browser, served, state)
        browser.close()
    sys.stdout.write(f"{camera.taken} pictures in {arguments.out}\n")


if __name__ == "__main__":
    main()
