"""The pages of a survey, and the page in front of several surveys, in every language."""

from __future__ import annotations

import posixpath
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from generator.configuration.schema import localised
from generator.configuration.survey import Survey, language_path
from generator.rendering.content_security_policy import content_security_policy
from generator.rendering.page_context import collector_origin, page_context, survey_context
from generator.rendering.templates import Renderer
from questionnaire import CONSTELLATIONS, LENSES, LEVERS, SCALE, prose
from questionnaire.fingerprint import instrument_id
from questionnaire.instrument import chapter
from questionnaire.language_folder import Tree

# Page name -> template; each is made once for every language.
PAGES = {
    "index.html": "index.html.j2",
    "paper.html": "paper.html.j2",
    **{f"{text}.html": "text.html.j2" for text in prose.PAGES},
    "imprint.html": "imprint.html.j2",
}

_INSTRUMENT: dict[str, Any] = {
    "constellations": CONSTELLATIONS,
    "chapters": {lens: chapter(lens) for lens in LENSES},
    "scale": tuple(enumerate(SCALE)),
    "levers": LEVERS,
}


def survey_pages(
    survey: Survey,
    style_folder: str,
    words: dict[str, Tree],
    programs: Mapping[str, Any],
    renderer: Renderer,
) -> Iterator[tuple[str, bytes]]:
    """Yield path and contents of every page of ``survey``, in each language.

    ``style_folder`` is where its stylesheets are, ``programs`` what its page loads and has inline.
    """
    instrument = {"instrument": _INSTRUMENT, **_instrument_id(words)}
    for language in survey.config.site.languages:
        shared = {**survey_context(survey, language, words[language]), **programs, **instrument}
        for page, template in PAGES.items():
            context = {**page_context(survey, language, page, words, style_folder), **shared}
            if page == "index.html":
                allowed = collector_origin(survey.config), programs["inline"]
                context["policy"] = content_security_policy(*allowed)
            text = page.removesuffix(".html")
            if text in prose.PAGES:
                context["heading"] = words[language]["page"][text]
                context["prose"] = renderer.prose(f"{language}/{text}.md", context)
            yield f"{survey.page_folder(language)}{page}", renderer.page(template, context)


def _instrument_id(words: Mapping[str, Tree]) -> dict[str, str]:
    """Return the instrument's version, and its fingerprint in groups of eight, which wrap on a phone."""
    named = instrument_id(words)
    groups = textwrap.wrap(named.fingerprint, 8)
    return {"instrument_version": str(named.version), "instrument_fingerprint": " ".join(groups)}


def front_pages(
    front: Survey, surveys: tuple[Survey, ...], words: dict[str, Tree], renderer: Renderer
) -> Iterator[tuple[str, bytes]]:
    """Yield path and contents of the page in front of several ``surveys``, in each language."""
    page = "index.html"
    for language in front.config.site.languages:
        listed = tuple(_link_to(survey, language, page) for survey in surveys)
        context = {**page_context(front, language, page, words), "surveys": listed}
        yield f"{front.page_folder(language)}{page}", renderer.page("overview.html.j2", context)


def _link_to(survey: Survey, language: str, page: str) -> dict[str, str]:
    """Return title, brand and relative address of ``survey``, for the front page in ``language``."""
    here = language_path(survey.config, language) or "."
    return {
        "title": localised(survey.config.survey.title, language),
        "brand": survey.config.brand.name,
        "href": posixpath.relpath(f"{survey.page_folder(language)}{page}", here),
    }
