"""The organisation's commands: collect, slips, tally, close, report.

This is the composition root: the only module that knows both the generator and the collector.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.options import config_option, ending_with_1_for_faults, out_option

if TYPE_CHECKING:
    from collector.model import Survey
    from collector.storage import Storage
    from generator.config import Config
    from questionnaire import Release, Withheld

MOST_SLIPS = 100_000

_database = click.option(
    "--database",
    default="sqlite:///collector.sqlite",
    show_default=True,
    metavar="URL",
    help="Where the counters are: SQLite, or postgresql+psycopg://… (needs lastbild[postgresql]).",
)


@click.command()
@config_option
@_database
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--trust-proxy", is_flag=True, help="A reverse proxy in front appends X-Forwarded-For.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="For PostgreSQL only.")
@ending_with_1_for_faults
def collect(config: Path, database: str, host: str, port: int, trust_proxy: bool, workers: int) -> None:
    """Run the collector for the survey: counters only, no row per person, no access log."""
    from collector.app import Settings
    from collector.server import run
    from generator.faults import Fault, InputError
    from generator.plan import origin

    settings, survey = _survey(config, modes=("open", "slips"))
    if settings.site.address is None:
        expected = "is missing; expected the site's own address: codes are taken from its pages only"
        raise InputError([Fault(config.name, "site.address", expected)])
    click.echo(f"Collecting {survey.id!r} at http://{host}:{port}/ from {survey.opens} to {survey.closes}")
    with _translated(config, database):
        run(
            database,
            [survey],
            host,
            port,
            settings=Settings(origin=origin(settings.site.address), trust_proxy=trust_proxy),
            workers=workers,
        )


@click.command()
@click.argument("number", type=click.IntRange(1, MOST_SLIPS))
@config_option
@_database
@click.option(
    "--out",
    help="The sheet to write; it is never overwritten.",
    default="slips.html",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
)
@ending_with_1_for_faults
def slips(number: int, config: Path, database: str, out: Path) -> None:
    """Draw NUMBER one-time slips and write them as a printable sheet.

    Only salted hashes go to the database; delete the sheet when it is printed.
    """
    from generator import slip_sheet
    from generator.faults import Fault, InputError
    from questionnaire import slips as slip

    settings, survey = _survey(config, modes=("slips",))
    if out.exists():
        expected = "is there already and is not overwritten: it may hold slips that count"
        raise InputError([Fault("command line", "--out", expected, str(out))])
    drawn = [slip.draw(secrets.randbelow) for _ in range(number)]
    page = slip_sheet.sheet(settings, drawn)
    with _storage(config, database, survey) as storage:
        # The sheet is written first: slips that count and that nobody holds would help nobody.
        try:
            out.write_bytes(page)
        except OSError as error:
            raise InputError(
                [Fault("command line", "--out", f"cannot be written ({error.strerror})", str(out))]
            ) from error
        storage.add_slips(survey.id, drawn)
    click.echo(f"wrote {out} with {number} slips; print it, then delete it")
    if settings.site.address is None:
        click.echo("Note: site.address is not set, so the slips carry no QR code.", err=True)


@click.command()
@config_option
@_database
@ending_with_1_for_faults
def tally(config: Path, database: str) -> None:
    """Enter paper ballots: a code, or a code and a number, on each line."""
    from generator.tallying import EntryError, Session
    from questionnaire import all_codes

    _, survey = _survey(config, modes=("paper", "open", "slips"))
    session = Session(all_codes(survey.detail))
    click.echo(f"Codes: {' '.join(session.codes)}. Lines: CODE, CODE NUMBER, undo, list, cancel, done.")
    while (line := click.prompt("ballot", prompt_suffix="> ").strip().lower()) != "done":
        if line == "cancel":
            click.echo("Nothing was counted.")
            return
        if line == "undo":
            undone = session.undo()
            click.echo(f"undone: {undone[0]} {undone[1]}" if undone else "nothing to undo")
        elif line == "list":
            click.echo(_listed(session.counts()))
        else:
            try:
                code, number = session.enter(line)
                click.echo(f"{code} {number}; {session.total()} so far")
            except EntryError as error:
                click.echo(f"not entered: {error}")
    if not _confirmed(session.total(), session.counts()):
        click.echo("Nothing was counted.")
        raise SystemExit(1)
    with _storage(config, database, survey) as storage:
        storage.tally(survey.id, session.counts(), today=_today())
    click.echo(f"counted {session.total()} ballots")


def _confirmed(total: int, counts: dict[str, int]) -> bool:
    """Ask for what only the heap itself can tell, so that a slip of the finger shows."""
    heap = click.prompt("How many ballots are in the heap?", type=int)
    if heap != total:
        click.echo(f"{total} were entered, but the heap holds {heap}; look for the mistake and enter again.")
        return False
    return click.confirm(f"{_listed(counts)}\nCount these {total} ballots?", default=False)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{code} {number}" for code, number in counts.items()) or "none yet"


@click.command()
@config_option
@_database
@ending_with_1_for_faults
def close(config: Path, database: str) -> None:
    """Close the survey for good; nothing is counted afterwards."""
    _, survey = _survey(config, modes=("paper", "open", "slips"))
    with _storage(config, database, survey) as storage:
        storage.close(survey.id)
    click.echo(f"closed {survey.id!r}")


@click.command()
@config_option
@_database
@out_option("report")
@click.option(
    "--close", "closing", is_flag=True, help="Close the survey now, before its last day has passed."
)
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The report.json of an earlier wave to compare with.",
)
@ending_with_1_for_faults
def report(config: Path, database: str, out: Path, closing: bool, previous: Path | None) -> None:
    """Release the survey's pattern once and write it as a site.

    A second call renders the same release again and never counts anew.
    """
    from generator import config_file, output
    from generator.report import plan, stored

    settings, survey = _survey(config, modes=("paper", "open", "slips"))
    _, logo = config_file.load(config)
    before = _previous(previous) if previous else None
    texts = plan.load_texts(settings)
    output.check_target(out)
    with _storage(config, database, survey) as storage:
        body = storage.load_release(survey.id) or _release(storage, survey, config, closing=closing)
    output.write(plan.plan(settings, logo, stored.parse(body), before=before, texts=texts), out)
    click.echo(f"wrote {out}")


def _release(storage: Storage, survey: Survey, config: Path, *, closing: bool) -> bytes:
    """Close the survey, apply the disclosure rule once and keep what it gave."""
    from generator.faults import Fault, InputError
    from generator.report import stored
    from questionnaire import release

    if not closing and _today() <= survey.closes:
        expected = f"has not passed; wait until {survey.closes} is over, or close the survey now with --close"
        raise InputError([Fault(config.name, "survey.closes", expected, str(survey.closes))])
    storage.close(survey.id)
    body = stored.dump(release(storage.counts(survey.id), threshold=survey.threshold))
    storage.save_release(survey.id, body)
    return body


def _previous(path: Path) -> Release | Withheld:
    from generator.faults import Fault, InputError
    from generator.report import stored

    try:
        return stored.parse(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError([Fault("command line", "--previous", str(error), str(path))]) from error


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _survey(config: Path, *, modes: tuple[str, ...]) -> tuple[Config, Survey]:
    """Return the configuration and the survey it describes, or refuse a mode that the command is not for."""
    from collector.model import Survey
    from generator import config_file
    from generator.faults import Fault, InputError

    settings, _ = config_file.load(config)
    mode = settings.collection.mode
    survey = settings.survey
    if (
        mode == "off"
        or mode not in modes
        or survey.headcount is None
        or not survey.opens
        or not survey.closes
    ):
        expected = f"expected {' or '.join(modes)} for this command"
        raise InputError([Fault(config.name, "collection.mode", expected, mode)])
    with _translated(config, ""):
        made = Survey(
            id=survey.id,
            mode=mode,
            detail=survey.detail,
            opens=survey.opens,
            closes=survey.closes,
            threshold=survey.threshold,
            headcount=survey.headcount,
        )
    return settings, made


@contextmanager
def _storage(config: Path, database: str, survey: Survey) -> Iterator[Storage]:
    """Open the database, make sure that the survey stands in it as configured, and close it at the end."""
    from collector.storage import Storage

    with _translated(config, database):
        storage = Storage.open(database)
        try:
            storage.register(survey, today=_today())
            yield storage
        finally:
            storage.dispose()


@contextmanager
def _translated(config: Path, database: str) -> Iterator[None]:
    """Turn the collector's refusals into faults of the input."""
    from collector.errors import CollectorError, StorageError
    from generator.faults import Fault, InputError

    try:
        yield
    except CollectorError as error:
        raise InputError(
            Fault(config.name, fault.key, fault.expected, fault.value) for fault in error.faults
        ) from error
    except StorageError as error:
        expected = f"cannot be used ({error}); expected a database that can be opened and written"
        raise InputError(
            [Fault("command line", "--database", expected, _without_password(database))]
        ) from error


def _without_password(url: str) -> str:
    return re.sub(r"//([^:/@]*):[^@/]*@", r"//\1:…@", url)


COMMANDS: tuple[click.Command, ...] = (collect, slips, tally, close, report)
