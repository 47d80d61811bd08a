"""The texts that tell employees what came of a survey: on a page, on a poster, in a mail.

``load`` reads them from a language's ``decisions.toml`` and reports all faults at once. Never imported in the
survey's page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from questionnaire import language_schema
from questionnaire.disclosure import Reading
from questionnaire.faults import Fault
from questionnaire.language_folder import Tree

FILE = "decisions.toml"

# How widely a cause or influence is described, where the release shows it (``derivation.Extent``).
_EXTENTS = ("mostly", "partly", "rarely")
_SHARES = ("nobody", *(reading for reading in get_args(Reading) if reading != "about"))
_TEXTS = (
    *(f"shares.{name}" for name in _SHARES),
    *(f"fields.{what}_{extent}" for what in ("cause", "influence") for extent in _EXTENTS),
)


def load(code: str, folder: Path | None = None) -> Tree:
    """Return every text of the page in language ``code``; raises ``WordingError`` with every fault.

    If the German file has faults, raises those instead: no other file can be compared with it then.
    """
    return language_schema.load(code, FILE, _german_faults, folder)


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from language_schema.own_faults(tree, {}, _TEXTS)
