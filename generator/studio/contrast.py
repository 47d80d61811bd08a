"""The colours of a brand: how well each can be read, in plain words, and all of them while one is dragged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from generator.brand.contrast import PAIRS, luminance, ratio
from generator.brand.palette import Colours, hyphenated, palette
from generator.configuration.schema import BrandTable
from generator.studio.naming import Names, StudioLanguage, names

# A role that site.toml's own colour plays -> its key in [brand]; a role set in [brand.light] or [brand.dark]
# stays exactly as it is.
_ADAPTED = {"accent": "primary", "second": "accent"}


def css_colours(
    primary: str, accent: str | None = None, light: Colours | None = None, dark: Colours | None = None
) -> dict[str, dict[str, str]]:
    """Return the CSS properties of a brand's colours: ``{"light": {"--accent": "#…", …}, "dark": {…}}``.

    Set on the root of a page in a frame, they show it in these colours at once. All arguments are as in
    ``generator.brand.palette.palette``.
    """
    schemes = palette(primary, accent, light=light, dark=dark)
    plate = {"--plate": schemes["light"]["paper"]}  # a logo lies on it, in both schemes
    return {
        scheme: {f"--{hyphenated(role)}": colour for role, colour in colours.items()} | plate
        for scheme, colours in schemes.items()
    }


def contrast(brand: BrandTable, language: StudioLanguage) -> list[dict[str, Any]]:
    """Return a row for each colour that is seen, in light and in dark, on the ground where it is seen worst.

    The roles in ``seen`` and ``ground`` have their names in ``language``, the studio's, and ``reached`` and
    ``needed`` are written as there; ``enough`` tells whether the one reaches the other. ``changed`` is the
    colour of the brand that the site could not take as it is, or ``None``. ``text`` says all of it.
    """
    called, given = names(language), {"light": brand.light.given(), "dark": brand.dark.given()}
    return [
        _row(scheme, pair, colours, _changed(brand, pair[0], colours, given[scheme]), called)
        for scheme, colours in brand.palette().items()
        for pair in _worst(colours)
    ]


def _worst(colours: Colours) -> Iterator[tuple[str, str]]:
    """Yield for each role that is seen the pair that comes closest to too little."""
    by_role: dict[str, list[tuple[str, str]]] = {}
    for pair in PAIRS:
        by_role.setdefault(pair[0], []).append(pair)
    for pairs in by_role.values():
        yield min(pairs, key=lambda pair: _reached(colours, pair) / PAIRS[pair])


def _reached(colours: Colours, pair: tuple[str, str]) -> float:
    return ratio(*(colours[role] for role in pair))


def _changed(brand: BrandTable, role: str, colours: Colours, given: Colours) -> str | None:
    """Return the colour that site.toml gives for ``role`` if the palette had to take another one."""
    if role in given or role not in _ADAPTED:
        return None
    asked: str | None = getattr(brand, _ADAPTED[role])
    return asked if asked and asked != colours[role] else None


def _row(
    scheme: str, pair: tuple[str, str], colours: Colours, changed: str | None, called: Names
) -> dict[str, Any]:
    (seen, ground), needed, said = pair, PAIRS[pair], called["contrast"]
    reached = _reached(colours, pair)
    row = {
        "scheme": scheme,
        "role": seen,
        "seen": called["roles"][seen],
        "ground": called["roles"][ground],
        "reached": written(reached, said["decimal"]),
        "needed": written(needed, said["decimal"]),
        "enough": reached >= needed,
        "changed": changed,
    }
    return {**row, "text": " ".join(_sentences(row, colours[seen], called))}


def _sentences(row: Mapping[str, Any], taken: str, called: Names) -> Iterator[str]:
    said, changed = called["contrast"], row["changed"]
    yield said["enough" if row["enough"] else "short"].format(
        **{**row, "scheme": called["schemes"][row["scheme"]]}
    )
    if changed:
        way = "darker" if luminance(taken) < luminance(changed) else "lighter"
        yield said[way].format(given=changed, taken=taken)


def written(number: float, decimal: str) -> str:
    """Return ``number`` with at most one decimal, never rounded up: ``7.49`` is ``"7,4"``."""
    return f"{math.floor(number * 10) / 10:g}".replace(".", decimal)
