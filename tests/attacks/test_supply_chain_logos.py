"""Attacks by a logo: drawings that cost too much, references that leave the picture, scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from generator.brand import picture
from tests.attacks.attack import Found, attack
from tests.attacks.brand_files import taken


def svg(inside: str, attributes: str = "") -> str:
    """Return a logo that holds ``inside``."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" {attributes}>{inside}</svg>'


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
