"""The poster that tells what came of a survey: what is decided, until when, and where to read the rest."""

from __future__ import annotations

from typing import Any

import segno
from markupsafe import Markup

from generator.configuration.schema import Config, localised
from generator.configuration.survey import Survey
from generator.decisions.page import PAGE, DecidedSurvey
from generator.decisions.view import Worded, shortened
from generator.poster.files import Size, address_in, paper_context
from generator.poster.sizes import Wording
from generator.rendering.templates import Renderer
from questionnaire import decisions
from questionnaire.faults import Fault, InputError

MOST = 5  # decisions: more would be too small to read in passing
_LONGEST_CONTACT = 150  # characters


def page_addresses(survey: Survey) -> dict[str, str]:
    """Return the address of the site's page for each language; empty if the site has none or no address."""
    address = survey.config.site.address
    if address is None or survey.config.survey.decisions is None:
        return {}
    return {each: _address(survey.config, address, each) for each in survey.config.site.languages}


def _address(config: Config, address: str, language: str) -> str:
    """Return where ``PAGE`` is; an address that names a file is the start page, which leads there."""
    return f"{address_in(config, address, language)}{PAGE}" if address.endswith("/") else address


def decision_posters(decided: DecidedSurvey, size: Size) -> dict[str, bytes]:
    """Return a poster for each language: file name -> contents.

    With an address of the page it has a QR code. Raises ``InputError`` for one that is too long for it.
    """
    survey, renderer = decided.survey, Renderer()
    links = page_addresses(survey)
    try:
        contexts = {each: _context(decided, each, links.get(each, ""), size) for each in decided.words}
    except segno.DataOverflowError as error:
        key = survey.key("site.address")
        fault = Fault("command.address_too_long", key, survey.config.site.address)
        raise InputError([fault]) from error
    return {
        f"poster-{language}.html": renderer.page("poster.html.j2", context)
        for language, context in contexts.items()
    }


def _context(decided: DecidedSurvey, language: str, link: str, size: Size) -> dict[str, Any]:
    survey, contact, texts = decided.survey, decided.plan.contact, decisions.load(language)
    lines = decided.view(language).glance(MOST)
    ask = texts["poster"]["ask"].replace("{contact}", shortened(contact, _LONGEST_CONTACT))
    entries = [*lines, Worded(texts["poster"]["more"])] if lines else []
    brand = survey.config.brand
    wording = Wording(
        brand=brand.name if brand.shows_name else "",
        survey=localised(survey.config.survey.title, language),
        title=texts["page"]["title"],
        lead=texts["poster"]["decided" if entries else "none"],
        promises=[entry.text for entry in entries],
        address=link.removeprefix("https://"),
        below=[ask] if contact else [],
    )
    context = paper_context(survey, decided.words[language], wording, link, size)
    return {**context, "promises": [_marked(entry) for entry in entries]}


def _marked(entry: Worded) -> str:
    """Return the line for the template; one in another language is marked as such."""
    if entry.language is None:
        return entry.text
    return Markup('<span lang="{}">{}</span>').format(entry.language, entry.text)
