"""A worker under the studio's policy has brotli in every engine: it compiles without evaluating any text."""

from __future__ import annotations

import base64

import brotli
import pytest

from generator.runtime import npm
from harness.engines.relay import relay
from harness.engines.window import Engine
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
# The worker comes from a blob, as in a page that stands in one file, and takes over the page's policy.
PACK = """(async () => {
    const wasm = new Uint8Array(await (await fetch("brotli.wasm")).arrayBuffer());
    const source = await (await fetch("worker.js")).blob();
    const worker = new Worker(URL.createObjectURL(source));
    const packed = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage([wasm, new TextEncoder().encode("Anna, Hamburg. ".repeat(1000))]);
    });
    worker.terminate();
    return btoa(String.fromCharCode(...packed));
})()"""


def test_a_worker_packs_what_is_unpacked_everywhere(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The script of one file, the package's WebAssembly, and a policy without ``unsafe-eval``."""
    folder = tmp_path_factory.mktemp("brotli")
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "worker.js").write_text(SCRIPT.read_text("utf-8") + WORKER, "utf-8")
    wasm = npm.install_packages() / "brotli-wasm" / "pkg.web" / "brotli_wasm_bg.wasm"
    (folder / "brotli.wasm").write_bytes(wasm.read_bytes())
    with plain_server(folder) as address, relay() as wire, engine.window(wire.host) as window:
        window.goto(address)
        packed = base64.b64decode(window.evaluate(PACK))
        assert [one for one in window.complaints() if "policy" in one] == []
    assert brotli.decompress(packed) == b"Anna, Hamburg. " * 1000
    assert len(packed) < 100
