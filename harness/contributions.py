"""Surveys, slips and submissions for tests, and queries that read a database past the storage."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import create_engine, make_url, text

from collector import Result, Standing, Storage, Submission, Survey
from questionnaire import slips

OPENS = dt.date(2027, 1, 11)
CLOSES = dt.date(2027, 1, 29)
DAY = dt.timedelta(days=1)
EVERY_TABLE = (
    "schema",
    "surveys",
    "extensions",
    "joint",
    "counters",
    "slips",
    "issued",
    "heaps",
    "sealed",
    "ballots",
    "releases",
    "room",
)
# How a survey stands that has just been registered.
REGISTERED = Standing(
    opens=OPENS,
    closes=CLOSES,
    extended_from=None,
    closed=False,
    emptied=False,
    released=False,
    slips=None,
    more_than_invited=False,
)


def survey(**changes: Any) -> Survey:  # noqa: ANN401 (any setting)
    """Return an open survey of 140 people with 18 codes, or with other settings."""
    return replace(Survey("hafen-2027", "open", "levers", OPENS, CLOSES, 10, 140), **changes)


def drawn(number: int, seed: int = 1) -> list[str]:
    """Return ``number`` slips, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (repeatable)
    return [slips.draw(chance.randrange) for _ in range(number)]


def send(code: str = "A-ST", slip: str | None = None, to: str = "hafen-2027") -> Submission:
    """Return a submission."""
    return Submission(to, code, slip)


def contribute(
    storage: Storage, to: Survey, counts: Mapping[str, int], *, today: dt.date | None = None
) -> None:
    """Contribute ``counts`` to a registered survey as its mode asks: as a heap of ballots, or with slips."""
    today = today or to.opens
    if to.mode == "paper":
        heaps = storage.heaps(to.id, today=today)
        storage.tally(to.id, counts, heap=len(heaps) + 1, today=today)
        return
    codes = [code for code, number in counts.items() for _ in range(number)]
    slip_list: list[str | None] = [None] * len(codes)
    if to.mode == "slips":
        slip_list = [*drawn(len(codes), seed=1000 + (storage.slips_issued(to.id) or 0))]
        storage.add_slips(to.id, [slip for slip in slip_list if slip])
    batch = [send(code, slip, to.id) for code, slip in zip(codes, slip_list, strict=True)]
    assert set(storage.record(batch, today=today)) <= {Result.ACCEPTED}


def rows(url: str, table: str) -> list[tuple[object, ...]]:
    """Return a table's rows in the order in which the database itself gives them."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
    finally:
        engine.dispose()


def dump(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table."""
    return {table: rows(url, table) for table in EVERY_TABLE}


def counted(url: str, of: str = "hafen-2027") -> dict[str, int]:
    """Return the number for each counted code, without zeros; also while the survey runs."""
    numbers: dict[str, int] = {}
    for survey_id, code, _, number in rows(url, "counters"):
        if survey_id == of and int(str(number)):
            numbers[str(code)] = numbers.get(str(code), 0) + int(str(number))
    return numbers


def used(url: str) -> int:
    """Return how many slips are used."""
    return sum(int(str(row[2])) for row in rows(url, "slips"))


def opened(url: str, of: Survey, slip_list: list[str] | None = None) -> Storage:
    """Return the storage at ``url`` with the survey ``of`` registered the day before it opens."""
    storage = Storage.open(url, patience=0.2)
    storage.register(of, today=of.opens - DAY)
    if slip_list:
        storage.add_slips(of.id, slip_list)
    return storage
