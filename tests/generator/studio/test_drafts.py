"""The preview while something is not right yet: everything else is shown as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.studio.desk import Studio, open_desk
from harness import teams
from tests.generator.studio.asking import ask, packed, setting

BEGUN = """
[site]
languages = ["de", "en", "de-leicht"]
[brand]
name = "Muster AG"
primary = "#12345"
logo = "lost.png"
slogan = "Neu"
[[contacts]]
label = { de = "Beratung", en = "Counselling" }
phone = "+49 30 901820"
[[contacts]]
label = "Ohne Telefon"
[[surveys]]
id = "nord-2027"
title = { de = "Im Norden", en = "Up north" }
opens = "2027-01"
[[surveys]]
[collection]
mode = "slips"
"""


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """A studio of a new folder."""
    return open_desk(tmp_path / "site")


def test_what_is_right_is_shown_beside_what_is_not(studio: Studio) -> None:
    """Half a colour, no logo, a key that nobody knows, a missing language, a survey without anything."""
    state = ask(studio, "open", name="site.toml", contents=packed(BEGUN.encode()), language="de")
    assert len(state["faults"]) > 6
    for language, title in (("de", "Im Norden"), ("en", "Up north"), ("de-leicht", "Im Norden")):
        page = ask(studio, "page", id="start", survey="nord-2027/", language=language, scheme="light")
        assert title in page
        assert "Muster AG" in page
    result = ask(studio, "page", id="result-a", survey="nord-2027/", language="de", scheme="light")
    assert "+49 30 901820" in result
    assert "Ohne Telefon" not in result


def test_a_change_shows_though_something_else_is_missing(studio: Studio) -> None:
    """A new language without its texts does not stop the preview of a new name."""
    languages = setting(["de", "en", "de-leicht"], "site", "languages")
    assert ask(studio, "change", edits=languages, language="de")["faults"]
    state = ask(studio, "change", edits=setting("Neu GmbH", "brand", "name"), language="de")
    assert state["faults"]
    assert "Neu GmbH" in ask(studio, "page", id="start", survey="", language="de-leicht", scheme="dark")


def test_the_ballot_is_shown_before_days_and_headcount_are_known(studio: Studio) -> None:
    """Whoever chooses how to collect sees at once what that looks like."""
    state = ask(studio, "change", edits=setting("paper", "collection", "mode"), language="de")
    assert "ballot" in {page["id"] for page in state["pages"]}


@pytest.mark.parametrize(
    ("written", "faulty"),
    [
        ("headcount = 60", "headcount = 60\nthreshold = 12"),
        ("headcount = 60", 'headcount = 60\ndetail = "levers"'),
        ('mode = "paper"\n', ""),
    ],
)
def test_surveys_that_do_not_agree_are_shown_though_they_are_to_be_released_together(
    studio: Studio, written: str, faulty: str
) -> None:
    """The others name no value, so none can give way: each is shown on its own."""
    text = teams.site_toml({"nord-2027": 60, "sued-2027": 80}).replace(written, faulty)
    state = ask(studio, "open", name="site.toml", contents=packed(text.encode()), language="de")
    assert [fault["given"] for fault in state["faults"]] == [True]
    page = ask(studio, "page", id="privacy", survey="nord-2027/", language="de", scheme="light")
    assert "in einem Schritt ausgewertet" not in page


@pytest.mark.parametrize(
    "text", ["", "brand = 3", "surveys = [1, 2]", "[site]\nlanguages = 3", "[[contacts]]"]
)
def test_however_little_is_right_nothing_breaks(studio: Studio, text: str) -> None:
    """The state is told, and a page is drawn or a sentence says why not."""
    state = ask(studio, "open", name="site.toml", contents=packed(text.encode()), language="de")
    assert state["faults"]
