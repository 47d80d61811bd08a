"""Configured surveys in the collector's storage: commands register and open them here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from collector import model
from collector.errors import CollectorError, StorageError
from collector.storage import Storage
from generator import clock
from generator.configuration import load
from generator.configuration.survey import Survey, survey_with_id
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import database_reason

COLLECTING_MODES = ("paper", "open", "slips")
BALLOT_MODES = ("paper",)
DATABASE_FILE = "./collector.sqlite"  # beside the configuration
_FIELDS = {"id", "detail", "opens", "closes", "extended_from", "threshold", "headcount"}


@dataclass(frozen=True, slots=True)
class CollectingSurvey:
    """A survey that collects: as it is configured, and as the collector counts it."""

    configured: Survey
    counted: model.Survey

    @property
    def id(self) -> str:
        """The survey's id at the collector."""
        return self.counted.id


def collecting_survey(
    config_path: Path, survey_id: str | None = None, *, modes: tuple[str, ...] = COLLECTING_MODES
) -> CollectingSurvey:
    """Return the survey that ``config_path`` describes; of several, the one with ``survey_id``.

    Raises ``InputError`` with every fault of the file; also if the survey does not exist, or its mode of
    collection is not in ``modes``.
    """
    survey = survey_with_id(load.load_surveys(config_path), survey_id)
    return _collecting(survey, config_path, modes)


def collecting_surveys(config_path: Path, modes: tuple[str, ...]) -> tuple[CollectingSurvey, ...]:
    """Return every survey that collects in one of ``modes``; raises ``InputError`` if none does."""
    surveys = load.load_surveys(config_path)
    # If none collects in these modes, the fault of the first one says so.
    chosen = [survey for survey in surveys if survey.config.collection.mode in modes] or surveys[:1]
    return tuple(_collecting(survey, config_path, modes) for survey in chosen)


def _collecting(survey: Survey, config_path: Path, modes: tuple[str, ...]) -> CollectingSurvey:
    mode, table = survey.config.collection.mode, survey.config.survey
    dated = table.headcount is not None and table.opens and table.closes
    if mode == "off" or mode not in modes or not dated:
        fault = _other_mode(mode, modes).renamed(survey.key)
        raise InputError([replace(fault, file=config_path.name)])
    with refusals_as_faults(config_path, "", survey.key):
        fields = table.model_dump(include=_FIELDS)
        seal = survey.config.collection.seal
        release, teams = survey.config.collection.release, tuple(sorted(survey.teams))
        counted = model.Survey(mode=mode, seal=seal, release=release, teams=teams, **fields)
        return CollectingSurvey(survey, counted)


def _other_mode(mode: str, modes: tuple[str, ...]) -> Fault:
    if modes == BALLOT_MODES and mode != "off":  # nobody contributes there in any other way
        return Fault("collector.without_ballots", "collection.mode", mode)
    return Fault("command.other_mode", "collection.mode", mode, {"modes": modes})


@contextmanager
def open_storage(
    config_path: Path, database: str, survey: CollectingSurvey, *, must_hold_it: bool = False
) -> Iterator[Storage]:
    """Open the database, register the survey as it is configured, and close the database after the block.

    Raises ``InputError`` if the storage refuses the survey. With ``must_hold_it``, also if the database does
    not hold the survey yet; it is then not created. A command that closes or reports sets it: there, such a
    database is the wrong one.
    """
    if must_hold_it and not database_exists(database):
        raise InputError([Fault("command.database_missing", "--database", database, file=COMMAND_LINE)])
    with refusals_as_faults(config_path, database, survey.configured.key):
        storage = Storage.open(database)
        try:
            if must_hold_it:
                storage.load_release(survey.id)  # refuses a survey that it does not hold
            storage.register(survey.counted, today=clock.today())
            yield storage
        finally:
            storage.dispose()


@contextmanager
def open_joint_storage(
    config_path: Path, database: str, surveys: Sequence[CollectingSurvey]
) -> Iterator[Storage]:
    """Open the database for ``surveys``, which it holds, registered as configured; close it after the block.

    Raises ``InputError`` if it lacks one of them, or refuses the settings of one.
    """
    with open_storage(config_path, database, surveys[0], must_hold_it=True) as storage:
        for survey in surveys:
            with refusals_as_faults(config_path, database, survey.configured.key):
                storage.load_release(survey.id)
        register_all(config_path, database, surveys)
        yield storage


def must_have_opened(survey: CollectingSurvey, config_path: Path, *, today: dt.date) -> None:
    """Raise ``InputError`` before the survey's first day."""
    opens = survey.counted.opens
    if today < opens:
        key = survey.configured.key("survey.opens")
        raise InputError([Fault("organisation.not_open", key, opens.isoformat(), file=config_path.name)])


def register_all(config_path: Path, database: str, surveys: Sequence[CollectingSurvey]) -> None:
    """Register ``surveys`` in the database as configured; ``InputError`` names the faults of all of them."""
    with refusals_as_faults(config_path, database):
        storage = Storage.open(database)
        try:
            storage.register_all([survey.counted for survey in surveys], today=clock.today())
        except CollectorError:
            _raise_faults_of_each(config_path, database, storage, surveys)
        finally:
            storage.dispose()


def _raise_faults_of_each(
    config_path: Path, database: str, storage: Storage, surveys: Iterable[CollectingSurvey]
) -> NoReturn:
    """Register one survey after the other, so that each fault names the key of its own survey."""
    faults: list[Fault] = []
    for survey in surveys:
        try:
            with refusals_as_faults(config_path, database, survey.configured.key):
                storage.register(survey.counted, today=clock.today())
        except InputError as error:
            faults += error.faults
    raise InputError(faults)


def database_of(config_path: Path, database: str | None = None) -> str:
    """Return the address ``database``; without one, that of ``collector.sqlite`` beside ``config_path``.

    It is the same file wherever a command is called from. Earlier versions took the one in the working
    folder: ``InputError`` says what to do if only that one exists, because a second, empty database would
    count what the first one lacks. The folder's name must hold no ``?``, which ends a path in an address.
    """
    if database is not None:
        return database
    beside = config_path.parent.resolve() / DATABASE_FILE
    former = Path.cwd() / DATABASE_FILE
    if not beside.exists() and former.is_file():
        details = {"beside": str(beside.parent), "database": sqlite_address(former)}
        raise InputError(
            [Fault("organisation.database_elsewhere", "--database", str(former), details, file=COMMAND_LINE)]
        )
    return sqlite_address(beside)


def sqlite_address(path: Path) -> str:
    """Return the address of the SQLite file ``path``; ``InputError`` if it cannot be one."""
    if "?" in str(path):
        raise InputError([Fault("organisation.no_database_path", "--database", str(path), file=COMMAND_LINE)])
    plain = f"sqlite:///{path}"
    if database_file(plain) == path:
        return plain
    return URL.create(
        "sqlite", database=str(path)
    ).render_as_string()  # %20 in a name would be read as a space


def database_file(database: str) -> Path | None:
    """Return the SQLite file behind the address ``database``; ``None`` for any other database."""
    try:
        address = make_url(database)
    except ArgumentError:
        return None
    in_a_file = address.drivername.startswith("sqlite") and address.database not in (None, "", ":memory:")
    return Path(str(address.database)) if in_a_file else None


def database_exists(database: str) -> bool:
    """Return ``False`` for an SQLite file that does not exist yet, and ``True`` for any other database."""
    path = database_file(database)
    return path is None or path.is_file()


@contextmanager
def refusals_as_faults(config_path: Path, database: str, key: Callable[[str], str] = str) -> Iterator[None]:
    """Raise the collector's refusals as ``InputError``, by file and option, without the database's password.

    ``key`` returns the name of a survey's key in ``config_path``.
    """
    shown = without_password(database)
    try:
        yield
    except CollectorError as error:
        raise InputError(
            _with_database(fault, shown)
            if fault.file == COMMAND_LINE
            else replace(fault.renamed(key), file=config_path.name)
            for fault in error.faults
        ) from error
    except StorageError as error:
        details = {"reason": database_reason(str(error))}
        fault = Fault("collector.unusable", "--database", shown, details, file=COMMAND_LINE)
        raise InputError([fault]) from error


def without_password(database: str) -> str:
    """Return the address ``database`` as it may be shown: people copy what they see into tickets."""
    if database.startswith("sqlite"):  # has none
        return database
    shown = re.sub(r"//([^:/]*):[^@]*@", r"//\1:…@", database)
    return re.sub(r"([?&][^=&]*pass[^=&]*=)[^&]*", r"\1…", shown)


def _with_database(fault: Fault, shown: str) -> Fault:
    """Return ``fault``; if it is the database's, with ``shown`` as its value."""
    return replace(fault, value=shown) if fault.key == "--database" else fault
