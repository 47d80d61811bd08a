"""Checks whether the colours given for single roles contrast with the colours they meet on a page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.brand import colours as colour_names
from generator.brand.contrast import PAIRS, SURFACES, Demand, nearest, ratio
from generator.brand.palette import ROLES, Colours, palette
from generator.configuration.schema import BrandTable
from questionnaire.faults import Fault, Key


@dataclass(frozen=True, slots=True)
class Broken:
    """A given colour with too little contrast to one it meets; ``nearest`` is one that passes, if any."""

    scheme: str
    role: str
    colour: str
    other_role: str
    other: str
    reached: float
    needed: float
    nearest: str | None


def broken(schemes: Mapping[str, Colours], given: Mapping[str, Colours]) -> Iterator[Broken]:
    """Yield the worst pair of every given role that breaks one, scheme by scheme.

    ``schemes`` is the ``palette`` around the colours in ``given``; both map scheme -> role -> ``#rrggbb``.
    If both colours of a pair are given, the fault is that of the colour seen, not of its ground. A pair of
    derived colours fails only because of a given one, and is reported there.
    """
    for scheme, colours in schemes.items():
        blamed: dict[str, list[tuple[float, str]]] = {}
        for (seen, ground), needed in PAIRS.items():
            reached = ratio(colours[seen], colours[ground])
            role, other = (seen, ground) if seen in given[scheme] else (ground, seen)
            if reached < needed and role in given[scheme]:
                blamed.setdefault(role, []).append((reached / needed, other))
        for role, others in blamed.items():
            yield _worst(scheme, role, min(others)[1], colours, given[scheme])


def _worst(scheme: str, role: str, other: str, colours: Colours, given: Colours) -> Broken:
    pair = (role, other) if (role, other) in PAIRS else (other, role)
    return Broken(
        scheme=scheme,
        role=role,
        colour=colours[role],
        other_role=other,
        other=colours[other],
        reached=ratio(colours[role], colours[other]),
        needed=PAIRS[pair],
        nearest=nearest(colours[role], _demands(role, colours, given)),
    )


def _demands(role: str, colours: Colours, given: Colours) -> list[Demand]:
    """Return the demands on ``role``: against the grounds it stands on, and the colours that stand on it.

    A derived text colour follows its ground, and so demands nothing.
    """
    return [
        (colours[ground if role == seen else seen], needed)
        for (seen, ground), needed in PAIRS.items()
        if role == seen or (role == ground and (ground in SURFACES or seen in given))
    ]


def checks(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a fault for every given colour that breaks a pair.

    ``values`` is site.toml as it was read. A value that is no colour at all is a fault of the schema, not
    here.
    """
    brand = values.get("brand")
    if not isinstance(brand, dict):
        return
    given = {scheme: _given(brand.get(scheme)) for scheme in ("light", "dark")}
    if any(given.values()):
        primary = _colour(brand.get("primary")) or BrandTable.model_fields["primary"].default
        schemes = palette(primary, _colour(brand.get("accent")), **given)
        for pair in broken(schemes, given):
            yield _fault(pair, written=brand[pair.scheme][pair.role])


def _given(table: object) -> dict[str, str]:
    values = table if isinstance(table, dict) else {}
    colours = {role: _colour(value) for role, value in values.items() if role in ROLES}
    return {role: colour for role, colour in colours.items() if colour}


def _colour(value: object) -> str | None:
    try:
        return colour_names.parse(value) if isinstance(value, str) else None
    except colour_names.ColourError:
        return None


def _fault(pair: Broken, written: str) -> Fault:
    key = f"brand.{pair.scheme}.{pair.role}"
    details = {
        "read_as": None if written == pair.colour else pair.colour,
        "other_role": pair.other_role,
        "other": pair.other,
        "reached": math.floor(pair.reached * 10) / 10,  # never rounded up to the ratio needed
        "needed": pair.needed,
    }
    if pair.nearest:
        return Fault("colour.too_close", key, written, {**details, "nearest": pair.nearest})
    other_key = Key(f"brand.{pair.scheme}.{pair.other_role}")
    return Fault("colour.too_close_both", key, written, {**details, "other_key": other_key})
