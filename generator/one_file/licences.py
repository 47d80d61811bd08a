"""Whose works stand in a page in one file, and under which licences: it is given away."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from importlib.resources import files
from typing import Any, NamedTuple

from generator.brand.brand_files import BrandFiles
from generator.site.files import licence_files

_BILL, _FONT_LICENCE = "licences/sbom.json", "licence.txt"


class Work(NamedTuple):
    """A work of somebody else: its name, its version (may be empty), and its licence by its SPDX name."""

    name: str
    version: str
    licence: str


def works(page: str, parts: AbstractSet[str], brand_files: BrandFiles) -> tuple[Work, ...]:
    """Return the works in the page that the bill of materials calls ``page``.

    It holds these ``parts`` of Python and is for a brand with these files.
    """
    held = {page, *(f"python/{name}" for name in parts)}
    bill = json.loads(licence_files()[_BILL])["components"]
    found = [each for each in bill if _is_held(each, held)]
    if brand_files.font:
        found = [each for each in found if each["type"] != "file"]
    return tuple(Work(each["name"], each.get("version", ""), _licence(each)) for each in found)


def licence_texts() -> dict[str, str]:
    """Return every licence in full: the name of its file -> its text."""
    texts = {path.rpartition("/")[2]: contents for path, contents in licence_files().items() if path != _BILL}
    own = (files("site_templates") / "fonts" / _FONT_LICENCE).read_bytes()
    return {name: text.decode() for name, text in sorted({**texts, "alegreya-sans.txt": own}.items())}


def _is_held(component: dict[str, Any], held: AbstractSet[str]) -> bool:
    """Tell whether a component is in one of the files ``held``; libraries within Python name no file."""
    named = {each["value"] for each in component.get("properties", ())}
    return bool(named & held) or "purl" not in component


def _licence(component: dict[str, Any]) -> str:
    [entry] = component["licenses"]
    return str(entry.get("expression") or entry["license"]["id"])
