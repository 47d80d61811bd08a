"""A WOFF2 that is clean already is taken byte for byte, whoever packed it; any other is packed anew."""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.woff2 import WOFF2FlavorData

from generator.brand import font, portable, woff2
from generator.brand.brand_file import BrandFileError
from harness.fonts import made, opened, written
from harness.paths import EXAMPLES

PLAIN, VARIABLE = written(made()), written(made(varies=True))
CLEAN = font.from_bytes(PLAIN, "font").contents


def taken(contents: bytes) -> bytes:
    """Return the bytes of the site's font for a file with ``contents``."""
    return font.from_bytes(contents, "font").contents


def repacked(contents: bytes, behind: bytes = b"") -> bytes:
    """Return the WOFF2 in ``contents`` packed into other bytes, with some ``behind`` its stream."""
    place = woff2.stream(contents)
    packed = bytes(brotli.compress(brotli.decompress(contents[place]), quality=5)) + behind
    filled = packed + bytes(-(place.start + len(packed)) % 4)
    header = bytearray(contents[: place.start])
    struct.pack_into(">I", header, 8, place.start + len(filled))
    struct.pack_into(">I", header, 20, len(packed))
    return bytes(header) + filled


def slack(contents: bytes) -> bytes:
    """Return the TTF in ``contents`` with four bytes behind each outline that belong to none."""
    given = TTFont(io.BytesIO(contents), recalcBBoxes=False)
    for outline in given["glyf"].glyphs.values():
        outline.data += bytes(4)
    return written(given)


@pytest.mark.parametrize("contents", [PLAIN, VARIABLE, slack(PLAIN)], ids=["plain", "variable", "with gaps"])
def test_what_was_packed_is_taken_as_it_is(contents: bytes) -> None:
    """Packing a font twice is the same as packing it once, even if its outlines had gaps."""
    assert taken(taken(contents)) == taken(contents)


def test_another_packing_of_the_same_tables_is_taken_as_it_is() -> None:
    """The browser's brotli is another one than this machine's: what it packed, every build repeats."""
    other = repacked(CLEAN)
    assert other != CLEAN
    assert taken(other) == other
    assert font.from_bytes(other, "font") == font.Font("font.woff2", other, "400")


def with_notes(**notes: bytes) -> bytes:
    """Return the clean font with the notes that WOFF2 allows: ``metaData`` or ``privData``."""
    given = opened(CLEAN)
    given.flavorData = WOFF2FlavorData()
    for name, note in notes.items():
        setattr(given.flavorData, name, note)
    return written(given, "woff2")


def with_a_table(tag: str) -> bytes:
    """Return the clean font with one table that no page needs."""
    given = opened(CLEAN)
    given[tag] = table = newTable("Anna")
    table.data = b"Anna, Hamburg"
    return written(given, "woff2")


def with_number(place: int, form: str, number: int) -> bytes:
    """Return the clean font with another ``number`` at one ``place`` of its header."""
    changed = bytearray(CLEAN)
    struct.pack_into(form, changed, place, number)
    return bytes(changed)


UNCLEAN = {
    "a table too many": with_a_table("Anna"),
    "metadata": with_notes(metaData=b"<metadata/>"),
    "private data": with_notes(privData=b"Anna, Hamburg"),
    "bytes behind it that its length counts": with_number(8, ">I", len(CLEAN) + 4) + b"Anna",
    "another version": with_number(24, ">H", 7),
    "something in the reserved bytes": with_number(14, ">H", 7),
    "another size when unpacked": with_number(16, ">I", 7),
}


@pytest.mark.parametrize("contents", UNCLEAN.values(), ids=UNCLEAN)
def test_what_is_not_clean_is_packed_anew(contents: bytes) -> None:
    """Nothing that was added reaches the site: its bytes are those of the clean font."""
    assert taken(contents) == CLEAN


def test_tables_in_another_form_are_packed_anew(tmp_path: Path) -> None:
    """WOFF2 may hold outlines in two forms; ours is the smaller one."""
    given = opened(CLEAN)
    given.flavorData = WOFF2FlavorData(transformedTables=())
    path = tmp_path / "untransformed.woff2"
    given.save(path)
    assert path.read_bytes() != CLEAN
    assert taken(path.read_bytes()) == CLEAN


@pytest.mark.parametrize("contents", [repacked(CLEAN, behind=b"Anna, Hamburg"), CLEAN + b"Anna"])
def test_bytes_that_belong_to_nothing_are_refused(contents: bytes) -> None:
    """Behind the packed tables, or behind the file."""
    with pytest.raises(BrandFileError, match="it is damaged"):
        taken(contents)


@pytest.mark.parametrize("flavour", [None, "woff", "woff2"])
def test_a_folder_keeps_a_font_as_woff2(flavour: str | None) -> None:
    """From any format it becomes the file that a build then repeats."""
    name, kept = portable.portable("fonts/Marke Bold.otf", written(opened(PLAIN), flavour))
    assert (name, kept) == ("fonts/Marke Bold.woff2", CLEAN)
    assert portable.portable(name, kept) == (name, kept)


def flagged(contents: bytes) -> bytes:
    """Return the TTF in ``contents`` with a flag at the second points that means nothing there."""
    given = TTFont(io.BytesIO(contents), recalcBBoxes=False)
    for outline in given["glyf"].glyphs.values():
        at = 10 + 2 + 2 + 1  # behind the header, the end of its one contour, a length and the first point
        outline.data = outline.data[:at] + bytes([outline.data[at] | 0x40]) + outline.data[at + 1 :]
    return written(given)


def test_what_a_folder_keeps_is_settled() -> None:
    """Packing drops what means nothing in an outline; a checksum counts it until it is packed again."""
    given = flagged(PLAIN)
    assert taken(taken(given)) != taken(given)
    name, kept = portable.portable("Marke.ttf", given)
    assert taken(kept) == kept
    assert portable.portable(name, kept) == (name, kept)


KEPT = {
    "a picture": ("logo.svg", b"<svg/>"),
    "a font without letters": ("Marke.ttf", written(made("∑"))),
    "a font that may not be embedded": ("Marke.ttf", written(made(rights=2))),
    "half a font": ("Marke.woff", written(made(), "woff")[:-200]),
    "a huge font": ("Marke.ttf", PLAIN + bytes(font.LARGEST)),
    "nothing": ("Marke.ttf", b""),
}


@pytest.mark.parametrize(("name", "contents"), KEPT.values(), ids=KEPT)
def test_a_folder_keeps_every_other_file_as_it_is(name: str, contents: bytes) -> None:
    """Nothing is lost; the check of the site tells at its field what is wrong."""
    assert portable.portable(name, contents) == (name, contents)


def test_a_missing_brotli_is_no_fault_of_the_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that has not loaded it yet says so, and not that the font is damaged."""
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(ImportError, match="brotli"):
        font.from_bytes(written(made(weight=300)), "font")


def test_the_fonts_of_the_example_are_taken_as_they_are() -> None:
    """The example looks the same and is the same, wherever it is built."""
    fonts = [path.read_bytes() for path in (EXAMPLES / "lumo" / "fonts").glob("*.woff2")]
    assert len(fonts) == 2
    assert [taken(contents) for contents in fonts] == fonts
