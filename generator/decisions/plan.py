"""Read a plan for its public page: it must answer this survey, and have no gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.configuration.survey import Survey
from generator.report.waves import wave_of
from questionnaire import action_plan, release_file
from questionnaire.action_plan import ActionPlan, Decision, Texts
from questionnaire.faults import Fault, InputError
from questionnaire.levels_file import whole_id
from questionnaire.release_file import ReleaseFile, ReleaseFileError, Wave


def read_plan(contents: bytes, file: str) -> ActionPlan:
    """Return the plan in ``contents``, the bytes of ``file``; every fault names that file."""
    try:
        return action_plan.parse(contents)
    except InputError as error:
        raise InputError(replace(fault, file=file) for fault in error.faults) from error


def must_be_told(plan: ActionPlan, survey: Survey, file: str, reports: Iterable[bytes] = ()) -> None:
    """Raise ``InputError`` with every reason why the page of ``survey`` cannot tell ``plan``.

    It answers another survey or wave, or something is missing that employees would miss. A plan that answers
    the joint release of a site is one of each of its surveys. ``file`` is the plan's name; ``reports`` are
    those at hand, as report.json: what the plan says of the release must be what they say.
    """
    other = action_plan.not_of(plan, _wave(survey, plan))
    if faults := [other] if other else [*_contradictions(plan, survey, reports), *action_plan.gaps(plan)]:
        raise InputError(replace(fault, file=file) for fault in faults)


def _contradictions(plan: ActionPlan, survey: Survey, reports: Iterable[bytes]) -> Iterator[Fault]:
    """Yield a fault if ``plan`` says of its release what its survey or its report.json does not."""
    answered = plan.report
    own = wave_of(survey.config)
    if answered.wave.survey_id == own.survey_id and answered.wave.closes != own.closes:
        days = {"opens": answered.wave.opens, "closes": answered.wave.closes}
        yield Fault("report_file.other_days", "report", details=days)
    yield from not_of_reports(plan, reports)


def not_of_reports(plan: ActionPlan, reports: Iterable[bytes]) -> Iterator[Fault]:
    """Yield a fault if one of ``reports`` is the one that ``plan`` answers, and says something else.

    They are files report.json, as ``generator.configuration.plan_file`` finds them: of any survey, or none.
    """
    if any(_is_another(plan.report, contents) for contents in reports):
        yield Fault("action_plan.not_the_report", "report")


def _is_another(answered: ReleaseFile, contents: bytes) -> bool:
    """Tell whether ``contents`` are the report of the same survey and wave, and say something else."""
    try:
        report = release_file.parse(contents)
    except ReleaseFileError:
        return False
    same = (report.wave.survey_id, report.wave.opens) == (answered.wave.survey_id, answered.wave.opens)
    return same and replace(report, title=None) != replace(answered, title=None)


def _wave(survey: Survey, plan: ActionPlan) -> Wave:
    """Return the wave of ``survey``: the one of all surveys together if ``plan`` answers that."""
    table, answered = survey.config.survey, plan.report.wave
    own = Wave(table.id, table.opens, table.closes, answered.instrument)
    if not survey.teams or answered.survey_id != whole_id(survey.teams):
        return own
    within = (
        own.opens and answered.opens and answered.closes and answered.opens <= own.opens <= answered.closes
    )
    return replace(own, survey_id=answered.survey_id, opens=answered.opens if within else own.opens)


def untranslated(plan: ActionPlan, languages: Sequence[str]) -> Iterator[Fault]:
    """Yield a warning for each text of ``plan`` that some of ``languages`` do not have.

    The pages show such a text in another language. Where the plan words a measure of the catalogue anew, the
    others keep the catalogue's words: somebody has to look whether these still say what is decided.
    """
    for place, decision in enumerate(plan.decisions, start=1):
        for name, texts in _texts(decision):
            missing = tuple(language for language in languages if language not in texts)
            if texts and missing:
                kept = decision.measure and name in ("title", "what")
                kind = "action_plan.catalogue_kept" if kept else "action_plan.other_language"
                details = {"missing": missing, "there": tuple(texts)}
                yield Fault(kind, f"decisions[{place}].{name}", details=details)


def _texts(decision: Decision) -> tuple[tuple[str, Texts], ...]:
    """Return the texts that the page shows, by their keys."""
    if decision.status == "not_now":
        return ("title", decision.title), ("reason", decision.reason)
    return ("title", decision.title), ("what", decision.what), ("effect", decision.effect)
