"""Health checks, which come as regularly as a clock ticks, and what they would leave in a database."""

from __future__ import annotations

import random
from collections.abc import Callable

from sqlalchemy import Engine, text

from collector import Storage
from collector.database import connect
from harness.contributions import OPENS, rows, send
from tests.attacks.attack import Found, attack
from tests.attacks.people import People, with_slips

_MANY, _SECONDS = 20, 120


def _writing_a_row(engine: Engine) -> None:
    """Check whether the database takes changes by changing something: a row of no contribution."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE schema SET version = version"))


def _seconds_read(url: str, check: Callable[[Storage, Engine], None]) -> int:
    """Return for how many slips the database tells the second in which each was used.

    Every second somebody asks /healthz, as monitoring does; contributions come at seconds that are drawn. The
    attacker has one copy of the tables, and takes a slip's transaction, less those of the slips before it.
    """
    people = with_slips(url, _MANY)
    storage, engine = Storage.open(url), connect(url, 1.0)
    drawn = sorted(random.Random(19).sample(range(1, _SECONDS), _MANY))  # noqa: S311 (repeatable)
    first = _next_transaction(engine)
    for second in range(_SECONDS):
        if second in drawn:
            person = drawn.index(second)
            storage.record([send(people.codes[person], people.slips[person])], today=OPENS)
        check(storage, engine)
    storage.dispose()
    engine.dispose()
    return _right(url, people, drawn, first)


def _next_transaction(engine: Engine) -> int:
    with engine.begin() as connection:
        return int(connection.execute(text("SELECT pg_current_xact_id()::text")).scalar_one()) + 1


def _right(url: str, people: People, drawn: list[int], first: int) -> int:
    writers = rows(url, "(SELECT hash, xmin::text FROM slips WHERE used = 1) AS used_slips")
    in_order = sorted(writers, key=lambda row: int(str(row[1])))
    read = {bytes(row[0]): int(str(row[1])) - first - place for place, row in enumerate(in_order)}  # type: ignore[call-overload]
    return sum(read[hashed] == second for hashed, second in zip(people.hashes, drawn, strict=True))


@attack(
    family="storage",
    attacker="operator",
    wants="read from one copy of PostgreSQL's tables in which second each slip was used",
    naive="A health check that writes a row each second numbers the seconds: 20 of 20 slips.",
    product="A check that looks at locks, state and room and writes nothing: 0 of 20 slips.",
)
def test_health_checks_are_a_clock(postgresql_urls: tuple[str, str], found: Found) -> None:
    """PostgreSQL numbers the transactions that write, and keeps the number in every row."""
    naive = _seconds_read(postgresql_urls[0], lambda _, engine: _writing_a_row(engine))
    ours = _seconds_read(postgresql_urls[1], lambda storage, _: storage.check())
    found(f"{naive} of {_MANY}", f"{ours} of {_MANY}")
