"""The files of a joint release: a report for each team that has one, one for the others, the whole in front.

The whole is told by the published releases alone: for each type between which shares it lies. Teams stand in
the order of the site, and nothing compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.brand.brand_files import BrandFiles
from generator.configuration.joint_survey import Title, one_survey
from generator.configuration.schema import Config, localised
from generator.configuration.survey import Site, Survey, language_path
from generator.rendering.content_security_policy import content_security_policy
from generator.rendering.page_context import page_context
from generator.rendering.stylesheets import style_files
from generator.rendering.templates import Renderer
from generator.report.files import Texts, in_report_languages, load_texts, report_files, report_style
from generator.report.findings import Figure
from questionnaire import CONSTELLATIONS, dates, levels_file
from questionnaire.disclosure import TOP, TWENTIETHS
from questionnaire.levels import Bounds, whole_bounds
from questionnaire.levels_file import LevelsFile
from questionnaire.release_file import ReleaseFile

LEVELS = "levels.json"
TOGETHER = "together/"  # the folder of the report on the teams that are released together

# Makes the page of the action plan that answers a release.
PlanPage = Callable[[Config, BrandFiles, ReleaseFile], bytes]

TextsOfAll = Mapping[str, Mapping[str, Texts]]  # id of a survey, "" for the whole -> language -> texts


def load_texts_of_all(site: Site) -> TextsOfAll:
    """Return the texts of all reports; raises ``InputError`` as ``load_texts`` does, before any release."""
    return {
        **{survey.config.survey.id: load_texts(survey.config) for survey in site.surveys},
        "": load_texts(site.surveys[0].config),
    }


def joint_report_files(
    site: Site, file: LevelsFile, texts: TextsOfAll, plan_page: PlanPage | None = None
) -> dict[str, bytes]:
    """Return every file of the report on all teams: path within it -> contents.

    If no team has a release of its own, it is an ordinary report, on all of them. Else the whole stands in
    front, with a folder for each team that has a report, and one for the others together. Each report has the
    page of its action plan, if ``plan_page`` makes one.
    """
    data = {LEVELS: levels_file.dump(file)}
    if file.together and not file.own:
        return {**_report_together(site, file.together, "title", texts, plan_page), **data}
    found: dict[str, bytes] = {}
    surveys = {survey.config.survey.id: survey for survey in site.surveys}
    for own in file.own:
        survey = surveys[own.wave.survey_id]
        of_team = report_files(
            survey.config,
            survey.brand_files,
            own,
            texts=texts[own.wave.survey_id],
            plan_page=plan_page(survey.config, survey.brand_files, own) if plan_page else None,
        )
        found |= {f"{survey.folder}{path}": contents for path, contents in of_team.items()}
    if file.together:
        together = _report_together(site, file.together, "together_title", texts, plan_page)
        found |= {f"{TOGETHER}{path}": contents for path, contents in together.items()}
    return {**found, **_whole_files(site, file, texts[""]), **data}


def _report_together(
    site: Site, released: ReleaseFile, title: Title, texts: TextsOfAll, plan_page: PlanPage | None
) -> dict[str, bytes]:
    survey = one_survey(site, released, title)
    page = plan_page(survey.config, survey.brand_files, released) if plan_page else None
    return report_files(survey.config, survey.brand_files, released, texts=texts[""], plan_page=page)


def _whole_files(site: Site, file: LevelsFile, texts: Mapping[str, Texts]) -> dict[str, bytes]:
    survey = one_survey(site, file.own[0], "title")
    survey = replace(survey, config=in_report_languages(survey.config))
    config, brand_files = survey.config, survey.brand_files
    pages = {
        f"{language_path(config, language)}index.html": _page(site, survey, file, texts, language)
        for language in texts
    }
    return {**pages, **style_files(config.brand, brand_files), "assets/report.css": report_style()}


def _page(site: Site, survey: Survey, file: LevelsFile, texts: Mapping[str, Texts], language: str) -> bytes:
    text, releases = texts[language], [*file.own, *([file.together] if file.together else [])]
    whole = text.catalogue.texts["whole"]
    surveys = {each.config.survey.id: in_report_languages(each.config) for each in site.surveys}
    titles = {team: localised(config.survey.title, language) for team, config in surveys.items()}
    folders = {each.config.survey.id: each.page_folder(language) for each in site.surveys}
    context: dict[str, Any] = {
        "policy": content_security_policy(),
        "t": text.catalogue.texts,
        "o": whole,
        "constellations": CONSTELLATIONS,
        "period": _period(releases, text),
        "invited": sum(each.reach.invited for each in releases if each.reach),
        "contributions": sum(part.contributions for part in file.levels.parts),
        "findings": list(_findings(whole_bounds(file.levels), text)),
        "teams": [(titles[team], folders[team]) for team, _ in file.levels.own],
        "joined": [titles[team] for team in file.joined],
        "together": f"{TOGETHER}{language_path(survey.config, language)}index.html",
    }
    words = {code: each.words for code, each in texts.items()}
    return Renderer().page("whole.html.j2", page_context(survey, language, "index.html", words) | context)


def _period(releases: Sequence[ReleaseFile], text: Texts) -> str:
    opens = [each.wave.opens for each in releases if each.wave.opens]
    closes = [each.wave.closes for each in releases if each.wave.closes]
    first, last = (dates.written(day, text.words["dates"]) for day in (min(opens), max(closes)))
    return str(text.catalogue.texts["whole"]["period"]).format(opens=first, closes=last)


def _findings(bounds: Sequence[Bounds], text: Texts) -> Iterator[dict[str, object]]:
    names: dict[str, str] = {c: text.words["constellations"][c]["name"] for c in CONSTELLATIONS}
    names |= {"M": text.catalogue.texts["mixed_title"], "N": text.catalogue.texts["none_title"]}
    for each in bounds:
        yield {
            "category": each.category,
            "name": names[each.category],
            "words": range_in_words(each, text.catalogue.texts),
            "figures": range_of_figures(each),
        }


def range_of_figures(bounds: Bounds) -> tuple[Figure, ...]:
    """Return twenty figures: those surely of the type, those that may be, and the others."""
    states: dict[Figure, int] = {
        "filled": bounds.lowest,
        "perhaps": bounds.highest - bounds.lowest,
        "open": TWENTIETHS - bounds.highest,
    }
    return tuple(state for state, number in states.items() for _ in range(number))


def range_in_words(bounds: Bounds, texts: Mapping[str, Any]) -> str:
    """Return between which shares a type lies, such as "about a fifth to about a third"."""
    whole, lowest, highest = texts["whole"], _words(bounds.lowest, texts), _words(bounds.highest, texts)
    if bounds.highest == 0:
        return str(texts["shares"]["nobody"])
    if bounds.lowest == 0:
        told = whole["unknown"] if bounds.highest > TOP else whole["at_most"]
        return str(told).format(highest=highest)
    return lowest if lowest == highest else str(whole["between"]).format(lowest=lowest, highest=highest)


def _words(twentieths: int, texts: Mapping[str, Any]) -> str:
    shares = texts["shares"]
    if twentieths == 0:
        return str(shares["nobody"])
    return str(shares["more"] if twentieths > TOP else shares["by_twentieths"][twentieths - 1])
