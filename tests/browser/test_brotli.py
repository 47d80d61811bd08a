"""A worker under the studio's policy has brotli in every engine: it compiles without evaluating any text."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from generator.runtime import npm
from harness.engines.relay import relay
from harness.engines.window import Engine, Window
from harness.paths import ROOT
from harness.servers import plain_server

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "site_templates" / "desk" / "brotli.js"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>brotli</title>
<link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' blob:
 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; img-src data:">"""
WORKER = """
onmessage = ({ data: [wasm, bytes] }) => postMessage(openBrotli(wasm).compress(bytes));
"""
# A browser that breaks WebAssembly off: the first so many runs end with the error that WebKit gives.
BREAKS_OFF = """
let left = %d;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...given) {
    const { exports } = new Instance(...given);
    const broken = () => { throw new WebAssembly.RuntimeError("Out of bounds memory access"); };
    return { exports: left-- > 0 ? { ...exports, compressstream_compress: broken } : exports };
};
"""
# The worker comes from a blob, as in a page that stands in one file, and takes over the page's policy.
PACK = """(async () => {
    const wasm = new Uint8Array(await (await fetch("brotli.wasm")).arrayBuffer());
    const source = await (await fetch("%s")).blob();
    const worker = new Worker(URL.createObjectURL(source));
    const packed = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message)); };
        worker.postMessage([wasm, new TextEncoder().encode("Anna, Hamburg. ".repeat(1000))]);
    });
    worker.terminate();
    return btoa(String.fromCharCode(...packed));
})()"""
WORDS = b"Anna, Hamburg. " * 1000


@pytest.fixture
def window(engine: Engine, tmp_path: Path) -> Iterator[Window]:
    """A page whose policy is the studio's, and beside it the workers."""
    wasm = npm.install_packages() / "brotli-wasm" / "pkg.web" / "brotli_wasm_bg.wasm"
    (tmp_path / "brotli.wasm").write_bytes(wasm.read_bytes())
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    script = SCRIPT.read_text("utf-8") + WORKER
    (tmp_path / "worker.js").write_text(script, "utf-8")
    for runs in (2, 3):
        (tmp_path / f"breaks-off-{runs}.js").write_text(script + BREAKS_OFF % runs, "utf-8")
    with plain_server(tmp_path) as address, relay() as wire, engine.window(wire.host) as opened:
        opened.goto(address)
        yield opened


def test_a_worker_packs_what_is_unpacked_everywhere(window: Window) -> None:
    """The script of one file, the package's WebAssembly, and a policy without ``unsafe-eval``."""
    packed = base64.b64decode(window.evaluate(PACK % "worker.js"))
    assert [one for one in window.complaints() if "policy" in one] == []
    assert brotli.decompress(packed) == WORDS
    assert len(packed) < 100


def test_webassembly_that_a_browser_breaks_off_runs_again(window: Window) -> None:
    """A font is not damaged because the browser is: two runs may break off; a third one is told."""
    packed = base64.b64decode(window.evaluate(PACK % "breaks-off-2.js"))
    assert brotli.decompress(packed) == WORDS
    with pytest.raises(Exception, match="Out of bounds memory access"):
        window.evaluate(PACK % "breaks-off-3.js")
