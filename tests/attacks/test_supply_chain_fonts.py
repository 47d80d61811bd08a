"""Attacks by a font: tables that share their bytes, a kerning without end, words drawn as others."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from generator.brand import font
from harness.fonts import made, written
from tests.attacks.attack import Found, attack
from tests.attacks.brand_files import taken


def with_table(tag: str, data: bytes) -> TTFont:
    """Return a font whose table ``tag`` holds ``data``."""
    given = made()
    given[tag] = table = DefaultTable(tag)
    table.data = data
    return given


def overlapping(copies: int, size: int) -> bytes:
    """Return a WOFF with ``copies`` further tables, all in one place of the file and not packed."""
    plain = written(made(), "woff")
    (count,) = struct.unpack_from(">H", plain, 12)
    moved = 20 * copies
    entries = bytearray(plain[44 : 44 + 20 * count])
    for place in range(0, len(entries), 20):
        (offset,) = struct.unpack_from(">I", entries, place + 4)
        struct.pack_into(">I", entries, place + 4, offset + moved)
    shared = len(plain) + moved
    for number in range(copies):
        entries += struct.pack(">4s4I", b"a%03d" % number, shared, size, size, 0)
    header = plain[:12] + struct.pack(">H", count + copies) + plain[14:44]
    return header + entries + plain[44 + 20 * count :] + bytes(size)


@attack(
    family="supply chain",
    attacker="developer",
    wants="take the memory of the machine that builds, by tables of a WOFF that share one place in the file",
    naive="Only packed tables are counted; the others seem to be parts of the file. The build reads 600 MB.",
    product="Each table counts, wherever it lies, and unpacking stops at a limit: 0 MB, the font is refused.",
)
def test_a_font_whose_tables_share_their_bytes(found: Found, tmp_path: Path) -> None:
    """A megabyte that six hundred tables share is read six hundred times."""
    size = 1_000_000
    bomb = overlapping(600, size)
    assert len(bomb) < font.LARGEST
    tables = TTFont(io.BytesIO(bomb)).reader.tables.values()
    packed = sum(table.origLength for table in tables if table.length < table.origLength)
    assert packed < size
    naive = sum(table.length for table in tables) // size
    product = naive * taken(tmp_path, font.read, "font.woff", bomb)
    assert taken(tmp_path, font.read, "font.woff", written(made(), "woff"))
    found(f"{naive} MB", f"{product} MB")


LOOKUPS, GLYPHS = 500, 60_000


def kerning() -> bytes:
    """Return a GPOS in which every lookup is one and the same, and covers every glyph by one range."""
    coverage = struct.pack(">2H3H", 2, 1, 0, GLYPHS - 1, 0)
    single = struct.pack(">3Hh", 1, 8, 4, 10) + coverage
    lookup = struct.pack(">4H", 1, 0, 1, 8) + single
    lookups = struct.pack(">H", LOOKUPS) + struct.pack(">H", 2 + 2 * LOOKUPS) * LOOKUPS + lookup
    return struct.pack(">5H", 1, 0, 10, 10, 12) + bytes(2) + lookups


@attack(
    family="supply chain",
    attacker="developer",
    wants="keep a build busy by the kerning of a font, in which a few bytes stand for every pair",
    naive="fontTools reads the kerning, and copies what is shared: one kilobyte becomes 30,000,000 entries.",
    product="Kerning and ligatures pass unread; only the places of their lists are checked: 0 entries.",
)
def test_a_font_whose_kerning_is_a_bomb(
    found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a browser reads within its own limits, the build does not read at all."""
    from fontTools.ttLib.tables import otTables  # noqa: PLC0415 (this attack alone)

    entries = 0

    def counted(_table: object, raw: Mapping[str, Any], of_font: TTFont) -> None:
        nonlocal entries
        for each in raw["RangeRecord"]:
            entries += of_font.getGlyphID(each.End) - of_font.getGlyphID(each.Start) + 1

    monkeypatch.setattr(otTables.Coverage, "postRead", counted)
    assert len(kerning()) < 1100
    bomb = written(with_table("GPOS", kerning()))
    TTFont(io.BytesIO(bomb), lazy=False)["GPOS"].ensureDecompiled()
    naive, entries = entries, 0
    assert taken(tmp_path, font.read, "font.ttf", bomb)
    found(f"{naive:,} entries", f"{entries} entries")


@attack(
    family="supply chain",
    attacker="developer",
    wants="turn a promise of the program round by the brand's font, which draws one word as another",
    naive="A font is taken as it is: 1 of 1 words is drawn as another.",
    product="Its tables are checked and reduced, but those that join letters stay, as many scripts need "
    "them: 1 of 1 words is drawn as another.",
    told={"docs/privacy.md": "a font can draw one word as another"},
)
def test_a_font_that_draws_another_word(found: Found, tmp_path: Path) -> None:
    """The page's text stays: it is read aloud, copied and compared by `verify` as it is."""
    word = "freiwillig"

    def drawn_as_another(letters: TTFont) -> bool:
        names = [letters.getBestCmap()[ord(letter)] for letter in word]
        tables = (table for lookup in letters["GSUB"].table.LookupList.Lookup for table in lookup.SubTable)
        joined = [one.Component for table in tables for one in table.ligatures.get(names[0], ())]
        return names[1:] in joined

    brand = made()
    names = [brand.getBestCmap()[ord(letter)] for letter in [*word, "0"]]
    addOpenTypeFeaturesFromString(
        brand, f"feature ccmp {{ sub {' '.join(names[:-1])} by {names[-1]}; }} ccmp;"
    )
    (tmp_path / "brand.ttf").write_bytes(written(brand))
    with TTFont(tmp_path / "brand.ttf") as plain:
        naive = drawn_as_another(plain)
    read = font.read(tmp_path / "brand.ttf", "brand")
    with TTFont(io.BytesIO(read.contents)) as cleaned:
        product = drawn_as_another(cleaned)
    found(f"{int(naive)} of 1 words", f"{int(product)} of 1 words")
