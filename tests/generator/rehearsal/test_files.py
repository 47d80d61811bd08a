"""The files and headers of a published site: what stops a page in a browser, and what would be better."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from generator import output
from generator.rehearsal import address, files
from generator.rehearsal.finding import Finding
from generator.rendering.headers import HEADERS, TYPES, site_headers
from generator.site.expected_sums import of_build
from harness.servers import serving

SITE = {
    "index.html": b"<p>",
    "assets/a.js": b"1",
    "assets/a.css": b"",
    "runtime/a.zip": b"PK",
    "de/x.svg": b"<svg/>",
}
COLLECTOR = "https://umfrage.muster.de"


@contextmanager
def published(folder: Path, headers: Mapping[str, str], types: Mapping[str, str] = TYPES) -> Iterator[str]:
    """Serve the site in ``folder`` with these headers and types."""

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = {f".{ending}": kind for ending, kind in types.items()}  # noqa: RUF012 (as declared)

        def end_headers(self) -> None:
            """Send the headers of the test, too."""
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 (as declared)
            """Say nothing."""

    output.write(SITE, folder / "dist")
    handler = functools.partial(Handler, directory=str(folder / "dist"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, serving(server) as port:
        yield f"http://127.0.0.1:{port}/"


def found(site: str) -> dict[str, Finding]:
    """Return what is found, by step."""
    return {finding.step: finding for finding in files.findings(site, of_build(SITE), [COLLECTOR])}


def test_a_server_with_our_settings_is_well(tmp_path: Path) -> None:
    """Neither a fault nor a note."""
    with published(tmp_path, HEADERS) as site:
        assert all(not finding.faults + finding.notes for finding in found(site).values())


@pytest.mark.parametrize(
    ("ending", "kind", "refused"),
    [
        ("js", "application/javascript", False),
        ("js", "text/plain", True),
        ("js", "application/octet-stream", True),
        ("css", "text/plain", True),
        ("svg", "text/xml", True),
        ("html", "application/octet-stream", True),
    ],
)
def test_a_wrong_type_is_told(tmp_path: Path, ending: str, kind: str, *, refused: bool) -> None:
    """Once for each ending, with the type that a browser needs; a script has several names."""
    with published(tmp_path, HEADERS, {**TYPES, ending: kind}) as site:
        faults = found(site)["types"].faults
    assert [str(fault) for fault in faults] == (
        [f'{path(ending)} = "{kind}": {faults[0].said}'] if refused else []
    )
    assert not refused or TYPES[ending] in faults[0].said


def path(ending: str) -> str:
    """Return the file of the site with this ending."""
    return next(name for name in SITE if name.endswith(f".{ending}"))


@pytest.mark.parametrize(
    ("policy", "kinds"),
    [
        ("frame-ancestors 'none'", []),
        ("default-src 'self'", ["policy_stops_python", "policy_stops_sending"]),
        ("script-src 'self' 'wasm-unsafe-eval'", []),
        ("script-src 'self'", ["policy_stops_python"]),
        (f"connect-src 'self' {COLLECTOR}/", []),
        ("connect-src 'self'", ["policy_stops_sending"]),
    ],
)
def test_a_policy_of_the_server_that_stops_the_page_is_told(
    tmp_path: Path, policy: str, kinds: list[str]
) -> None:
    """A browser applies it beside the page's own: without WebAssembly or the collector, it does not work."""
    with published(tmp_path, {**HEADERS, "Content-Security-Policy": policy}) as site:
        faults = found(site)["headers"].faults
    assert [fault.kind.partition(".")[2] for fault in faults] == kinds


def test_a_server_that_keeps_the_intranet_out_is_told(tmp_path: Path) -> None:
    """site.framed_by needs the header of this build; the one of a former build leaves the frame empty."""
    sites = ["https://intranet.muster.de", "https://wiki.muster.de"]
    kept_out = []
    for framed_by in ([], sites[:1], sites):
        folder = tmp_path / str(len(framed_by))
        with published(folder, site_headers(framed_by)) as site:
            *_, headers = files.findings(site, of_build(SITE), [COLLECTOR], sites)
        kept_out.append([fault.details["sites"] for fault in headers.faults])
    assert kept_out == [[tuple(sites)], [("https://wiki.muster.de",)], []]


def test_headers_that_are_missing_are_a_note(tmp_path: Path) -> None:
    """The page works without; a file that browsers keep for long is another note."""
    with published(tmp_path, {"Cache-Control": "public, max-age=86400"}) as site:
        headers = found(site)["headers"]
    assert headers.faults == ()
    assert [note.kind for note in headers.notes] == ["rehearsal.headers_missing", "rehearsal.kept_too_long"]
    assert "Referrer-Policy" in headers.notes[0].said


class _Plain(SimpleHTTPRequestHandler):
    """What a server answers without https: it leads elsewhere, or it shows the page."""

    to: str | None = None

    def do_GET(self) -> None:
        """Lead to ``to``, or answer."""
        self.send_response(301 if self.to else 200)
        if self.to:
            self.send_header("Location", self.to)
        self.end_headers()

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 (as declared)
        """Say nothing."""


@pytest.mark.parametrize(
    ("to", "kind"), [("https://127.0.0.1/", None), (None, "http_open"), ("http://x.de/", "http_open")]
)
def test_http_must_lead_to_https(monkeypatch: pytest.MonkeyPatch, to: str | None, kind: str | None) -> None:
    """A page that also comes without https can be read and changed on its way."""
    handler = type("Handler", (_Plain,), {"to": to})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, serving(server) as port:
        monkeypatch.setattr(address, "HTTP_PORT", port)
        finding = address._without_tls("https://127.0.0.1/")  # noqa: SLF001 (port 443 is not ours)
    assert [fault.kind for fault in finding.faults] == ([f"rehearsal.{kind}"] if kind else [])


def test_nobody_without_https_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is unsafe then, but whoever types the address without https sees an error."""
    monkeypatch.setattr(address, "HTTP_PORT", 9)
    finding = address._without_tls("https://127.0.0.1/")  # noqa: SLF001 (as above)
    assert (finding.faults, [note.kind for note in finding.notes]) == ((), ["rehearsal.http_silent"])
