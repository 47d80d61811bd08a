"""The preview: the real server's headers and types, nothing logged, nobody else let in, live rebuilds."""

from __future__ import annotations

import http.client
import queue
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
import watchfiles
from click.testing import CliRunner

from generator.commands.main import main
from generator.commands.serve import rebuild
from generator.preview import build
from generator.preview.server import preview_server, serve_and_rebuild
from generator.rendering import headers
from harness import sites
from harness.polling import until
from harness.servers import serving
from harness.sources import copied

PATIENCE = 30  # seconds until a preview that does not answer counts as broken


def get(port: int, path: str = "/") -> tuple[int, dict[str, str], str]:
    """Return status, headers and body of ``path`` on this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A preview of a folder with a file of every type."""
    for ending in ("html", "js", "css", "svg", "zip", "json", "png", "txt"):
        (tmp_path / f"index.{ending}").write_text("x", "utf-8")
    with preview_server(tmp_path, 0) as server, serving(server) as port:
        yield port


@pytest.mark.parametrize("path", ["/", "/index.js", "/missing.html"])
def test_every_answer_carries_every_header(port: int, path: str) -> None:
    """What the operations guide asks of a real server, also on a page that is not there."""
    _, received, _ = get(port, path)
    assert headers.HEADERS.items() <= received.items()


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("html", "text/html"),
        ("js", "text/javascript"),
        ("css", "text/css"),
        ("svg", "image/svg+xml"),
        ("zip", "application/zip"),
        ("json", "application/json"),
        ("png", "image/png"),
        ("txt", "text/plain"),
    ],
)
def test_types_do_not_depend_on_this_machine(port: int, ending: str, kind: str) -> None:
    """With nosniff, a script of another type would not run."""
    status, received, _ = get(port, f"/index.{ending}")
    assert (status, received["Content-type"]) == (200, kind)


def test_nothing_is_logged(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    """A request line with an address is personal data: neither a page nor an error leaves one."""
    assert [get(port, path)[0] for path in ("/", "/missing", "/../etc/passwd")] == [200, 404, 404]
    assert capfd.readouterr() == ("", "")


def test_a_path_that_no_file_can_have_is_not_there(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    """Any page in the browser can ask for one; the terminal of whoever serves stays quiet."""
    assert [get(port, path)[0] for path in ("/%00", "/%00.html", "/a/%00/")] == [404, 404, 404]
    assert capfd.readouterr() == ("", "")


def test_a_page_that_is_gone_leaves_the_terminal_quiet(
    port: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It loads itself again in the midst of loading: nothing of Python shows in the terminal."""
    (tmp_path / "large.zip").write_bytes(bytes(30_000_000))
    before_it = threading.active_count()
    with socket.create_connection(("127.0.0.1", port)) as gone:
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing resets it
        gone.sendall(b"GET /large.zip HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert gone.recv(1)
    until(lambda: threading.active_count() == before_it, "the answer ends")
    assert capfd.readouterr() == ("", "")


def test_only_this_machine_is_answered(port: int) -> None:
    """The preview listens on 127.0.0.1, on no other address."""
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", port)) != 0
    with socket.socket() as own:
        assert own.connect_ex(("127.0.0.1", port)) == 0


WATCHED = {
    "site.toml": True,
    "logo.svg": True,
    "dist-2027/site.toml": True,
    "my.dist-files/site.toml": True,
    "dist/index.html": False,
    "dist/en/index.html": False,
    ".dist-a1b2c3/fresh/index.html": False,
    ".dist-a1b2c3/former/index.html": False,
    "collector.sqlite": False,
    "collector.sqlite-journal": False,
    "collector.sqlite-tally-hafen-2027-heap-4": False,
}


def test_a_build_does_not_set_off_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is watched sets off a build, but for what the build itself writes."""
    told: dict[str, bool] = {}

    def watch(*_: Path, watch_filter: watchfiles.BaseFilter, **__: object) -> Iterator[None]:
        for path in WATCHED:
            told[path] = watch_filter(watchfiles.Change.modified, str(tmp_path / path))
        yield from ()

    monkeypatch.setattr(watchfiles, "watch", watch)
    out = tmp_path / "dist"
    serve_and_rebuild(preview_server(out, 0), out, watched=[tmp_path], rebuild=lambda: None)
    assert told == WATCHED


def test_a_taken_port_is_a_fault(tmp_path: Path) -> None:
    """Status 1, the port, and how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        options = [
            "--config",
            str(sites.write(tmp_path)),
            "--out",
            str(tmp_path / "dist"),
            "--port",
            str(number),
        ]
        done = CliRunner().invoke(main, ["serve", *options])
    assert done.exit_code == 1
    assert done.stderr == (
        f"command line: --port = {number}: cannot be opened (Address already in use); "
        "choose another with --port, or 0 for a free one\n"
    )


class Preview:
    """``lastbild serve`` as a person starts it, and what it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        assert process.stdout is not None
        assert process.stderr is not None
        self._readers = [
            threading.Thread(target=self._read, args=(s,)) for s in (process.stdout, process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.put(line)

    def line(self, fragment: str, meanwhile: Callable[[], object] = lambda: None) -> str:
        """Return the next printed line that holds ``fragment``, doing ``meanwhile`` now and again."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            meanwhile()
            try:
                while fragment not in (line := self._lines.get(timeout=1)):
                    pass
            except queue.Empty:
                continue
            return line
        raise TimeoutError(f"never printed: {fragment}")

    def end(self) -> None:
        """Wait until the process is gone and everything it printed is read."""
        self.process.kill()
        self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join()


@contextmanager
def preview(config: Path, out: Path) -> Iterator[Preview]:
    """Start ``lastbild serve`` on a free port and end it however the test ends."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "serve",
        "--port",
        "0",
        "--config",
        str(config),
        "--out",
        str(out),
    ]
    # A test run in the background ignores Ctrl+C and would pass that on; a shell in front does not.
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        signal.signal(signal.SIGINT, inherited)
        started = Preview(process)
        try:
            yield started
        finally:
            started.end()


def titled(title: str) -> str:
    """Return the smallest site.toml with ``title``."""
    return f'{sites.BRAND}[survey]\nid = "muster"\ntitle = "{title}"\n'


def test_serve_rebuilds_keeps_the_former_build_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    """A facilitator's hour: open the page, change the title, break the file, mend it, end with Ctrl+C."""
    config = sites.write(tmp_path, titled("Erster Titel"))
    with preview(config, tmp_path / "dist") as served:
        address = served.line("Serving ").split(" at ")[1].split(" ")[0]
        assert address.startswith("http://127.0.0.1:")
        number = int(address.rstrip("/").rpartition(":")[2])
        assert "Erster Titel" in get(number)[2]
        assert served.line("Edit it").strip().endswith(f"{address}studio/")
        assert "<html" in get(number, "/studio/")[2]

        # Saved again until it is seen: watching begins a moment after the address is printed.
        served.line("Built ", lambda: sites.write(tmp_path, titled("Zweiter Titel")))
        assert "Zweiter Titel" in get(number)[2]

        fault = served.line(
            "headcount", lambda: sites.write(tmp_path, titled("Dritter Titel") + "headcount = 0\n")
        )
        assert fault == "site.toml: line 6: survey.headcount = 0: expected a number of at least 1\n"
        status, _, page = get(number)
        assert status == 200
        assert "Zweiter Titel" in page

        served.line("Built ", lambda: sites.write(tmp_path, titled("Vierter Titel")))
        assert "Vierter Titel" in get(number)[2]

        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(PATIENCE) == 0
    with socket.socket() as gone:
        assert gone.connect_ex(("127.0.0.1", number)) != 0


def test_serve_ends_on_sigterm_and_so_does_its_collector(tmp_path: Path) -> None:
    """Nothing goes on running behind a preview that somebody ends, however they end it."""
    config = sites.write(tmp_path, sites.COMPLETE)
    with preview(config, tmp_path / "dist") as served:
        address = served.line("Collecting beside it").split(" at ")[1].split(" ")[0]
        collector = int(address.rstrip("/").rpartition(":")[2])
        served.line("Built ", lambda: sites.write(tmp_path, sites.COMPLETE))  # now it watches
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(PATIENCE) == 0
    with socket.socket() as gone:
        assert gone.connect_ex(("127.0.0.1", collector)) != 0


def test_serve_starts_on_a_faulty_site_so_that_the_studio_can_mend_it(tmp_path: Path) -> None:
    """The studio is there, faults are printed, and a mended file is built; a missing one is a fault."""
    faulty = titled("Titel") + "headcount = 0\n"
    config = sites.write(tmp_path, faulty)
    with preview(config, tmp_path / "dist") as served:
        address = served.line("Edit it").split("see every page and state: ")[1].strip()
        assert "<html" in get(int(address.split(":")[2].split("/")[0]), "/studio/")[2]
        # Saved again: two streams are read side by side, and the first fault may come before the address.
        assert "survey.headcount = 0" in served.line("headcount", lambda: sites.write(tmp_path, faulty))
        served.line("Built ", lambda: sites.write(tmp_path, titled("Titel")))
    missing = CliRunner().invoke(
        main, ["serve", "--config", str(tmp_path / "none.toml"), "--out", str(tmp_path / "d")]
    )
    assert missing.exit_code == 1
    assert "none.toml" in missing.stderr


@pytest.mark.parametrize("command", ["serve", "texts"])
def test_a_mistyped_folder_is_not_made(tmp_path: Path, command: str) -> None:
    """Whoever mistypes a folder is told, and finds no empty one later."""
    config = str(tmp_path / "mistyped" / "site.toml")
    assert CliRunner().invoke(main, [command, "--config", config]).exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("site_templates/pages/base.html.j2", b"{% if %}", "template: "),
        ("site_templates/pages/base.html.j2", b"{{ nobody }}", "template: 'nobody' is undefined"),
        ("site_templates/pages/base.html.j2", b"\xff", "UnicodeDecodeError: "),
        ("site_templates/pictures/headwind.svg", b"<svg>", "ValueError: headwind.svg: expected "),
        ("site_templates/styles/base.css", None, "FileNotFoundError: "),
        ("languages/de/survey.toml", b"[", "languages/de/survey.toml: file: is not TOML"),
        ("languages/de/survey.toml", None, "languages/de/survey.toml: file: is missing"),
    ],
)
def test_a_faulty_source_keeps_the_last_good_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, text: bytes | None, said: str
) -> None:
    """Whatever a half-saved file leads to, the preview says it, shows what it showed, and goes on."""
    with copied(tmp_path / "sources") as sources:
        config, out = sites.write(tmp_path), tmp_path / "dist"
        preview = build.Preview(config, out)
        rebuild(out, preview.build, config)  # as serve does at every save
        before, good = sites.contents(out), (sources / file).read_bytes()
        (sources / file).unlink() if text is None else (sources / file).write_bytes(text)
        capsys.readouterr()
        rebuild(out, preview.build, config)
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith(said) or f"\n{said}" in told.err
        assert sites.contents(out) == before
        (sources / file).write_bytes(good)
        rebuild(out, preview.build, config)
        assert capsys.readouterr().err == ""
        assert sites.contents(out) == before
