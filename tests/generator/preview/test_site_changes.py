"""The pages of a preview load themselves again, and say what is wrong; the built site stays as it is."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.preview.fault_sheet import FaultSheet, script_files
from generator.preview.server import InMemoryFiles, preview_server
from generator.preview.site_changes import CHANGES, SiteChanges
from harness.servers import serving
from tests.generator.preview.test_server import get

SITE = {
    "index.html": b"<html><body>Start</body></html>",
    "en/index.html": b"<html><body>English</body></html>",
    "assets/site.js": b"1;</body>",
}
SHEET = FaultSheet("<p>falsch</p>", b"<html><body><p>falsch</p></body></html>")


def build(folder: Path, changes: SiteChanges, site: dict[str, bytes]) -> None:
    """Put ``site`` into ``folder``, as a build does."""
    for name, contents in site.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(contents)
    changes.built(site)


@pytest.fixture
def changes() -> SiteChanges:
    """What the windows of a new preview are told."""
    return SiteChanges()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the site, empty."""
    made = tmp_path / "dist"
    made.mkdir()
    return made


@pytest.fixture
def port(folder: Path, changes: SiteChanges) -> Iterator[int]:
    """A preview of that folder."""
    with (
        preview_server(folder, 0, InMemoryFiles(script_files()), changes=changes) as server,
        serving(server) as number,
    ):
        yield number
        changes.windows.close()


def listener(port: int, host: str | None = None) -> http.client.HTTPResponse:
    """Return the answer to a window that listens."""
    return answer(port, CHANGES, host)


def answer(port: int, path: str, host: str | None = None) -> http.client.HTTPResponse:
    """Return the answer to a browser that knows the preview by the name ``host``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    return connection.getresponse()


def told(window: http.client.HTTPResponse) -> Any:  # noqa: ANN401
    """Return what the next event tells."""
    while not (line := window.readline()).startswith(b"data: "):
        assert line, "the preview has ended it"
    return json.loads(line.removeprefix(b"data: "))


@pytest.mark.parametrize("path", ["/", "/index.html", "/en/", "/en/index.html?x=1"])
def test_every_page_listens_and_the_folder_holds_none_of_it(
    folder: Path, changes: SiteChanges, port: int, path: str
) -> None:
    """One script more, at the end of the page; what a build has written is untouched."""
    build(folder, changes, SITE)
    status, headers, page = get(port, path)
    assert status == 200
    assert page.count("<script") == 1
    assert page.endswith("</script></body></html>")
    assert "Last-Modified" not in headers  # or a browser would show the page of an earlier build
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert {name: (folder / name).read_bytes() for name in SITE} == SITE


def test_other_files_are_as_they_were_built(folder: Path, changes: SiteChanges, port: int) -> None:
    """A script stays the one that the page names by its sum."""
    build(folder, changes, SITE)
    assert get(port, "/assets/site.js")[2] == SITE["assets/site.js"].decode()
    assert get(port, "/studio/site_preview.js")[0] == 200
    assert get(port, "/missing.html")[0] == 404


def test_while_nothing_is_built_every_page_has_the_faults(changes: SiteChanges, port: int) -> None:
    """Not an empty folder; the page listens, too, for the site that comes."""
    changes.refused(SHEET)
    for path in ("/", "/index.html", "/en/"):
        status, _, page = get(port, path)
        assert status == 200
        assert "<p>falsch</p>" in page
        assert 'data-build=""' in page


def test_windows_hear_of_builds_and_of_faults(folder: Path, changes: SiteChanges, port: int) -> None:
    """A site with other bytes is another build, the same bytes are not; faults come and go."""
    build(folder, changes, SITE)
    window = listener(port)
    first = told(window)
    assert first["faults"] == ""
    assert f'data-build="{first["build"]}"' in get(port, "/")[2]
    changes.refused(SHEET)
    assert told(window) == {"build": first["build"], "faults": SHEET.part}
    build(folder, changes, SITE)
    assert told(window) == first
    build(folder, changes, {**SITE, "index.html": b"<body>anders</body>"})
    assert told(window)["build"] != first["build"]


def test_a_page_of_another_site_hears_nothing(changes: SiteChanges, port: int) -> None:
    """Nobody else learns when somebody works, or which lines of the file are wrong."""
    assert listener(port, host="evil.example").status == 403
    changes.refused(SHEET)
    assert answer(port, "/index.html", "evil.example").status == 404
