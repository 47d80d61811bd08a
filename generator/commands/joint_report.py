"""The report on all teams of a site that releases them in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands import closing
from generator.commands.named_files import no_report, read_named, refusal

if TYPE_CHECKING:
    from generator.configuration.survey import Site
    from generator.organisation.storage import CollectingSurvey
    from questionnaire.levels_file import LevelsFile


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the counts are, and how the surveys end: ``close_now`` before their last day, asking or not."""

    config_path: Path
    database: str | None
    close_now: bool
    unasked: bool


def report_jointly(site: Site, ending: Ending, out: Path, release_path: Path | None) -> None:
    """Release all surveys of ``site`` once, and write the report on all of them into ``out``.

    Sealed ones are in the file ``release_path``. Raises ``InputError`` with every fault; nothing is released
    then.
    """
    from generator import output
    from generator.plan.single_file import load_program, plan_file
    from generator.report.whole import joint_report_files, load_texts_of_all
    from questionnaire import levels_file

    # Everything that can fail comes before the release: no survey must be released without a report.
    _must_fit(site, release_path)
    texts, program = load_texts_of_all(site), load_program()
    output.check_target(out, "report")
    file = _levels_of(release_path, site) if release_path else levels_file.parse(_released(ending))
    files = joint_report_files(site, file, texts, partial(plan_file, program=program))
    output.write(files, out, "report")
    click.echo(_("wrote {path}").format(path=out))
    _tell(file)


def _tell(file: LevelsFile) -> None:
    from questionnaire.disclosure import Withheld

    for own in file.own:
        click.echo(_("A report of its own: {survey}").format(survey=own.wave.survey_id))
    if file.together and isinstance(file.together.result, Withheld):
        click.echo(_("Nothing may be shown, of no team and not of all together."))
    elif file.joined:
        click.echo(_("Shown together: {surveys}").format(surveys=", ".join(file.joined)))


def _released(ending: Ending) -> bytes:
    from generator import clock
    from generator.organisation.joint_release import release_jointly
    from generator.organisation.storage import (
        COLLECTING_MODES,
        collecting_surveys,
        database_of,
        open_joint_storage,
    )
    from generator.organisation.unfinished_heaps import must_be_finished

    config_path, today = ending.config_path, clock.today()
    database = database_of(config_path, ending.database)
    surveys = collecting_surveys(config_path, COLLECTING_MODES)
    with open_joint_storage(config_path, database, surveys) as storage:
        for survey in surveys:
            must_be_finished(storage, survey, config_path, database, today=today)
        if ending.close_now and not ending.unasked:
            _ask(
                [each for each in surveys if today <= each.counted.closes and not storage.is_closed(each.id)]
            )
        return release_jointly(storage, surveys, config_path, today=today, close_now=ending.close_now)


def _ask(running: Sequence[CollectingSurvey]) -> None:
    if running:
        closing.must_have_a_terminal()
    for survey in running:
        closing.ask(survey)


def _must_fit(site: Site, release_path: Path | None) -> None:
    """Raise ``InputError`` if sealed surveys come without their release, or others with one."""
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    sealed = bool(site.surveys[0].config.collection.seal)
    if sealed and release_path is None:
        raise InputError([Fault("joint.sealed", "--release", file=COMMAND_LINE)])
    if release_path and not sealed:
        raise InputError([Fault("command.not_sealed", "--release", str(release_path), file=COMMAND_LINE)])


def _levels_of(path: Path, site: Site) -> LevelsFile:
    """Return the joint release in ``path``; ``InputError`` says why it is not that of ``site``."""
    from generator.report.joint import not_of_this_site
    from questionnaire import levels_file

    file = read_named(path, "--release", levels_file.parse, no_report)
    if faults := not_of_this_site(file, site):
        raise refusal(path, "--release", *faults)
    return file
