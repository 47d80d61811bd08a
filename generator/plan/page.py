"""The plan's page as one HTML file: its report, its words, its style and its script are inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config, localised
from generator.one_file.frame import Frame, script_json
from generator.plan.fields import PlanField, plan_fields, texts_of_fields
from generator.plan.python_parts import EMPTY
from generator.plan.wording import LANGUAGES, load, nearest_language
from generator.report.waves import title_of
from questionnaire import dates, measures, release_file, survey_texts
from questionnaire.disclosure import Withheld
from questionnaire.measures import KINDS, PLACES, Catalogue
from questionnaire.release_file import ReleaseFile

NAME = "plan.html"
GENERATOR = "lastbild: an action plan"
MARK = f'content="{GENERATOR}"'.encode()  # tells our files from anybody else's


def plan_page(
    config: Config,
    brand_files: BrandFiles,
    released: ReleaseFile,
    script: bytes,
    python: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the page on which the decisions that answer ``released`` are written.

    ``script`` is the page's own, in one piece; ``python`` has the parts of Python inside the page. Raises
    ``ValueError`` if the script could end its element early, and ``InputError`` with every fault of the
    catalogues.
    """
    fields = plan_fields(released.result)
    words = {language: _words(released, language) for language in LANGUAGES}
    language = nearest_language(config.site.languages[0])
    frame = Frame(
        name=NAME,
        template="plan/plan.html.j2",
        brand=config.brand,
        brand_files=brand_files,
        words=words,
        language=language,
        script=script,
        python=python or {},
        empty=frozenset({EMPTY}),
    )
    return frame.page(_context(config, released, fields))


def _context(config: Config, released: ReleaseFile, fields: tuple[PlanField, ...]) -> dict[str, Any]:
    """Return what the template asks for beside the words: which words stand where."""
    return {
        "generator": GENERATOR,
        "survey_title": localised(config.survey.title, config.site.languages[0]),
        "fields": [field for field in fields if field.is_shown],
        "other_fields": [field for field in fields if not field.is_shown],
        "withheld": isinstance(released.result, Withheld),
        "kinds": KINDS,
        "report": script_json(_report(config, released)),
    }


def _report(config: Config, released: ReleaseFile) -> str:
    """Return the report.json that every plan of this page holds: it has the survey's title."""
    return release_file.dump(replace(released, title=title_of(config))).decode()


def _words(released: ReleaseFile, language: str) -> dict[str, Any]:
    """Return the page's words in ``language``, those of the findings and all measures among them."""
    catalogue, survey = measures.load(language), survey_texts.load(language)
    own = load(language)["page"]
    days = {
        name: dates.written(day, survey["dates"])
        for name in ("opens", "closes")
        if (day := getattr(released.wave, name))
    }
    return {
        "page": {
            **own,
            "period": own["period"].format(**days) if len(days) > 1 else "",
            **texts_of_fields(released.result, catalogue, survey["constellations"]),
            **_texts_of_measures(catalogue),
        }
    }


def _texts_of_measures(catalogue: Catalogue) -> dict[str, str]:
    return {
        f"{measure}.{part}": getattr(catalogue.measure(measure), part)
        for measure in PLACES
        for part in ("title", "what", "who", "sign")
    }
