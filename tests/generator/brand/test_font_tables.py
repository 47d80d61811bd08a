"""A font's tables may not describe more than any font holds: fontTools would make an object of each."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from generator.brand import font, font_tables
from generator.brand.brand_file import BrandFileError
from harness.fonts import made, opened, written


def with_tables(**tables: bytes) -> bytes:
    """Return a TrueType font in which these tables hold these bytes."""
    given = made()
    given.ensureDecompiled()
    for tag, data in tables.items():
        given[tag.ljust(4)] = table = DefaultTable(tag.ljust(4))
        table.data = data
    given.recalcBBoxes = False
    return written(given)


def table(tag: str) -> bytes:
    """Return a table of the usual font."""
    return bytes(opened(written(made())).reader[tag])


def mapped(subtable: bytes) -> bytes:
    """Return a map of characters in two formats: the usual one, and ``subtable`` for another platform."""
    usual = table("cmap")
    (start,) = struct.unpack_from(">I", usual, 8)
    (length,) = struct.unpack_from(">H", usual, start + 2)
    body = usual[start : start + length]
    return struct.pack(">2H2HI2HI", 0, 2, 3, 1, 20, 4, 9, 20 + len(body)) + body + subtable


def segments(count: int) -> bytes:
    """Return a map in format 4 of ``count`` segments, each of nearly all characters of a plane."""
    halves = struct.pack(f">{count}H", *[0xFFFE] * count), struct.pack(f">{count}H", *[1] * count)
    body = struct.pack(">4H", 2 * count, 0, 0, 0) + halves[0] + bytes(2) + halves[1] + bytes(4 * count)
    return struct.pack(">3H", 4, 6 + len(body), 0) + body


def variants(selectors: int) -> bytes:
    """Return a map in format 14 whose ``selectors`` share one list of 200 ranges of 256 characters."""
    place = 10 + 11 * selectors
    records = b"".join(struct.pack(">I2I", n, place, 0)[1:] for n in range(selectors))
    shared = struct.pack(">I", 200) + b"\0\1\0\xff" * 200
    return struct.pack(">HII", 14, place + len(shared), selectors) + records + shared


def names(count: int, length: int) -> bytes:
    """Return ``count`` names that share ``length`` bytes."""
    records = b"".join(struct.pack(">6H", 3, 1, 1033, n, length, 0) for n in range(count))
    return struct.pack(">3H", 0, count, 6 + len(records)) + records + bytes(length)


def outline(points: int) -> bytes:
    """Return an outline of many points in one place, which a run of equal flags packs into little."""
    full, rest = divmod(points, 256)
    flags = b"\x39\xff" * full + (bytes([0x39, rest - 1]) if rest else b"")
    return struct.pack(">h4h2H", 1, 0, 0, 0, 0, points - 1, 0) + flags


def outlines(count: int, *, apart: bool) -> dict[str, bytes]:
    """Return glyf, loca and head with ``count`` outlines of 60,000 points, or with one for all glyphs."""
    glyphs = len(made().getGlyphOrder())
    one = outline(60_000)
    one += bytes(-len(one) % 4)
    places = [min(n, count) * len(one) if apart else n % 2 * len(one) for n in range(glyphs + 1)]
    head = table("head")
    return {
        "glyf": one * count,
        "loca": struct.pack(f">{glyphs + 1}I", *places),
        "head": head[:50] + struct.pack(">h", 1) + head[52:],
    }


def store(columns: int, items: int, times: int) -> bytes:
    """Return the steps of widths, in which ``times`` entries name one and the same large part."""
    entries = 8 + 4 * times
    regions, part = entries, entries + 4
    body = struct.pack(">HIH", 1, regions, times) + struct.pack(">I", part) * times
    return struct.pack(">2H2I2I", 1, 0, 20, 0, 0, 0) + body + struct.pack(">2H3H", 0, 0, items, 0, columns)


BOMBS = {
    "segments over each other": with_tables(cmap=mapped(segments(100))),
    "variants that share a list": with_tables(cmap=mapped(variants(2000))),
    "names that share their bytes": with_tables(name=names(1000, 60_000)),
    "outlines of points in one place": with_tables(**outlines(40, apart=True)),
    "one outline for all glyphs": with_tables(**outlines(1, apart=False)),
    "steps that share a part": with_tables(HVAR=store(0, 60_000, 1000)),
    "kerning outside its table": with_tables(GPOS=struct.pack(">5H", 1, 0, 10, 10, 9999)),
    "axes by another table": with_tables(avar=struct.pack(">4H", 2, 0, 0, 0)),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_in_a_table_is_refused_unread(
    tmp_path: Path, bomb: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some kilobytes that fontTools would make millions of objects of are refused before it reads them."""
    for tag in ("cmap", "name", "glyf", "HVAR", "GPOS", "avar"):
        monkeypatch.setattr(type(newTable(tag)), "decompile", lambda *_: pytest.fail("it was read"))
    (tmp_path / "font.ttf").write_bytes(bomb)
    assert len(bomb) < font.LARGEST
    with pytest.raises(BrandFileError, match="it is damaged"):
        font.read(tmp_path / "font.ttf", "font")


TAKEN = {
    "a map of segments": with_tables(cmap=mapped(segments(2))),
    "variants": with_tables(cmap=mapped(variants(2))),
    "names": with_tables(name=names(20, 200)),
    "a few large outlines": with_tables(**outlines(2, apart=True)),
}


@pytest.mark.parametrize("contents", TAKEN.values(), ids=TAKEN)
def test_the_same_in_the_size_of_a_font_is_taken(tmp_path: Path, contents: bytes) -> None:
    """The limits lie above what fonts hold."""
    (tmp_path / "font.ttf").write_bytes(contents)
    assert font.read(tmp_path / "font.ttf", "font").weights == "400"


def test_outlines_as_woff2_packs_them_have_a_limit_too() -> None:
    """A byte for each point: the third stream's length is their number."""
    font_tables.check_transformed(bytes(16) + struct.pack(">I", 2_000_000))
    with pytest.raises(ValueError, match="more than 2000000"):
        font_tables.check_transformed(bytes(16) + struct.pack(">I", 2_000_001))


def test_the_steps_of_a_variable_font_have_a_limit() -> None:
    """Each step of an axis moves every point: 4,000 steps of an outline of 60,000 points are too many."""
    data = struct.pack(">4HI", 1, 0, 1, 0, 0)
    gvar = data + struct.pack(">2HI", 1, 1, 28) + struct.pack(">2I", 0, 4) + struct.pack(">2H", 0x0FFF, 4)
    tables = outlines(1, apart=True) | {"gvar": gvar, "cmap": table("cmap"), "name": table("name")}
    with pytest.raises(ValueError, match="more than 5000000"):
        font_tables.check(tables, tables.__getitem__)
