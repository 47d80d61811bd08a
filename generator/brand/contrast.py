"""Which colours of a page meet, and how well they must be told apart (WCAG 2.2).

Ratios compare colours as they are written, ``#rrggbb``: text needs 4.5 to 1 (criterion 1.4.3), the
edge of a control and a drawing that carries meaning need 3 to 1 (criterion 1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from generator.brand import oklch

TEXT, GRAPHICS = 4.5, 3.0
SURFACES = ("paper", "raised", "tint")

# (role seen, role of its ground) -> the ratio needed: exactly the pairs that occur in the stylesheets.
PAIRS: Mapping[tuple[str, str], float] = {
    **{(seen, surface): TEXT for seen in ("ink", "quiet", "accent") for surface in SURFACES},
    **{(seen, surface): GRAPHICS for seen in ("border", "second") for surface in SURFACES},
    ("on_accent", "accent"): TEXT,
    ("on_second", "second"): TEXT,
}

Demand = tuple[str, float]  # a colour (#rrggbb), and the least ratio needed against it


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours ``#rrggbb``, from 1 to 21 (WCAG 2.2's definition)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, from 0 to 1 (WCAG 2.2's definition)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= _DARKEST else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_DARKEST = 0.04045  # below it, sRGB is linear


def meets(colour: str, demands: Sequence[Demand]) -> bool:
    """Tell whether ``colour`` reaches the ratio of every demand."""
    return all(ratio(colour, other) >= needed for other, needed in demands)


def nearest(colour: str, demands: Sequence[Demand]) -> str | None:
    """Return the colour of the same hue, nearest in lightness to ``colour``, that meets ``demands``.

    That is ``colour`` itself if it meets them; ``None`` if no darker or lighter colour does.
    """
    return oklch.nearest(colour, lambda candidate: meets(candidate, demands))
