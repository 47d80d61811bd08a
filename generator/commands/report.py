"""The organisation's command for the result: report."""

from __future__ import annotations

import datetime as dt
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands import closing, language
from generator.commands.asking import confirm, must_have_a_terminal
from generator.commands.joint_report import Ending, report_jointly
from generator.commands.named_files import no_report, read_named, read_release, refusal
from generator.commands.options import (
    config_option,
    database_option,
    exit_1_on_faults,
    out_option,
    survey_option,
)

if TYPE_CHECKING:
    from generator.configuration.schema import Config
    from generator.configuration.survey import Site
    from generator.report.side_by_side import Earlier
    from questionnaire.release_file import ReleaseFile


@click.command()
@config_option
@survey_option
@database_option
@out_option("report")
@click.option(
    "--close", "close_now", is_flag=True, help="Close the survey now, before its last day has passed."
)
@click.option("--yes", is_flag=True, help="With --close: without a question, as where there is no terminal.")
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The report.json or plan.json of an earlier wave to compare with.",
)
@click.option(
    "--same-people",
    is_flag=True,
    help="Compare with --previous although its title or id is another: it has asked the same people.",
)
@click.option(
    "--release",
    "release_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For a sealed survey: the report.json that `lastbild count` has made of its urn.",
)
@exit_1_on_faults
def report(
    config_path: Path,
    survey_id: str | None,
    database: str | None,
    out: Path,
    close_now: bool,
    yes: bool,
    previous: Path | None,
    same_people: bool,
    release_path: Path | None,
) -> None:
    """Release the survey's pattern once and write it as a site.

    A second call renders the same release again and never counts anew. A sealed survey is released by its
    trustee: --release takes what `lastbild count` has made of the urn, and no database is needed. A site that
    releases all its surveys in one act has one report on all of them.

    --close asks before it closes early: there is no opening again.
    """
    from generator import clock, output
    from generator.configuration import load
    from generator.organisation.release import release_survey
    from generator.organisation.storage import collecting_survey, database_of, open_storage
    from generator.organisation.unfinished_heaps import must_be_finished
    from generator.plan.single_file import load_program, plan_file
    from generator.report.files import load_texts, report_files
    from questionnaire import release_file

    site = load.load_site(config_path)
    if site.surveys[0].teams:
        _must_be_of_all(site, survey_id, previous)
        ending = Ending(config_path, database, close_now, yes)
        report_jointly(site, ending, out, release_path)
        return
    survey = collecting_survey(config_path, survey_id)
    _must_fit(release_path, sealed=bool(survey.configured.config.collection.seal))
    # Everything that can fail comes before the release: a survey must not be released without a report.
    texts, program = load_texts(survey.configured.config), load_program()
    config = survey.configured.config
    before = _earlier(previous, config, same_people=same_people) if previous else None
    output.check_target(out, "report")
    if release_path:
        file = _release_of(release_path, config)
    else:
        database = database_of(config_path, database)
        with open_storage(config_path, database, survey, must_hold_it=True) as storage:
            must_be_finished(storage, survey, config_path, database, today=clock.today())
            if (
                close_now
                and not yes
                and clock.today() <= survey.counted.closes
                and not storage.is_closed(survey.id)
            ):
                closing.must_have_a_terminal()
                closing.ask(survey)
            released = release_survey(storage, survey, config_path, today=clock.today(), close_now=close_now)
        file = release_file.parse(released)
    brand_files = survey.configured.brand_files
    plan_page = plan_file(config, brand_files, file, program)
    files = report_files(config, brand_files, file, before=before, texts=texts, plan_page=plan_page)
    output.write(files, out, "report")
    click.echo(_("wrote {path}").format(path=out))


def _must_be_of_all(site: Site, survey_id: str | None, previous: Path | None) -> None:
    """Raise ``InputError`` for options that single out one survey of those that are released in one act."""
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    faults = []
    if survey_id is not None:
        details = {"teams": site.surveys[0].teams}
        faults.append(Fault("joint.report_of_one", "--survey", survey_id, details, file=COMMAND_LINE))
    if previous:
        faults.append(Fault("joint.no_previous", "--previous", str(previous), file=COMMAND_LINE))
    if faults:
        raise InputError(faults)


def _must_fit(release_path: Path | None, *, sealed: bool) -> None:
    """Raise ``InputError`` if a sealed survey comes without a release, or another one with one."""
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    if sealed and release_path is None:
        raise InputError([Fault("command.sealed", "--release", file=COMMAND_LINE)])
    if release_path and not sealed:
        raise InputError([Fault("command.not_sealed", "--release", str(release_path), file=COMMAND_LINE)])


def _release_of(path: Path, config: Config) -> ReleaseFile:
    """Return the release in ``path``; ``InputError`` says why it is not that of the survey of ``config``."""
    from generator.report.waves import not_of_this_survey, wave_of

    file = read_release(path, "--release")
    if faults := not_of_this_survey(file.wave, wave_of(config)):
        raise refusal(path, "--release", *faults)
    return file


def _earlier(path: Path, config: Config, *, same_people: bool) -> Earlier:
    """Return the earlier wave in ``path``; ``InputError`` says why it cannot be compared.

    If it may be of other people, somebody is asked; without a terminal, ``same_people`` must say so.
    """
    from dataclasses import replace

    from generator.report.side_by_side import read_earlier
    from generator.report.waves import not_comparable, surely_of_one_survey, title_of, wave_of
    from questionnaire.action_plan import ActionPlan
    from questionnaire.faults import InputError

    survey, title = config.survey, title_of(config)
    try:
        read = read_named(path, "--previous", read_earlier, no_report)
    except InputError as error:  # places in a plan
        raise InputError(
            each if each.file else replace(each, file=str(path)) for each in error.faults
        ) from error
    earlier = read.report if isinstance(read, ActionPlan) else read
    if fault := not_comparable(earlier.wave, wave_of(config)):
        raise refusal(path, "--previous", fault)
    if not same_people and not surely_of_one_survey(earlier, survey.id, title):
        wave = earlier.wave
        former, now = (
            _survey_as_text(wave.survey_id, earlier.title, wave.opens, wave.closes),
            _survey_as_text(survey.id, title, survey.opens, survey.closes),
        )
        _ask_whether_same_people(path, former, now)
    return read if isinstance(read, ActionPlan) else read.result


def _ask_whether_same_people(path: Path, earlier: str, now: str) -> None:
    from questionnaire.faults import Fault

    fault = Fault("report_file.of_another_survey", details={"earlier": earlier, "now": now})
    must_have_a_terminal(*refusal(path, "--previous", fault).faults)
    click.echo(
        _("{path} may be of other people; only two waves of the same people can be compared.").format(
            path=path
        )
    )
    click.echo(_("Earlier: {survey}").format(survey=earlier))
    click.echo(_("Now: {survey}").format(survey=now))
    confirm(_("Did both ask the same people?"), abort=True)


def _survey_as_text(survey_id: str, title: str | None, opens: dt.date | None, closes: dt.date | None) -> str:
    shown_title = _('"{title}"').format(title=title) if title else ""
    days = f"{language.day(opens)} – {language.day(closes)}" if opens and closes else ""
    return ", ".join(filter(None, (survey_id, shown_title, days)))
