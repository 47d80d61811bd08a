"""The count's page as one HTML file: its words, its survey, its style and its script are inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.configuration.schema import Config, localised
from generator.configuration.survey import Survey
from generator.count import parcel
from generator.count.wording import LANGUAGES, load, nearest_language
from generator.one_file.frame import Frame, script_json
from questionnaire import all_codes, survey_texts

NAME = "auswertung.html"
GENERATOR = "lastbild: a count of ballots"
MARK = f'content="{GENERATOR}"'.encode()  # tells our files from anybody else's


def count_page(survey: Survey, script: bytes, python: Mapping[str, bytes] | None = None) -> bytes:
    """Return the page that counts the ballots of ``survey``.

    ``script`` is the page's own, in one piece; ``python`` has the parts of Python inside the page. Raises
    ``ValueError`` if the script could end its element early.
    """
    config = survey.config
    context: dict[str, Any] = {
        "generator": GENERATOR,
        "title": localised(config.survey.title, config.site.languages[0]),
        "survey": script_json(parcel.pack(config, survey.brand_files)),
    }
    frame = Frame(
        name=NAME,
        template="count/auswertung.html.j2",
        brand=config.brand,
        brand_files=survey.brand_files,
        words={code: _words(config, code) for code in LANGUAGES},
        language=nearest_language(config.site.languages[0]),
        script=script,
        python=python or {},
    )
    return frame.page(context)


def _words(config: Config, language: str) -> dict[str, Any]:
    """Return the page's words in ``language``, and each code in words."""
    texts = survey_texts.load(language)
    outcomes = {"M": texts["outcomes"]["mixed"]["title"], "N": texts["outcomes"]["none"]["title"]}

    def meaning(code: str) -> str:
        constellation, _, lever = code.partition("-")
        name = outcomes.get(code) or texts["constellations"][constellation]["name"]
        return f"{name}: {texts['levers'][lever]}" if lever else str(name)

    return {
        "page": load(language)["page"],
        "codes": {code: meaning(code) for code in all_codes(config.survey.detail)},
    }
