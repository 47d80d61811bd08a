"""``lastbild verify``: a site at its address, compared with a build; each difference is told."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import output
from generator.commands.main import main
from generator.site import visit
from harness import sites, stub_python
from harness.servers import plain_server, serving

Respond = Callable[[BaseHTTPRequestHandler, bytes], None]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site.toml."""
    return sites.write(tmp_path_factory.mktemp("config"))


@pytest.fixture(scope="module")
def built(config: Path) -> dict[str, bytes]:
    """The site of it, with the stub: other files than ``build`` makes, but as many."""
    return stub_python.site_files(config)


@pytest.fixture
def dist(built: dict[str, bytes], tmp_path: Path) -> Path:
    """The site, written."""
    output.write(built, tmp_path / "dist")
    return tmp_path / "dist"


def run(*arguments: str | Path) -> Result:
    """Run ``lastbild verify``."""
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


@contextmanager
def answering(folder: Path, respond: Respond) -> Iterator[str]:
    """Serve ``folder``, with ``respond`` to answer each request for a file that is there."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            """Let ``respond`` answer."""
            path = folder / self.path.lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            respond(self, path.read_bytes() if path.is_file() else b"")

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, serving(server) as port:
        yield f"http://127.0.0.1:{port}/"


def send(handler: BaseHTTPRequestHandler, body: bytes, **headers: str) -> None:
    """Answer with ``body`` and ``headers``, in which a low line stands for a hyphen."""
    handler.send_response(HTTPStatus.OK)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def test_a_site_as_it_was_built_passes(config: Path, tmp_path: Path) -> None:
    """Status 0, how many files are alike, what cannot be found; against a build and a manifest."""
    assert (
        CliRunner().invoke(main, ["build", "--config", str(config), "--out", str(tmp_path / "d")]).exit_code
        == 0
    )
    count = len(sites.contents(tmp_path / "d"))
    with plain_server(tmp_path / "d") as address:
        for how in (
            ("--config", config),
            ("--against", tmp_path / "d"),
            ("--against", tmp_path / "d/manifest.json"),
        ):
            done = run(f"{address}index.html", *how)
            assert (done.exit_code, done.stderr) == (0, "")
            assert f"{count} of {count} files are as they were built" in done.stdout
            assert "served only to somebody else" in done.stdout


def test_each_difference_is_told(dist: Path, built: dict[str, bytes]) -> None:
    """A file that differs, one that is missing, and one that a page names and no build has: all at once."""
    (dist / "assets" / "site.js").write_bytes(built["assets/site.js"] + b"\n")
    (dist / "runtime" / "app.zip").unlink()
    page = dist / "paper.html"
    page.write_bytes(
        built["paper.html"].replace(b"</body>", b'<script src="assets/more.js"></script></body>')
    )
    manifest = dist.parent / "kept.json"
    manifest.write_bytes(output.manifest(built))
    with plain_server(dist) as address:
        done = run(address, "--against", manifest)
    assert done.exit_code == 1
    assert sorted(done.stderr.splitlines()) == [
        f"{address}: assets/more.js: is named by a page, and no build has it",
        f"{address}: assets/site.js: is not the file that the build has",
        f"{address}: paper.html: is not the file that the build has",
        f"{address}: runtime/app.zip: is missing: the server answers with status 404",
    ]
    assert f"{len(built) - 2} of {len(built) + 1} files" in done.stdout


def test_a_start_page_may_lead_from_its_name_to_its_folder(dist: Path) -> None:
    """Some servers send whoever asks for index.html to the folder; to any other place it is told."""
    places = {"to": "./"}

    def respond(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if not handler.path.endswith("/index.html"):
            send(handler, body)
            return
        handler.send_response(HTTPStatus.MOVED_PERMANENTLY)
        handler.send_header("Location", places["to"])
        handler.end_headers()

    with answering(dist, respond) as address:
        done = run(address, "--against", dist)
        assert (done.exit_code, done.stderr) == (0, "")
        places["to"] = "./paper.html"
        done = run(address, "--against", dist)
    assert done.exit_code == 1
    assert f"index.html: leads to {address}paper.html" in done.stderr


def test_a_compressed_answer_is_what_a_browser_makes_of_it(dist: Path) -> None:
    """A server may compress what it sends to browsers."""

    def compress(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if "gzip" in handler.headers["Accept-Encoding"]:
            send(handler, gzip.compress(body), Content_Encoding="gzip")
        else:
            send(handler, body)

    with answering(dist, compress) as address:
        assert run(address, "--against", dist).exit_code == 0


def test_a_redirection_is_told_and_not_followed(dist: Path) -> None:
    """Wherever it leads: people would end there."""

    def redirect(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(HTTPStatus.FOUND)
        handler.send_header("Location", "https://elsewhere.example/")
        handler.end_headers()

    with answering(dist, redirect) as address:
        done = run(address, "--against", dist)
    assert (done.exit_code, done.stdout) == (1, "")
    told = "leads to https://elsewhere.example/; verify the address that people end at"
    assert done.stderr == f"command line: {address}: {told}\n"


def test_a_header_that_loads_or_stores_something_is_told_once(dist: Path) -> None:
    """A cookie, a style by header, a place to report to; however many files come with it."""

    def meddle(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        send(handler, body, Set_Cookie="visitor=1", Link="<x.css>; rel=stylesheet")

    with answering(dist, meddle) as address:
        done = run(address, "--against", dist)
    assert done.exit_code == 1
    assert [line for line in done.stderr.splitlines() if "with the header" not in line] == []
    assert sorted(line.split("header ")[1].split(":")[0] for line in done.stderr.splitlines()) == [
        "Link",
        "Set-Cookie",
    ]


def test_nobody_at_the_address_is_one_fault(dist: Path) -> None:
    """It is not said of every file."""
    done = run("http://127.0.0.1:9/", "--against", dist)
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "http://127.0.0.1:9/: did not come: " in done.stderr


def test_an_endless_or_silent_answer_ends(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a file without an end nor a server that falls silent keeps anybody waiting."""
    monkeypatch.setattr(visit, "LARGEST", 300_000)
    monkeypatch.setattr(visit, "SILENCE", 0.2)
    monkeypatch.setattr(visit, "VISITORS", visit.VISITORS[:1])
    over = threading.Event()

    def misbehave(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if handler.path.endswith("app.zip"):
            handler.send_response(HTTPStatus.OK)
            handler.end_headers()
            over.wait(20)
        elif handler.path.endswith("site.js"):
            send(handler, b"x" * 400_000)
        elif handler.path.endswith("later.css"):
            send(handler, gzip.compress(bytes(400_000)), Content_Encoding="gzip")
        else:
            send(handler, body[:200_000])

    with answering(dist, misbehave) as address:
        done = run(address, "--against", dist)
        over.set()
    assert done.exit_code == 1
    assert f"{address}: assets/site.js: is larger than 300000 bytes" in done.stderr
    assert f"{address}: assets/later.css: is larger than 300000 bytes" in done.stderr
    assert f"{address}: runtime/app.zip: did not come: " in done.stderr


@pytest.mark.parametrize(
    "address", ["survey", "file:///etc/", "https://", "ftp://a.example/", "https://a.example/?x"]
)
def test_what_is_no_address_is_refused(address: str, dist: Path) -> None:
    """Nothing is asked for, least of all a file of this machine."""
    done = run(address, "--against", dist)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f'ADDRESS = "{address}": expected the address of a site' in done.stderr


@pytest.mark.parametrize(
    "contents",
    ["", "[]", "{}", '{"sha256": 1}', '{"kind": "report", "sha256": {}}', '{"kind": "site", "sha256": []}'],
)
def test_what_is_no_manifest_is_refused(contents: str, tmp_path: Path) -> None:
    """Half a file, a report's manifest, another program's file."""
    (tmp_path / "m.json").write_text(contents, "utf-8")
    done = run("https://survey.example/", "--against", tmp_path / "m.json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "expected the manifest.json of a site" in done.stderr


def test_a_manifest_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its path."""
    done = run("https://survey.example/", "--against", tmp_path)
    assert done.exit_code == 1
    assert f'"{tmp_path}/manifest.json": cannot be read: No such file' in done.stderr


def test_two_things_to_compare_with_are_wrong_usage(dist: Path) -> None:
    """Status 2, as for every wrong use."""
    assert run("https://survey.example/", "--against", dist, "--config", "site.toml").exit_code == 2
    assert run().exit_code == 2


def test_the_manifest_itself_counts(dist: Path) -> None:
    """Whoever changes it beside the files is found, too."""
    kept = dist.parent / "kept.json"
    kept.write_bytes((dist / "manifest.json").read_bytes())
    changed = json.loads(kept.read_bytes())
    changed["sha256"]["index.html"] = "0" * 64
    (dist / "manifest.json").write_text(json.dumps(changed), "utf-8")
    with plain_server(dist) as address:
        assert run(address, "--against", kept).stderr == (
            f"{address}: manifest.json: is not the file that the build has\n"
        )
