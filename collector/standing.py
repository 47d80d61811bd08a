"""Where a survey stands, for those who run it: its days and what was done; never how many contributed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Row

from collector.checks import is_released, sums
from collector.issuing import slips_issued
from collector.sealed_ballots import number_of_ballots
from collector.settings import SETTINGS, seals_of
from collector.tables import surveys


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one survey in the collector's database.

    opens, closes:     its first and its last day.
    extended_from:     its former last day; ``None`` if it was not extended.
    closed:            whether it was closed for good, by ``lastbild close`` or by its release.
    emptied:           whether its sealed ballots were taken out, into the urn.
    released:          whether the one release was made here; that of a sealed survey is made by its trustee.
    slips:             how many were drawn; ``None`` if none ever was.
    more_than_invited: whether it holds more contributions than people are invited; ``False`` once the counts
                       or the ballots are deleted.

    ``more_than_invited`` is the only thing in it that contributions change, and one more can change it only
    when everybody invited could have contributed. Whoever adds contributions of their own until it changes
    knows how many the others sent; so does whoever runs the database, where it can be asked.
    """

    opens: dt.date
    closes: dt.date
    extended_from: dt.date | None
    closed: bool
    emptied: bool
    released: bool
    slips: int | None
    more_than_invited: bool


def standing_of(connection: Connection, survey: str) -> Standing | None:
    """Return where ``survey`` stands; ``None`` if the database does not hold it. Locks nothing."""
    row = connection.execute(SETTINGS.where(surveys.c.id == survey)).one_or_none()
    if row is None:
        return None
    return Standing(
        opens=row.opens,
        closes=row.closes,
        extended_from=row.extended_from,
        closed=bool(row.closed),
        emptied=bool(row.emptied),
        released=is_released(connection, survey),
        slips=slips_issued(connection, survey),
        more_than_invited=_contributions(connection, row) > row.headcount,
    )


def _contributions(connection: Connection, settings: Row[object]) -> int:
    if seals_of(settings):
        return number_of_ballots(connection, settings.id)
    return sums(connection, settings.id).total()
