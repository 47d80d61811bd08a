"""PostgreSQL's transactions over unsealed and sealed surveys: from its log of changes, and from its rows."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from harness.contributions import rows
from harness.postgresql import write_ahead_log
from tests.attacks.postgresql_logs import Backup, changes, place, position
from tests.attacks.sealed_people import Crowd, Written

_INSERTION = re.compile(
    r"tx: +(?P<tx>\d+).*INSERT(?:\+INIT)? off:? ?(?P<off>\d+)"
    r".*blkref #0: rel \d+/\d+/(?P<table>\d+) blk (?P<block>\d+)"
)


@dataclass(slots=True)
class Transactions:
    """What each transaction wrote: by its number, which counts up."""

    traces: dict[int, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    slips: dict[int, set[bytes]] = field(default_factory=lambda: defaultdict(set))

    def in_order(self) -> list[Written]:
        """Return the traces and the slips of each transaction, in the order of their numbers."""
        numbers = sorted(self.traces.keys() | self.slips.keys())
        return [(self.traces.get(number, set()), self.slips.get(number, set())) for number in numbers]


class Log:
    """PostgreSQL's log of changes from now on, and where the rows stood before: a backup, or a replica."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._backup = Backup.of(url)
        self._start = position(url)

    def written(self) -> list[Written]:
        """Return what was written since; to be called before the close writes the rows anew."""
        found, end = Transactions(), position(self._url)
        at = {
            place(ctid): bytes(ballot)  # type: ignore[call-overload]
            for ctid, ballot in rows(self._url, "(SELECT ctid, ballot FROM ballots) AS b")
        }
        [(table,)] = rows(self._url, "(SELECT pg_relation_filenode('ballots')) AS f")
        for line in write_ahead_log(self._url, self._start, end):
            if (inserted := _INSERTION.search(line)) and int(inserted["table"]) == table:
                row = at[int(inserted["block"]), int(inserted["off"])]
                found.traces[int(inserted["tx"])].add(row)
        for change in changes(self._url, self._start, end):
            for of, rows_at, written in zip(
                self._backup.tables,
                (self._backup.slips, self._backup.counters),
                (found.slips, found.traces),
                strict=True,
            ):
                if change.table == of and change.old in rows_at:
                    rows_at[change.new] = rows_at[change.old]
                    written[change.transaction].add(rows_at[change.new])
        return found.in_order()


def by_writers(url: str, people: Crowd) -> list[Written]:
    """Return what each transaction wrote, by the number that PostgreSQL notes with each row (``xmin``)."""
    found = Transactions()
    trace = "ballot FROM ballots" if people.is_sealed else "code FROM counters WHERE number > 0"
    for number, row in rows(url, f"(SELECT xmin::text::bigint, {trace}) AS t"):
        found.traces[int(str(number))].add(row.encode() if isinstance(row, str) else bytes(row))  # type: ignore[call-overload]
    for number, hashed in rows(url, "(SELECT xmin::text::bigint, hash FROM slips WHERE used = 1) AS s"):
        found.slips[int(str(number))].add(bytes(hashed))  # type: ignore[call-overload]
    return found.in_order()
