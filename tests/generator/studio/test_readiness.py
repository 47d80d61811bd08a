"""Ready or not: what is left to do before a site goes live, and where."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest

from generator.studio import readiness, starter
from generator.studio.document import edited
from harness.paths import EXAMPLES
from questionnaire.faults import Fault

TODAY = dt.date(2027, 1, 4)
READY = """
[brand]
name = "Muster AG"
imprint = "Muster AG, Musterstadt"
logo = "l.svg"
[[contacts]]
label = { de = "Beratung", en = "Counselling" }
phone = "+49 30 901820"
[survey]
id = "muster-2027"
title = "Wie geht es uns?"
headcount = 140
opens = 2027-01-11
closes = 2027-01-29
[collection]
mode = "paper"
"""


def left(text: str, today: dt.date = TODAY, *, has_logo: bool = True) -> dict[str, tuple[Any, ...]]:
    """Return what is left to do: id -> where."""
    tasks = readiness.tasks(tomllib.loads(text), has_logo=has_logo, today=today)
    return {task.id: task.at for task in tasks if not task.done}


def test_a_whole_site_is_ready() -> None:
    """Nothing is left to do, and what is done is said."""
    assert left(READY) == {}
    told = readiness.told(tomllib.loads(READY), [], "de", has_logo=True, today=TODAY)
    assert all(task["done"] for task in told)
    assert told[0]["text"] == "Der Name Ihrer Organisation ist da."


def test_the_starter_is_not() -> None:
    """Its name, its id, its address and its logo are placeholders; the imprint is missing."""
    assert set(left(starter.template(), has_logo=False)) == {
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


def test_each_survey_is_asked_by_its_own_way_to_collect() -> None:
    """One that collects on paper needs its days, though the others collect nothing."""
    text = READY.replace("[survey]", "[[surveys]]").replace('"paper"', '"off"')
    edits: list[dict[str, Any]] = [
        {"op": "remove", "at": ["surveys", 0, "opens"]},
        {"op": "set", "at": ["surveys", 0, "collection"], "value": {"mode": "paper"}},
    ]
    assert left(edited(text, edits[:1])) == {}
    assert left(edited(text, edits)) == {"opens": ("surveys", 0, "opens")}


def test_a_language_is_called_by_its_name() -> None:
    """People know "Leichte Sprache", and no code."""
    text = READY + '[site]\nlanguages = ["de", "en", "de-leicht"]\n'
    told = readiness.told(tomllib.loads(text), [], "de", has_logo=True, today=TODAY)
    assert [task["text"] for task in told if not task["done"]] == [
        "Schreiben Sie jeden Text in jeder Sprache; es fehlt noch: Leichte Sprache."
    ]


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


def test_a_fault_is_a_task_unless_its_field_has_one() -> None:
    """The list is complete, and nothing is in it twice."""
    values = tomllib.loads(READY.replace('imprint = "Muster AG, Musterstadt"\n', ""))
    faults = [
        Fault("configuration.missing", "brand.imprint"),
        Fault("configuration.missing", "brand.primary"),
    ]
    told = readiness.told(values, faults, "en", has_logo=True, today=TODAY)
    assert [task["at"] for task in told if not task["done"]] == [["brand", "imprint"], ["brand", "primary"]]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_task_has_a_sentence(language: str) -> None:
    """Done and not done, in both languages of the studio."""
    for text in (
        READY,
        starter.template(),
        "",
        '[collection]\nmode = "slips"\n[survey]\ncloses = 2020-01-01\n',
        "[site]\nlanguages = 3",
        "[site]\nlanguages = []",
    ):
        values = tomllib.loads(text)
        for task in readiness.told(values, [], language, has_logo=False, today=TODAY):
            assert str(task["text"]).strip()


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
