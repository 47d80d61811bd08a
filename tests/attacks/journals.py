"""SQLite's rollback journals in somebody's hands: which slip and which counter each transaction changed."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine, create_engine, event

from collector import Storage
from collector.journal import journal_of
from tests.attacks.traces import PAGE, counters_on, flags_on

_HEADER = 512  # bytes of a sector
_RECORD = 4 + PAGE + 4  # a page's number, the page, its checksum

Pages = Mapping[int, bytes]


class Undelete:
    """Keeps whatever files SQLite uses for its journals, as an undelete tool does: by hard links."""

    def __init__(self, engine: Engine, database: Path) -> None:
        self._journal, self._kept = journal_of(str(database)), list[Path]()
        event.listen(engine, "commit", self._keep)

    def _keep(self, _connection: object) -> None:
        if self._journal.exists():
            link = self._journal.with_name(f"{self._journal.name}-undeleted-{len(self._kept)}")
            os.link(self._journal, link)
            self._kept.append(link)

    def journals(self) -> list[bytes]:
        """Return what these files hold now, in the order of their use."""
        return [path.read_bytes() for path in self._kept]


def usual(database: Path) -> Engine:
    """Return an engine with SQLite as it comes: it deletes the journal at each commit."""
    return create_engine(f"sqlite:///{database}")


def storage_and_undelete(engine: Engine, database: Path) -> tuple[Storage, Undelete]:
    """Return a storage over ``engine``, and the tool that keeps its journals."""
    return Storage(engine), Undelete(engine, database)


def pages_of(database: bytes) -> dict[int, bytes]:
    """Return the pages of a SQLite file by their numbers."""
    return {start // PAGE + 1: database[start : start + PAGE] for start in range(0, len(database), PAGE)}


def pages_before(journal: bytes) -> dict[int, bytes]:
    """Return the pages as they were before the transaction, also if the journal's head is overwritten."""
    pages: dict[int, bytes] = {}
    for start in range(_HEADER, len(journal) - _RECORD + 1, _RECORD):
        number = struct.unpack(">I", journal[start : start + 4])[0]
        if number:
            pages.setdefault(number, journal[start + 4 : start + 4 + PAGE])
    return pages


def links(journals: Sequence[bytes], database: bytes, survey: str, pairs: Mapping[bytes, bytes]) -> int:
    """Go back from the database through its journals; return how many of all ``pairs`` are given away."""
    after, right = pages_of(database), 0
    for journal in reversed(journals):
        before = pages_before(journal)
        right += link(before, after, survey, pairs)
        after.update(before)
    return right


def link(before: Pages, after: Pages, survey: str, pairs: Mapping[bytes, bytes]) -> bool:
    """Return whether one slip was used and one counter rose between two states, and they are a pair."""
    name = survey.encode()
    flipped, risen = set[bytes](), set[bytes]()
    for number in before.keys() & after.keys():
        flipped |= flags_on(after[number], name, pairs) - flags_on(before[number], name, pairs)
        risen |= counters_on(after[number], name) - counters_on(before[number], name)
    return len(flipped) == len(risen) == 1 and pairs[flipped.pop()] == risen.pop()[:-12]
