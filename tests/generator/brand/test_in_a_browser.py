"""In a browser the files of a brand come to the same bytes and the same faults as on a machine."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import fontTools
import pytest

from generator.brand import brand_files
from generator.runtime.brotli import brotli_archive
from harness.fonts import made, written
from harness.in_pyodide import run
from harness.paths import EXAMPLES, ROOT
from tests.generator.brand.pictures import SIGNATURE, chunk, embedded, header, png, svg, unusual

_ROWS = bytes(33) * 8
# Packed in other ways than any of our machines would: what is not packed anew stays as it was.
LOOSE = b"".join((SIGNATURE, header(), chunk(b"IDAT", zlib.compress(_ROWS, 0)), chunk(b"IEND")))
LUMO = EXAMPLES / "lumo" / "fonts" / "atkinson-hyperlegible-next.woff2"

# Name of a file -> contents; each is the logo of one brand, or its font.
PICTURES = {
    "plain.png": png(8, 8, chunk(b"tEXt", b"Author\0Anna")),
    "loose.png": LOOSE,
    "drawing.svg": svg('<path d="M0 0.1e1L7.25-3z"/><!-- Anna -->').encode(),
    "picture in it.svg": svg(f'<image href="{embedded(LOOSE)}" width="8" height="8"/>').encode(),
    "script.svg": svg("<script/>").encode(),
    "no xml.svg": b"<svg",
    "entities.svg": b'<!DOCTYPE svg [<!ENTITY a "a">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    "half.png": png()[:-20],
    "letter.png": b"%PDF-1.7",
}
FONTS = {
    "Lumo.woff2": LUMO.read_bytes(),
    "no letters.ttf": written(made("∑")),
    "forbidden.otf": written(made(rights=2)),
    "damaged.woff": written(made(), "woff")[:-100],
}
# What only Pillow converts.
UNUSUAL = {
    "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(100),
    "deep.png": unusual([[(1,)] * 8] * 8, 16, 0),
    "photo in it.svg": svg(f'<image href="{embedded(bytes(9), "jpeg")}" width="8" height="8"/>').encode(),
}

CODE = """
import base64, json
from pathlib import Path
from generator.brand import brand_files

def told(name, kind):
    files, faults = brand_files.read(Path("/"), {kind: name})
    assets = {name: base64.b64encode(contents).decode() for name, contents in files.assets().items()}
    return [assets, [str(fault) for fault in faults]]

json.dumps({name: told(name, kind) for name, kind in GIVEN.items()})
"""
GIVEN = {**dict.fromkeys((*PICTURES, *UNUSUAL), "logo"), **dict.fromkeys(FONTS, "font")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all files."""
    made_for = tmp_path_factory.mktemp("brand")
    for name, contents in (PICTURES | UNUSUAL | FONTS).items():
        (made_for / name).write_bytes(contents)
    return made_for


@pytest.fixture(scope="module")
def in_a_browser(folder: Path) -> dict[str, Any]:
    """Assets and faults of each file, as Python in Pyodide finds them."""
    told = run(
        f"GIVEN = {GIVEN!r}\n{CODE}",
        folders=[ROOT / "generator", ROOT / "questionnaire", Path(fontTools.__file__).parent],
        archives=[brotli_archive()],
        files={f"/{path.name}": path for path in folder.iterdir()},
    )
    return dict(json.loads(told))


@pytest.mark.parametrize("name", [*PICTURES, *FONTS])
def test_a_file_comes_to_the_same(name: str, folder: Path, in_a_browser: dict[str, Any]) -> None:
    """The same bytes, or the same sentence."""
    files, faults = brand_files.read(folder, {GIVEN[name]: name})
    assets = {asset: base64.b64encode(contents).decode() for asset, contents in files.assets().items()}
    assert in_a_browser[name] == [assets, [str(fault) for fault in faults]]
    assert bool(assets) != bool(faults)


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_only_pillow_converts_has_a_sentence_of_its_own(name: str, in_a_browser: dict[str, Any]) -> None:
    """It names no program, which nobody could install there, and says what to do."""
    assets, (fault,) = in_a_browser[name]
    assert assets == {}
    assert "expected a plain PNG" in fault
    assert "save it like that" in fault
    assert "Pillow" not in fault
