"""German is the schema: the German files define the texts that every language must have.

The German files are checked against the instrument, so that no item, constellation or lever can get lost.
Never imported in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from questionnaire.disclosure import TOP
from questionnaire.faults import Fault, nearest
from questionnaire.language_folder import GERMAN, Tree, parse, read, read_toml, refuse
from questionnaire.messages import Phrase

_BARE_NAME = re.compile(r"[A-Za-z0-9_-]+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_WELL_FORMED = re.compile(r"\{[a-z]+\}")
# Lists with a length of their own, by the last name of their key: fewest and most texts.
_LENGTHS = {"steps": (3, 3), "say": (3, 3), "by_twentieths": (TOP, TOP), "months": (12, 12)}
A_TEXT = Phrase("shape.text")
_SHAPES: dict[type, Phrase] = {
    str: A_TEXT,
    list: Phrase("shape.list"),
    dict: Phrase("shape.table"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """The required form of a text: ``str`` or ``list`` (of strings), and the placeholders in it."""

    kind: type
    placeholders: tuple[str, ...]


def flatten(tree: Mapping[str, object]) -> dict[str, object]:
    """Return the texts of a nested tree by dotted key, such as ``constellations.A.path.ST.steps``.

    A name that TOML would quote is quoted here, too, so that ``"a.b"`` and ``a.b`` stay different keys;
    an empty table is a value of its own.
    """
    flat: dict[str, object] = {}
    open_: list[tuple[str, object]] = [("", tree)]
    while open_:
        key, value = open_.pop()
        if isinstance(value, Mapping) and (value or not key):
            names = {name: name if _BARE_NAME.fullmatch(name) else f'"{name}"' for name in value}
            inner = [(f"{key}.{names[name]}".lstrip("."), value[name]) for name in value]
            open_ += reversed(inner)
        else:
            flat[key] = value
    return flat


def expected(
    file: str, german_faults: Callable[[Tree], Iterator[Fault]], folder: Path | None = None
) -> Mapping[str, Text]:
    """Return the texts that ``file`` must have in every language, by dotted key, as the German file has them.

    Raises ``WordingError`` with the faults that ``german_faults`` finds in the German file: no other file
    can be compared with it then.
    """
    return _expected(file, german_faults, read(GERMAN, file, folder))


def load(
    code: str, file: str, german_faults: Callable[[Tree], Iterator[Fault]], folder: Path | None = None
) -> Tree:
    """Return every text of ``file`` in language ``code``; raises ``WordingError`` with every fault.

    If the German file has faults, raises those instead: no other file can be compared with it then.
    """
    wanted = expected(file, german_faults, folder)
    tree = read_toml(code, file, folder)
    refuse(code, file, tree_faults(tree, wanted))
    return tree


@lru_cache(maxsize=16)  # a preview reads the same files at every save
def _expected(file: str, german_faults: Callable[[Tree], Iterator[Fault]], german: str) -> Mapping[str, Text]:
    tree = parse(GERMAN, file, german)
    refuse(GERMAN, file, german_faults(tree))
    return {
        key: Text(list if isinstance(value, list) else str, placeholders(value))
        for key, value in flatten(tree).items()
    }


def tree_faults(tree: Tree, wanted: Mapping[str, Text]) -> Iterator[Fault]:
    """Yield a fault for every text of ``tree`` that is missing, wrong, or not among ``wanted``."""
    texts = flatten(tree)
    for key, text in wanted.items():
        if key not in texts:
            yield Fault("language_file.missing", key, details={"shape": _SHAPES[text.kind]})
            continue
        wrong = tuple(text_faults(key, texts[key], text.kind))
        yield from wrong or placeholder_faults(key, placeholders(texts[key]), text.placeholders)
    yield from (Fault("language_file.unknown", key) for key in texts if key not in wanted)


def text_faults(key: str, value: object, kind: type) -> Iterator[Fault]:
    """Yield the faults of ``value`` as the text of ``key``, where ``kind`` is ``str`` or ``list``."""
    if kind is str and not (isinstance(value, str) and value.strip()):
        yield Fault("text.empty", key, details={"value": value})
    if kind is list:
        fewest, most = _LENGTHS.get(key.rpartition(".")[2], (1, None))
        texts = isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
        number = len(value) if isinstance(value, list) else 0
        if texts and fewest == most != number:
            yield Fault("text.other_number", key, details={"number": number, "wanted": most})
        elif not texts or number < fewest:
            yield Fault("text.no_list", key, details={"value": value, "fewest": fewest})


def placeholders(value: object) -> tuple[str, ...]:
    """Return the placeholders in a text or a list of texts, such as ``("{step}", "{steps}")``."""
    texts = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(found for text in texts for found in _PLACEHOLDER.findall(str(text))))


def placeholder_faults(key: str, own: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[Fault]:
    """Yield a fault for each ``wanted`` placeholder that ``own`` lacks, and for each other one in ``own``."""
    for name in wanted:
        if name not in own:
            yield Fault("text.placeholder_missing", key, details={"name": name})
    for name in own:
        if name not in wanted and wanted:
            details = {"name": name, "wanted": wanted, "meant": nearest(name, wanted)}
            yield Fault("text.placeholder_unknown", key, details=details)
        elif name not in wanted:
            yield Fault("text.no_placeholders", key, details={"name": name})


def own_faults(
    tree: Tree, tables: Mapping[str, tuple[str, ...]], texts: Iterable[str] = ()
) -> Iterator[Fault]:
    """Yield the faults of the German ``tree``, which has no model to be compared with.

    ``tables`` maps the dotted key of a table to the names that follow from the instrument: the table must
    have exactly these, all with the same kinds of texts. ``texts`` are keys of single texts that must exist.
    """
    flat = flatten(tree)
    for key in texts:
        if not isinstance(flat.get(key), str):
            yield Fault("language_file.missing", key, details={"shape": A_TEXT})
    for key, names in tables.items():
        yield from _table_faults(key, _table(tree, key), names)
    for key, value in flat.items():
        kind = list if isinstance(value, list) else str
        yield from text_faults(key, value, kind)
        for name in placeholders(value):
            if not _WELL_FORMED.fullmatch(name):
                yield Fault("language_file.no_placeholder", key, details={"held": name})


def _table(tree: Tree, key: str) -> Tree:
    """Return the table under the dotted ``key``; an empty one if there is none."""
    for name in key.split("."):
        below = tree.get(name)
        tree = below if isinstance(below, dict) else {}
    return tree


def _table_faults(key: str, table: Tree, names: tuple[str, ...]) -> Iterator[Fault]:
    for name in names:
        if name not in table:
            yield Fault("language_file.missing_of_the_instrument", f"{key}.{name}")
    for name in table:
        if name not in names:
            yield Fault("language_file.not_of_the_instrument", f"{key}.{name}", details={"names": names})
    yield from _shape_faults(key, {name: _shapes(table[name]) for name in names if name in table})


def _shape_faults(key: str, shapes: Mapping[str, Mapping[str, Phrase]]) -> Iterator[Fault]:
    """Yield a fault for each entry of the table ``key`` whose kinds of texts differ from another entry's."""
    first = {
        inner: (shape, name) for name in reversed(tuple(shapes)) for inner, shape in shapes[name].items()
    }
    for name, own in shapes.items():
        for inner, (wanted, other) in first.items():
            details = {"wanted": wanted, "other": f"{key}.{other}"}
            if inner not in own:
                yield Fault("language_file.shape_missing", f"{key}.{name}{inner}", details=details)
            elif own[inner] != wanted:
                other_shape = {**details, "own": own[inner]}
                yield Fault("language_file.other_shape", f"{key}.{name}{inner}", details=other_shape)


def _shapes(value: object) -> dict[str, Phrase]:
    """Return the shape of each entry of a table, by its name; for a text, its shape under an empty name."""
    entries = value if isinstance(value, dict) else {"": value}
    return {f".{name}".rstrip("."): _shape(inner) for name, inner in entries.items()}


def _shape(value: object) -> Phrase:
    return next((shape for kind, shape in _SHAPES.items() if isinstance(value, kind)), A_TEXT)
