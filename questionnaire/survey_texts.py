"""Every wording of the instrument, read from one TOML file a language.

The expected keys follow from the instrument, so a language file that lacks a text, or holds one that
nothing shows, is refused with every fault at once. Never imported in the browser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from questionnaire.instrument import CONSTELLATIONS, ITEM_IDS, LENSES, LEVERS, SCALE

LANGUAGES_FOLDER = Path(__file__).resolve().parent / "languages"

Tree = dict[str, Any]

_CONSTELLATION_TEXTS = {
    "name": str,
    "essence": str,
    "portrait": list,
    "cause": list,
    "cause_little": str,
    "influence": list,
    "influence_little": str,
}
_PATH_TEXTS = {"opening": str, "steps": list}
_FEWEST_STEPS = 3


class WordingError(Exception):
    """A language that cannot be used; ``faults`` holds (file, key, what is wrong and expected)."""

    def __init__(self, faults: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__("\n".join(f"{file}: {key}: {fault}" for file, key, fault in faults))
        self.faults = faults


def available(folder: Path = LANGUAGES_FOLDER) -> tuple[str, ...]:
    """Return the codes of the languages there are, such as ``("de", "en")``, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/survey.toml")))


def load(code: str, folder: Path = LANGUAGES_FOLDER) -> Tree:
    """Return every wording of language ``code`` as nested dictionaries of strings and string lists.

    Raises ``WordingError`` with all faults at once: the file is missing or unreadable, a key is
    missing or unknown, a text is empty or of the wrong kind.
    """
    path = folder / code / "survey.toml"
    tree = read_file(path, "a language file")
    faults = tuple((path.name, key, fault) for key, fault in tree_faults(tree, expected()))
    if faults:
        raise WordingError(faults)
    return tree


def read_file(path: Path, what: str) -> Tree:
    """Return what the TOML file ``path`` holds; ``WordingError`` says if it is not ``what`` was expected."""
    try:
        return deepcopy(_parsed(path.read_bytes()))
    except OSError as error:
        fault = f"cannot be read ({error.strerror}); expected {what}"
        raise WordingError(((path.name, "file", fault),)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WordingError(((path.name, "file", f"is not TOML in UTF-8: {error}"),)) from error


@lru_cache(maxsize=64)  # a preview reads the same files at every save
def _parsed(contents: bytes) -> Tree:
    return tomllib.loads(contents.decode("utf-8"))


def overridden(tree: Tree, texts: Mapping[str, Any]) -> Tree:
    """Return a copy of ``tree`` with the texts of the nested tables ``texts`` in place of its own."""
    return {
        key: overridden(value, texts.get(key, {})) if isinstance(value, dict) else texts.get(key, value)
        for key, value in tree.items()
    }


def flatten(tree: Mapping[str, Any]) -> dict[str, object]:
    """Return the texts of a nested tree by dotted key, such as ``constellations.A.path.ST.steps``.

    A name that TOML would put in quotation marks stands in quotation marks, so that ``"a.b"`` and
    ``a.b`` stay different keys; an empty table stands for itself.
    """
    flat: dict[str, object] = {}
    open_: list[tuple[str, object]] = [("", tree)]
    while open_:
        key, value = open_.pop()
        if isinstance(value, Mapping) and (value or not key):
            names = {name: name if _BARE.fullmatch(name) else f'"{name}"' for name in value}
            inner = [(f"{key}.{names[name]}".lstrip("."), value[name]) for name in value]
            open_ += reversed(inner)
        else:
            flat[key] = value
    return flat


_BARE = re.compile(r"[A-Za-z0-9_-]+")


def expected() -> dict[str, type]:
    """Return every key that a language file must hold, with ``str`` or ``list`` (of strings)."""
    return dict(_expected())


def _expected() -> Iterator[tuple[str, type]]:
    yield from ((f"language.{key}", str) for key in ("code", "tag", "name", "direction"))
    yield from ((f"scale.{step}", str) for step in SCALE)
    yield from ((f"lenses.{lens}.{key}", str) for lens in LENSES for key in ("title", "intro"))
    yield from ((f"items.{item}", str) for item in ITEM_IDS)
    for constellation in CONSTELLATIONS:
        base = f"constellations.{constellation}"
        yield from ((f"{base}.{key}", kind) for key, kind in _CONSTELLATION_TEXTS.items())
        yield from (
            (f"{base}.path.{lever}.{key}", kind) for lever in LEVERS for key, kind in _PATH_TEXTS.items()
        )
    for kind, extra in (("mixed", {}), ("none", {"not_meaning": str})):
        texts = {"title": str, "essence": str, "portrait": list, **_PATH_TEXTS, **extra}
        yield from ((f"outcomes.{kind}.{key}", value) for key, value in texts.items())
    yield from _RESULT.items()
    yield from _PAGE.items()


def _keys(prefix: str, names: str, kind: type = str) -> dict[str, type]:
    return {f"{prefix}.{name}": kind for name in names.split()}


_RESULT = {
    **_keys("result", "title portrait causes influence path why limits_title contacts"),
    **_keys("result", "causes_intro causes_none causes_owner influence_intro influence_none"),
    **_keys("result", "why_intro why_perception why_cause why_influence why_mixed why_none contacts_none"),
    **_keys("result", "limits", list),
}
_PAGE = {
    **_keys("page", "leaving leaving_collecting"),
    **_keys("contribute", "title detail_levers detail_type preview before slip_label slip_hint slip_empty"),
    **_keys(
        "contribute",
        "slip_noted slip_characters slip_length slip_check send keep sending sent kept kept_after",
    ),
    **_keys("contribute", "failed_network failed_network_slip failed_used failed_unknown_slip failed_closed"),
    **_keys("contribute", "failed_busy failed_other ballot_title ballot_text ballot_print"),
    **_keys("contribute", "sheet_title sheet_text sheet_card"),
    **_keys("contribute", "intro", list),
    **_keys("page", "privacy imprint accessibility about_nav result_ready surveys_title surveys_lead"),
    **_keys("page", "sends_title sends_off sends_paper sends_online sends_slips never_title"),
    **_keys("page", "never imprint_default", list),
    **_keys("poster", "title lead scan type_in period bring_slip"),
    **_keys("poster", "promises", list),
    **_keys("invitation", "subject greeting link period slip closing"),
    **_keys("invitation", "body", list),
    **_keys("page", "skip languages method paper back_to_survey start_title start_lead start"),
    **_keys("page", "how_title progress choose next back finish keyboard waiting keep_title keep_text"),
    **_keys("page", "print delete restart deleted idle_title idle_text idle_stay idle_wiped"),
    **_keys("page", "no_script failed_wasm failed_file failed_slow to_paper language_failed"),
    **_keys("page", "paper_reading_title arriving interrupted"),
    **_keys("page", "promises promises_collecting how paper_text paper_reading", list),
}


def tree_faults(tree: Mapping[str, Any], wanted: Mapping[str, type]) -> Iterator[tuple[str, str]]:
    """Yield (key, fault) for every text of ``tree`` that is missing, wrong, or not among ``wanted``."""
    texts = flatten(tree)
    for key, kind in wanted.items():
        if key not in texts:
            yield key, f"is missing; expected {_KINDS[kind]}"
        else:
            yield from ((key, fault) for fault in text_faults(key, texts[key], kind))
    yield from ((key, "is unknown; nothing shows it") for key in texts if key not in wanted)


_KINDS: dict[type, str] = {str: "a text", list: "a list of texts"}


def text_faults(key: str, value: object, kind: type) -> Iterator[str]:
    """Yield what is wrong with ``value`` as the text of ``key``, where ``kind`` is ``str`` or ``list``."""
    if kind is str and not (isinstance(value, str) and value.strip()):
        yield f"is {value!r}; expected a text that is not empty"
    if kind is list:
        fewest = _FEWEST_STEPS if key.endswith(".steps") else 1
        texts = isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
        if not texts or len(value) < fewest:  # type: ignore[arg-type]  # a list here
            yield f"is {value!r}; expected a list of at least {fewest} texts, none of them empty"
