"""Extending a survey: its database and its site.toml come to say the same new last day.

The database comes first, because it alone can refuse; then site.toml is replaced in one step. If it breaks
off between the two, the same command again ends it. Facilitator and operator may be two people: where
site.toml says so already, only the database follows.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from collector.extending import must_be_extendable
from collector.storage import Storage
from generator.configuration import load
from generator.configuration.survey import Survey
from generator.organisation.storage import CollectingSurvey, database_exists, refusals_as_faults
from generator.studio.document import edited, parsed
from generator.studio.workspace import Workspace
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason


@dataclass(frozen=True, slots=True)
class Extension:
    """The former last day of a survey and the new one; ``is_new`` is ``False`` if both were known before."""

    former: dt.date
    until: dt.date
    is_new: bool


def extend_survey(
    config_path: Path, database: str, survey: CollectingSurvey, until: dt.date, *, today: dt.date
) -> Extension:
    """Move the last day of ``survey`` to ``until``, in the database and in ``config_path``.

    Raises ``InputError`` if the survey may not be extended like that (``collector.extending``), if site.toml
    would have a fault with the new day, such as people who are invited twice, and if it cannot be written.
    """
    counted = survey.counted
    former = counted.extended_from or counted.closes
    contents = (
        None if counted.extended_from else _with_last_day(config_path, survey.configured, former, until)
    )
    with refusals_as_faults(config_path, database, survey.configured.key):
        is_new = _moved(database, survey, until, today)
    if contents is not None:
        _write(config_path, contents)
    return Extension(former, until, is_new or contents is not None)


def _moved(database: str, survey: CollectingSurvey, until: dt.date, today: dt.date) -> bool:
    if not database_exists(database):
        if survey.counted.mode != "paper":
            raise InputError([Fault("command.database_missing", "--database", database, file=COMMAND_LINE)])
        must_be_extendable(survey.counted, until, today)
        return False
    storage = Storage.open(database)
    try:
        return storage.extend(survey.counted, until, today=today)
    finally:
        storage.dispose()


def _with_last_day(config_path: Path, survey: Survey, former: dt.date, until: dt.date) -> bytes:
    """Return site.toml with the new last day, and everything else as it is, comments and spelling too."""
    contents = config_path.read_bytes()
    marked = contents.startswith(_BYTE_ORDER_MARK)
    days = {"closes": until, "extended_from": former}
    at = _place(survey)
    edits = [{"op": "set", "at": [*at, key], "value": day.isoformat()} for key, day in days.items()]
    text = edited(contents.decode("utf-8-sig"), edits)
    if until > former:  # else the collector says what is wrong with it
        load.site_of(parsed(text), config_path)
    return (_BYTE_ORDER_MARK if marked else b"") + text.encode()


_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def _place(survey: Survey) -> list[str | int]:
    """Return where the keys of ``survey`` stand: in [survey], or in an entry of [[surveys]]."""
    entry = re.fullmatch(r"surveys\[(\d+)\]\.closes", survey.key("survey.closes"))
    return ["surveys", int(entry[1]) - 1] if entry else ["survey"]


def _write(config_path: Path, contents: bytes) -> None:
    path = config_path.resolve()  # a link stays one
    workspace = Workspace(path.parent, path.name)
    try:
        with workspace.beside(path.name, contents) as fresh:
            fresh.replace(path)
    except OSError as error:
        details = {"reason": system_reason(error)}
        raise InputError([Fault("organisation.day_not_written", details=details, file=path.name)]) from error
