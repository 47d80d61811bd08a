"""The survey of a site that a report.json belongs to; of teams released together, one for them all."""

from __future__ import annotations

from collections.abc import Sequence

from generator.configuration.survey import Survey
from generator.report.waves import not_of_this_survey, wave_of
from questionnaire.faults import InputError
from questionnaire.levels_file import whole_id
from questionnaire.release_file import ReleaseFile


def answered_survey(surveys: Sequence[Survey], released: ReleaseFile) -> Survey:
    """Return the one of ``surveys``, those of one site, whose release is ``released``.

    If it is of several teams together, the survey has the first one's brand and languages, and the days,
    number and title of the release. Raises ``InputError`` with every reason why it is of none of them.
    """
    together = _together(surveys[0], released)
    named = [each for each in surveys if each.config.survey.id == released.wave.survey_id]
    survey = together or (named or surveys)[0]
    if faults := not_of_this_survey(released.wave, wave_of(survey.config)):
        raise InputError(faults)
    return survey


def _together(first: Survey, released: ReleaseFile) -> Survey | None:
    """Return a survey that stands for all teams, if ``released`` is of several together."""
    wave = released.wave
    if not first.teams or wave.survey_id != whole_id(first.teams):
        return None
    values = {
        "id": wave.survey_id,
        "opens": wave.opens,
        "closes": wave.closes,
        "extended_from": wave.extended_from,
        **({"title": released.title} if released.title else {}),
        **({"headcount": released.reach.invited} if released.reach else {}),
    }
    table = first.config.survey.model_copy(update=values)
    return Survey("", first.config.model_copy(update={"survey": table}), first.brand_files)
