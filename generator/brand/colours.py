"""Colours as a facilitator writes them: ``#7a1f3d``, ``#fff`` or a CSS name such as ``teal``."""

from __future__ import annotations

import re

from coloraide.css.color_names import name2val_map

from questionnaire.faults import FaultError, nearest

_NAMES = {name: values for name, values in name2val_map.items() if name != "transparent"}


class ColourError(FaultError, ValueError):
    """The text is no colour that a site can use."""


def parse(text: str) -> str:
    """Return the colour that ``text`` names, as ``#rrggbb``; raises ``ColourError``."""
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{6}", colour):
        return colour
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        return "#" + "".join(digit * 2 for digit in colour[1:])
    if colour in _NAMES:
        return "#" + "".join(f"{int(channel):02x}" for channel in _NAMES[colour][:3])
    raise _error(colour)


def _error(colour: str) -> ColourError:
    if re.fullmatch(r"[0-9a-f]{6}|[0-9a-f]{3}", colour):
        return ColourError("colour.no_hash", colour=colour)
    if re.fullmatch(r"#([0-9a-f]{4}|[0-9a-f]{8})", colour):
        solid = colour[:7] if len(colour) > len("#rgba") else colour[:4]
        return ColourError("colour.see_through", solid=solid)
    if re.match(r"[a-z-]+\(", colour):
        return ColourError("colour.function")
    if colour == "transparent":
        return ColourError("colour.transparent")
    return ColourError("colour.unknown", meant=_meant(colour))


def _meant(colour: str) -> str | None:
    name = re.sub(r"[\s_-]", "", colour)
    return _GERMAN.get(name) or (nearest(name, _NAMES) if name.isalpha() else None)


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
