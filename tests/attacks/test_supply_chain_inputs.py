"""Attacks by a file that a site is made of: a logo, a font, a telephone number, a package of Python."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from generator.brand import font, picture
from generator.brand.brand_file import BrandFileError
from generator.configuration.load import load_site
from generator.rendering.markdown import markdown
from harness.fonts import made, written
from questionnaire.faults import InputError
from tests.attacks.attack import Found, attack


def svg(inside: str, attributes: str = "") -> str:
    """Return a logo that holds ``inside``."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" {attributes}>{inside}</svg>'


def taken(folder: Path, read: Callable[[Path, str], object], name: str, contents: bytes) -> bool:
    """Tell whether the product takes a brand's file with ``contents``."""
    (folder / name).write_bytes(contents)
    try:
        read(folder / name, "brand")
    except BrandFileError:
        return False
    return True


def patterned(levels: int) -> str:
    """Return a logo whose patterns are filled with each other, four shapes in each."""
    patterns = "".join(
        f"<pattern id='p{n}'>" + f"<rect fill='url(#p{n - 1})'/>" * 4 + "</pattern>" for n in range(1, levels)
    )
    return svg(f"<pattern id='p0'><rect/></pattern>{patterns}<rect fill='url(#p{levels - 1})'/>")


def drawn(root: ET.Element) -> int:
    """Return how many shapes a browser draws for the patterns of ``root``; from the innermost outwards."""
    shapes: dict[str, int] = {}
    for pattern in root.findall("{*}pattern"):
        fills = [rect.get("fill", "")[5:-1] for rect in pattern]
        shapes[pattern.get("id", "")] = sum(1 + shapes.get(fill, 0) for fill in fills)
    return sum(1 + shapes.get(rect.get("fill", "")[5:-1], 0) for rect in root.findall("{*}rect"))


@attack(
    family="supply chain",
    attacker="developer",
    wants="stop every browser by a logo of two kilobytes, in which patterns fill patterns",
    naive="The build counts the elements, and those that `<use>` draws. The browser draws 39,146,837 shapes.",
    product="The build counts each shape as often as any reference draws it: 0 shapes, the logo is refused.",
)
def test_a_logo_of_patterns_in_patterns(found: Found, tmp_path: Path) -> None:
    """A bound on elements is no bound on what they draw."""
    logo = patterned(13)
    assert len(list(ET.fromstring(logo).iter())) < 100  # noqa: S314 (our own)
    assert len(logo) < 2000
    naive = drawn(ET.fromstring(logo))  # noqa: S314 (the same)
    product = naive * taken(tmp_path, picture.read, "logo.svg", logo.encode())
    assert taken(tmp_path, picture.read, "logo.svg", patterned(4).encode())
    found(f"{naive:,} shapes", f"{product} shapes")


@attack(
    family="supply chain",
    attacker="developer",
    wants="stop every browser by an effect in a logo, whose steps each take the step before them twice",
    naive="The build counts 31 steps. A browser that repeats them for each input takes 2,147,483,647 passes.",
    product="The build counts a step again for each of its inputs: 0 passes, the logo is refused.",
)
def test_a_logo_with_an_effect_of_many_steps(found: Found, tmp_path: Path) -> None:
    """Each step of an effect takes one line, and doubles the work."""
    steps = [f"<feBlend in='r{n}' in2='r{n}' result='r{n + 1}'/>" for n in range(30)]
    logo = svg(f"<filter id='f'><feFlood result='r0'/>{''.join(steps)}</filter><rect filter='url(#f)'/>")
    assert logo.count("<fe") == 31
    passes = 1
    for _ in steps:
        passes = 1 + 2 * passes
    product = passes * taken(tmp_path, picture.read, "logo.svg", logo.encode())
    short = logo.replace("".join(steps[3:]), "")
    assert taken(tmp_path, picture.read, "logo.svg", short.encode())
    found(f"{passes:,} passes", f"{product} passes")


@attack(
    family="supply chain",
    attacker="developer",
    wants="stop every browser by one line in a logo, that is dashed very finely",
    naive="The build counts shapes, and this is one. The browser draws 450,000,000 dashes.",
    product="The build divides the line by the pattern: 0 dashes, the logo is refused.",
)
def test_a_logo_of_dashes(found: Found, tmp_path: Path) -> None:
    """Eight kilobytes of such lines kept Chromium busy for 107 seconds; it draws a million dashes a line."""
    line = "<path fill='none' stroke='#000' stroke-dasharray='{}' d='M0 0{}'/>"
    naive = round(50 * 9 / 0.000001)
    product = naive * taken(
        tmp_path, picture.read, "logo.svg", svg(line.format("1e-6", "H9H0" * 25)).encode()
    )
    assert taken(tmp_path, picture.read, "logo.svg", svg(line.format("1 .5", "H9H0" * 25)).encode())
    found(f"{naive:,} dashes", f"{product} dashes")


@attack(
    family="supply chain",
    attacker="developer",
    wants="stop every browser by a logo that repeats a long text and a line of many points",
    naive="The build counts 3,000 shapes. The browser draws 20,000,000 letters and points.",
    product="Many of them count as more than one shape: 0 letters and points, the logo is refused.",
)
def test_a_logo_of_letters_and_points(found: Found, tmp_path: Path) -> None:
    """300 kilobytes of these kept Chromium busy for 15 and for more than 50 seconds."""
    parts = f"<text id='t'>{'a' * 20_000}</text>", f"<path id='t' d='M0 0{'h1' * 20_000}'/>"
    logos = [svg(f"<defs>{part}</defs>{'<use href=%/>' * 1000}").replace("%", "'#t'") for part in parts]
    naive = 20_000 * 1000
    product = naive * sum(taken(tmp_path, picture.read, "logo.svg", logo.encode()) for logo in logos)
    assert taken(tmp_path, picture.read, "logo.svg", svg(f"{parts[0]}<use href='#t'/>").encode())
    found(f"{naive:,} letters and points", f"{product} letters and points")


@attack(
    family="supply chain",
    attacker="developer",
    wants="let a logo fetch a file, by spaces that a check skips and a browser does not",
    naive="A regular expression skips white space, and Python's is wider than CSS's: 4 of 4 pass.",
    product="Only one spelling of a reference passes, with the four spaces of CSS: 0 of 4 pass.",
)
def test_a_reference_with_a_no_break_space(found: Found, tmp_path: Path) -> None:
    """``url(\u00a0#a)`` is a part of the picture for Python, and a file beside it for a browser."""
    spaces = ["\u00a0", "\u2003", "\u2028", "\u3000"]
    logos = [svg(f"<rect fill='url({space}#a)'/>") for space in spaces]
    outside = re.compile(r"@import|url\((?!\s*[\"']?#)", re.IGNORECASE)
    naive = sum(not outside.search(logo) for logo in logos)
    product = sum(taken(tmp_path, picture.read, "logo.svg", logo.encode()) for logo in logos)
    assert taken(tmp_path, picture.read, "logo.svg", svg("<rect fill='url( #a )'/>").encode())
    found(f"{naive} of {len(logos)}", f"{product} of {len(logos)}")


SCRIPT = "<script>alert(1)</script>"
SMUGGLED: Mapping[str, bytes] = {
    "two bytes a character": svg(SCRIPT).encode("utf-16"),
    "another prefix": svg("<s:script>alert(1)</s:script>", 'xmlns:s="http://www.w3.org/2000/svg"').encode(),
    "an entity": f"<!DOCTYPE svg [<!ENTITY s '{SCRIPT.replace('<', '&#60;')}'>]>{svg('&s;')}".encode(),
    "an address by numbers": svg("<a href='java&#x73;cript:alert(1)'><rect/></a>").encode(),
    "a handler": svg("<rect onclick='alert(1)'/>").encode(),
}


@attack(
    family="supply chain",
    attacker="developer",
    wants="bring a script into a site by a logo, in a spelling that a filter overlooks",
    naive="A regular expression looks for `<script` and `javascript:` in the bytes: 5 of 5 spellings pass.",
    product="The picture is parsed, and written anew with the elements of a list: 0 of 5 spellings pass.",
)
def test_a_script_in_other_letters(found: Found, tmp_path: Path) -> None:
    """A filter reads bytes; a browser reads encodings, prefixes, entities and handlers."""
    filtered = re.compile(rb"<script|javascript:", re.IGNORECASE)
    assert filtered.search(svg(SCRIPT).encode())
    naive = sum(not filtered.search(logo) for logo in SMUGGLED.values())
    product = sum(taken(tmp_path, picture.read, "logo.svg", logo) for logo in SMUGGLED.values())
    found(f"{naive} of {len(SMUGGLED)} spellings", f"{product} of {len(SMUGGLED)} spellings")


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


NUMBERS = ["*#06#", "**21*0301234567#", "tel:*%2306%23", "#31#030 901820", "*100#"]
SITE = '[brand]\nname = "a"\n[survey]\nid = "a"\ntitle = "a"\n[[contacts]]\nlabel = "Rat"\nphone = "{}"\n'


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


@attack(
    family="supply chain",
    attacker="developer",
    wants="let a telephone forward its calls or show its serial number, by a contact that somebody taps",
    naive="Whatever holds a digit is a number, and `*` and `#` are dialled: 5 of 5 commands are linked.",
    product="A number holds no `*`, `#` and `%`, in a contact and in a link of a text: 0 of 5 are linked.",
)
def test_a_number_that_commands_the_telephone(found: Found, tmp_path: Path) -> None:
    """A telephone takes some numbers for commands, and runs a few of them without asking."""

    def linked(number: str) -> bool:
        (tmp_path / "site.toml").write_text(SITE.format(number), "utf-8")
        try:
            load_site(tmp_path / "site.toml")
        except InputError:
            return "<a " in str(markdown(f"[Rat](tel:{number.removeprefix('tel:').replace('#', '%23')})"))
        return True

    naive = sum(re.search(r"\d", number) is not None for number in NUMBERS)
    assert linked("+49 (0)30 / 90 18 20 (mornings)")
    product = sum(map(linked, NUMBERS))
    found(f"{naive} of {len(NUMBERS)} commands", f"{product} of {len(NUMBERS)}")


def wheel(folder: Path, line: str) -> str:
    """Write the wheel of a package whose module holds ``line``; return its hash as a lock file names it."""
    path = folder / "kontor_paket-1.0-py3-none-any.whl"
    info = "kontor_paket-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("kontor_paket.py"), line)
        archive.writestr(
            zipfile.ZipInfo(f"{info}/METADATA"), "Metadata-Version: 2.1\nName: kontor-paket\nVersion: 1.0\n"
        )
        tags = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(zipfile.ZipInfo(f"{info}/WHEEL"), tags)
        rows = "".join(
            f"{name},sha256={_digest(archive.read(name))},\n"
            for name in ("kontor_paket.py", f"{info}/METADATA", f"{info}/WHEEL")
        )
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), f"{rows}{info}/RECORD,,\n")
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _digest(contents: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(contents).digest()).rstrip(b"=").decode()


def installed(folder: Path, requirement: str, *options: str) -> str:
    """Return the module that pip installs for ``requirement`` from the wheels in ``folder``; "" if none."""
    (folder / "lock.txt").write_text(requirement, "utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *options]
    command += ["--no-index", "--find-links", str(folder), "--target", str(folder / "target"), "--upgrade"]
    subprocess.run([*command, "-r", str(folder / "lock.txt")], capture_output=True, check=False)
    module = folder / "target" / "kontor_paket.py"
    return module.read_text("utf-8") if module.is_file() else ""


@attack(
    family="supply chain",
    attacker="developer",
    wants="put other code into a package of the same name and version, for tests, wheel and container",
    naive="pip is told name and version, and takes what it is given: 1 of 1 installs the other code.",
    product="pip is told the hash, too, and `make` installs in no other way: 0 of 1 installs the other code.",
)
def test_a_package_with_other_bytes_than_the_lock(found: Found, tmp_path: Path) -> None:
    """A version is a name that somebody else gives; a hash is the bytes themselves."""
    from harness import locks  # noqa: PLC0415 (this attack alone)

    honest = wheel(tmp_path, "code = 'honest'")
    pinned = f"kontor-paket==1.0 --hash={honest}\n"
    assert "honest" in installed(tmp_path, pinned, "--require-hashes")
    (tmp_path / "target" / "kontor_paket.py").unlink()
    wheel(tmp_path, "code = 'other'")
    product = "other" in installed(tmp_path, pinned, "--require-hashes")
    naive = "other" in installed(tmp_path, "kontor-paket==1.0\n")
    makefile = (locks.ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"(?m)^PIP = .* --require-hashes$", makefile)
    found(f"{int(naive)} of 1", f"{int(product)} of 1")
