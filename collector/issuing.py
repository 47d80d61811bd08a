"""How many slips a survey has given out: never more than people are invited, and told in the report."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, delete, func, insert, select

from collector.tables import issued, slips
from questionnaire.faults import COMMAND_LINE, Fault


def slips_issued(connection: Connection, survey: str) -> int | None:
    """Return how many slips were drawn, also after the close; ``None`` if none ever was."""
    return connection.scalar(select(issued.c.slips).where(issued.c.survey == survey))


def issuing_faults(headcount: int, drawn: int, new: int) -> Iterator[Fault]:
    """Yield a fault if ``new`` slips beside those ``drawn`` are more than the ``headcount``."""
    if drawn + new > headcount:
        details = {"headcount": headcount, "drawn": drawn, "left": max(headcount - drawn, 0)}
        yield Fault("collector.too_many_slips", "NUMBER", new, details, file=COMMAND_LINE)


def note_issued(connection: Connection, survey: str) -> None:
    """Store how many slips the survey has now; the number stays when the close deletes the slips.

    The close calls it, too: slips that an earlier version drew were not noted then.
    """
    number = connection.scalar(select(func.count()).where(slips.c.survey == survey))
    if number:
        connection.execute(delete(issued).where(issued.c.survey == survey))
        connection.execute(insert(issued).values(survey=survey, slips=number))
