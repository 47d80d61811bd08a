"""Colours of a brand and how well they can be read."""

from __future__ import annotations

from generator.brand import colours
from generator.brand.palette import palette
from generator.configuration.schema import BrandTable


def contrast(brand: BrandTable, language: str) -> list[dict[str, str]]:  # noqa: ARG001
    """Return a row for each pair of colours."""
    return [{"name": role, "colour": colour} for role, colour in brand.palette()["light"].items()]


def css_colours(primary: str, accent: str | None) -> dict[str, dict[str, str]]:
    """Return the custom properties of both schemes."""
    schemes = palette(colours.parse(primary), accent and colours.parse(accent), light={}, dark={})
    return {scheme: {f"--{role}": colour for role, colour in roles.items()} for scheme, roles in schemes.items()}
