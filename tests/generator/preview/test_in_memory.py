"""What the preview serves from memory: who is shown it, and what its pages are served with."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands.browser import open_in_browser
from generator.preview.server import InMemoryFiles, preview_server
from generator.rendering import headers
from harness.servers import serving
from tests.generator.preview.test_server import get


class Terminal:
    """Stands for the standard output: a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        """Tell whether somebody sits there."""
        return self.terminal


@pytest.mark.parametrize("terminal", [True, False])
def test_the_browser_opens_for_a_person_only(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> None:
    """In front of a terminal the page opens; where output goes into a file or a test, nothing does."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("sys.stdout", Terminal(terminal=terminal))
    open_in_browser("http://127.0.0.1:1/studio/")
    assert opened == (["http://127.0.0.1:1/studio/"] if terminal else [])


def test_the_preview_serves_memory_before_the_folder(tmp_path: Path) -> None:
    """Pages from memory may stand in frames of their own, those of the folder in none; types are right."""
    (tmp_path / "index.html").write_text("the folder", "utf-8")
    shown = InMemoryFiles({"studio/index.html": b"the page", "studio/studio.css": b"a{}"})
    with preview_server(tmp_path, 0, shown) as server, serving(server) as port:
        status, received, text = get(port, "/studio/?x=1")
        assert (status, received["Content-Type"], text) == (200, "text/html", "the page")
        assert (
            received.items()
            >= {**headers.HEADERS, "Content-Security-Policy": "frame-ancestors 'self'"}.items()
        )
        assert get(port, "/studio/studio.css")[1]["Content-Type"] == "text/css"
        status, received, _ = get(port, "/studio")
        assert (status, received["Location"]) == (301, "/studio/")
        assert get(port, "/studio/missing.html")[0] == 404
        status, received, text = get(port, "/")
        assert (text, received["Content-Security-Policy"]) == ("the folder", "frame-ancestors 'none'")
        shown.files = {}
        assert get(port, "/studio/")[0] == 404
