"""SQLite's pages and journals of unsealed and sealed surveys, in somebody's hands."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

from tests.attacks.journals import pages_before, pages_of
from tests.attacks.sealed_people import SEALED, Crowd, Written
from tests.attacks.traces import counters_on, flags_on

_SURVEY = SEALED.id.encode()
_SIZE = slice(16, 20)  # where a journal says how many pages the file had before
_NUMBER = 12  # digits of a counter

Pages = Mapping[int, bytes]


def written(journals: Sequence[bytes], database: bytes, people: Crowd) -> list[Written]:
    """Go back from the database through its journals; return what each transaction wrote, in their order."""
    after, back = dict(pages_of(database)), list[Written]()
    for journal in reversed([one for one in journals if any(one)]):
        before = pages_before(journal)
        size = struct.unpack(">I", journal[_SIZE])[0]
        changed = {number: page for number, page in after.items() if number in before or number > size}
        back.append(between(before, changed, people))
        after = {number: page for number, page in after.items() if number <= size} | before
    return back[::-1]


def between(before: Pages, after: Pages, people: Crowd) -> Written:
    """Return the traces and the slips that were written between two states of a file."""
    traces = _traces(after.values(), people) - _traces(before.values(), people)
    flags = _flags(after.values(), people) - _flags(before.values(), people)
    return {trace if people.is_sealed else trace[:-_NUMBER] for trace in traces}, flags


def _traces(pages: Iterable[bytes], people: Crowd) -> set[bytes]:
    if people.is_sealed:
        return {trace for page in pages for trace in people.traces if trace in page}
    return set[bytes]().union(*(counters_on(page, _SURVEY) for page in pages))


def _flags(pages: Iterable[bytes], people: Crowd) -> set[bytes]:
    return set[bytes]().union(*(flags_on(page, _SURVEY, people.pairs) for page in pages))
