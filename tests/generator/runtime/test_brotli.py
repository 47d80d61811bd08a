"""A browser has brotli too: what it packs there is read everywhere, and taken byte for byte."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path
from typing import Any

import brotli as native
import fontTools
import pytest

from generator.brand import font, portable, woff2
from generator.runtime.brotli import brotli_archive
from harness.fonts import opened, written
from harness.in_pyodide import run
from harness.paths import EXAMPLES, ROOT

FONT = written(opened((EXAMPLES / "lumo" / "fonts" / "atkinson-hyperlegible-next.woff2").read_bytes()))
DAMAGED = {
    "nothing": b"",
    "no brotli": b"Anna, Hamburg",
    "half of it": native.compress(FONT)[:-20],
    "something behind it": native.compress(FONT) + b"Anna",
}

CODE = """
import base64, json, sys
import brotli
from generator.brand import font, portable

def told(name):
    try:
        return len(brotli.decompress(open(f"/damaged-{name}", "rb").read()))
    except brotli.error:
        return "error"

given = open("/Marke.ttf", "rb").read()
name, packed = portable.portable("Marke.ttf", given)
bomb = brotli.compress(bytes(30_000_000))
json.dumps({
    "name": name,
    "packed": base64.b64encode(packed).decode(),
    "again": font.from_bytes(packed, "font").contents == packed,
    "round": brotli.decompress(brotli.compress(given, mode=brotli.MODE_FONT)) == given,
    "long": len(brotli.decompress(bomb)),
    "limited": len(brotli.Decompressor().process(bomb, output_buffer_limit=10_000_001)),
    "damaged": {name: told(name) for name in DAMAGED},
})
"""


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Python in Pyodide makes of a font, and of what is no brotli."""
    scratch = tmp_path_factory.mktemp("given")
    files = {"Marke.ttf": FONT, **{f"damaged-{name}": damaged for name, damaged in DAMAGED.items()}}
    for name, contents in files.items():
        (scratch / name).write_bytes(contents)
    told = run(
        f"DAMAGED = {list(DAMAGED)}\n{CODE}",
        folders=[ROOT / "generator", ROOT / "questionnaire", Path(fontTools.__file__).parent],
        archives=[brotli_archive()],
        files={f"/{name}": scratch / name for name in files},
    )
    return dict(json.loads(told))


def test_a_font_that_a_browser_packed_is_taken_byte_for_byte(answer: dict[str, Any]) -> None:
    """Here as there: a build of the saved folder has the bytes that the browser's own had."""
    packed = base64.b64decode(answer["packed"])
    assert (answer["name"], answer["again"]) == ("Marke.woff2", True)
    assert font.from_bytes(packed, "font").contents == packed
    assert portable.portable(answer["name"], packed) == (answer["name"], packed)


def test_both_pack_the_same_tables(answer: dict[str, Any]) -> None:
    """The two files differ in nothing but how brotli packed them, and hardly in size."""
    packed, here = base64.b64decode(answer["packed"]), font.from_bytes(FONT, "font").contents
    assert woff2.hold_the_same(packed, here)
    assert abs(len(packed) - len(here)) <= len(here) // 50


def test_it_unpacks_what_it_packed(answer: dict[str, Any]) -> None:
    """Whole, in more than one piece, and up to a limit where one is given."""
    assert (answer["round"], answer["long"], answer["limited"]) == (True, 30_000_000, 10_000_001)


@pytest.mark.parametrize("name", DAMAGED)
def test_it_refuses_what_brotli_refuses(answer: dict[str, Any], name: str) -> None:
    """A font is not whole in a browser and damaged on a machine, or the other way round."""
    assert answer["damaged"][name] == "error"
    with pytest.raises(native.error):
        native.decompress(DAMAGED[name])


def test_the_archive_is_the_module_and_the_package_unchanged() -> None:
    """The WebAssembly is that of the lock file; nothing else is in the zip."""
    with zipfile.ZipFile(brotli_archive()) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    package = ROOT / "node_modules" / "brotli-wasm" / "pkg.web"
    assert held == {
        "brotli.py": (ROOT / "site_templates" / "desk" / "brotli.py").read_bytes(),
        "brotli.wasm": (package / "brotli_wasm_bg.wasm").read_bytes(),
    }
