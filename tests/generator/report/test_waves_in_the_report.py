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
from questionnaire import LEVERS, language_schema, measures, survey_texts
from questionnaire.disclosure import Release, Withheld
from questionnaire.release_file import Reach


def test_waves_are_compared_in_words(config: Config) -> None:
    """More, about as often or less, for constellations with a share in both waves, in the order A B C D."""
    before, now = (
        released({"A": 20, "B": 40, "C": 20, "N": 20}),
        released({"A": 40, "B": 20, "C": 20, "D": 20}),
    )
    texts = measures.load("de").texts
    names = survey_texts.load("de")["constellations"]
    expected = [
        texts[f"waves_{change}"].format(name=names[constellation]["name"])
        for constellation, change in (("A", "more"), ("B", "less"), ("C", "same"))
    ]
    assert within(report(config, now, before), id="waves") == [texts["waves_title"], *expected]
    assert within(report(config, now), id="waves") == []


def test_waves_that_do_not_differ_prove_nothing(config: Config) -> None:
    """One sentence says so, instead of a list of constellations that stayed about the same."""
    texts = measures.load("de").texts
    near = released(EVERYTHING | {"A-ST": 11})
    assert within(report(config, near, RELEASES["everything"]), id="waves") == [
        texts["waves_title"],
        texts["waves_none"],
    ]


@pytest.mark.parametrize("before", [Withheld(), released({"M": 20, "N": 20})], ids=["withheld", "others"])
def test_waves_with_nothing_to_compare_are_not_called_alike(
    config: Config, before: Release | Withheld
) -> None:
    """If the earlier wave shows none of the constellations, nobody knows whether differences are small."""
    now = released({"A": 40, "B": 20, "C": 20, "D": 20})
    assert measures.load("de").texts["waves_none"] not in within(report(config, now, before), id="waves")


@pytest.mark.parametrize("language", PAGES)
def test_every_text_of_the_catalogue_is_shown_by_some_report(config: Config, language: str) -> None:
    """A translator writes no text that no report shows."""
    before, now = (
        released({"A": 20, "B": 40, "C": 20, "N": 20}),
        released({"A": 40, "B": 20, "C": 20, "D": 20}),
    )
    every_lever = released({**{f"A-{lever}": 10 for lever in LEVERS}, "N": 40})
    alone: tuple[Release | Withheld, ...] = (*RELEASES.values(), every_lever, Withheld())
    plans = [report_files(config, BrandFiles(), saved(config, result)) for result in alone]
    plans += [
        report_files(config, BrandFiles(), saved(config, now), before=earlier) for earlier in (before, now)
    ]
    for reach in (Reach(140, 138, None), Reach(140, None, 165)):
        plans.append(report_files(config, BrandFiles(), replace(saved(config, now), reach=reach)))
    plans += [report_files(config, BrandFiles(), file) for file in told(config)]
    for keys in ((COUNCIL,), (COUNCIL, OFFICER)):
        plans.append(report_files(sealed(config, *keys), BrandFiles(), saved(config, now)))
    shown = "\n".join(text.text for files in plans for text in Page(files[PAGES[language]]).texts)
    texts = language_schema.flatten(measures.load(language).texts)
    pieces = [
        (key, piece.strip())
        for key, value in texts.items()
        if not key.startswith(("shares.", "whole."))  # each has a test of its own
        for text in (value if isinstance(value, list) else [str(value)])
        for piece in re.split(r"\{\w+\}", text)
    ]
    assert [key for key, piece in pieces if piece not in shown] == []
