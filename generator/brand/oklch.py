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
    """Return the colour as ``#rrggbb``; if a screen cannot show it, one of less chroma."""
    colour = Color("oklch", (lightness, chroma, hue)).convert("srgb")
    return str(colour.fit(method="raytrace").to_string(hex=True))


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour ``share`` of the way from ``one`` to ``other``, in the hue of ``other``."""
    (light_one, chroma_one, _), (light_other, chroma_other, hue) = from_hex(one), from_hex(other)
    return to_hex(
        light_one + (light_other - light_one) * share, chroma_one + (chroma_other - chroma_one) * share, hue
    )


def nearest(colour: str, passes: Callable[[str], bool]) -> str | None:
    """Return the colour of the same hue, nearest in lightness to ``colour``, that ``passes``.

    That is ``colour`` itself if it passes; ``None`` if neither the darkest nor the lightest colour does.
    """
    if passes(colour):
        return colour
    lightness, chroma, hue = from_hex(colour)

    def at(changed: float) -> str:
        return to_hex(changed, chroma, hue)

    ends = [_first_to_pass(at, lightness, extreme, passes) for extreme in (0.0, 1.0)]
    candidates = [changed for changed in ends if changed is not None]
    return at(min(candidates, key=lambda changed: abs(changed - lightness))) if candidates else None


_STEPS = 8  # halvings: to a 256th of the way, finer than the eye


def _first_to_pass(
    at: Callable[[float], str], start: float, extreme: float, passes: Callable[[str], bool]
) -> float | None:
    """Return the first lightness from ``start`` to ``extreme`` whose colour passes; ``None`` if none does."""
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
