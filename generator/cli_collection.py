"""The organisation's commands: collect, slips, tally, close, report.

With ``composition`` the only module that knows both the generator and the collector.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.options import config_option, ending_with_1_for_faults, out_option, survey_option

if TYPE_CHECKING:
    from collector.model import Survey
    from collector.storage import Storage
    from generator.configuration.editions import Edition
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
    """Run the collector for every survey that collects: counters only, no row per person, no access log."""
    from collector.app import Settings
    from collector.server import run
    from generator.composition import register, surveys_of, translated
    from generator.faults import Fault, InputError
    from generator.frame import origin

    collecting = surveys_of(config, modes=("open", "slips"))
    address = collecting[0][0].config.site.address
    if address is None:
        expected = "is missing; expected the site's own address: codes are taken from its pages only"
        raise InputError([Fault(config.name, "site.address", expected)])
    for _, survey in collecting:
        click.echo(
            f"Collecting {survey.id!r} at http://{host}:{port}/ from {survey.opens} to {survey.closes}"
        )
    register(config, database, collecting)
    with translated(config, database):
        run(
            database,
            [survey for _, survey in collecting],
            host,
            port,
            settings=Settings(origin=origin(address), trust_proxy=trust_proxy),
            workers=workers,
        )


@click.command()
@click.argument("number", type=click.IntRange(1, MOST_SLIPS))
@config_option
@survey_option
@_database
@click.option(
    "--out",
    help="The sheet to write; it is never overwritten.",
    default="slips.html",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
)
@ending_with_1_for_faults
def slips(number: int, config: Path, asked: str | None, database: str, out: Path) -> None:
    """Draw NUMBER one-time slips and write them as a printable sheet.

    Only salted hashes go to the database; delete the sheet when it is printed.
    """
    import secrets

    from generator import slip_sheet
    from generator.composition import storage_of, survey_of
    from generator.faults import Fault, InputError
    from questionnaire import slips as slip

    edition, survey = survey_of(config, asked, modes=("slips",))
    drawn = [slip.draw(secrets.randbelow) for _ in range(number)]
    page = slip_sheet.sheet(edition.config, drawn, edition.files)
    with storage_of(config, database, edition, survey) as storage:
        # The sheet is written first: slips that count and that nobody holds would help nobody.
        try:
            slip_sheet.write(out, page)
        except FileExistsError as error:
            expected = "is there already and is not overwritten: it may hold slips that count"
            raise InputError([Fault("command line", "--out", expected, str(out))]) from error
        except OSError as error:
            expected = f"cannot be written ({error.strerror})"
            raise InputError([Fault("command line", "--out", expected, str(out))]) from error
        try:
            storage.add_slips(survey.id, drawn)
        except BaseException:
            out.unlink()  # nobody shall draw a slip that does not count
            raise
    click.echo(f"wrote {out} with {number} slips; print it, then delete it")
    if number > survey.headcount:
        click.echo(f"Note: that is more than survey.headcount ({survey.headcount}).", err=True)
    if edition.config.site.address is None:
        click.echo("Note: site.address is not set, so the slips carry no QR code.", err=True)


@click.command()
@config_option
@survey_option
@_database
@ending_with_1_for_faults
def tally(config: Path, asked: str | None, database: str) -> None:
    """Enter paper ballots: a code, or a code and a number, on each line."""
    from generator.composition import storage_of, survey_of, there_is, today
    from generator.tallying import EntryError, Session
    from questionnaire import all_codes

    edition, survey = survey_of(config, asked)
    if there_is(database):  # a survey that takes no ballots says so before anything is typed
        with storage_of(config, database, edition, survey) as storage:
            storage.tally(survey.id, {}, today=today())
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
    with storage_of(config, database, edition, survey) as storage:
        storage.tally(survey.id, session.counts(), today=today())
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
@survey_option
@_database
@ending_with_1_for_faults
def close(config: Path, asked: str | None, database: str) -> None:
    """Close the survey for good; nothing is counted afterwards.

    In a terminal it asks before: there is no opening again.
    """
    from generator.composition import storage_of, survey_of

    edition, survey = survey_of(config, asked)
    if sys.stdin.isatty():
        click.confirm(f"Close {survey.id!r} for good, and delete its slips?", abort=True)
    with storage_of(config, database, edition, survey, known=True) as storage:
        storage.close(survey.id)
    click.echo(f"closed {survey.id!r}")


@click.command()
@config_option
@survey_option
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
def report(
    config: Path, asked: str | None, database: str, out: Path, closing: bool, previous: Path | None
) -> None:
    """Release the survey's pattern once and write it as a site.

    A second call renders the same release again and never counts anew.
    """
    from generator import output
    from generator.composition import storage_of, survey_of
    from generator.report import plan, stored

    edition, survey = survey_of(config, asked)
    before = _previous(previous) if previous else None
    texts = plan.load_texts(edition.config)
    output.check_target(out, "report")
    with storage_of(config, database, edition, survey, known=True) as storage:
        body = storage.load_release(survey.id) or _release(storage, edition, survey, config, closing=closing)
    files = plan.plan(edition.config, edition.files, stored.parse(body), before=before, texts=texts)
    output.write(files, out, "report")
    click.echo(f"wrote {out}")


def _release(storage: Storage, edition: Edition, survey: Survey, config: Path, *, closing: bool) -> bytes:
    """Close the survey, apply the disclosure rule once and keep what it gave."""
    from generator.composition import today
    from generator.faults import Fault, InputError
    from generator.report import stored
    from questionnaire import release

    if today() < survey.opens:
        expected = "has not come yet; there is nothing to release"
        raise InputError([Fault(config.name, edition.key("survey.opens"), expected, str(survey.opens))])
    if not (closing or storage.is_closed(survey.id)) and today() <= survey.closes:
        expected = f"has not passed; wait until {survey.closes} is over, or close the survey now with --close"
        raise InputError([Fault(config.name, edition.key("survey.closes"), expected, str(survey.closes))])
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


COMMANDS: tuple[click.Command, ...] = (collect, slips, tally, close, report)
