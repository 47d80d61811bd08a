"""Read a plan for its public page: it must answer this survey, and have no gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.configuration.schema import Config
from questionnaire import action_plan
from questionnaire.action_plan import ActionPlan, Decision, Texts
from questionnaire.faults import Fault, InputError
from questionnaire.levels_file import whole_id
from questionnaire.release_file import Wave


def plan_to_tell(contents: bytes, config: Config, file: str, teams: tuple[str, ...] = ()) -> ActionPlan:
    """Return the plan in ``contents``, the bytes of ``file``.

    Where surveys are released in one act, ``teams`` are the ids of all: a plan that answers what is released
    together is each one's plan, too. Raises ``InputError`` with every fault: it is no plan, one of another
    survey or wave, or something is missing that employees would miss.
    """
    try:
        plan = action_plan.parse(contents)
    except InputError as error:
        raise InputError(replace(fault, file=file) for fault in error.faults) from error
    other = action_plan.not_of(plan, _wave(config, plan))
    if other and _is_of_all(teams, plan, config):
        other = None
    if faults := [other] if other else list(action_plan.gaps(plan)):
        raise InputError(replace(fault, file=file) for fault in faults)
    return plan


def _is_of_all(teams: tuple[str, ...], plan: ActionPlan, config: Config) -> bool:
    """Tell whether ``plan`` answers the joint release of ``teams``, of the days of this survey."""
    wave, opens = plan.report.wave, config.survey.opens
    if not teams or wave.survey_id != whole_id(teams):
        return False
    return bool(opens and wave.opens and wave.closes and wave.opens <= opens <= wave.closes)


def _wave(config: Config, plan: ActionPlan) -> Wave:
    survey = config.survey
    return Wave(survey.id, survey.opens, survey.closes, plan.report.wave.instrument)


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
