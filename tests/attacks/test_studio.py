"""The studio on the facilitator's computer: what a page of another site or a zip could do."""

from __future__ import annotations

import http.client
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator import output
from generator.desk import answer
from generator.preview.server import InMemoryFiles, preview_server
from generator.preview.studio_door import StudioDoor
from generator.studio.desk import Studio, open_desk
from generator.studio.files import SCRIPT, studio_files
from harness.journey import READY
from harness.servers import plain_server, serving
from questionnaire.faults import FaultError
from tests.attacks.attack import Found, attack

PATIENCE = 30
OTHER_NAME = "Anders"
EDITS = [{"op": "set", "at": ["brand", "name"], "value": OTHER_NAME}]
CHANGE = {"ask": "change", "given": {"edits": EDITS, "language": "de"}}
# What a page of another site can make a browser send to this computer: a form, a script, a frame
# without an origin, and a name of its own that it has pointed here.
FROM_ELSEWHERE: tuple[Mapping[str, str], ...] = (
    {"Origin": "https://elsewhere.example", "Content-Type": "text/plain"},
    {"Origin": "https://elsewhere.example", "Content-Type": "application/x-www-form-urlencoded"},
    {"Origin": "https://elsewhere.example", "Content-Type": "application/json"},
    {"Origin": "null", "Content-Type": "text/plain"},
    {"Content-Type": "text/plain"},
    {"Host": "rebound.example:{port}", "Origin": "http://rebound.example:{port}"},
    {"Host": "rebound.example:{port}", "Origin": "http://127.0.0.1:{port}"},
    {"Origin": "http://127.0.0.1:9"},
)
# What a page of another site hands over to the studio in a window that it opens and names.
NAMED = "0" * 32 + json.dumps({"workspace": None, "edits": EDITS, "unsaved": True})
# Paths that lead out of the folder, on one system or on another.
PATHS_OUT = ("../caught.svg", "dist/../../caught.svg", "/caught.svg", "..\\caught.svg", "C:\\caught.svg")


class Lenient(ThreadingHTTPServer):
    """The naive server: whoever reaches it may ask the studio."""

    def __init__(self, studio: Studio) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = answer(studio, body.decode()).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        super().__init__(("127.0.0.1", 0), Handler)


def changed(workspace: Path, server: ThreadingHTTPServer) -> int:
    """Return how many of the requests from elsewhere change the site.toml in ``workspace``."""
    config = workspace / "site.toml"
    before = config.read_bytes()
    number = 0
    with serving(server) as port:
        for headers in FROM_ELSEWHERE:
            _send(port, {name: value.format(port=port) for name, value in headers.items()})
            number += OTHER_NAME in config.read_text("utf-8")
            config.write_bytes(before)
    return number


def _send(port: int, headers: Mapping[str, str]) -> None:
    body = json.dumps(CHANGE).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.putrequest("POST", "/studio/ask", skip_host=True)
        usual = {"Host": f"127.0.0.1:{port}", "Content-Type": "application/json"}
        for name, value in {**usual, **headers, "Content-Length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        connection.getresponse().read()
    finally:
        connection.close()


@attack(
    family="studio",
    attacker="network",
    wants="change site.toml by a page of theirs that the facilitator opens while `lastbild serve` runs",
    naive="The server answers every request that reaches it: 8 of 8 change the file.",
    product="Name, origin and kind of a request are checked, which no page of another site can set: 0 of 8.",
)
def test_a_page_of_another_site_asks_the_studio(found: Found, tmp_path: Path) -> None:
    """The same requests, the same studio behind both servers."""
    naive, product = open_desk(tmp_path / "naive"), open_desk(tmp_path / "product")
    with Lenient(naive) as server:
        caught = changed(tmp_path / "naive", server)
    door = StudioDoor(product)
    with preview_server(tmp_path, 0, InMemoryFiles({}), door) as server:
        let_in = changed(tmp_path / "product", server)
        door.close()
    found(f"{caught} of {len(FROM_ELSEWHERE)}", f"{let_in} of {len(FROM_ELSEWHERE)}")


@pytest.mark.browser
@attack(
    family="studio",
    attacker="neighbour",
    wants="hand changes over to a studio on a plain web server in a window that they open and name",
    naive="The page takes what its window's name holds, as from its other language: 1 of 1 changes the site.",
    product="A name counts only with a token that this site's own storage holds: 0 of 1 changes the site.",
)
def test_a_window_is_opened_with_a_name(found: Found, browser: Browser, tmp_path: Path) -> None:
    """A click on another site is enough; beside ``serve``, a header of ours empties such names."""
    page = studio_files()
    lenient, often = re.subn(r"(32===(\w)\.length)&&\2===\w", r"\1", page[SCRIPT].decode())
    assert often == 1
    naive = _named_window(browser, tmp_path / "naive", {**page, SCRIPT: lenient.encode()})
    product = _named_window(browser, tmp_path / "product", page)
    found(f"{int(naive)} of 1 changes", f"{int(product)} of 1 changes")


def _named_window(browser: Browser, folder: Path, page: Mapping[str, bytes]) -> bool:
    """Return whether the studio takes what its window's name says."""
    output.write(page, folder, "studio")
    with plain_server(folder) as address, browser.new_context(locale="de-DE") as context:
        elsewhere = context.new_page()
        elsewhere.route("https://elsewhere.example/", lambda route: route.fulfill(body="<p>A page"))
        elsewhere.goto("https://elsewhere.example/")
        with elsewhere.expect_popup() as popup:
            elsewhere.evaluate("([address, name]) => void open(address, name)", [address, NAMED])
        name = popup.value.locator('[data-at="brand.name"] input')
        expect(popup.value.locator("#arriving")).to_be_hidden(timeout=READY)
        expect(name).not_to_have_value("")
        return name.input_value() == OTHER_NAME


def hostile_zips() -> Iterator[bytes]:
    """Yield a zip for each path out of its folder: site.toml names the file, and the zip holds it."""
    for path in PATHS_OUT:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("site.toml", f"[brand]\nname = 'x'\nlogo = '{path}'\n")
            archive.writestr(zipfile.ZipInfo(path), "<svg/>")
        yield packed.getvalue()


def written_outside(folder: Path) -> int:
    """Return how many files lie in ``folder`` beside the workspace."""
    return sum(path.is_file() and "workspace" not in path.parts for path in folder.rglob("*"))


def _written_as_named(workspace: Path, contents: bytes) -> None:
    """Unpack as the naive studio does: each file to the path by which the zip calls it, on any system."""
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        for entry in archive.infolist():
            name = entry.filename.replace("\\", "/").replace("C:", "..")
            # A path from the root of the disk stays in this test's own folder.
            path = workspace / (f"..{name}" if name.startswith("/") else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(entry))


@attack(
    family="studio",
    attacker="developer",
    wants="write a file elsewhere on the facilitator's computer by a zip that the studio opens",
    naive="Each file is written where the zip says: 5 of 5 zips write beside the folder.",
    product="Such a zip is refused as a whole, and no file is read but those that site.toml names: 0 of 5.",
)
def test_a_zip_leads_out_of_its_folder(found: Found, tmp_path: Path) -> None:
    """On the system that runs this test, for paths of every system."""
    naive = product = 0
    for number, contents in enumerate(hostile_zips()):
        workspace = tmp_path / f"naive-{number}" / "workspace"
        (workspace / "dist").mkdir(parents=True)
        _written_as_named(workspace, contents)
        naive += written_outside(workspace.parent) > 0
        studio = open_desk(tmp_path / f"product-{number}" / "workspace")
        with pytest.raises(FaultError):
            studio.open("site.zip", contents, "de")
        product += written_outside(tmp_path / f"product-{number}") > 0
    found(f"{naive} of {len(PATHS_OUT)}", f"{product} of {len(PATHS_OUT)}")
