"""Warnings: what would go live as it is, and where; the studio lists the same as things to do."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.brand import picture
from generator.brand.picture import Picture
from generator.configuration import load, warnings
from generator.desk import path_of
from generator.studio import starter
from generator.studio.document import edited
from harness import sites
from harness.paths import EXAMPLES
from harness.sites import READY
from questionnaire import messages

TODAY = dt.date(2027, 1, 4)


def left(text: str, logo: Picture | None = None) -> dict[str, tuple[Any, ...]]:
    """Return what is left to do: id -> where."""
    points = warnings.points(tomllib.loads(text), [logo], today=TODAY)
    return {point.id: tuple(path_of(point.fault)) for point in points if not point.done}


def drawn(folder: Path, inside: str, width: int = 40) -> Picture:
    """Return a logo that is 40 high."""
    namespace = 'xmlns="http://www.w3.org/2000/svg"'
    (folder / "l.svg").write_text(f'<svg {namespace} viewBox="0 0 {width} 40">{inside}</svg>', "utf-8")
    return picture.read(folder / "l.svg", "logo")


def test_a_whole_site_is_ready() -> None:
    """Nothing is left to do."""
    assert left(READY) == {}


def test_the_starter_is_not(tmp_path: Path) -> None:
    """Its name, its id, its address and its logo are placeholders; the imprint is missing."""
    (tmp_path / "logo.svg").write_bytes(starter.logo())
    assert set(left(starter.template(), picture.read(tmp_path / "logo.svg", "logo"))) == {
        "name", "logo", "imprint", "support", "reachable", "id",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "task", "at"),
    [
        (("set", ["brand", "name"], "Ihre Organisation"), "name", ("brand", "name")),
        (("set", ["brand", "name"], " "), "name", ("brand", "name")),
        (("remove", ["brand", "imprint"], None), "imprint", ("brand", "imprint")),
        (("remove", ["contacts"], None), "contacts", ("contacts",)),
        (("set", ["contacts", 0, "role"], "representation"), "support", ("contacts",)),
        (("set", ["contacts", 0, "mail"], "a@firma.example"), "reachable", ("contacts", 0, "mail")),
        (
            ("set", ["contacts", 0, "label"], {"de": "Nur deutsch"}),
            "languages",
            ("contacts", 0, "label", "en"),
        ),
        (("set", ["survey", "title"], {"de": "A", "en": " "}), "languages", ("survey", "title", "en")),
        (("set", ["survey", "id"], "team-herbst"), "id", ("survey", "id")),
        (("remove", ["survey", "headcount"], None), "headcount", ("survey", "headcount")),
        (("set", ["survey", "opens"], "2027-01"), "opens", ("survey", "opens")),
        (("set", ["survey", "closes"], "2027-01-03"), "over", ("survey", "closes")),
        (("remove", ["survey", "closes"], None), "closes", ("survey", "closes")),
        (("set", ["collection", "mode"], "slips"), "collector", ("collection", "url")),
        (("set", ["collection", "mode"], "open"), "address", ("site", "address")),
    ],
)
def test_each_task_is_told_with_its_place(
    edit: tuple[str, list[Any], Any], task: str, at: tuple[Any, ...]
) -> None:
    """One thing that is missing is one task, and leads to its field."""
    op, where, value = edit
    assert left(edited(READY, [{"op": op, "at": where, "value": value}]))[task] == at


def test_a_survey_that_collects_nothing_needs_no_days() -> None:
    """Neither days nor headcount are asked for; a last day that is over still is said."""
    alone = edited(READY, [{"op": "set", "at": ["collection", "mode"], "value": "off"}])
    keys = ("headcount", "opens", "closes")
    assert left(edited(alone, [{"op": "remove", "at": ["survey", key]} for key in keys])) == {}
    over = edited(alone, [{"op": "set", "at": ["survey", "closes"], "value": "2027-01-03"}])
    assert left(over) == {"over": ("survey", "closes")}


def test_a_survey_whose_decisions_are_told_is_meant_to_be_over() -> None:
    """Nobody is asked for another last day once the site says what came of the survey."""
    over = edited(READY, [{"op": "set", "at": ["survey", "closes"], "value": "2027-01-03"}])
    assert left(over) == {"over": ("survey", "closes")}
    assert left(edited(over, [{"op": "set", "at": ["survey", "decisions"], "value": "plan.json"}])) == {}


def test_each_survey_is_asked_by_its_own_way_to_collect() -> None:
    """One that collects on paper needs its days, though the others collect nothing."""
    text = READY.replace("[survey]", "[[surveys]]").replace('"paper"', '"off"')
    edits: list[dict[str, Any]] = [
        {"op": "remove", "at": ["surveys", 0, "opens"]},
        {"op": "set", "at": ["surveys", 0, "collection"], "value": {"mode": "paper"}},
    ]
    assert left(edited(text, edits[:1])) == {}
    assert left(edited(text, edits)) == {"opens": ("surveys", 0, "opens")}


@pytest.mark.parametrize("mode", ["open", "slips"])
def test_a_seal_is_recommended_where_something_is_sent(mode: str) -> None:
    """To a survey on screen only, and until there is a key, or two; a site without one has no fault."""
    addresses = 'url = "https://umfrage.muster.de/"\n[site]\naddress = "https://lastbild.muster.de/"\n'
    screen = READY.replace('"paper"', f'"{mode}"') + addresses
    assert left(screen) == {"seal": ("collection", "seal")}
    for seal in ('"lastbild1…"', '["lastbild1…", "lastbild1…"]'):
        assert left(screen.replace("[site]", f"seal = {seal}\n[site]")) == {}


def test_each_survey_has_its_own_tasks() -> None:
    """Of several surveys, the task leads to the right one."""
    text = (EXAMPLES / "lumo" / "site.toml").read_text("utf-8")
    after = edited(text, [{"op": "remove", "at": ["surveys", 1, "headcount"]}])
    assert left(after)["headcount"] == ("surveys", 1, "headcount")


@pytest.mark.parametrize(
    "text",
    [
        "contacts = 3",
        "survey = []",
        "surveys = [1]",
        "[site]\nlanguages = 3",
        "brand = 1",
        "[[contacts]]\nlabel = 3",
    ],
)
def test_any_values_have_a_list(text: str) -> None:
    """However broken the values are, the list is told."""
    assert left(text)


SIGN = '<circle cx="20" cy="20" r="9"/>'
NAME = '<text x="1" y="20">Muster\n AG</text>'


def test_a_logo_with_text_is_drawn_in_another_font_elsewhere(tmp_path: Path) -> None:
    """The warning shows the text; without text, and in letters that are paths, there is none."""
    points = warnings.points(tomllib.loads(READY), [drawn(tmp_path, f"<g>{NAME}</g>")], today=TODAY)
    [found] = [point.fault for point in points if point.id == "logo_text"]
    assert "„Muster AG“" in found.said_in("de")
    assert left(READY, drawn(tmp_path, SIGN)) == {}


@pytest.mark.parametrize(
    ("inside", "width", "twice"),
    [
        (SIGN, 40, False),  # a sign
        (SIGN, 120, True),  # as wide as a word
        (NAME, 60, True),  # the name, as a text
        ('<text x="1" y="20">MUSTER-AG</text>', 60, True),
        ('<text x="1" y="20">M</text>', 40, False),
    ],
)
def test_a_name_beside_a_logo_that_holds_it_is_told_until_somebody_decides(
    tmp_path: Path, inside: str, width: int, *, twice: bool
) -> None:
    """By the logo's text or its shape; ``name_beside_logo`` of either kind ends the warning."""
    logo = drawn(tmp_path, inside, width)
    assert ("name_twice" in left(READY, logo)) is twice
    for decided in ("true", "false"):
        text = READY.replace("[brand]", f"[brand]\nname_beside_logo = {decided}")
        assert "name_twice" not in left(text, logo)


@pytest.mark.parametrize(
    ("title_of_page", "title_of_poster", "differs"),
    [
        (None, None, False),
        ("Wie ist Ihr Tag?", None, False),  # the poster follows
        ("Wie ist Ihr Tag?", "Wie ist Ihr Tag?", False),
        (None, "Was prägt Ihren Arbeitsalltag?", False),  # that is the page's own title
        (None, "Machen Sie mit", True),
        ("Wie ist Ihr Tag?", "Machen Sie mit", True),
    ],
)
def test_a_poster_with_another_title_than_the_page_is_told(
    title_of_page: str | None, title_of_poster: str | None, *, differs: bool
) -> None:
    """People who come from the poster look for its title on the page."""
    given = {"page.start_title": title_of_page, "poster.title": title_of_poster}
    texts = "".join(f'{key} = "{text}"\n' for key, text in given.items() if text)
    found = left(f"{READY}[texts.de]\n{texts}")
    assert found == ({"poster_title": ("texts", "de", "poster", "title")} if differs else {})


@pytest.mark.parametrize(
    ("way", "address", "invented"),
    [
        ("phone", "+49 30 901820", False),
        ("phone", "+49 (0)30 23125 042", True),
        ("phone", "0221 4710-123", True),
        ("phone", "+49 40 66969000", True),
        ("phone", "040 6696", False),
        ("mail", "br@firma.example", True),
        ("mail", "br@example.org", False),
        ("mail", "3023125@muster.de", False),
        ("url", "https://hilfe.example/wir", True),
        ("url", "https://muster.de/example", False),
    ],
)
def test_a_contact_that_leads_to_nobody_is_told(way: str, address: str, *, invented: bool) -> None:
    """Hosts below .example and the numbers that the Bundesnetzagentur keeps for films belong to nobody."""
    text = READY.replace('phone = "+49 30 901820"', f'{way} = "{address}"')
    assert left(text) == ({"reachable": ("contacts", 0, way)} if invented else {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("…", "…"),
        (" ... ", "..."),
        ("Mehr dazu …", None),
        ("Muster AG, Musterstraße 1, 12345 Musterstadt", "Musterstraße 1, 12345 Musterstadt"),
        ("Fragen an datenschutz@beispiel.example, bitte", "beispiel.example"),
        ("Muster AG, Musterweg 7, 12345 Musterstadt", None),
    ],
)
def test_a_placeholder_in_an_own_text_is_told(text: str, found: str | None) -> None:
    """In the language in which it stands: those of the starter, and addresses of nobody."""
    values = edited(READY, [{"op": "set", "at": ["brand", "privacy"], "value": {"de": "Wir.", "en": text}}])
    assert left(values) == ({"placeholder": ("brand", "privacy", "en")} if found else {})
    points = warnings.points(tomllib.loads(values), [], today=TODAY)
    said = [point.fault.said_in("de") for point in points if point.id == "placeholder"]
    assert said == ([f"Schreiben Sie Ihre eigenen Worte: „{found}“ ist ein Platzhalter."] if found else [])


def test_a_year_that_is_probably_wrong_is_told() -> None:
    """A survey of a year and some weeks has a mistyped year; half a year is long, and may be meant."""
    assert left(READY.replace("2027-01-29", "2028-01-29")) == {"long": ("survey", "closes")}
    assert left(READY.replace("2027-01-29", "2027-07-12")) == {}


def test_what_is_sent_unencrypted_is_told() -> None:
    """On the way to the page or to the collector; this machine itself needs no certificate."""
    for site, collector, found in (
        ("http://lastbild.muster.de/", "https://umfrage.muster.de/", {"unencrypted": ("site", "address")}),
        ("https://lastbild.muster.de/", "http://umfrage.muster.de/", {"unencrypted": ("collection", "url")}),
        ("http://localhost:8000/", "http://127.0.0.1:8001/", {}),
    ):
        addresses = f'url = "{collector}"\n[site]\naddress = "{site}"\n'
        assert left(READY.replace('"paper"', '"open"') + addresses) == {
            **found,
            "seal": ("collection", "seal"),
        }


SEVERAL = """
[site]
languages = ["de"]
[brand]
name = "Muster AG"
[[contacts]]
label = "Beratung"
mail = "beratung@muster.example"
[[surveys]]
id = "a"
title = "A"
[[surveys]]
id = "b"
title = "B"
[[surveys.contacts]]
label = "Rat"
phone = "+49 30 901820"
[surveys.brand]
name = "Tochter AG"
"""


def test_what_several_surveys_have_in_common_is_told_once(tmp_path: Path) -> None:
    """What is a survey's own is told at its place, and shows its own name."""
    site = load.load_site(sites.write(tmp_path, SEVERAL))
    found = warnings.warnings(site, TODAY)
    told = [(fault.kind.partition(".")[2], fault.key) for fault in found]
    assert told == [
        ("imprint", "brand.imprint"),
        ("imprint", "surveys[2].brand.imprint"),
        ("reachable", "contacts[1].mail"),
    ]
    assert found[0].file == "site.toml"
    assert "Muster AG" in found[0].said
    assert "Tochter AG" in found[1].said


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_warning_names_the_place_and_says_what_to_do(tmp_path: Path, language: str) -> None:
    """In one line: file, key, value and sentence."""
    path = sites.write(tmp_path, sites.SMALLEST.replace("Muster AG", "Ihre Organisation"))
    lines = [fault.shown_in(language) for fault in warnings.warnings(load.load_site(path), TODAY)]
    sentence = messages.load(language)["warning.name"]
    assert any(line.endswith(f'brand.name = "Ihre Organisation": {sentence}') for line in lines)
