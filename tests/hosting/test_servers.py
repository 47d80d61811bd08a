"""Real nginx, Apache and Caddy, each with the site's own file for it."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.rendering.headers import HEADERS, TEXTS, TYPES
from harness.journey import Journey
from questionnaire import ITEM_IDS
from tests.hosting.conftest import EXTRA, Served

HEADWIND = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3, "B2": 2, "D3": 3}


def get(address: str, *, packed: bool = False) -> tuple[int, Message, bytes]:
    """Return status, headers and body of ``address``; ``packed`` allows the server to compress."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"} if packed else {})  # noqa: S310 (http, on this machine)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (the same)
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def files(web: Path) -> dict[str, bytes]:
    """Return every file of the site: path within it -> contents."""
    site = web / "intranet" / "lastbild"
    names = [*json.loads((site / "manifest.json").read_bytes())["sha256"], "manifest.json", *EXTRA]
    return {name: (site / name).read_bytes() for name in names}


@pytest.mark.parametrize(
    "path", ["", "en/", "assets/site.css", "runtime/pyodide.wasm.01.zip", "missing.html"]
)
def test_every_header_is_there_once(address: str, path: str) -> None:
    """A page, a folder, a style sheet, the runtime and a missing page have each header once."""
    status, received, _ = get(address + path)
    assert status == (404 if path == "missing.html" else 200)
    assert {name: received.get_all(name) for name in HEADERS} == {n: [v] for n, v in HEADERS.items()}


def test_every_file_comes_whole_and_with_its_type(address: str, web: Path) -> None:
    """Independent of the server's own list of types, and with UTF-8 declared for every text."""
    seen = set()
    for name, contents in files(web).items():
        ending = name.rpartition(".")[2]
        status, received, body = get(address + name)
        assert (status, body) == (200, contents), name
        assert received.get_content_type() == TYPES[ending], name
        if ending in TEXTS:
            assert received.get_content_charset() == "utf-8", name
        seen.add(ending)
    assert seen == set(TYPES)


def test_texts_are_compressed_for_whoever_asks(address: str, web: Path) -> None:
    """The server compresses texts if the browser accepts it, and leaves compressed files as they are."""
    for name in ("index.html", "assets/site.css", "runtime/pyscript.js", "manifest.json"):
        _, received, body = get(address + name, packed=True)
        assert received["Content-Encoding"] == "gzip", name
        assert gzip.decompress(body) == files(web)[name]
    assert get(f"{address}runtime/pyodide.wasm.01.zip", packed=True)[1]["Content-Encoding"] is None


def test_a_file_is_asked_for_and_not_sent_again(address: str) -> None:
    """With no-cache a browser asks: the megabytes of the runtime travel once, an update shows at once."""
    runtime = f"{address}runtime/pyodide.wasm.01.zip"
    tag = get(runtime)[1]["ETag"]
    request = urllib.request.Request(runtime, headers={"If-None-Match": tag})  # noqa: S310 (http, on this machine)
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(request, timeout=30)  # noqa: S310 (the same)
    with unchanged.value as answer:
        assert (answer.code, answer.read()) == (304, b"")


def test_no_address_is_logged(served: Served) -> None:
    """Neither a page nor a missing one is logged; Apache needs the two lines that its file asks for."""
    assert [get(served.address + path)[0] for path in ("", "missing.html")] == [200, 404]
    for name in ("access", "log", "said"):
        path = served.folder / name
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        assert [line for line in lines if "missing.html" in line or "client" in line] == []
    assert not (served.folder / "access").exists() or (served.folder / "access").read_bytes() == b""


@pytest.mark.browser
def test_the_survey_leads_to_its_result(address: str, browser: Browser) -> None:
    """With every header in force the browser refuses nothing, reports no error, and asks no other server."""
    context = browser.new_context(reduced_motion="reduce")
    journey = Journey(context.new_page(), address)
    journey.action("start").click()
    journey.answer(HEADWIND)
    expect(journey.page.locator("#result")).to_have_attribute("data-outcome", "A")
    assert [url for url in journey.requests if not url.startswith((address, "blob:"))] == []
    assert journey.violations() == []
    assert journey.complaints == []
    context.close()
