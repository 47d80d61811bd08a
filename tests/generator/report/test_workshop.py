"""The workshop's pages: they say what the report says and no more, in the same order, and withhold alike."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.deck import joined, parts
from generator.report.files import load_texts, report_files
from harness import language_files
from harness.markup import Page
from harness.ranking import RANK
from harness.releases import BRAND, LEVER_TALLIES, RELEASES, TITLE, TYPE_TALLIES, released, saved, within
from questionnaire import (
    CONSTELLATIONS,
    language_folder,
    measures,
    survey_texts,
    workshop,
)
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.faults import InputError

FOLDERS = {"de": "", "en": "en/"}
BOTH = ("workshop.html", "agenda.html")
RESULTS: dict[str, Release | Withheld] = {
    **RELEASES,
    "by type": released({"A": 20, "C": 20, "M": 5}),
    "top": released({"A-ST": 300, "B-ST": 60}),
    "none of the four": released({"M": 50, "A-ST": 1, "B-T": 2, "N": 40}),
    "withheld": Withheld(),
}


def pages(files: Mapping[str, bytes], language: str) -> dict[str, Page]:
    """Return the three pages of one language by name."""
    return {name: Page(files[f"{FOLDERS[language]}{name}"]) for name in ("index.html", *BOTH)}


def slides(page: Page) -> list[str]:
    """Return the ids of the slides in order."""
    return [s["id"] for s in page.all("section") if s.get("class", "").startswith("slide")]


def shares(page: Page) -> set[str]:
    """Return every share that ``page`` tells in words."""
    return {text.text.strip() for text in page.texts if text.within(**{"class": "share"})}


def pictures(page: Page) -> set[tuple[str, ...]]:
    """Return every picture of figures on ``page``, figure by figure."""
    kinds = [e.attributes.get("class", "") for e in page.elements if e.tag == "span"]
    starts = [place for place, kind in enumerate(kinds) if kind == "figures"]
    return {tuple(kinds[start + 1 : start + 21]) for start in starts}


@pytest.fixture(scope="module", params=RESULTS)
def result(request: pytest.FixtureRequest) -> Release | Withheld:
    """Results of every sort, and one that is withheld."""
    return RESULTS[request.param]


@pytest.fixture(scope="module")
def planned(config: Config, result: Release | Withheld) -> dict[str, bytes]:
    """Every file of the report of ``result``."""
    return report_files(config, BrandFiles(), saved(config, result))


@settings(max_examples=40, deadline=None)
@given(counts=st.one_of(TYPE_TALLIES, LEVER_TALLIES))
def test_a_workshop_says_no_more_than_its_report(config: Config, counts: dict[str, int]) -> None:
    """Whatever was counted: the same shares, in words and in figures, and a slide only for what has one."""
    result = release(counts)
    files = report_files(config, BrandFiles(), saved(config, result))
    for language in FOLDERS:
        found = pages(files, language)
        assert shares(found["workshop.html"]) <= shares(found["index.html"])
        assert pictures(found["workshop.html"]) <= pictures(found["index.html"])
        assert not shares(found["agenda.html"])
        assert not pictures(found["agenda.html"])
        shown = [c for c, _ in result.types.shares] if isinstance(result, Release) else list("ABCD")
        talked = [name[-1] for name in slides(found["workshop.html"]) if re.fullmatch("slide-.", name)]
        assert talked == shown  # in the order A B C D M N


def texts_of(page: Page) -> list[str]:
    """Return the texts of the page's main part."""
    return [text.text for text in page.texts if text.within(id="main")]


@pytest.mark.parametrize("language", FOLDERS)
def test_no_number_but_those_of_the_report(
    planned: dict[str, bytes], result: Release | Withheld, language: str
) -> None:
    """The slides hold the number of contributions as the report does; the guide holds minutes."""
    said, spoken = measures.load(language).texts, workshop.load(language)
    found = pages(planned, language)
    people = said["people"].format(number=result.contributions) if isinstance(result, Release) else "-"
    deck = [text.replace(people, "") for text in texts_of(found["workshop.html"])]
    assert [text for text in deck if re.search(r"[\d%‰]", text)] == []
    minutes = spoken["page"]["minutes"].format(minutes=r"\d+")
    guide = [re.sub(minutes, "", text) for text in texts_of(found["agenda.html"])]
    assert [text for text in guide if re.search(r"[\d%‰]", text)] == []


@pytest.mark.parametrize("language", FOLDERS)
def test_nothing_is_ranked(planned: dict[str, bytes], language: str) -> None:
    """No word puts anything in an order, and no list of constellations leaves the order A B C D."""
    found = pages(planned, language)
    assert [text for name in BOTH for text in texts_of(found[name]) if RANK.search(text)] == []
    constellations = survey_texts.load(language)["constellations"]
    names = [constellations[c]["name"] for c in CONSTELLATIONS]
    for section in ("constellations", "pattern", "tensions"):
        told = [text for text in within(found["workshop.html"], id=section) if text in names]
        assert told == [name for name in names if name in told]
    titles = [name for name in slides(found["workshop.html"]) if name.startswith("measures-")]
    assert titles == sorted(titles, key=lambda name: name.split("-")[1])


def test_a_withheld_workshop_is_the_same_whatever_the_reason(config: Config) -> None:
    """Too few, all alike, two who differ, with an earlier wave or without: the same bytes."""
    counted = [{"A-ST": 9}, {"A-ST": 400}, {"B-B": 98, "M": 2}, {"N": 4, "M": 4}, {}]
    plans = [report_files(config, BrandFiles(), saved(config, release(counts))) for counts in counted]
    plans.append(report_files(config, BrandFiles(), saved(config, Withheld()), before=RELEASES["everything"]))
    for name in (f"{folder}{page}" for folder in FOLDERS.values() for page in BOTH):
        assert len({files[name] for files in plans}) == 1


@pytest.mark.parametrize("language", FOLDERS)
def test_a_withheld_workshop_talks_about_all_four_without_figures(config: Config, language: str) -> None:
    """Each constellation has its slide, nothing has a figure, and no measures follow from nothing."""
    page = pages(report_files(config, BrandFiles(), saved(config, Withheld())), language)["workshop.html"]
    found = slides(page)
    assert [name for name in found if name.startswith("slide-")] == [f"slide-{c}" for c in CONSTELLATIONS]
    assert {"withheld", "meaning"} <= set(found)
    assert not {"pattern", "tensions", "waves"} & set(found)
    assert not any(name.startswith("measures-") for name in found)
    assert not pictures(page)
    assert not shares(page)


@pytest.mark.parametrize("language", FOLDERS)
def test_measures_are_titles_to_choose_from_structure_first(
    planned: dict[str, bytes], result: Release | Withheld, language: str
) -> None:
    """Every title of a constellation that is shown, three a slide; a text where training is no lever."""
    said = measures.load(language)
    page = pages(planned, language)["workshop.html"]
    shown = [c for c, _ in result.types.shares] if isinstance(result, Release) else []
    for constellation in CONSTELLATIONS:
        own = [name for name in slides(page) if name.startswith(f"measures-{constellation}-")]
        if constellation not in shown:
            assert own == []
            continue
        told = [within(page, id=name)[1:] for name in own]
        assert all(1 <= len(titles) <= 3 for titles in told)
        kinds = said.measures[constellation]
        trained = [measure.title for measure in kinds["training"]]
        if said.texts["no_training"] in [title for titles in told for title in titles]:
            trained = [said.texts["no_training"]]
        before, after = ([m.title for m in kinds[kind]] for kind in ("structure", "accompaniment"))
        assert [title for titles in told for title in titles] == before + trained + after


def test_training_is_offered_exactly_where_the_report_offers_it(config: Config) -> None:
    """The text that training is not the lever stands on as many slides as it does in the report."""
    missing = measures.load("de").texts["no_training"]
    for result in RELEASES.values():
        found = pages(report_files(config, BrandFiles(), saved(config, result)), "de")
        times = [
            sum(t.text == missing for t in found[name].texts) for name in ("index.html", "workshop.html")
        ]
        assert times == [1, 1]


def test_every_slide_has_a_title_and_every_link_leads_somewhere(planned: dict[str, bytes]) -> None:
    """One heading a slide, which names it; no script, style or form; links and anchors within the report."""
    for name in (f"{folder}{page}" for folder in FOLDERS.values() for page in BOTH):
        page = Page(planned[name])
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        assert page.all("script") + page.all("style") + page.all("form") == []
        assert "style" not in {key for element in page.elements for key in element.attributes}
        labels = {e.attributes["aria-labelledby"] for e in page.elements if "aria-labelledby" in e.attributes}
        assert labels <= set(ids)
        assert len(page.all("h1")) == 1
        for reference in (
            e.attributes[a] for e in page.elements for a in ("href", "src") if a in e.attributes
        ):
            path, _, anchor = reference.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in planned, reference
            there = Page(planned[target]).elements if anchor else []
            assert not anchor or anchor in {element.attributes.get("id") for element in there}, reference
    deck = Page(planned["workshop.html"])
    assert len(deck.all("h2")) == len(slides(deck)) - 1  # the cover has the page's title


def test_the_three_pages_lead_to_each_other(planned: dict[str, bytes]) -> None:
    """From the report to slides and guide, and back."""
    for folder in FOLDERS.values():
        for name in ("index.html", *BOTH):
            linked = {a["href"] for a in Page(planned[f"{folder}{name}"]).all("a")}
            assert {"index.html", *BOTH} - {name} <= linked


def test_names_that_look_like_html_are_shown_and_not_obeyed(planned: dict[str, bytes]) -> None:
    """Brand and title are escaped on these pages too."""
    for name in BOTH:
        texts = [text.text for text in Page(planned[name]).texts]
        assert any(BRAND in text for text in texts)
        assert TITLE in texts


def test_the_guide_holds_the_agenda_and_a_log_to_fill_in(
    planned: dict[str, bytes], result: Release | Withheld
) -> None:
    """Each step with its minutes, what never to ask, and blank rows for who decides what until when."""
    agenda = workshop.AGENDA if isinstance(result, Release) else workshop.AGENDA_WITHHELD
    said = workshop.load("de")
    page = Page(planned["agenda.html"])
    steps = within(page, id="agenda")
    assert [text for text in steps if re.fullmatch(r"\d+ Minuten", text)] == [
        f"{step.minutes} Minuten" for step in agenda
    ]
    titles = [said["steps"][step.key]["title"] for step in agenda]
    assert [text for text in steps if text in titles] == titles
    never = within(page, id="never")
    assert [entry["ask"] in never and entry["instead"] in never for entry in said["never"].values()] == [
        True
    ] * len(said["never"])
    log = within(page, id="log")
    assert [said["log"][key] for key in ("what", "who", "when", "sign", "not_now", "reason")] == log[2:]


def test_the_survey_page_does_not_carry_the_report_s_style(planned: dict[str, bytes]) -> None:
    """Slides and report have a file of their own that only their pages ask for, in layers ordered before."""
    assert b"@layer workshop" in planned["assets/report.css"]
    assert b"@layer report {" in planned["assets/report.css"]
    site = planned["assets/site.css"]
    assert b".slide" not in site
    assert b"@layer report {" not in site
    (order,) = re.findall(rb"@layer ([\w, ]+);", site)
    assert order.split(b", ")[-3:] == [b"report", b"workshop", b"print"]
    for name in ("index.html", *BOTH):
        assert "assets/report.css" in {link["href"] for link in Page(planned[name]).all("link")}


def test_faults_of_the_workshop_are_told_with_those_of_the_report(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is released, ``load_texts`` has read every text that the pages will need."""
    assert {code: texts.workshop for code, texts in load_texts(config).items()} == {
        code: workshop.load(code) for code in FOLDERS
    }
    folder = language_files.copied(tmp_path)
    language_files.rewrite(folder / "en" / "workshop.toml", (r"^minutes = .*$", ""))
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    with pytest.raises(InputError, match=r"en/workshop\.toml: page\.minutes: is missing; expected a text"):
        load_texts(config)


@given(number=st.integers(0, 30))
def test_titles_are_dealt_out_evenly(number: int) -> None:
    """In order, none lost, three at most, in as few parts as there can be."""
    titles = [str(place) for place in range(number)]
    dealt = parts(titles)
    assert [title for part in dealt for title in part] == titles
    assert len(dealt) == -(-number // 3)
    assert all(1 <= len(part) <= 3 for part in dealt)


@pytest.mark.parametrize(("names", "text"), [("A", "A"), ("AB", "A und B"), ("ABD", "A, B und D")])
def test_names_are_joined_as_one_speaks(names: str, text: str) -> None:
    """Commas, and a word before the last."""
    assert joined(list(names), "und") == text
