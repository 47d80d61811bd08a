"""Colours as a facilitator writes them: ``#7a1f3d``, ``#fff`` or a CSS name such as ``teal``."""

from __future__ import annotations

import re

from coloraide.css.color_names import name2val_map

from generator.faults import did_you_mean

_EXAMPLES = 'such as "#7a1f3d", or a CSS colour name such as "teal"'
_NAMES = {name: values for name, values in name2val_map.items() if name != "transparent"}


class ColourError(ValueError):
    """Not a colour that can be used; the message says what to write instead."""


def parse(text: str) -> str:
    """Return the colour that ``text`` names, as ``#rrggbb``; raises ``ColourError``."""
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{6}", colour):
        return colour
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        return "#" + "".join(digit * 2 for digit in colour[1:])
    if colour in _NAMES:
        return "#" + "".join(f"{int(channel):02x}" for channel in _NAMES[colour][:3])
    raise ColourError(_expected(colour))


def _expected(colour: str) -> str:
    if re.fullmatch(r"[0-9a-f]{6}|[0-9a-f]{3}", colour):
        return f'expected a # in front: write "#{colour}"'
    if re.fullmatch(r"#([0-9a-f]{4}|[0-9a-f]{8})", colour):
        solid = colour[:7] if len(colour) > len("#rgba") else colour[:4]
        return f'expected a colour that lets nothing shine through: write "{solid}"'
    if re.match(r"[a-z-]+\(", colour):
        return f"expected no colour function; write its six hexadecimal digits, {_EXAMPLES}"
    if colour == "transparent":
        return f"expected a colour that lets nothing shine through, {_EXAMPLES}"
    return f"expected a colour with six hexadecimal digits, {_EXAMPLES}{_hint(colour)}"


def _hint(colour: str) -> str:
    name = re.sub(r"[\s_-]", "", colour)
    if name in _GERMAN:
        return f"; did you mean '{_GERMAN[name]}'?"
    return did_you_mean(name, _NAMES) if name.isalpha() else ""


# CSS knows English names only.
_GERMAN = {
    "blau": "blue",
    "braun": "brown",
    "dunkelblau": "darkblue",
    "dunkelgrün": "darkgreen",
    "dunkelrot": "darkred",
    "gelb": "yellow",
    "grau": "gray",
    "gruen": "green",
    "grün": "green",
    "lila": "purple",
    "rosa": "pink",
    "rot": "red",
    "schwarz": "black",
    "tuerkis": "turquoise",
    "türkis": "turquoise",
    "violett": "violet",
    "weiss": "white",
    "weiß": "white",
}
