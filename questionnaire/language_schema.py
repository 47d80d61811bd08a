"""German is the schema: what a file of texts must hold in every language is read from the German file.

German itself is held against the instrument, so that it cannot lose an item, a constellation or a lever.
Never imported in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from questionnaire.disclosure import TOP
from questionnaire.language_folder import GERMAN, Tree, parse, read, refuse

Fault = tuple[str, str]  # key, what is wrong and expected

_BARE_NAME = re.compile(r"[A-Za-z0-9_-]+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_WELL_FORMED = re.compile(r"\{[a-z]+\}")
# How many texts a list holds that has a length of its own, by the last name of its key: fewest, most.
_LENGTHS = {"steps": (3, None), "by_twentieths": (TOP, TOP), "months": (12, 12)}
_KINDS: dict[type, str] = {str: "a text", list: "a list of texts"}


@dataclass(frozen=True, slots=True)
class Text:
    """What a text must be: ``str`` or ``list`` (of strings), and the placeholders that pages fill in."""

    kind: type
    placeholders: tuple[str, ...]


def flatten(tree: Mapping[str, object]) -> dict[str, object]:
    """Return the texts of a nested tree by dotted key, such as ``constellations.A.path.ST.steps``.

    A name that TOML would put in quotation marks stands in quotation marks, so that ``"a.b"`` and
    ``a.b`` stay different keys; an empty table stands for itself.
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
    """Return what ``file`` must hold in every language, by dotted key, as the German one has it.

    Raises ``WordingError`` with what ``german_faults`` finds in that one, because no other can be compared
    with it then.
    """
    return _expected(file, german_faults, read(GERMAN, file, folder))


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
            yield key, f"is missing; expected {_KINDS[text.kind]}"
            continue
        wrong = tuple(text_faults(key, texts[key], text.kind))
        yield from ((key, fault) for fault in wrong)
        if not wrong:
            filled = placeholder_faults(placeholders(texts[key]), text.placeholders)
            yield from ((key, fault) for fault, _ in filled)
    yield from ((key, "is unknown; nothing shows it") for key in texts if key not in wanted)


def text_faults(key: str, value: object, kind: type) -> Iterator[str]:
    """Yield what is wrong with ``value`` as the text of ``key``, where ``kind`` is ``str`` or ``list``."""
    if kind is str and not (isinstance(value, str) and value.strip()):
        yield f"is {value!r}; expected a text that is not empty"
    if kind is list:
        fewest, most = _LENGTHS.get(key.rpartition(".")[2], (1, None))
        texts = isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
        number = len(value) if isinstance(value, list) else 0
        if texts and fewest == most != number:
            yield f"holds {number} texts; expected {most}"
        elif not texts or number < fewest:
            yield f"is {value!r}; expected a list of at least {fewest} texts, none of them empty"


def placeholders(value: object) -> tuple[str, ...]:
    """Return what stands in braces in a text or a list of texts, such as ``("{step}", "{steps}")``."""
    texts = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(found for text in texts for found in _PLACEHOLDER.findall(str(text))))


def placeholder_faults(own: Iterable[str], wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (what is wrong, placeholder) where a text's ``own`` placeholders are not the ``wanted`` ones."""
    for name in wanted:
        if name not in own:
            yield f"lacks {name}; expected it in the text, because the page puts a value there", name
    for name in own:
        if name not in wanted:
            known = f"expected only {', '.join(wanted)}" if wanted else "expected no braces"
            yield f"holds {name}, but the page has no such value; {known}", name


def own_faults(
    tree: Tree, tables: Mapping[str, tuple[str, ...]], texts: Iterable[str] = ()
) -> Iterator[Fault]:
    """Yield the faults of the German ``tree``, which is compared with no other.

    ``tables`` are those whose names follow from the instrument, by dotted key: they hold just these names,
    and each the same kinds of texts. ``texts`` are keys of single texts that must be there.
    """
    flat = flatten(tree)
    yield from ((key, "is missing; expected a text") for key in texts if not isinstance(flat.get(key), str))
    for key, names in tables.items():
        yield from _table_faults(key, _table(tree, key), names)
    for key, value in flat.items():
        kind = list if isinstance(value, list) else str
        yield from ((key, fault) for fault in text_faults(key, value, kind))
        for name in placeholders(value):
            if not _WELL_FORMED.fullmatch(name):
                yield key, f"holds {name}; expected small letters in braces, such as {{name}}, or no brace"


def _table(tree: Tree, key: str) -> Tree:
    """Return the table that stands under the dotted ``key``; an empty one where there is none."""
    for name in key.split("."):
        below = tree.get(name)
        tree = below if isinstance(below, dict) else {}
    return tree


def _table_faults(key: str, table: Tree, names: tuple[str, ...]) -> Iterator[Fault]:
    yield from (
        (f"{key}.{name}", "is missing; expected it, because the instrument has it")
        for name in names
        if name not in table
    )
    yield from (
        (f"{key}.{name}", f"is unknown; expected only {', '.join(names)}, as the instrument has them")
        for name in table
        if name not in names
    )
    shapes = {name: _shape(table[name]) for name in names if name in table}
    first = {inner: (kind, name) for name in reversed(shapes) for inner, kind in shapes[name].items()}
    for name, shape in shapes.items():
        for inner, (kind, other) in first.items():
            if shape.get(inner) != kind:
                wrong = f"is {shape[inner]}" if inner in shape else "is missing"
                yield f"{key}.{name}{inner}", f"{wrong}; expected {kind}, as in {key}.{other}"


def _shape(value: object) -> dict[str, str]:
    """Return the kind of each entry of a table, by its name; of a text, its own kind under no name."""
    entries = value if isinstance(value, dict) else {"": value}
    return {f".{name}".rstrip("."): _kind(inner) for name, inner in entries.items()}


def _kind(value: object) -> str:
    return "a table" if isinstance(value, dict) else _KINDS[list if isinstance(value, list) else str]
