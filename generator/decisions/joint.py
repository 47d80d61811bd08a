"""How the page names surveys that were released in one act: as the report on them does."""

from __future__ import annotations

from dataclasses import replace

from generator.configuration.joint_survey import titles_of
from generator.configuration.survey import Survey
from questionnaire.action_plan import ActionPlan
from questionnaire.levels_file import whole_id


def as_reported(survey: Survey, plan: ActionPlan, teams: tuple[str, ...]) -> Survey:
    """Return ``survey`` under the title of the report that ``plan`` answers, in each of its languages.

    A report on several of ``teams`` tells what they contributed together: under the name of one team, or of
    all, its shares would be taken for those of that team, or of all. ``survey`` itself for any other plan.
    """
    if not teams or plan.report.wave.survey_id != whole_id(teams):
        return survey
    title = titles_of(plan.report, survey.config.site.languages)
    table = survey.config.survey.model_copy(update={"title": title})
    return replace(survey, config=survey.config.model_copy(update={"survey": table}))
