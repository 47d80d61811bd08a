"""A font reaches a site only if it is whole, has the characters of the pages and may be embedded."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.brand import font
from generator.brand.brand_file import BrandFileError
from harness.examples import examples
from harness.fonts import made, opened, sealed, written

PLAIN = written(made())
VARIABLE = written(made(varies=True))
WRAPPED = {flavour: written(made(), flavour) for flavour in ("woff", "woff2")}


def read(folder: Path, contents: bytes) -> font.Font:
    """Return the site's font for a file with ``contents``."""
    path = folder / "Marke.ttf"
    path.write_bytes(contents)
    return font.read(path, "font")


@pytest.mark.parametrize("contents", [PLAIN, *WRAPPED.values()], ids=["ttf", *WRAPPED])
def test_a_font_becomes_woff2(tmp_path: Path, contents: bytes) -> None:
    """From any format it keeps all its characters, and from each the bytes are the same."""
    packed = read(tmp_path, contents)
    assert (packed.name, packed.contents[:4], packed.weights) == ("font.woff2", b"wOF2", "400")
    assert opened(packed.contents).getBestCmap() == made().getBestCmap()
    assert read(tmp_path, PLAIN) == packed


def test_a_variable_font_stays_variable(tmp_path: Path) -> None:
    """Its weights are a range, as CSS writes it."""
    packed = read(tmp_path, VARIABLE)
    assert packed.weights == "200 900"
    assert [axis.axisTag for axis in opened(packed.contents)["fvar"].axes] == ["wght", "wdth"]


def test_a_bold_font_says_so(tmp_path: Path) -> None:
    """A font that does not vary has the weight in which it was drawn."""
    assert read(tmp_path, written(made(weight=700))).weights == "700"


def test_what_no_page_needs_stays_behind(tmp_path: Path) -> None:
    """Signatures, pictures with scripts and unknown tables are not shipped."""
    from fontTools.ttLib import newTable  # noqa: PLC0415 (one table)

    given_font = made()
    for tag in ("DSIG", "FFTM", "Anna"):
        given_font[tag] = table = newTable("Anna")
        table.data = b"Anna, Hamburg"
    tables = set(opened(read(tmp_path, written(given_font)).contents).keys())
    assert tables == set(opened(PLAIN).keys())


def test_the_maker_of_a_font_may_forbid_embedding(tmp_path: Path) -> None:
    """Restricted and bitmaps only are refused; preview, editing and installing are not."""
    for rights in (0x0002, 0x0200, 0x0102):
        with pytest.raises(BrandFileError, match=r"its maker forbids that \(fsType\); ask the maker"):
            read(tmp_path, written(made(rights=rights)))
    for rights in (0x0000, 0x0004, 0x0008, 0x0100, 0x0006):
        assert read(tmp_path, written(made(rights=rights)))


def test_missing_letters_are_named(tmp_path: Path) -> None:
    """If a few are missing, each of them; if very many, the first."""
    few = "".join(letter for letter in font.NEEDED if letter not in "ẞß„€")
    with pytest.raises(BrandFileError, match="it lacks ß „ €; use the complete font"):
        read(tmp_path, written(made(few)))
    with pytest.raises(BrandFileError, match=r"it lacks A B C .* T …; use"):
        read(tmp_path, written(made("∑")))


REFUSED = {
    "a web page": (b"<!DOCTYPE html><title>404</title>", "it is a web page"),
    "an archive": (b"PK\x03\x04" + bytes(100), "it is a ZIP archive; unpack it"),
    "a collection": (b"ttcf" + bytes(100), "it is a collection of several fonts; save one"),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(100), "it is a PNG picture"),
    "nothing": (b"", "it is empty"),
    "a beginning": (PLAIN[:4], "it is damaged"),
    "half a font": (PLAIN[: len(PLAIN) // 2], "it is damaged"),
    "half a WOFF": (WRAPPED["woff"][:-200], "it is damaged"),
    "half a WOFF2": (WRAPPED["woff2"][:-200], "it is damaged"),
    "garbage in a table": (PLAIN[:-400] + b"\xff" * 400, "it is damaged"),
    "too large": (PLAIN + bytes(font.LARGEST), "expected at most 2000 kB"),
}


@pytest.mark.parametrize(("contents", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_font_is_refused(tmp_path: Path, contents: bytes, message: str) -> None:
    """Each fault says what the file is instead, or what to do."""
    with pytest.raises(BrandFileError, match=message):
        read(tmp_path, contents)


@pytest.mark.parametrize("flavour", WRAPPED)
def test_a_bomb_in_a_wrapping_is_not_unpacked(tmp_path: Path, flavour: str) -> None:
    """A few kilobytes that unpack to more than any font holds are refused before fontTools unpacks them."""
    from fontTools.ttLib import newTable  # noqa: PLC0415 (one table)

    bomb = made()
    bomb["Anna"] = table = newTable("Anna")
    table.data = bytes(40_000_000)
    with pytest.raises(BrandFileError, match="at most 10 MB when unpacked"):
        read(tmp_path, written(bomb, flavour))


def mapping(*maps: tuple[int, int]) -> bytes:
    """Return a font with the usual map of characters, and further ``maps``, each a range of any length."""
    from fontTools.ttLib.tables.DefaultTable import DefaultTable  # noqa: PLC0415 (one table)

    best = sorted(made().getBestCmap().items())
    glyphs = made().getReverseGlyphMap()
    characters = b"".join(struct.pack(">3I", character, character, glyphs[name]) for character, name in best)
    subtables = [characters, *(struct.pack(">3I", first, last, 1) for first, last in maps)]
    directory, body = b"", b""
    for number, groups in enumerate(subtables):
        # Windows reads the first map; the others are for platforms that do not exist.
        platform, offset = (3, 10) if number == 0 else (4, number), 4 + 8 * len(subtables) + len(body)
        directory += struct.pack(">2HI", *platform, offset)
        body += struct.pack(">2H3I", 12, 0, 16 + len(groups), 0, len(groups) // 12) + groups
    table = DefaultTable("cmap")
    table.data = struct.pack(">2H", 0, len(subtables)) + directory + body
    given_font = made()
    given_font["cmap"] = table
    return written(given_font)


def test_a_map_of_many_letters_is_taken(tmp_path: Path) -> None:
    """As many as any font has, each in two maps."""
    assert read(tmp_path, mapping((0x4E00, 0x3FFFF), (0x4E00, 0x3FFFF))).weights == "400"


@pytest.mark.parametrize("ranges", [[(0, 0xFFFFFFFF)], [(0, 0x10FFFF)] * 2, [(0, 0xFFFF)] * 17])
def test_a_map_of_more_letters_than_there_are_is_not_unpacked(
    tmp_path: Path, ranges: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two kilobytes that fontTools would unpack to gigabytes are refused before it reads them."""
    from fontTools.ttLib.tables._c_m_a_p import table__c_m_a_p  # noqa: PLC0415 (one table)

    contents = mapping(*ranges)
    monkeypatch.setattr(table__c_m_a_p, "decompile", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(BrandFileError, match="it is damaged"):
        read(tmp_path, contents)


DAMAGES = st.lists(st.tuples(st.integers(0, 8000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=4)


def damaged(whole: bytes, damages: list[tuple[int, bytes]], beginning: int = 0) -> bytes:
    """Return ``whole`` with some bytes after its ``beginning`` replaced by ``damages``."""
    for position, damage in damages:
        start = beginning + position % (len(whole) - beginning - len(damage))
        whole = whole[:start] + damage + whole[start + len(damage) :]
    return whole


def outcome(folder: Path, contents: bytes) -> str:
    """Return the reason why a font was refused, or a sentence that it is whole."""
    try:
        opened(read(folder, contents).contents)
    except BrandFileError as refused:
        return str(refused)
    return "expected a whole font, and it is one"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([PLAIN, *WRAPPED.values(), VARIABLE]), DAMAGES)
def test_no_damage_leads_to_anything_but_a_fault(
    tmp_path: Path, whole: bytes, damages: list[tuple[int, bytes]]
) -> None:
    """Whatever bytes change, the result is a font, or a sentence that says what was expected."""
    assert outcome(tmp_path, damaged(whole, damages)).startswith("expected ")


@settings(max_examples=examples(2), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([PLAIN, VARIABLE]), DAMAGES)
def test_no_garbage_in_a_table_leads_to_anything_but_a_fault(
    tmp_path: Path, whole: bytes, damages: list[tuple[int, bytes]]
) -> None:
    """The same for changes within the tables of a font whose checksums are right."""
    directory = 12 + 16 * int.from_bytes(whole[4:6], "big")
    assert outcome(tmp_path, sealed(damaged(whole, damages, directory))).startswith("expected ")


def test_a_site_without_a_font_never_loads_fonttools() -> None:
    """A site without a font of its own does not pay for the libraries."""
    code = "import sys, generator.site.files; sys.exit('fontTools' in sys.modules or 'brotli' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
