"""What the figures can bear: a sentence for the first page, the reach of each figure, and the limits."""

from __future__ import annotations

import re

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.bearing import Bearing, bearing
from generator.report.files import report_files
from harness.markup import Page
from harness.releases import PAGES, RELEASES, TYPES, released, report, saved, within
from questionnaire import measures
from questionnaire.chance import chance_range
from questionnaire.disclosure import Picture, Release, Share, Withheld

NAMES = {kind: f"[{kind}]" for kind in TYPES}


def said(release: Release, language: str = "de") -> Bearing:
    """Return what the figures of ``release`` can bear."""
    return bearing(release, measures.load(language).texts, NAMES)


def one(share: Share, contributions: int) -> Release:
    """Return a release with one figure."""
    return Release(contributions, Picture((("A", share),), tuple("BCDMN"), None), ())


@pytest.mark.parametrize(
    ("share", "contributions", "sentence"),
    [
        (Share(5), 45, "aus „etwa ein Viertel“ auch „etwa ein Zehntel“ oder „etwa zwei Fünftel“ machen."),
        (Share(5), 10, "„etwa ein Viertel“ auch „weniger als ein Zwanzigstel“ oder „gut die Hälfte“ machen."),
        (
            Share(16),
            10,
            "„etwa vier Fünftel“ auch „etwa die Hälfte“ oder „mehr als vier Fünftel“ machen.",
        ),
        (Share(16, "more"), 20, "aus „mehr als vier Fünftel“ auch „etwa drei Fünftel“ machen."),
        (Share(0, "some"), 60, "aus „weniger als ein Zwanzigstel“ auch „knapp ein Fünftel“ machen."),
        (Share(10), 100, "aus „etwa die Hälfte“ auch „etwa zwei Fünftel“ oder „etwa drei Fünftel“ machen."),
        (Share(10), 1000, "höchstens um eine Figur verschieben."),
        (Share(16, "more"), 1000, "höchstens um eine Figur verschieben."),
    ],
)
def test_one_sentence_says_how_far_chance_moves_a_figure(
    share: Share, contributions: int, sentence: str
) -> None:
    """In the words of the report, both ways where both are possible; no digit, no percentage."""
    short = said(one(share, contributions)).short
    assert short.endswith(sentence)
    assert not re.search(r"[\d%]", short)


def test_the_example_is_what_chance_moves_furthest() -> None:
    """The sentence makes no figure look firmer than it is; of several alike the first is the example."""
    picture = Picture((("A", Share(1)), ("B", Share(10)), ("C", Share(9))), tuple("DMN"), None)
    assert "„etwa die Hälfte“" in said(Release(60, picture, ())).short
    assert chance_range(Share(10), 60) == (7, 13)


@pytest.mark.parametrize("result", RELEASES.values(), ids=RELEASES)
def test_every_figure_has_its_reach_in_the_order_of_the_pattern(result: Release) -> None:
    """As words and as twenty figures: those that stay, those that may come or go, and the others."""
    borne = said(result).borne
    assert [each.category for each in borne] == [category for category, _ in result.types.shares]
    for each, (_, share) in zip(borne, result.types.shares, strict=True):
        low, high = chance_range(share, result.contributions)
        assert each.figures == ("filled",) * low + ("perhaps",) * (high - low) + ("open",) * (20 - high)
        assert len(set(re.findall("„(.*?)“", each.reach))) == 2


def test_cause_and_influence_have_the_reach_of_the_few_behind_them(config: Config) -> None:
    """They are shares of one constellation: chance moves them further than a share of all as large."""
    result = RELEASES["everything"]
    parts = {each.category: each.parts for each in said(result).borne}
    assert [category for category, told in parts.items() if told] == list("ABCD")
    reach = "Spanne: „{}“ bis „{}“."
    assert parts["B"] == (
        f"Ursache ist da: etwa drei Fünftel. {reach.format('gut ein Drittel', 'mehr als vier Fünftel')}",
        f"Eigener Einfluss: kein Anteil. {reach.format('weniger als ein Zwanzigstel', 'etwa ein Fünftel')}",
    )
    of_all, of_few = chance_range(Share(12), result.contributions), chance_range(Share(12), 19)
    assert of_few[0] < of_all[0] < of_all[1] < of_few[1]
    page, without = (report(config, each) for each in (result, released({"A": 60, "N": 60})))
    for text in (measures.load("de").texts["bearing"]["parts"], *parts["B"]):
        assert text in within(page, id="bearing")
        assert text not in within(without, id="bearing")


@pytest.mark.parametrize("language", PAGES)
def test_the_report_says_what_its_figures_can_bear(config: Config, language: str) -> None:
    """Beside the pattern one sentence; then every figure, and what no figure says."""
    files = report_files(config, BrandFiles(), saved(config, RELEASES["everything"]))
    page, texts = Page(files[PAGES[language]]), measures.load(language).texts["bearing"]
    assert said(RELEASES["everything"], language).short in [text.text for text in page.texts]
    shown = within(page, id="bearing")
    assert shown[: 1 + len(texts["intro"])] == [texts["title"], *texts["intro"]]
    assert shown[-len(texts["limits"]) :] == texts["limits"]
    assert len(texts["limits"]) == 3
    assert not [text for text in shown if re.search(r"[\d%]", text)]


def test_a_withheld_report_has_no_figures_to_bear_anything(config: Config) -> None:
    """Nothing is shown, so nothing is said of chance."""
    assert within(report(config, Withheld()), id="bearing") == []


def test_figures_of_few_contributions_overlap() -> None:
    """Forty and sixty people of a hundred read as different figures that chance alone can exchange."""
    borne = said(released({"A": 40, "B": 60})).borne
    (first, second) = (chance_range(Share(figure), 100) for figure in (8, 12))
    assert first[1] >= second[0]
    assert [each.words for each in borne] == ["etwa zwei Fünftel", "etwa drei Fünftel"]
