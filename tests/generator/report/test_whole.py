"""The report on several teams: the whole in front says what the releases leave possible, and ranks nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.configuration import load
from generator.configuration.survey import Site
from generator.report.joint import disclosed_jointly, tally_of
from generator.report.whole import joint_report_files, load_texts_of_all, range_in_words, range_of_figures
from harness import sites
from harness.markup import Page
from harness.releases import within
from harness.teams import COUNTS, site_toml
from questionnaire import language_schema, levels_file, measures
from questionnaire.disclosure import release
from questionnaire.levels import Bounds

INVITED = {"west-2027": 30, "nord-2027": 60, "sued-2027": 20}
MANY, ONE_SIDED, SOME = COUNTS.values()


def files(folder: Path, counts: Mapping[str, Mapping[str, int]], release: str = "teams") -> dict[str, bytes]:
    """Return the report on three teams with these counts."""
    site = configured(folder, release)
    tallies = [
        tally_of(
            survey.config,
            counts[survey.config.survey.id],
            threshold=10,
            headcount=INVITED[survey.config.survey.id],
            slips=None,
        )
        for survey in site.surveys
    ]
    kind = site.surveys[0].config.collection.release
    assert kind != "each"
    file = levels_file.parse(disclosed_jointly(tallies, kind))
    return joint_report_files(site, file, load_texts_of_all(site))


def configured(folder: Path, release: str = "teams") -> Site:
    """Return the site of three teams."""
    text = site_toml(INVITED, release=release, brand="Kontor <b>& Söhne", languages=("de", "en", "de-leicht"))
    return load.load_site(sites.write(folder, text))


def test_teams_stand_in_the_order_of_the_site(tmp_path: Path) -> None:
    """Each has a link to its report, the others one together; nothing sorts or compares them."""
    counts = {"west-2027": SOME, "nord-2027": MANY, "sued-2027": ONE_SIDED}
    found = files(tmp_path, counts)
    page = Page(found["index.html"])
    links = [tag["href"] for tag in page.all("a")]
    assert [link for link in links if "/index.html" in link and not link.startswith("en/")] == [
        "nord-2027/index.html",
        "together/index.html",
    ]
    assert "Team west-2027, Team sued-2027" in " ".join(within(page, id="teams"))
    assert "Das ist keine Rangfolge" in " ".join(within(page, id="teams"))


def test_the_whole_shows_every_type_in_the_fixed_order(tmp_path: Path) -> None:
    """Between two shares, as figures and in words; no digit but the days and the coarse numbers of people."""
    page = Page(files(tmp_path, {"west-2027": SOME, "nord-2027": MANY, "sued-2027": ONE_SIDED})["index.html"])
    said = " ".join(within(page, id="spans"))
    places = [said.index(name) for name in ("Gegenwind", "Zwickmühle", "Engpass", "Dauerlächeln", "Mehreres")]
    assert places == sorted(places)
    assert "mindestens 80 Beiträge" in said
    assert "Eingeladen: 110." in said
    assert "%" not in said


def test_a_report_is_the_one_that_the_team_would_have_alone(tmp_path: Path) -> None:
    """With every page of an ordinary report, and its data; the others' is a report, too."""
    found = files(tmp_path, {"west-2027": SOME, "nord-2027": MANY, "sued-2027": ONE_SIDED})
    for folder in ("nord-2027/", "together/"):
        assert {
            f"{folder}{name}" for name in ("index.html", "en/index.html", "report.json", "report.csv")
        } <= set(found)
    assert "report.json" not in found
    assert not any(path.startswith(("west-2027/", "sued-2027/")) for path in found)
    assert b"Die \xc3\xbcbrigen Teams gemeinsam" in found["together/index.html"]


@pytest.mark.parametrize("release", ["teams", "whole"])
def test_one_report_is_enough_where_no_team_has_its_own(tmp_path: Path, release: str) -> None:
    """All teams are one ordinary report then, in front; so a plan can be made of it."""
    counts = {"west-2027": ONE_SIDED, "nord-2027": {"A": 3, "B": 4}, "sued-2027": {"C": 9}}
    found = files(tmp_path, counts, release)
    assert {"index.html", "en/index.html", "report.json", "levels.json"} <= set(found)
    assert "Alle Teams gemeinsam" in found["index.html"].decode()
    assert not any(path.startswith("together/") for path in found)


def test_a_withheld_whole_says_so_and_names_no_team(tmp_path: Path) -> None:
    """Nothing is shown of anybody, and no reason is told."""
    found = files(tmp_path, {team: {"A": 2} for team in INVITED})
    page = Page(found["index.html"])
    assert within(page, id="withheld")
    assert "Team " not in " ".join(within(page, id="withheld"))


@pytest.mark.parametrize("folder", ["", "en/"])
def test_every_text_of_the_whole_is_shown_by_some_whole(tmp_path: Path, folder: str) -> None:
    """A translator writes no text that no page shows."""
    campaigns: tuple[Mapping[str, Mapping[str, int]], ...] = (
        {"west-2027": SOME, "nord-2027": MANY, "sued-2027": ONE_SIDED},
        {"west-2027": {"A": 20, "B": 8}, "nord-2027": {"C": 40, "D": 12}, "sued-2027": {"N": 10, "M": 8}},
        {"west-2027": {"A": 28}, "nord-2027": {"B": 58, "A": 2}, "sued-2027": {"A": 18}},
    )
    pages = [files(tmp_path / str(place), counts) for place, counts in enumerate(campaigns)]
    pages.append(files(tmp_path / "whole", campaigns[0], "whole"))
    shown = "\n".join(
        text.text
        for found in pages
        for path, contents in found.items()
        if path.endswith(".html") and path.startswith(folder)
        for text in Page(contents).texts
    )
    language = folder.removesuffix("/") or "de"
    texts = language_schema.flatten(measures.load(language).texts["whole"])
    pieces = [
        (key, piece.strip())
        for key, value in texts.items()
        for text in (value if isinstance(value, list) else [str(value)])
        for piece in re.split(r"\{\w+\}", text)
    ]
    ranges = {"at_most", "unknown"}  # the test of ranges in words has them
    assert [key for key, piece in pieces if piece not in shown and key not in ranges] == []


def test_the_same_releases_give_the_same_bytes(tmp_path: Path) -> None:
    """The whole is a function of what is published: counts that are released alike look alike."""
    some = {"west-2027": SOME, "nord-2027": MANY, "sued-2027": ONE_SIDED}
    swapped = {**some, "west-2027": {**SOME, "A": 1}, "sued-2027": {"A": 11, "B": 0}}
    assert files(tmp_path, some) == files(tmp_path, swapped)


@pytest.mark.parametrize(
    ("lowest", "highest", "said"),
    [
        (0, 0, "kein Anteil"),
        (0, 5, "höchstens etwa ein Viertel der Beiträge"),
        (0, 18, "lässt sich aus den Berichten nicht sagen"),
        (5, 7, "etwa ein Viertel bis gut ein Drittel der Beiträge"),
        (10, 18, "etwa die Hälfte bis mehr als vier Fünftel der Beiträge"),
        (17, 19, "mehr als vier Fünftel"),
    ],
)
def test_a_range_is_told_in_words(lowest: int, highest: int, said: str) -> None:
    """As coarse as the shares of a report, and never nearer than they allow."""
    bounds = Bounds("A", lowest, highest)
    assert range_in_words(bounds, measures.load("de").texts) == said
    figures = range_of_figures(bounds)
    assert len(figures) == 20
    assert (figures.count("filled"), figures.count("perhaps")) == (lowest, highest - lowest)


def test_teams_that_read_the_same_have_the_same_report(tmp_path: Path) -> None:
    """Who changes places between teams that are shown together is in no byte; nor is what rounds alike."""
    here = {"nord-2027": MANY, "west-2027": SOME, "sued-2027": ONE_SIDED}
    there = {
        "nord-2027": {"A": 17, "B": 8, "C": 3, "D": 11, "M": 8, "N": 3},
        "west-2027": {"A": 1, "B": 7, "C": 9, "N": 5},
        "sued-2027": {"A": 11, "B": 1},
    }
    assert release(MANY) == release(there["nord-2027"])
    one, other = files(tmp_path / "one", here), files(tmp_path / "other", there)
    assert one == other
    assert len([name for name in one if name.endswith("report.json")]) == 2
