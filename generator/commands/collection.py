"""The organisation's commands: collect, slips, tally, close, report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import config_option, exit_1_on_faults, out_option, survey_option

if TYPE_CHECKING:
    from generator.configuration.schema import Config
    from generator.organisation.ballots import BallotHeap
    from questionnaire import Release, Withheld

MOST_SLIPS = 100_000
MOST_HEAPS = 9999

_database_option = click.option(
    "--database",
    default="sqlite:///collector.sqlite",
    show_default=True,
    metavar="URL",
    help="Where the counters are: SQLite, or postgresql+psycopg://… (needs lastbild[postgresql]).",
)


@click.command()
@config_option
@_database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--trust-proxy", is_flag=True, help="A reverse proxy in front appends X-Forwarded-For.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="For PostgreSQL only.")
@exit_1_on_faults
def collect(config_path: Path, database: str, host: str, port: int, trust_proxy: bool, workers: int) -> None:
    """Run the collector for every survey that collects: counters only, no row per person, no access log."""
    from collector.app import Settings
    from collector.server import run
    from generator.organisation.storage import collecting_surveys, refusals_as_faults, register_all
    from generator.rendering.page_context import origin
    from questionnaire.faults import Fault, InputError

    surveys = collecting_surveys(config_path, modes=("open", "slips"))
    address = surveys[0].configured.config.site.address
    if address is None:
        raise InputError([Fault("command.collector_without_address", "site.address", file=config_path.name)])
    counted = [survey.counted for survey in surveys]
    for survey in counted:
        click.echo(
            f"Collecting {survey.id!r} at http://{host}:{port}/ from {survey.opens} to {survey.closes}"
        )
    register_all(config_path, database, surveys)
    with refusals_as_faults(config_path, database):
        settings = Settings(origin=origin(address), trust_proxy=trust_proxy)
        run(database, counted, host, port, settings=settings, workers=workers)


@click.command()
@click.argument("number", type=click.IntRange(1, MOST_SLIPS))
@config_option
@survey_option
@_database_option
@click.option(
    "--out",
    help="The sheet to write; it is never overwritten.",
    default="slips.html",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
)
@exit_1_on_faults
def slips(number: int, config_path: Path, survey_id: str | None, database: str, out: Path) -> None:
    """Draw NUMBER one-time slips and write them as a printable sheet; at most as many as people are invited.

    Only salted hashes go to the database; delete the sheet when it is printed.
    """
    import secrets

    from generator.organisation.storage import collecting_survey, open_storage
    from generator.slips.sheet import slip_sheet
    from questionnaire import slips as slip

    survey = collecting_survey(config_path, survey_id, modes=("slips",))
    config = survey.configured.config
    drawn = [slip.draw(secrets.randbelow) for _ in range(number)]
    sheet = slip_sheet(config, drawn, survey.configured.brand_files)
    with open_storage(config_path, database, survey) as storage:
        # The sheet comes first: if it cannot be written, the database holds no slips that nobody can draw.
        _write_sheet(out, sheet)
        try:
            storage.add_slips(survey.id, drawn)
            drawn_so_far = storage.slips_issued(survey.id)
        except BaseException:
            out.unlink()  # nobody may draw a slip that the database does not know
            raise
    click.echo(f"wrote {out} with {number} slips; print it, then delete it")
    click.echo(f"Drawn so far: {drawn_so_far} slips; {survey.counted.headcount} people are invited.")
    if config.site.address is None:
        click.echo("Note: site.address is not set, so the slips carry no QR code.", err=True)


def _write_sheet(out: Path, sheet: bytes) -> None:
    from generator.slips.sheet import write_slip_sheet
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    try:
        write_slip_sheet(out, sheet)
    except FileExistsError as error:
        raise InputError([Fault("output.slips_exist", "--out", str(out), file=COMMAND_LINE)]) from error
    except OSError as error:
        details = {"reason": error.strerror}
        raise InputError([Fault("output.failed", "--out", str(out), details, file=COMMAND_LINE)]) from error


@click.command()
@config_option
@survey_option
@_database_option
@click.option("--heap", type=click.IntRange(1, MOST_HEAPS), help="The number that is written on the heap.")
@exit_1_on_faults
def tally(config_path: Path, survey_id: str | None, database: str, heap: int | None) -> None:
    """Enter one heap of paper ballots: a code, or a code and a number, on each line.

    Every heap has a number and is counted once; it shows which are counted already.
    """
    from collector.heaps import heap_faults
    from generator.organisation.ballots import BallotHeap
    from generator.organisation.storage import (
        BALLOT_MODES,
        collecting_survey,
        database_exists,
        open_storage,
        today,
    )
    from questionnaire import all_codes
    from questionnaire.faults import InputError

    survey = collecting_survey(config_path, survey_id, modes=BALLOT_MODES)
    counted: dict[int, int] = {}
    if database_exists(database):  # a survey that takes no ballots refuses before somebody types them
        with open_storage(config_path, database, survey) as storage:
            counted = storage.heaps(survey.id, today=today())
    click.echo(_heaps_as_text(counted, survey.counted.headcount))
    # No number is suggested: whoever takes the suggestion counts the same heap a second time.
    number = heap or click.prompt("Number of this heap", type=click.IntRange(1, MOST_HEAPS))
    if faults := list(heap_faults(number, counted)):
        raise InputError(faults)
    ballots = BallotHeap(all_codes(survey.counted.detail))
    if not _enter_ballots(ballots):
        click.echo("Nothing was counted.")
        return
    if not _confirm(ballots):
        click.echo("Nothing was counted.")
        raise SystemExit(1)
    with open_storage(config_path, database, survey) as storage:
        storage.tally(survey.id, ballots.counts(), heap=number, today=today())
        counted = storage.heaps(survey.id, today=today())
    click.echo(f"counted heap {number} with {ballots.total()} ballots")
    click.echo(_heaps_as_text(counted, survey.counted.headcount))


def _heaps_as_text(counted: dict[int, int], headcount: int) -> str:
    """Return which heaps are counted, so that a person can tell whether the one in their hand is."""
    heaps = (
        ", ".join(f"heap {number} ({ballots} ballots)" for number, ballots in counted.items()) or "no heap"
    )
    return f"Counted so far: {heaps}; {sum(counted.values())} ballots in all, {headcount} people are invited."


def _enter_ballots(heap: BallotHeap) -> bool:
    """Read ballots line by line into ``heap``; return ``False`` if they were cancelled."""
    click.echo(f"Codes: {' '.join(heap.codes)}. Lines: CODE, CODE NUMBER, undo, list, cancel, done.")
    while (line := click.prompt("ballot", prompt_suffix="> ").strip().lower()) != "done":
        if line == "cancel":
            return False
        click.echo(_answer_to(line, heap))
    return True


def _answer_to(line: str, heap: BallotHeap) -> str:
    from generator.organisation.ballots import EntryError

    if line == "undo":
        undone = heap.undo()
        return f"undone: {undone[0]} {undone[1]}" if undone else "nothing to undo"
    if line == "list":
        return _counts_as_text(heap.counts())
    try:
        code, number = heap.enter(line)
    except EntryError as error:
        return f"not entered: {error}"
    return f"{code} {number}; {heap.total()} so far"


def _confirm(heap: BallotHeap) -> bool:
    """Ask how many ballots are on the table, to catch a typing error, and whether to count them."""
    total = heap.total()
    counted = click.prompt("How many ballots are in the heap?", type=int)
    if counted != total:
        click.echo(
            f"{total} were entered, but the heap holds {counted}; look for the mistake and enter again."
        )
        return False
    return click.confirm(f"{_counts_as_text(heap.counts())}\nCount these {total} ballots?", default=False)


def _counts_as_text(counts: dict[str, int]) -> str:
    return ", ".join(f"{code} {number}" for code, number in counts.items()) or "none yet"


@click.command()
@config_option
@survey_option
@_database_option
@exit_1_on_faults
def close(config_path: Path, survey_id: str | None, database: str) -> None:
    """Close the survey for good; nothing is counted afterwards.

    In a terminal it asks before: there is no opening again.
    """
    from generator.organisation.storage import collecting_survey, open_storage

    survey = collecting_survey(config_path, survey_id)
    if sys.stdin.isatty():
        click.confirm(f"Close {survey.id!r} for good, and delete its slips?", abort=True)
    with open_storage(config_path, database, survey, must_hold_it=True) as storage:
        storage.close(survey.id)
    click.echo(f"closed {survey.id!r}")


@click.command()
@config_option
@survey_option
@_database_option
@out_option("report")
@click.option(
    "--close", "close_now", is_flag=True, help="Close the survey now, before its last day has passed."
)
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The report.json of an earlier wave to compare with.",
)
@exit_1_on_faults
def report(
    config_path: Path,
    survey_id: str | None,
    database: str,
    out: Path,
    close_now: bool,
    previous: Path | None,
) -> None:
    """Release the survey's pattern once and write it as a site.

    A second call renders the same release again and never counts anew.
    """
    from generator import output
    from generator.organisation.release import release_survey
    from generator.organisation.storage import collecting_survey, open_storage, today
    from generator.report import release_file
    from generator.report.files import load_texts, report_files

    survey = collecting_survey(config_path, survey_id)
    # Everything that can fail comes before the release: a survey must not be released without a report.
    texts = load_texts(survey.configured.config)
    before = _earlier_result(previous, survey.configured.config) if previous else None
    output.check_target(out, "report")
    with open_storage(config_path, database, survey, must_hold_it=True) as storage:
        released = release_survey(storage, survey, config_path, today=today(), close_now=close_now)
    configured, file = survey.configured, release_file.parse(released)
    files = report_files(configured.config, configured.brand_files, file, before=before, texts=texts)
    output.write(files, out, "report")
    click.echo(f"wrote {out}")


def _earlier_result(path: Path, config: Config) -> Release | Withheld:
    """Return the result of the earlier wave in ``path``; ``InputError`` says why it cannot be compared."""
    from dataclasses import replace

    from generator.report import release_file
    from generator.report.waves import not_comparable, wave_of
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    try:
        earlier = release_file.parse(path.read_bytes())
        fault = not_comparable(earlier.wave, wave_of(config))
    except OSError as error:
        fault = Fault("report_file.unreadable", details={"reason": error.strerror})
    except release_file.ReleaseFileError as error:
        fault = error.fault
    if fault:
        raise InputError([replace(fault, key="--previous", value=str(path), file=COMMAND_LINE)])
    return earlier.result


COMMANDS: tuple[click.Command, ...] = (collect, slips, tally, close, report)
