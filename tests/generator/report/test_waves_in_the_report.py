"""The report's comparison with an earlier wave; and every text of the catalogue has its use."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.files import report_files
from harness.markup import Page
from harness.releases import EVERYTHING, PAGES, RELEASES, released, report, saved, told, within
from harness.trustees import COUNCIL, OFFICER, sealed
from questionnaire import CONSTELLATIONS, LEVERS, language_schema, measures, survey_texts
from questionnaire.disclosure import Release, Withheld
from questionnaire.release_file import Reach
from tests.generator.report.test_side_by_side import DECISIONS, plan

BEFORE = released({"A": 200, "B": 400, "C": 200, "N": 200})
NOW = released({"A": 400, "B": 200, "C": 200, "D": 200})


def test_waves_are_compared_in_words(config: Config) -> None:
    """More, less or not distinguishable, with both figures; one that only one wave shows is not compared."""
    texts = measures.load("de").texts["waves"]
    names = survey_texts.load("de")["constellations"]
    shown = within(report(config, NOW, BEFORE), id="waves")
    assert shown[0] == texts["title"]
    sentences = [
        texts[change].format(name=names[constellation]["name"])
        for constellation, change in (("A", "more"), ("B", "less"), ("C", "same"), ("D", "apart"))
    ]
    assert [text for text in shown if text in sentences] == sentences
    assert texts["figures"].format(then="etwa ein Fünftel", now="etwa zwei Fünftel") in shown
    assert shown[-len(texts["limits"]) :] == texts["limits"]
    assert within(report(config, NOW), id="waves") == []


def test_waves_that_do_not_differ_prove_nothing(config: Config) -> None:
    """No constellation is called changed, and the reader is told that this is no proof either way."""
    texts = measures.load("de").texts["waves"]
    near = released(EVERYTHING | {"A-ST": 11})
    files = report_files(config, BrandFiles(), saved(config, near), before=RELEASES["everything"])
    shown = within(Page(files["index.html"]), id="waves")
    assert sum(text.startswith(texts["same"].partition("{")[0]) for text in shown) == len(CONSTELLATIONS)
    assert texts["limits"][0] in shown
    assert texts["none"] in [text.text for text in Page(files["workshop.html"]).texts]


@pytest.mark.parametrize("before", [Withheld(), released({"M": 20, "N": 20})], ids=["withheld", "others"])
def test_waves_with_nothing_to_compare_are_not_called_alike(
    config: Config, before: Release | Withheld
) -> None:
    """If the earlier wave shows none of the constellations, nobody knows whether differences are small."""
    now = released({"A": 40, "B": 20, "C": 20, "D": 20})
    texts = measures.load("de").texts["waves"]
    assert within(report(config, now, before), id="waves") == [texts["title"], texts["not_comparable"]]


@pytest.mark.parametrize("language", PAGES)
def test_every_text_of_the_catalogue_is_shown_by_some_report(config: Config, language: str) -> None:
    """A translator writes no text that no report shows."""
    before, now = (
        released({"A": 20, "B": 40, "C": 20, "N": 20}),
        released({"A": 40, "B": 20, "C": 20, "D": 20}),
    )
    every_lever = released({**{f"A-{lever}": 10 for lever in LEVERS}, "N": 40})
    none = released({"N": 40, "M": 4})
    alone: tuple[Release | Withheld, ...] = (*RELEASES.values(), every_lever, none, Withheld())
    plans = [report_files(config, BrandFiles(), saved(config, result)) for result in alone]
    plans += [
        report_files(config, BrandFiles(), saved(config, now), before=earlier) for earlier in (before, now)
    ]
    plans.append(report_files(config, BrandFiles(), saved(config, now), plan_page=b"the page"))
    for reach in (Reach(140, 138, None), Reach(140, None, 165)):
        plans.append(report_files(config, BrandFiles(), replace(saved(config, now), reach=reach)))
    for earlier in (plan(config, *DECISIONS), plan(config, result=Withheld())):
        plans.append(report_files(config, BrandFiles(), saved(config, now), before=earlier))
    plans.append(report_files(config, BrandFiles(), saved(config, NOW), before=BEFORE))
    plans += [report_files(config, BrandFiles(), file) for file in told(config)]
    for keys in ((COUNCIL,), (COUNCIL, OFFICER)):
        plans.append(report_files(sealed(config, *keys), BrandFiles(), saved(config, now)))
    folder = PAGES[language].removesuffix("index.html")
    shown = "\n".join(
        text.text
        for files in plans
        for name, contents in files.items()
        if name.endswith(".html") and name.rpartition("/")[0] == folder.rstrip("/")
        for text in Page(contents).texts
    )
    texts = language_schema.flatten(measures.load(language).texts)
    pieces = [
        (key, piece.strip())
        for key, value in texts.items()
        if not key.startswith(("shares.", "field", "reasons.", "whole.", "plan_table."))  # tested elsewhere
        for text in (value if isinstance(value, list) else [str(value)])
        for piece in re.split(r"\{\w+\}", text)
    ]
    assert sorted({key for key, piece in pieces if piece not in shown}) == []
