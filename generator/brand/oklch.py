"""Colours in OKLCH, where equal lightness looks equally light whatever the hue.

A colour is written ``#rrggbb``. In OKLCH it is its lightness (0 to 1), its chroma (0 to about 0.3) and its
hue (degrees).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from coloraide import Color


@lru_cache(maxsize=4096)
def from_hex(colour: str) -> tuple[float, float, float]:
    """Return lightness, chroma and hue of ``colour``."""
    lightness, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    return lightness, chroma, hue


@lru_cache(maxsize=4096)
def to_hex(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour as ``#rrggbb``; chroma gives way where a screen cannot show it."""
    colour = Color("oklch", (lightness, chroma, hue)).convert("srgb")
    return str(colour.fit(method="raytrace").to_string(hex=True))


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour ``share`` of the way from ``one`` to ``other``, in the hue of ``other``."""
    (light_one, chroma_one, _), (light_other, chroma_other, hue) = from_hex(one), from_hex(other)
    return to_hex(
        light_one + (light_other - light_one) * share, chroma_one + (chroma_other - chroma_one) * share, hue
    )


def nearest(colour: str, passes: Callable[[str], bool]) -> str | None:
    """Return the colour nearest to ``colour`` in lightness that ``passes``; its hue is kept.

    ``colour`` itself if it passes; ``None`` if neither the darkest nor the lightest colour does.
    """
    if passes(colour):
        return colour
    lightness, chroma, hue = from_hex(colour)

    def at(height: float) -> str:
        return to_hex(height, chroma, hue)

    found = [_first_to_pass(at, lightness, extreme, passes) for extreme in (0.0, 1.0)]
    reached = [height for height in found if height is not None]
    return at(min(reached, key=lambda height: abs(height - lightness))) if reached else None


_STEPS = 8  # halvings: to a 256th of the way, finer than the eye


def _first_to_pass(
    at: Callable[[float], str], start: float, extreme: float, passes: Callable[[str], bool]
) -> float | None:
    """Return the lightness between ``start`` and ``extreme`` from which on colours pass."""
    if not passes(at(extreme)):
        return None
    short, far_enough = start, extreme
    for _ in range(_STEPS):
        middle = (short + far_enough) / 2
        if passes(at(middle)):
            far_enough = middle
        else:
            short = middle
    return far_enough
