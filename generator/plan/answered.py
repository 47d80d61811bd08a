"""The survey of a site that a report.json belongs to; of teams released together, one for them all."""

from __future__ import annotations

from generator.configuration.joint_survey import one_survey
from generator.configuration.survey import Site, Survey
from generator.report.waves import not_of_this_survey, wave_of
from questionnaire.faults import InputError
from questionnaire.levels_file import whole_id
from questionnaire.release_file import ReleaseFile


def answered_survey(site: Site, released: ReleaseFile) -> Survey:
    """Return the survey of ``site`` whose release is ``released``: of several teams together, one for all.

    Raises ``InputError`` with every reason why it is of none of them.
    """
    first, answered = site.surveys[0], released.wave.survey_id
    if first.teams and answered == whole_id(first.teams):
        survey = one_survey(site, released)
    else:
        survey = next((each for each in site.surveys if each.config.survey.id == answered), first)
    if faults := not_of_this_survey(released.wave, wave_of(survey.config)):
        raise InputError(faults)
    return survey
