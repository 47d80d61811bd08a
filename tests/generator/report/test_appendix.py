"""The appendix of a report: the whole catalogue of measures for the constellations that are shown."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.files import report_files
from harness.markup import Page
from harness.releases import PAGES, RELEASES, released, saved, within
from questionnaire import CONSTELLATIONS, measures, survey_texts
from questionnaire.derivation import tension_fields
from questionnaire.disclosure import Release, Withheld
from questionnaire.measures import KINDS

WITHOUT_TRAINING = [("B", RELEASES["everything"]), ("A", RELEASES["partly"])]


def appendix(config: Config, result: Release | Withheld, language: str = "de") -> Page | None:
    """Return the appendix in ``language``; ``None`` if the report has none."""
    files = report_files(config, BrandFiles(), saved(config, result))
    contents = files.get(PAGES[language].replace("index", "measures"))
    return Page(contents) if contents else None


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("result", RELEASES.values(), ids=RELEASES)
def test_every_constellation_that_is_shown_has_its_measures(
    config: Config, result: Release, language: str
) -> None:
    """Structural decisions first, then training, then accompaniment: every text of every measure, in order.

    If people report no influence, one text replaces the measures of training. Those on the first page are
    marked.
    """
    catalogue, page = measures.load(language), appendix(config, result, language)
    assert page
    shown = {category for category, _ in result.types.shares}
    chosen = {measure for field in tension_fields(result) for measure in field.measures}
    for constellation in CONSTELLATIONS:
        texts = within(page, id=f"measures-{constellation}")
        if constellation not in shown:
            assert texts == []
            continue
        expected: list[str] = []
        for kind in KINDS:
            expected.append(catalogue.texts[f"{kind}_title"])
            if kind == "training" and (constellation, result) in WITHOUT_TRAINING:
                expected.append(catalogue.texts["no_training"])
                continue
            for measure in catalogue.measures[constellation][kind]:
                id_, title, what, who, sign = astuple(measure)
                mark = [catalogue.texts["appendix"]["chosen"]] if id_ in chosen else []
                labels = (catalogue.texts[f"{key}_label"] for key in ("who", "sign"))
                expected += [title, *mark, what, next(labels), who, next(labels), sign]
        words = survey_texts.load(language)["constellations"][constellation]
        assert texts == [words["name"], words["essence"], *expected]


def test_where_influence_is_described_training_is_never_replaced(config: Config) -> None:
    """The text that training is not the lever is there once for each constellation without influence."""
    missing = measures.load("de").texts["no_training"]
    for result, times in ((RELEASES["everything"], 1), (RELEASES["partly"], 1)):
        page = appendix(config, result)
        assert page
        assert [text.text for text in page.texts].count(missing) == times
    by_type = appendix(config, released({"A": 20, "B": 20, "M": 5}))
    assert by_type
    assert missing not in [text.text for text in by_type.texts]


@pytest.mark.parametrize("result", [Withheld(), released({"M": 20, "N": 20})], ids=["withheld", "others"])
def test_without_a_constellation_there_is_no_appendix(config: Config, result: Release | Withheld) -> None:
    """No page of measures is there, and no link leads to one."""
    files = report_files(config, BrandFiles(), saved(config, result))
    assert [name for name in files if name.endswith("measures.html")] == []
    assert [name for name, contents in files.items() if b"measures.html" in contents] == []
