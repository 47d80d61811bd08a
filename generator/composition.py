"""Where generator and collector meet: a configuration's survey in the collector's storage.

With ``cli_collection`` the only module that knows both (the composition root).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from collector.errors import CollectorError, StorageError
from collector.model import Survey
from collector.storage import Storage
from generator.configuration import config_file
from generator.configuration.editions import Edition, chosen
from generator.faults import Fault, InputError

COLLECTING = ("paper", "open", "slips")


def today() -> dt.date:
    """Return the date, by this machine's clock and time zone."""
    return dt.datetime.now().astimezone().date()


def survey_of(
    config: Path, asked: str | None = None, *, modes: tuple[str, ...] = COLLECTING
) -> tuple[Edition, Survey]:
    """Return the survey that ``config`` describes, of several the one with the id ``asked``.

    Raises ``InputError`` with every fault of the file, for a survey that is not there, and for a mode of
    collection that is not in ``modes``.
    """
    edition = chosen(config_file.load(config), asked)
    return edition, _survey_in(edition, config, modes)


def surveys_of(config: Path, modes: tuple[str, ...]) -> tuple[tuple[Edition, Survey], ...]:
    """Return every survey of ``config`` that collects in one of ``modes``; ``InputError`` if none does."""
    found = config_file.load(config)
    collecting = [edition for edition in found if edition.config.collection.mode in modes] or found[:1]
    return tuple((edition, _survey_in(edition, config, modes)) for edition in collecting)


def _survey_in(edition: Edition, config: Path, modes: tuple[str, ...]) -> Survey:
    mode, survey = edition.config.collection.mode, edition.config.survey
    dated = survey.headcount is not None and survey.opens and survey.closes
    if mode == "off" or mode not in modes or not dated:
        expected = f"expected {' or '.join(modes)} for this command"
        raise InputError([Fault(config.name, edition.key("collection.mode"), expected, mode)])
    with translated(config, "", edition.key):
        fields = survey.model_dump(include={"id", "detail", "opens", "closes", "threshold", "headcount"})
        return Survey(mode=mode, **fields)


@contextmanager
def storage_of(
    config: Path, database: str, edition: Edition, survey: Survey, *, known: bool = False
) -> Iterator[Storage]:
    """Open the database, with the survey in it as configured, and close it at the end.

    With ``known``, a database that does not hold the survey yet is refused and not made: whoever closes
    or reports has the wrong one.
    """
    if known:
        _must_exist(database)
    with translated(config, database, edition.key):
        storage = Storage.open(database)
        try:
            if known:
                storage.load_release(survey.id)  # refuses a survey that is not there
            storage.register(survey, today=today())
            yield storage
        finally:
            storage.dispose()


def register(config: Path, database: str, surveys: Sequence[tuple[Edition, Survey]]) -> None:
    """Bring ``surveys`` into the database as configured; ``InputError`` names the faults of all of them."""
    with translated(config, database):
        storage = Storage.open(database)
        try:
            storage.register_all([survey for _, survey in surveys], today=today())
        except CollectorError:
            _blame(config, database, storage, surveys)
        finally:
            storage.dispose()


def _blame(
    config: Path, database: str, storage: Storage, surveys: Iterable[tuple[Edition, Survey]]
) -> NoReturn:
    """Register one survey after the other, to say of each fault in which edition it is."""
    faults: dict[str, Fault] = {}
    for edition, survey in surveys:
        try:
            with translated(config, database, edition.key):
                storage.register(survey, today=today())
        except InputError as error:
            faults |= {str(fault): fault for fault in error.faults}
    raise InputError(faults.values())


def there_is(database: str) -> bool:
    """Return whether looking into ``database`` makes nothing: ``False`` for an SQLite file to come."""
    path = database.removeprefix("sqlite:///")
    return path == database or not path or Path(path).is_file()


def _must_exist(database: str) -> None:
    if not there_is(database):
        expected = "there is no such file; expected the database that `lastbild collect` or `tally` has used"
        raise InputError([Fault("command line", "--database", expected, database)])


@contextmanager
def translated(config: Path, database: str, key: Callable[[str], str] = str) -> Iterator[None]:
    """Turn the collector's refusals into faults of the input, without a database's password.

    ``key`` says how ``config`` names a survey's keys.
    """
    shown = re.sub(r"//([^:/@]*):[^@/]*@", r"//\1:…@", database)
    try:
        yield
    except CollectorError as error:
        options = {"database": shown, "workers": None, "address": None}
        raise InputError(
            Fault("command line", f"--{fault.key}", fault.expected, options[fault.key] or fault.value)
            if fault.key in options
            else Fault(config.name, key(fault.key), fault.expected, fault.value)
            for fault in error.faults
        ) from error
    except StorageError as error:
        expected = f"cannot be used ({error}); expected a database that can be opened and written"
        raise InputError([Fault("command line", "--database", expected, shown)]) from error
