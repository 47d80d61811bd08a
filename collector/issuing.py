"""How slips become valid: never more than people are invited, and their number is told in the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from collector.errors import CollectorError
from collector.slip_hashes import slip_hash
from collector.tables import issued, slips
from questionnaire.faults import COMMAND_LINE, Fault
from questionnaire.slips import ALPHABET, LENGTH, SlipError


def issue(connection: Connection, settings: Row[Any], drawn: Iterable[str]) -> int:
    """Make the slips ``drawn`` valid for the survey with these ``settings``; return how many are new.

    All slips of the survey are written again in the order of their hashes, so that no trace tells which slip
    came in which batch. Raises ``CollectorError`` for what is no slip, and for more than invited people.
    """
    hashed = _hashes(drawn, settings.salt)
    of_survey = slips.c.survey == settings.id
    stored = {row.hash: row.used for row in connection.execute(select(slips).where(of_survey))}
    new = len(hashed - stored.keys())
    if not new:
        return 0
    if faults := list(_too_many(settings.headcount, len(stored), new)):
        raise CollectorError(faults)
    all_slips = sorted((dict.fromkeys(hashed, 0) | stored).items())
    connection.execute(delete(slips).where(of_survey))
    values = [{"survey": settings.id, "hash": key, "used": used} for key, used in all_slips]
    connection.execute(insert(slips), values)
    note_issued(connection, settings.id)
    return new


def slips_issued(connection: Connection, survey: str) -> int | None:
    """Return how many slips were drawn, also after the close; ``None`` if none ever was."""
    return connection.scalar(select(issued.c.slips).where(issued.c.survey == survey))


def note_issued(connection: Connection, survey: str) -> None:
    """Store how many slips the survey has now; the number stays when the close deletes the slips.

    The close calls it, too: slips that an earlier version drew were not noted then.
    """
    number = connection.scalar(select(func.count()).where(slips.c.survey == survey))
    if number:
        connection.execute(delete(issued).where(issued.c.survey == survey))
        connection.execute(insert(issued).values(survey=survey, slips=number))


def _too_many(headcount: int, drawn: int, new: int) -> Iterator[Fault]:
    """Yield a fault if ``new`` slips beside those ``drawn`` are more than the ``headcount``."""
    if drawn + new > headcount:
        details = {"headcount": headcount, "drawn": drawn, "left": max(headcount - drawn, 0)}
        yield Fault("collector.too_many_slips", "NUMBER", new, details, file=COMMAND_LINE)


def _hashes(drawn: Iterable[str], salt: bytes) -> set[bytes]:
    """Return the hashes of the slips ``drawn``; raises ``CollectorError`` naming each that is not a slip."""
    hashed, faults = set(), []
    for slip in drawn:
        try:
            hashed.add(slip_hash(slip, salt))
        except SlipError as error:
            faults.append(_slip_fault(slip, error))
    if faults:
        raise CollectorError(faults)
    return hashed


def _slip_fault(slip: str, error: SlipError) -> Fault:
    if error.kind == "check":
        return Fault("collector.mistyped_slip", "slip", slip)
    return Fault("collector.no_slip", "slip", slip, {"length": LENGTH, "alphabet": ALPHABET})
