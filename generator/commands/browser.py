"""Show a page to the person at this machine."""

from __future__ import annotations

import sys
import webbrowser


def open_in_browser(address: str) -> None:
    """Open ``address`` in the browser if the output is a terminal, where somebody sees it."""
    if sys.stdout.isatty():
        webbrowser.open(address)
