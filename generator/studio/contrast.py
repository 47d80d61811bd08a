"""How well a brand's colours can be told apart, in the facilitator's words and in numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product
from typing import Any

from generator.brand.contrast import PAIRS, ratio
from generator.brand.palette import Colours, hyphenated, palette
from generator.configuration.schema import BrandTable
from generator.studio.states import StudioLanguage, state_words

# The roles that a facilitator chooses by the two colours, and the text on them; the others are derived so
# that they can be read.
_CHOSEN = ("accent", "on_accent", "second", "on_second")


def contrast(brand: BrandTable, language: StudioLanguage) -> list[dict[str, Any]]:
    """Return how well the colours of ``brand`` can be told apart: a row for each pair that is worth a word.

    Those are the brand's own colours on the page, the text on them, and every pair that falls short. A row
    has ``scheme``, ``seen`` and ``ground`` (roles), ``reached`` and ``needed`` (numbers as the language
    writes them, never rounded up), ``enough``, and ``text``: all of it in a sentence. In front stands a row
    for each colour that is shown in another tone than was asked for, so that it can be read.
    """
    colours, words = brand.palette(), state_words(language)
    rows = _adapted(brand, colours["light"], words)
    for scheme, pair in product(colours, PAIRS):
        row = _row(scheme, pair, colours[scheme], words)
        if not row["enough"] or (row["seen"] in _CHOSEN and row["ground"] not in ("raised", "tint")):
            rows.append(row)
    return rows


def _row(scheme: str, pair: tuple[str, str], colours: Colours, words: Mapping[str, Any]) -> dict[str, Any]:
    seen, ground = pair
    reached, needed = ratio(colours[seen], colours[ground]), PAIRS[pair]
    told = {"reached": written(reached, words), "needed": written(needed, words)}
    roles = {"seen": words["roles"][seen], "ground": words["roles"][ground]}
    enough = reached >= needed
    sentence = words["contrast"]["enough" if enough else "short"]
    text = sentence.format(scheme=words["schemes"][scheme], **roles, **told)
    return {"scheme": scheme, "seen": seen, "ground": ground, **told, "enough": enough, "text": text}


def _adapted(brand: BrandTable, light: Colours, words: Mapping[str, Any]) -> list[dict[str, Any]]:
    asked = {"accent": brand.primary, "second": brand.accent}
    return [
        {
            "scheme": "light",
            "seen": role,
            "enough": True,
            "text": words["contrast"]["adapted"].format(
                role=words["roles"][role], asked=colour, shown=light[role]
            ),
        }
        for role, colour in asked.items()
        if colour and colour != light[role]
    ]


def written(number: float, words: Mapping[str, Any]) -> str:
    """Return ``number`` with at most one decimal, rounded down: ``7.49`` is "7,4" in German."""
    return f"{math.floor(number * 10) / 10:g}".replace(".", words["decimal"])


def css_colours(
    primary: str, accent: str | None, light: Colours | None = None, dark: Colours | None = None
) -> dict[str, dict[str, str]]:
    """Return the custom properties of a page in light and in dark: scheme -> name -> ``#rrggbb``.

    ``primary`` and ``accent`` are ``#rrggbb``; ``light`` and ``dark`` are the colours that site.toml gives
    for single roles.
    """
    schemes = palette(primary, accent, light=light or {}, dark=dark or {})
    return {
        scheme: {f"--{hyphenated(role)}": colour for role, colour in colours.items()}
        for scheme, colours in schemes.items()
    }
