"""The texts of a campaign: what goes to employees, team leads, IT and works council, and its calendar.

``load`` reads them from a language's ``campaign.toml`` and reports all faults at once. Never imported in the
browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from questionnaire import language_schema
from questionnaire.faults import Fault
from questionnaire.language_folder import CAMPAIGN, Tree

FILE = CAMPAIGN

# How people contribute; texts that depend on it have a version for each.
WAYS = ("off", "paper", "open", "slips", "open_sealed", "slips_sealed")

_TABLES = {"contribution": WAYS}
_TEXTS = tuple(f"council.{table}.{way}" for table in ("persons", "after") for way in WAYS)


def load(code: str, folder: Path | None = None) -> Tree:
    """Return every text of the campaign in language ``code``; raises ``WordingError`` with every fault.

    If the German file has faults, raises those instead: no other file can be compared with it then.
    """
    return language_schema.load(code, FILE, _german_faults, folder)


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from language_schema.own_faults(tree, _TABLES, _TEXTS)
