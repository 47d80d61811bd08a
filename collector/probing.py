"""Whether a contribution could be stored now, found out without storing anything.

SQLite: pages are filled and emptied again within one transaction, which goes the way of a contribution: the
lock, the journal, the file, the disk. It fails where the file is locked, read-only or was moved away, and
where the disk is full. The pages stay in the file, empty: the next contributions have that room. Apart from
the count of transactions and the order of the empty pages, nothing in the file tells of a probe.

PostgreSQL: nothing is written. Each transaction that writes gets the next number, and each row keeps the
number of the one that wrote it, so regular probes would turn the rows of slips and ballots into a clock. What
is looked at instead: whether the server takes changes, whether others keep the tables locked, and whether a
temporary file finds room on the disk of the tables. A single row that somebody keeps locked is not noticed.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, insert, text

from collector.errors import StorageError
from collector.tables import room

# Of a page or two that a ballot may need, and of those that point to them.
_ROOM = 16_384  # bytes

_FILL = insert(room).values(number=1, filling=func.zeroblob(bindparam("size")))
_EMPTY = delete(room)
_TAKES_CHANGES = text("SELECT current_setting('transaction_read_only') = 'off' AND NOT pg_is_in_recovery()")
_LOCK = text("LOCK TABLE surveys, counters, slips, ballots IN ROW EXCLUSIVE MODE")
# A sort that does not fit into memory writes a file, and removes it.
_LITTLE_MEMORY = text("SELECT set_config('work_mem', '64kB', true)")
_SORT = text(
    "SELECT count(*) FROM (SELECT repeat(' ', 8000) || place AS filling"
    " FROM generate_series(1, 64) AS place ORDER BY filling OFFSET 0) AS sorted"
)


def probe(connection: Connection) -> None:
    """Raise ``StorageError`` or an error of the database unless a contribution could be stored now."""
    if connection.dialect.name == "sqlite":
        connection.execute(_FILL, {"size": _ROOM})
        connection.execute(_EMPTY)
        return
    if not connection.scalar(_TAKES_CHANGES):
        raise StorageError("read-only")
    for statement in (_LOCK, _LITTLE_MEMORY, _SORT):
        connection.execute(statement)
