"""Every text of the instrument and of the site's pages, read from a language's ``survey.toml``.

``load`` refuses a file that lacks a text, or has one that no page shows, with every fault at once. Never
imported in the browser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from questionnaire import language_schema
from questionnaire.faults import Fault
from questionnaire.instrument import CONSTELLATIONS, ITEM_IDS, LENSES, LEVERS, SCALE
from questionnaire.language_folder import GERMAN, Tree, base, read_toml, refuse
from questionnaire.language_schema import Text, own_faults, tree_faults

FILE = "survey.toml"

# The tables whose names follow from the instrument, and the texts that describe the language itself.
_TABLES = {
    "scale": SCALE,
    "lenses": LENSES,
    "items": ITEM_IDS,
    "levers": LEVERS,
    "constellations": CONSTELLATIONS,
    "levers": LEVERS,
    **{f"constellations.{constellation}.labels": LENSES for constellation in CONSTELLATIONS},
    **{f"constellations.{constellation}.path": LEVERS for constellation in CONSTELLATIONS},
}
_LANGUAGE = tuple(f"language.{key}" for key in ("code", "tag", "name", "direction"))


def load(code: str, folder: Path | None = None) -> Tree:
    """Return every text of language ``code`` as nested dictionaries of strings and string lists.

    Raises ``WordingError`` with all faults at once: the file is missing or unreadable, a key is missing or
    unknown, a text is empty or of the wrong kind, or the file names another language. If the German file
    has faults, raises those instead: no other file can be compared with it then.
    """
    wanted = expected(folder)
    tree, german = read_toml(code, FILE, folder), read_toml(GERMAN, FILE, folder)
    faults = [*tree_faults(tree, wanted), *_language_faults(code, tree), *_taken_names(code, tree, german)]
    refuse(code, FILE, faults)
    return tree


def expected(folder: Path | None = None) -> Mapping[str, Text]:
    """Return the texts that the file of every language must have, by dotted key.

    Raises ``WordingError`` with the faults of the German file.
    """
    return language_schema.expected(FILE, _german_faults, folder)


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from own_faults(tree, _TABLES, _LANGUAGE)
    yield from _language_faults(GERMAN, tree)


def overridden(tree: Tree, texts: Mapping[str, Any]) -> Tree:
    """Return a copy of ``tree`` with the texts of the nested tables ``texts`` in place of its own."""
    return {
        key: overridden(value, texts.get(key, {})) if isinstance(value, dict) else texts.get(key, value)
        for key, value in tree.items()
    }


_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def _language_faults(code: str, tree: Tree) -> Iterator[Fault]:
    """Yield a fault if the file gives a wrong code, tag or direction of writing for its language."""
    own = _table(tree, "language")
    if own.get("code", code) != code:
        yield Fault("language_file.other_code", "language.code", details={"own": own["code"], "code": code})
    tag = own.get("tag", code)
    if not (isinstance(tag, str) and _TAG.fullmatch(tag) and base(tag).lower() == base(code)):
        yield Fault("language_file.other_tag", "language.tag", details={"tag": tag, "base": base(code)})
    direction = own.get("direction", "ltr")
    written = _direction(_table(tree, "items")) or direction
    if direction not in ("ltr", "rtl"):
        yield Fault("language_file.no_direction", "language.direction", details={"own": direction})
    elif direction != written and "direction" in own:
        details = {"own": direction, "written": written}
        yield Fault("language_file.other_direction", "language.direction", details=details)


def _direction(texts: Tree) -> str | None:
    """Return the direction of most letters in ``texts``; ``None`` if both directions have as many."""
    directions = [unicodedata.bidirectional(letter) for text in texts.values() for letter in str(text)]
    left, right = directions.count("L"), directions.count("R") + directions.count("AL")
    return None if left == right else "ltr" if left > right else "rtl"


def _taken_names(code: str, tree: Tree, german: Tree) -> Iterator[Fault]:
    """Yield a fault if another language has the name of German, or a variant of German its name or tag."""
    own, taken = _table(tree, "language"), german["language"]
    keys = () if code == GERMAN else ("tag", "name") if base(code) == GERMAN else ("name",)
    for key in keys:
        if own.get(key) == taken[key]:
            details = {"own": own[key], "key": key}
            yield Fault("language_file.german_name", f"language.{key}", details=details)


def _table(tree: Tree, name: str) -> Tree:
    table = tree.get(name)
    return table if isinstance(table, dict) else {}
