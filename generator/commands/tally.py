"""The organisation's command to count paper ballots: tally."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import config_option, database_option, exit_1_on_faults, survey_option

if TYPE_CHECKING:
    from generator.count.heaps import BallotHeap
    from generator.organisation.storage import CollectingSurvey

_HEAP_NUMBER = click.IntRange(1, 9999)  # as in collector.heaps, which takes long to import


@click.command()
@config_option
@survey_option
@database_option
@click.option("--heap", type=_HEAP_NUMBER, help="The number that is written on the heap.")
@exit_1_on_faults
def tally(config_path: Path, survey_id: str | None, database: str, heap: int | None) -> None:
    """Enter one heap of paper ballots: a code, or a code and a number, on each line.

    Every heap has a number and is counted once; it shows which are counted already.
    """
    from generator.count.heaps import BallotHeap
    from generator.organisation.storage import BALLOT_MODES, collecting_survey, open_storage, today
    from questionnaire import all_codes

    survey = collecting_survey(config_path, survey_id, modes=BALLOT_MODES)
    counted = _counted_so_far(config_path, database, survey)
    click.echo(_heaps_as_text(counted, survey.counted.headcount))
    number = _number_of_new_heap(heap, counted)
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


def _counted_so_far(config_path: Path, database: str, survey: CollectingSurvey) -> dict[int, int]:
    """Return the ballots of each heap; a survey that takes none now refuses before anybody types them."""
    from generator.organisation.storage import database_exists, open_storage, today

    if not database_exists(database):
        return {}
    with open_storage(config_path, database, survey) as storage:
        return storage.heaps(survey.id, today=today())


def _number_of_new_heap(heap: int | None, counted: Mapping[int, int]) -> int:
    """Return ``heap``, or ask for it; ``InputError`` says that a heap of this number is counted already.

    No number is suggested: whoever takes the suggestion counts the same heap a second time.
    """
    from collector.heaps import heap_faults
    from questionnaire.faults import InputError

    number: int = heap or click.prompt("Number of this heap", type=_HEAP_NUMBER)
    if faults := list(heap_faults(number, counted)):
        raise InputError(faults)
    return number


def _heaps_as_text(counted: Mapping[int, int], headcount: int) -> str:
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
    from generator.count.heaps import EntryError

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
