"""The brand board in the preview: who is shown it, and what its pages are served with."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands.site import open_in_browser
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
    """In front of a terminal the board opens; where output goes into a file or a test, nothing does."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("sys.stdout", Terminal(terminal=terminal))
    open_in_browser("http://127.0.0.1:1/board/")
    assert opened == (["http://127.0.0.1:1/board/"] if terminal else [])


def test_the_preview_serves_the_board_before_the_folder(tmp_path: Path) -> None:
    """Its pages may stand in the frames of its own sheet, those of the folder in none; types are right."""
    (tmp_path / "index.html").write_text("the folder", "utf-8")
    shown = InMemoryFiles({"board/index.html": b"the sheet", "board/board.css": b"a{}"})
    with preview_server(tmp_path, 0, shown) as server, serving(server) as port:
        status, received, text = get(port, "/board/?x=1")
        assert (status, received["Content-Type"], text) == (200, "text/html", "the sheet")
        assert (
            received.items()
            >= {**headers.HEADERS, "Content-Security-Policy": "frame-ancestors 'self'"}.items()
        )
        assert get(port, "/board/board.css")[1]["Content-Type"] == "text/css"
        status, received, _ = get(port, "/board")
        assert (status, received["Location"]) == (301, "/board/")
        assert get(port, "/board/missing.html")[0] == 404
        status, received, text = get(port, "/")
        assert (text, received["Content-Security-Policy"]) == ("the folder", "frame-ancestors 'none'")
        shown.files = {}
        assert get(port, "/board/")[0] == 404
