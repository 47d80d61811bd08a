"""The page that tells employees what came of a survey, in every language of its site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from generator.configuration.survey import Survey
from generator.decisions.joint import as_reported
from generator.decisions.plan import must_be_told, read_plan
from generator.decisions.view import View
from generator.rendering.content_security_policy import content_security_policy
from generator.rendering.page_context import page_context, survey_context
from generator.rendering.stylesheets import compact
from generator.rendering.templates import Renderer
from questionnaire import CONSTELLATIONS, decisions, measures_told
from questionnaire.action_plan import ActionPlan
from questionnaire.disclosure import Release
from questionnaire.language_folder import Tree

PAGE = "decisions.html"
STYLE = "assets/decisions.css"


@dataclass(frozen=True, slots=True)
class DecidedSurvey:
    """A survey, the plan that answers it, and the survey's texts by language."""

    survey: Survey
    plan: ActionPlan
    words: Mapping[str, Tree]

    def view(self, language: str) -> View:
        """Return what the page says in ``language``."""
        return View(self.plan, decisions.load(language), self.words[language], measures_told.load(language))


def site_pages(
    survey: Survey, words: Mapping[str, Tree], renderer: Renderer, style_folder: str
) -> dict[str, bytes]:
    """Return the page in every language and its style, path within the site -> contents.

    Nothing if the survey names no plan. ``words`` are the survey's texts by language. Raises ``InputError``
    with every fault of the plan.
    """
    name = survey.config.survey.decisions
    if survey.plan is None or name is None:
        return {}
    plan = read_plan(survey.plan.contents, name)
    must_be_told(plan, survey, name, survey.plan.reports)
    decided = DecidedSurvey(as_reported(survey, plan, survey.teams), plan, words)
    return dict(pages(decided, renderer, page=PAGE, style_folder=style_folder))


def start_link(survey: Survey, language: str) -> dict[str, str] | None:
    """Return the texts with which the start page leads to the page; ``None`` without a plan."""
    if survey.plan is None:
        return None
    return {**decisions.load(language)["start"], "href": PAGE}


def pages(
    decided: DecidedSurvey, renderer: Renderer, *, page: str, style_folder: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Yield path and contents of the page, named ``page``, in each language, and of its style."""
    survey, words = decided.survey, dict(decided.words)
    for language, texts in words.items():
        folder = survey.page_folder(language)
        context = {
            **page_context(survey, language, page, words, style_folder),
            **survey_context(survey, language, texts),
            **_told(decided, language),
            "alone": page != PAGE,
            "policy": content_security_policy(),
            "style": posixpath.relpath(f"{survey.folder}{STYLE}", folder or "."),
        }
        yield f"{folder}{page}", renderer.page("decisions.html.j2", context)
    style = (files("site_templates") / "styles" / "decisions.css").read_text("utf-8")
    yield f"{survey.folder}{STYLE}", compact(style).encode()


def _told(decided: DecidedSurvey, language: str) -> dict[str, Any]:
    """Return the context of the page that only its own template needs."""
    texts, view, report = decisions.load(language), decided.view(language), decided.plan.report
    return {
        "t": texts,
        "view": view,
        "contact": decided.plan.contact,
        "constellations": CONSTELLATIONS,
        "names": _names(texts, decided.words[language]),
        "tags": {code: tree["language"]["tag"] for code, tree in decided.words.items()},
        "contributions": report.result.contributions if isinstance(report.result, Release) else None,
        "invited": report.reach.invited if report.reach else None,
        "opens": view.day(report.wave.opens),
        "closes": view.day(report.wave.closes),
        "written": view.day(decided.plan.written),
    }


def _names(texts: Tree, words: Tree) -> dict[str, str]:
    """Return the names of everything that can have a share: category -> name."""
    found, constellations = texts["found"], words["constellations"]
    return {
        **{each: constellations[each]["name"] for each in CONSTELLATIONS},
        "M": found["mixed"],
        "N": found["none"],
        "rest": found["rest"],
    }
