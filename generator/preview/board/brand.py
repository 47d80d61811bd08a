"""The head of the board: a brand's colours by role, their contrasts, and its fonts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from generator.brand.brand_files import BrandFiles
from generator.brand.contrast import PAIRS, SURFACES, ratio
from generator.brand.palette import ROLES, Colours, declared, hyphenated
from generator.configuration.schema import BrandTable

# Role -> its name for the facilitator; the role itself is the key in [brand.light] and [brand.dark].
ROLE_NAMES = {
    "paper": "Seite",
    "raised": "Karte",
    "tint": "Ruhige Fläche",
    "ink": "Text",
    "quiet": "Nebentext",
    "line": "Haarlinie",
    "border": "Rand zum Bedienen",
    "accent": "Markenfarbe",
    "on_accent": "Text auf Markenfarbe",
    "second": "Zweite Farbe",
    "on_second": "Text auf zweiter Farbe",
}
_SCHEMES = {"light": "Hell", "dark": "Dunkel"}
_OWN_FONT = "Alegreya Sans"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A role and its colour ``#rrggbb``; ``given`` if site.toml asks for exactly this one."""

    role: str
    name: str
    colour: str
    given: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two roles that meet on a page: one seen on the other, with the contrast they reach and need."""

    seen: str
    ground: str
    reached: str  # written as in German, such as "7,4"; never rounded up
    needed: str
    enough: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """Light or dark: every role, and every pair of ``contrast.PAIRS``."""

    name: str
    title: str
    swatches: tuple[Swatch, ...]
    on_surfaces: Mapping[str, tuple[Pair, ...]]  # the role that is seen -> its pair with each surface
    others: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the site: its use, its name and its weights."""

    use: str
    name: str
    weights: str


def schemes(brand: BrandTable) -> tuple[Scheme, ...]:
    """Return the colours of ``brand`` in light and in dark."""
    given = {"light": brand.light.given(), "dark": brand.dark.given()}
    colours = brand.palette()
    return tuple(_scheme(name, title, colours[name], given[name]) for name, title in _SCHEMES.items())


def _scheme(name: str, title: str, colours: Colours, given: Colours) -> Scheme:
    pairs = [_pair(colours, seen, ground, needed) for (seen, ground), needed in PAIRS.items()]
    on_surfaces = {pair.seen: tuple(p for p in pairs if p.seen == pair.seen) for pair in pairs}
    return Scheme(
        name=name,
        title=title,
        swatches=tuple(Swatch(role, ROLE_NAMES[role], colours[role], role in given) for role in ROLES),
        on_surfaces={seen: row for seen, row in on_surfaces.items() if len(row) == len(SURFACES)},
        others=tuple(pair for pair in pairs if pair.ground not in SURFACES),
    )


def _pair(colours: Colours, seen: str, ground: str, needed: float) -> Pair:
    reached = ratio(colours[seen], colours[ground])
    return Pair(seen, ground, german(reached), german(needed), reached >= needed)


def german(number: float) -> str:
    """Return ``number`` with at most one decimal, rounded down: ``7.49`` is ``"7,4"``."""
    return f"{math.floor(number * 10) / 10:g}".replace(".", ",")


def faces(brand: BrandTable, own: BrandFiles) -> tuple[Face, ...]:
    """Return the fonts of headings and of text; one font of the brand alone serves for both."""
    text = (brand.font, own.font) if own.font else (_OWN_FONT, None)
    headings = (brand.font_headings, own.font_headings) if own.font_headings else text
    return tuple(
        Face(use, str(name), file.weights if file else "400 700")
        for use, (name, file) in (("Überschriften", headings), ("Text", text))
    )


def style(brand: BrandTable) -> bytes:
    """Return the stylesheet that gives the board's classes and attributes the brand's colours."""
    rules = ["@layer board {"]
    for scheme in schemes(brand):
        roles = declared({swatch.role: swatch.colour for swatch in scheme.swatches})
        rules.append(f".{scheme.name}{{color-scheme:{scheme.name};{roles}}}")
    for role in ROLES:
        shown = f"var(--{hyphenated(role)})"
        rules.append(f'[data-role="{role}"]{{--shown:{shown}}}')
        rules.append(f'[data-seen="{role}"]{{--seen:{shown}}}[data-ground="{role}"]{{--ground:{shown}}}')
    return "\n".join([*rules, "}", ""]).encode()
