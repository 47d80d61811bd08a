"""Which browser the tests drive, and how one comes onto a machine that has none.

Playwright's own Chromium is used where it is installed; else the system's. ``python -m
tests.browser.browsers`` provides one: quick when there is one already, by Debian's package manager where
that is possible, by ``playwright install`` elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

# A quiet Chromium: no sandbox (containers), no GPU, and no requests of its own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path(playwright: Playwright) -> str | None:
    """Return the path of the Chromium to start: Playwright's own, else the system's, else ``None``."""
    own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    return next((found for name in _SYSTEM_NAMES if (found := shutil.which(name))), None)


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Start Chromium; raises ``RuntimeError`` if there is none."""
    path = chromium_path(playwright)
    if path is None:
        raise RuntimeError("no Chromium; run: python -m tests.browser.browsers")
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])


def provide() -> None:
    """Install a Chromium if there is none; raises ``CalledProcessError`` if that fails."""
    with sync_playwright() as playwright:
        if chromium_path(playwright):
            return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], check=True, stdout=sys.stderr)
        subprocess.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
            check=True,
            stdout=sys.stderr,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    provide()
