"""The organisation's command to count paper ballots: tally."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands import language
from generator.commands.asking import confirm
from generator.commands.options import (
    config_option,
    database_option,
    exit_1_on_faults,
    survey_option,
)
from generator.commands.paper_table import PaperTable, heaps_as_text, sums_as_text

if TYPE_CHECKING:
    from generator.organisation.storage import CollectingSurvey
    from generator.organisation.unfinished_heaps import UnfinishedHeaps

_HEAP_NUMBER = click.IntRange(1, 9999)  # as in collector.heaps, which takes long to import


@click.command()
@config_option
@survey_option
@database_option
@click.option("--heap", type=_HEAP_NUMBER, help="The number that is written on the heap.")
@exit_1_on_faults
def tally(config_path: Path, survey_id: str | None, database: str | None, heap: int | None) -> None:
    """Enter one heap of paper ballots: a code, or a code and a number, on each line.

    Every heap has a number and is counted once; it shows which are counted already. What was typed is kept
    until the heap is counted or discarded, however the command ends: call it again to go on.
    """
    from generator.organisation.storage import BALLOT_MODES, collecting_survey, database_of
    from generator.organisation.unfinished_heaps import UnfinishedHeaps
    from questionnaire.faults import InputError

    database = database_of(config_path, database)
    survey = collecting_survey(config_path, survey_id, modes=BALLOT_MODES)
    unfinished = UnfinishedHeaps.of(config_path, database, survey.id)
    counted = _counted_so_far(config_path, database, survey, unfinished)
    unfinished.settle(counted)
    click.echo(heaps_as_text(counted, survey.counted.headcount))
    if numbers := unfinished.numbers():
        click.echo(_("Typed in, but not counted yet: {heaps}.").format(heaps=_named(numbers)))
    number = _number_of_heap(heap, counted, unfinished)
    with unfinished.open(number) as kept:
        table = PaperTable(config_path, database, survey, number, kept, sum(counted.values()))
        try:
            table.count()
        except click.Abort:
            click.echo()  # below the question that was not answered
            table.tell_what_is_kept()
            raise
        except InputError:
            table.tell_what_is_kept()
            raise


def _counted_so_far(
    config_path: Path, database: str, survey: CollectingSurvey, unfinished: UnfinishedHeaps
) -> dict[int, int]:
    """Return the ballots of each heap; a survey that takes none now refuses before anybody types them.

    Once it is closed, what was typed cannot be counted any more, and is deleted.
    """
    from generator import clock
    from generator.organisation.storage import database_exists, must_have_opened, open_storage

    must_have_opened(survey, config_path, today=clock.today())
    if not database_exists(database):
        return {}
    with open_storage(config_path, database, survey) as storage:
        if storage.is_closed(survey.id):
            unfinished.forget_all()
        return storage.heaps(survey.id, today=clock.today())


def _number_of_heap(heap: int | None, counted: Mapping[int, int], unfinished: UnfinishedHeaps) -> int:
    """Return ``heap``, or ask for it; ``InputError`` says that a heap of this number is counted already.

    No number is suggested: whoever takes the suggestion counts the same heap a second time.
    """
    from collector.heaps import heap_faults
    from questionnaire.faults import InputError

    number: int = heap or click.prompt(_("Number of this heap"), type=_HEAP_NUMBER)
    if number in counted and number in unfinished.numbers():
        return _renumbered(number, counted, unfinished)
    if faults := list(heap_faults(number, counted)):
        raise InputError(faults)
    return number


def _renumbered(number: int, counted: Mapping[int, int], unfinished: UnfinishedHeaps) -> int:
    """Let somebody say which heap it is that was typed here, and counted under this number elsewhere."""
    with unfinished.open(number) as kept:
        said = _("Heap {heap} was counted elsewhere, with {ballots} ballots. Typed in here: {sums}.")
        sums = sums_as_text(kept.typed.sums)
        click.echo(said.format(heap=number, ballots=language.number(counted[number]), sums=sums))
        if confirm(_("Is it the same heap? Then discard what was typed in here.")):
            kept.forget()
            click.echo(_("Nothing was counted."))
            raise SystemExit(0)
        other = _free_number(counted, unfinished)
        with unfinished.open(other) as renumbered:
            renumbered.keep(kept.typed)
        kept.forget()
    return other


def _free_number(counted: Mapping[int, int], unfinished: UnfinishedHeaps) -> int:
    while True:
        number: int = click.prompt(
            _("Write another number on this heap, and type it here"), type=_HEAP_NUMBER
        )
        if number not in counted and number not in unfinished.numbers():
            return number


def _named(heaps: tuple[int, ...]) -> str:
    return ", ".join(_("heap {heap}").format(heap=heap) for heap in heaps)
