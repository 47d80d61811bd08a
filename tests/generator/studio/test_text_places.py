"""Where a text is seen: each has a place, and it is a page that really shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.configuration import load
from generator.configuration.text_overrides import REPLACEABLE
from generator.poster.files import poster_files
from generator.rendering.templates import Renderer
from generator.site.files import configured_site_files
from generator.site.single_file import single_file
from generator.slips.sheet import slip_sheet
from generator.studio.naming import names
from generator.studio.text_places import place, place_called
from questionnaire import language_schema, survey_texts
from tests.generator.rendering.test_texts_used import Noting, surveys

KEYS = tuple(language_schema.flatten(survey_texts.load("de")))
SURVEY, PAPER = "index.html.j2", "paper.html.j2"
# The template that makes each place; a text for every page, or for every day, is in any.
TEMPLATES: Mapping[str, set[str]] = {
    "start": {SURVEY},
    "questions": {SURVEY, PAPER},
    "chapters": {SURVEY, PAPER},
    "result": {SURVEY},
    "conversation": {SURVEY},
    "end": {SURVEY},
    "contribution": {SURVEY},
    "notices": {SURVEY},
    "ballot": {SURVEY, PAPER},
    "paper": {PAPER},
    "slips": {"slips.html.j2"},
    "poster": {"poster.html.j2"},
    "imprint": {"imprint.html.j2"},
    "overview": {"overview.html.j2"},
    "front": {"front_text.html.j2"},
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_text_has_a_place_with_a_name(language: Any) -> None:  # noqa: ANN401
    """In the studio's languages; no name is left over, and those to replace have one of their own."""
    called = names(language)
    assert {place(key) for key in KEYS} == set(called["places"])
    assert tuple(called["own_texts"]) == REPLACEABLE
    assert all(place_called(key, language).strip() for key in KEYS)


def test_the_place_is_a_page_that_shows_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of every way to collect is made; who reads a text is noted by the template."""
    read: dict[str, set[str]] = defaultdict(set)
    noted: set[str] = set()
    overridden, page = survey_texts.overridden, Renderer.page

    def noting(*given: Any) -> Any:  # noqa: ANN401
        return Noting(overridden(*given), "", noted)

    def drawn(renderer: Renderer, template: str, context: Mapping[str, Any]) -> bytes:
        noted.clear()
        made = page(renderer, template, context)
        for key in noted:
            read[key].add(template)
        return made

    monkeypatch.setattr(survey_texts, "overridden", noting)
    monkeypatch.setattr(Renderer, "page", drawn)
    for config in surveys(tmp_path):
        configured_site_files(config)
        poster_files(config, "A4")
        if load.load_surveys(config)[0].config.collection.mode in ("off", "paper"):
            single_file(load.load_site(config))
    (survey,) = load.load_surveys(tmp_path / "slips-sealed" / "site.toml")
    slip_sheet(survey.config, ["k7w4mp9xr2hcd"])
    wrong = {
        key: (place(key), sorted(read[key]))
        for key in KEYS
        if read[key] and place(key) in TEMPLATES and not read[key] & TEMPLATES[place(key)]
    }
    assert wrong == {}
    assert sum(bool(read[key]) and place(key) in TEMPLATES for key in KEYS) > 200
