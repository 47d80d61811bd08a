"""Checking and unpacking the runtime, by the page's own scripts: right, and never long at a time."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.runtime.archive import deterministic_zip

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).resolve().parents[2] / "site_templates" / "scripts"
PIECE = 64 * 1024  # bytes, as in turns.js
# Asks for its turn again and again, as clicks may, and counts how often it had one until ``work`` was done.
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


def test_the_pages_own_sha256_is_the_right_one(page: Page) -> None:
    """Of every length around the block size and around a piece, and of a megabyte; many at the same time."""
    lengths = [*range(131), 1_000, *(PIECE + more for more in (-1, 0, 1, 64)), 1_000_000]
    sums = page.evaluate(
        """async (lengths) => {
            const { plainly } = await import("./sha256.js");
            const filled = (length) => Uint8Array.from({ length }, (_, place) => place * 7 + length);
            const sums = await Promise.all(lengths.map((length) => plainly(filled(length))));
            return sums.map((sum) => btoa(String.fromCharCode(...sum)));
        }""",
        lengths,
    )
    expected = [
        hashlib.sha256(bytes((place * 7 + length) % 256 for place in range(length))).digest()
        for length in lengths
    ]
    assert [base64.b64decode(text) for text in sums] == expected


def test_whatever_else_waits_has_its_turn_while_a_file_is_checked(page: Page) -> None:
    """After each piece: nobody's click waits for all of it."""
    taken = page.evaluate(
        f"""async (bytes) => {{
            {TURNS}
            const {{ plainly }} = await import("./sha256.js");
            return turns(() => plainly(new Uint8Array(bytes)));
        }}""",
        20 * PIECE,
    )
    assert taken >= 19


def test_whatever_else_waits_has_its_turn_while_a_file_is_unpacked(page: Page) -> None:
    """After each piece; and what comes out is what was packed, also of the file behind the large one."""
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
        base64.b64encode(deterministic_zip(packed)).decode(),
    )
    assert [base64.b64decode(text) for text in contents] == [*packed.values()]
    assert taken >= 20
