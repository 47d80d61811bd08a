"""The pages of a survey, and the page in front of several surveys, in every language."""

from __future__ import annotations

import base64
import posixpath
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.configuration.schema import Config, localised
from generator.configuration.survey import Survey, language_path
from generator.decisions.page import start_link
from generator.rendering.content_security_policy import content_security_policy
from generator.rendering.inline import Inline
from generator.rendering.markdown import markdown
from generator.rendering.page_context import collector_origin, page_context, survey_context
from generator.rendering.templates import Renderer
from generator.site.ballots import SHEET
from questionnaire import CONSTELLATIONS, LENSES, LEVERS, SCALE, paper_key, prose, sealed_ballot, trustee_key
from questionnaire.fingerprint import instrument_id
from questionnaire.instrument import chapter
from questionnaire.language_folder import Tree

# Page name -> template; every language has each page.
PAGES = {
    "index.html": "index.html.j2",
    "paper.html": "paper.html.j2",
    **{f"{text}.html": "text.html.j2" for text in prose.PAGES},
    "imprint.html": "imprint.html.j2",
}
FRONT_TEMPLATE = "overview.html.j2"
# The pages in front of several surveys, the same way.
FRONT_PAGES = {
    "index.html": FRONT_TEMPLATE,
    "privacy.html": "front_text.html.j2",
    "accessibility.html": "front_text.html.j2",
    "imprint.html": "imprint.html.j2",
}

_INSTRUMENT: dict[str, Any] = {
    "constellations": CONSTELLATIONS,
    "chapters": {lens: chapter(lens) for lens in LENSES},
    "scale": tuple(enumerate(SCALE)),
    "levers": LEVERS,
}
_PAPER_KEY: dict[str, Any] = {
    "lines": paper_key.LINES,
    "paths": paper_key.PATHS,
    "numbers": paper_key.QUESTION_NUMBERS,
}


@dataclass(frozen=True, slots=True)
class SurveyParts:
    """Everything that the pages of ``survey`` are made of, besides their templates.

    ``words`` maps each language of the site to its texts. ``style_folder`` is the folder of stylesheets and
    pictures, ``""`` if the survey shares the site's; ``inline`` is the style and script within the survey's
    page. ``single``: the pages are those of a single file.
    """

    survey: Survey
    words: dict[str, Tree]
    style_folder: str
    inline: Inline
    single: bool = False


def survey_pages(
    parts: SurveyParts, programs: Mapping[str, Any], renderer: Renderer
) -> Iterator[tuple[str, bytes]]:
    """Yield path and contents of every page of a survey, in each language.

    ``programs`` are the scripts and downloads that the survey's page loads once it is drawn.
    """
    for language in parts.survey.config.site.languages:
        for page, template in PAGES.items():
            context = {**survey_page_context(parts, language, page, renderer), **programs}
            yield f"{parts.survey.page_folder(language)}{page}", renderer.page(template, context)


def survey_page_context(parts: SurveyParts, language: str, page: str, renderer: Renderer) -> dict[str, Any]:
    """Return the context of ``page``, a key of ``PAGES``, in ``language``, without the scripts it loads."""
    survey, words = parts.survey, parts.words[language]
    context = {
        **page_context(survey, language, page, parts.words, parts.style_folder),
        **survey_context(survey, language, words),
        "instrument": _INSTRUMENT,
        "single": parts.single,
        **_instrument_id(parts.words),
    }
    if parts.single:
        context["leaving"] = words["single"][
            "leaving" if survey.config.collection.mode == "off" else "leaving_collecting"
        ]
    if page == "index.html":
        policy = content_security_policy(collector_origin(survey.config), parts.inline)
        ballots = posixpath.relpath(f"{survey.folder}{SHEET}", survey.page_folder(language) or ".")
        context |= {"inline": parts.inline, "policy": policy, "ballots": ballots}
        context["seal"] = _seal(survey.config, parts.words)
        context["came_of_it"] = start_link(survey, language)
    if page == "paper.html":
        context["paper_key"] = _PAPER_KEY
    text = page.removesuffix(".html")
    if text in prose.PAGES:
        context["heading"] = words["page"][text]
        context["prose"] = renderer.prose(f"{language}/{text}.md", context)
    return context


def _seal(config: Config, words: Mapping[str, Tree]) -> dict[str, str] | None:
    """Return what contributions are sealed to and bound to; ``None`` if the survey is not sealed.

    ``public_keys`` are in base64, the first innermost; ``info`` says which survey, instrument and detail.
    """
    if not config.collection.seal:
        return None
    public_keys = map(trustee_key.read, config.collection.seal)
    survey = config.survey
    info = sealed_ballot.info(survey.id, instrument_id(words).fingerprint, survey.detail)
    return {
        "public_keys": " ".join(base64.b64encode(key).decode("ascii") for key in public_keys),
        "info": info.decode("ascii"),
    }


def _instrument_id(words: Mapping[str, Tree]) -> dict[str, str]:
    """Return the instrument's version, and its fingerprint in groups of eight, which wrap on a phone."""
    instrument = instrument_id(words)
    groups = textwrap.wrap(instrument.fingerprint, 8)
    return {"instrument_version": str(instrument.version), "instrument_fingerprint": " ".join(groups)}


def front_pages(
    front: Survey,
    surveys: tuple[Survey, ...],
    words: dict[str, Tree],
    renderer: Renderer,
    *,
    single: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield path and contents of each page in front of several ``surveys``, in each language.

    ``single``: they are pages of a single file, which comes from no server.
    """
    for language in front.config.site.languages:
        for page, template in FRONT_PAGES.items():
            context = front_page_context(front, surveys, language, words, page)
            path = f"{front.page_folder(language)}{page}"
            yield path, renderer.page(template, {**context, "single": single})


def front_page_context(
    front: Survey,
    surveys: tuple[Survey, ...],
    language: str,
    words: dict[str, Tree],
    page: str = "index.html",
) -> dict[str, Any]:
    """Return the context of ``page``, one of those in front of several ``surveys``, in ``language``."""
    own = survey_context(front, language, words[language])
    about = [name for name in FRONT_PAGES if name != "index.html"]
    written = {"privacy.html": own["responsible"], "accessibility.html": own["barriers"]}.get(page)
    return {
        **page_context(front, language, page, words),
        "surveys": tuple(_link_to(survey, language, page) for survey in surveys),
        "about": [(name, words[language]["page"][name.removesuffix(".html")]) for name in about],
        "back": words[language]["page"]["surveys_title"],
        "contacts": own["contacts"],
        "imprint": own["imprint"],
        "own": markdown(written) if written else None,
    }


def _link_to(survey: Survey, language: str, page: str) -> dict[str, Any]:
    """Return title, brand and relative address of ``survey``, for the front page in ``language``.

    And the texts and address of the page that tells what came of it, if there is one.
    """
    front_folder, told = language_path(survey.config, language) or ".", start_link(survey, language)
    told_page = f"{survey.page_folder(language)}{told['href']}" if told else ""
    return {
        "title": localised(survey.config.survey.title, language),
        "brand": survey.config.brand.name,
        "href": posixpath.relpath(f"{survey.page_folder(language)}{page}", front_folder),
        "came_of_it": {**told, "href": posixpath.relpath(told_page, front_folder)} if told else None,
    }
