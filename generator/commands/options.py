"""The options that commands share, and how a command ends when the input is at fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from generator.commands.language import language_of_faults
from generator.commands.translated import in_spoken_language

if TYPE_CHECKING:
    from questionnaire.faults import Fault

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., object])

config_option = click.option(
    "--config",
    "config_path",
    default="site.toml",
    show_default=True,
    envvar="LASTBILD_CONFIG",
    show_envvar=True,
    type=click.Path(path_type=Path),
    help="The site's configuration.",
)

survey_option = click.option(
    "--survey",
    "survey_id",
    metavar="ID",
    envvar="LASTBILD_SURVEY",
    show_envvar=True,
    help="Which survey; needed where the configuration holds several.",
)

database_option = click.option(
    "--database",
    metavar="URL",
    envvar="LASTBILD_DATABASE",
    show_envvar=True,
    help="Where the counters are: SQLite, or postgresql+psycopg://… (needs lastbild[postgresql]).  "
    "[default: collector.sqlite beside the configuration]",
)


@contextmanager
def telling_of_new_database(database: str) -> Iterator[None]:
    """Say at the end of the block if ``database`` was made in it, even if the command fails.

    Counters that start anew in the middle of a survey must not do so silently.
    """
    from gettext import gettext as _

    from generator.organisation.storage import database_exists, database_file

    was_there = database_exists(database)
    try:
        yield
    finally:
        if not was_there and database_exists(database):
            click.echo(_("made a new database: {path}").format(path=database_file(database)))


def out_option(default: str) -> Callable[[F], F]:
    """Return the option ``--out`` for the folder to write, which is ``default`` if nobody sets it."""
    return click.option(
        "--out",
        default=default,
        show_default=True,
        type=click.Path(path_type=Path),
        help="The folder to write; a former one of ours is replaced at the end only.",
    )


class Day(click.ParamType[dt.date]):
    """A day, written as people or as site.toml write it: 05.02.2027 or 2027-02-05."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day; an error of usage says how one is written."""
        day = _day_in(str(value).strip())
        if day is None:
            said = _("{value} is no day; expected one such as 2027-02-05 or 05.02.2027")
            self.fail(said.format(value=value), param, ctx)
        return day


def _day_in(text: str) -> dt.date | None:
    for layout in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return dt.datetime.strptime(text, layout).date()  # noqa: DTZ007 (a day, no time)
    return None


def exit_1_on_faults(command: Callable[P, None]) -> Callable[P, None]:
    """Make ``command`` print every fault of the input on a line of its own and end with status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from generator.runtime import PreparationError
        from questionnaire.faults import InputError

        try:
            command(*args, **kwargs)
        except InputError as error:
            config_path = kwargs.get("config_path")
            echo_faults(error.faults, config_path if isinstance(config_path, Path) else None)
            raise SystemExit(1) from None
        except PreparationError as error:
            click.echo(str(error), err=True)
            raise SystemExit(1) from None

    return run


def echo_faults(faults: Iterable[Fault], config_path: Path | None = None) -> None:
    """Print each fault on a line of its own, to standard error.

    They are in the language that somebody named, else in the first one of the site of ``config_path``.
    """
    for fault in _with_lines(faults, config_path):
        click.echo(shown_fault(fault, config_path), err=True)


def shown_fault(fault: Fault, config_path: Path | None = None) -> str:
    """Return ``fault`` in one line; an argument is called as help calls it."""
    from questionnaire.faults import COMMAND_LINE

    shown = fault.renamed(in_spoken_language) if fault.file == COMMAND_LINE else fault
    return shown.shown_in(language_of_faults(config_path))


def _with_lines(faults: Iterable[Fault], config_path: Path | None) -> Iterable[Fault]:
    """Return ``faults``, those of keys in ``config_path`` with the line where they stand."""
    from generator.configuration import load

    return load.with_lines(faults, config_path) if config_path else faults
