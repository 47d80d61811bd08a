"""The page's own scripts unpack the runtime correctly, and never work long at a time."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from generator.runtime.archive import packed_zip
from harness.page_numbers import SCRIPTS, number

pytestmark = pytest.mark.browser
PIECE = number("yielding.js", "PIECE")  # bytes
# Asks for a turn again and again, as clicks may, and counts its turns until ``work`` is done.
TURNS = """
    async function turns(work) {
        const { port1, port2 } = new MessageChannel();
        let taken = 0;
        port1.onmessage = () => port2.postMessage(++taken);
        port2.postMessage(0);
        await work();
        port1.close();
        return taken;
    }
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with the scripts beside it."""
    with browser.new_context() as context:
        context.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        context.route("**/*.js", lambda route: route.fulfill(path=SCRIPTS / route.request.url.split("/")[-1]))
        opened = context.new_page()
        opened.goto("http://scripts.example/")
        yield opened


def test_whatever_else_waits_has_its_turn_while_a_file_is_unpacked(page: Page) -> None:
    """Other work runs after each piece, and the files come out whole, also the one behind the large file."""
    packed = {"large": secrets.token_bytes(20 * PIECE), "small": b"small"}
    taken, contents = page.evaluate(
        f"""async (archive) => {{
            {TURNS}
            const {{ unzip }} = await import("./unzip.js");
            const contents = [];
            const taken = await turns(async () => {{
                for (const file of unzip(Uint8Array.from(atob(archive), (one) => one.charCodeAt(0))))
                    contents.push(new Uint8Array(await file("text/plain").arrayBuffer()));
            }});
            const text = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
            return [taken, contents.map(text)];
        }}""",
        base64.b64encode(packed_zip(packed)).decode(),
    )
    assert [base64.b64decode(text) for text in contents] == [*packed.values()]
    assert taken >= 20
