"""How the page names surveys that were released in one act: as the report on them does."""

from __future__ import annotations

from dataclasses import replace

from generator.configuration.survey import Survey
from questionnaire import language_folder, measures
from questionnaire.action_plan import ActionPlan
from questionnaire.levels_file import whole_id


def as_reported(survey: Survey, plan: ActionPlan, teams: tuple[str, ...]) -> Survey:
    """Return ``survey`` under the title of the report that ``plan`` answers, in each of its languages.

    A report on several of ``teams`` tells what they contributed together: under the name of one team, or of
    all, its shares would be taken for those of that team, or of all. ``survey`` itself for any other plan.
    """
    report = plan.report
    if not teams or report.wave.survey_id != whole_id(teams):
        return survey
    known = measures.available()
    texts = {language: measures.load(language).texts["whole"] for language in known}
    key = (
        "together_title"
        if any(report.title == each["together_title"] for each in texts.values())
        else "title"
    )
    titles = {}
    for language in survey.config.site.languages:
        catalogue = texts.get(language) or texts.get(language_folder.base(language))
        titles[language] = str(catalogue[key]) if catalogue else report.title or survey.config.survey.id
    table = survey.config.survey.model_copy(update={"title": titles})
    return replace(survey, config=survey.config.model_copy(update={"survey": table}))
