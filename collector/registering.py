"""Registering surveys: a server that starts again changes nothing, and what people rely on never changes.

Until a survey opens (its first day, or its first contribution) every setting may be corrected, except that
the threshold is never lowered. From then on every setting stands, but for the last day, which
``collector.extending`` may move once.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from sqlalchemy import (
    Connection,
    Row,
    SmallInteger,
    String,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    true,
    update,
    values,
)

from collector.errors import CollectorError
from collector.model import Survey
from collector.settings import SETTINGS, seals_of, teams_of
from collector.slip_hashes import SALT_BYTES
from collector.tables import FixedWidth, ballots, counters, extensions, joint, sealed, shards, surveys
from questionnaire import all_codes
from questionnaire.faults import Fault
from questionnaire.model import Detail

_AT_ONCE = 500  # surveys in one statement
_KEYS = {
    "mode": "collection.mode",
    "detail": "survey.detail",
    "opens": "survey.opens",
    "closes": "survey.closes",
    "extended_from": "survey.extended_from",
    "threshold": "survey.threshold",
    "headcount": "survey.headcount",
    "seal": "collection.seal",
    "release": "collection.release",
    "teams": "surveys",
}

_LAST_DAYS = ("closes", "extended_from")


def register(connection: Connection, wanted: Sequence[Survey], today: dt.date) -> None:
    """Store the surveys ``wanted``; change those that are stored already, as far as that is allowed.

    Raises ``CollectorError`` with the faults of all surveys; the caller then rolls back.
    """
    faults: list[Fault] = []
    while wanted:
        chunk = {survey.id: survey for survey in reversed(wanted[:_AT_ONCE])}  # of equal ids, the first
        wanted = [survey for survey in wanted if chunk.get(survey.id) is not survey]
        stored = _stored(connection, chunk)
        _insert(connection, [survey for survey in chunk.values() if survey.id not in stored])
        for row in stored.values():
            faults += _change(connection, chunk[row.id], row, today)
    if faults:
        raise CollectorError(faults)


def _stored(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    query = SETTINGS.where(surveys.c.id.in_(ids)).order_by(surveys.c.id).with_for_update(of=surveys)
    return {row.id: row for row in connection.execute(query)}


def _insert(connection: Connection, fresh: Sequence[Survey]) -> None:
    if not fresh:
        return
    connection.execute(insert(surveys), [_row(survey) for survey in fresh])
    note_extensions(connection, fresh)
    _note_joint_releases(connection, fresh)
    _prepare_collecting(connection, fresh)


def note_extensions(connection: Connection, of: Iterable[Survey]) -> None:
    """Store the former last days of those surveys that were extended."""
    extended = [
        {"survey": survey.id, "extended_from": survey.extended_from} for survey in of if survey.extended_from
    ]
    if extended:
        connection.execute(insert(extensions), extended)


def _note_joint_releases(connection: Connection, of: Iterable[Survey]) -> None:
    """Store of those surveys that are released in one act with others how, and with which."""
    rows = [
        {"survey": survey.id, "kind": survey.release, "teams": " ".join(survey.teams)}
        for survey in of
        if survey.teams
    ]
    if rows:
        connection.execute(insert(joint), rows)


def _row(survey: Survey) -> dict[str, Any]:
    row = asdict(survey) | {"closed": False, "salt": secrets.token_bytes(SALT_BYTES)}
    return {name: value for name, value in row.items() if name in surveys.c}


def _prepare_collecting(connection: Connection, fresh: Sequence[Survey]) -> None:
    """Store the seals of sealed surveys, which have no counters, and the counters of all others."""
    for detail in get_args(Detail):
        ids = [survey.id for survey in fresh if survey.detail == detail and not survey.seal]
        _fill_counters(connection, ids, detail)
    seals = [
        {"survey": survey.id, "public_keys": " ".join(survey.seal), "emptied": False}
        for survey in fresh
        if survey.seal
    ]
    if seals:
        connection.execute(insert(sealed), seals)


def _change(connection: Connection, survey: Survey, stored: Row[Any], today: dt.date) -> list[Fault]:
    changed = changes(survey, stored)
    if not changed:
        return []
    opened = has_opened(connection, stored, today)
    if faults := list(_faults(_settings(stored), changed, opened=opened)):
        return faults
    settings = {name: getattr(survey, name) for name in _KEYS if name in surveys.c}
    connection.execute(update(surveys).where(surveys.c.id == survey.id).values(**settings))
    connection.execute(delete(extensions).where(extensions.c.survey == survey.id))
    note_extensions(connection, [survey])
    connection.execute(delete(joint).where(joint.c.survey == survey.id))
    _note_joint_releases(connection, [survey])
    if "detail" in changed or "seal" in changed:
        for table in (counters, sealed):
            connection.execute(delete(table).where(table.c.survey == survey.id))
        _prepare_collecting(connection, [survey])
    return []


def changes(survey: Survey, stored: Row[Any]) -> dict[str, Any]:
    """Return the settings of ``survey`` that differ from those that are ``stored``: name -> its own value."""
    former = _settings(stored)
    return {name: value for name in _KEYS if (value := getattr(survey, name)) != former[name]}


def has_opened(connection: Connection, stored: Row[Any], today: dt.date) -> bool:
    """Return whether people may rely on the survey: its first day has come, or something was counted."""
    return today >= stored.opens or stored.closed or _anything_counted(connection, stored.id)


def _settings(stored: Row[Any]) -> dict[str, Any]:
    return {
        **stored._mapping,  # noqa: SLF001 (SQLAlchemy's own name for it)
        "seal": seals_of(stored),
        "release": stored.kind or "each",
        "teams": teams_of(stored),
    }


def _extension_fault(stored: Mapping[str, Any], changed: Mapping[str, Any]) -> Fault | None:
    """Return the fault of a last day that differs because one side knows of an extension."""
    former, wanted = stored["extended_from"], changed.get("extended_from")
    closes, survey = changed.get("closes", stored["closes"]), stored["id"]
    if former and not changed.keys().isdisjoint(_LAST_DAYS):
        extended = {"survey": survey, "closes": stored["closes"], "former": former}
        return Fault("collector.extended", _KEYS["closes"], _shown(closes), extended)
    if wanted and wanted == stored["closes"]:
        missing = {"survey": survey, "former": wanted}
        return Fault("collector.extension_missing", _KEYS["closes"], _shown(closes), missing)
    if wanted:
        return Fault("collector.not_extended", _KEYS["extended_from"], _shown(wanted), {"survey": survey})
    return None


def _faults(stored: Mapping[str, Any], changed: dict[str, Any], *, opened: bool) -> Iterator[Fault]:
    extension_fault = _extension_fault(stored, changed) if opened else None
    if extension_fault:
        yield extension_fault
    for name, value in changed.items():
        former = stored[name]
        if extension_fault and name in _LAST_DAYS:
            continue
        if name == "teams" and "release" in changed:
            continue  # one setting, told once
        if opened and name == "seal" and former == ():
            never = {"survey": stored["id"]}
            yield Fault("collector.never_sealed", _KEYS[name], _shown(value), never)
        elif opened:
            details = {"former": former, "survey": stored["id"]}
            yield Fault("collector.settled", _KEYS[name], _shown(value), details)
        elif name == "threshold" and value < former:
            yield Fault("collector.threshold_lowered", _KEYS[name], value, {"former": former})


def _shown(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _anything_counted(connection: Connection, survey: str) -> bool:
    numbers = connection.scalars(select(counters.c.number).where(counters.c.survey == survey))
    return any(numbers) or bool(connection.scalar(select(exists().where(ballots.c.survey == survey))))


def _fill_counters(connection: Connection, ids: Sequence[str], detail: Detail) -> None:
    """Store a zero for every code of the surveys ``ids``, in the order of the keys, within the database."""
    pairs = [(code, shard) for code in all_codes(detail) for shard in range(shards(connection))]
    kinds = values(column("code", String), column("shard", SmallInteger), name="kinds").data(pairs).cte()
    all_of_them = (
        select(surveys.c.id, kinds.c.code, kinds.c.shard, literal(0, FixedWidth()))
        .select_from(surveys.join(kinds, true()))
        .where(surveys.c.id.in_(ids))
        .order_by(surveys.c.id, kinds.c.code, kinds.c.shard)
    )
    connection.execute(insert(counters).from_select(["survey", "code", "shard", "number"], all_of_them))


def lock_setup(connection: Connection) -> None:
    """Keep other processes from making tables or surveys until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


_LOCK = 0x6C617374  # a number that nothing else uses
