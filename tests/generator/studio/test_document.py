"""Edits of a site.toml: what none names stays as it stands, and the values are what they say."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.configuration.statements import joined, plain, split
from generator.studio import plain_edits, starter
from generator.studio.document import edited, parsed
from generator.studio.toml_values import typed, untyped, written
from harness.paths import ROOT
from questionnaire.faults import FaultError, InputError

EXAMPLES = {
    name: (ROOT / "examples" / name / "site.toml").read_text("utf-8") for name in ("hafenkontor", "lumo")
}
TEXTS = {**EXAMPLES, "starter": starter.template()}


def comments(text: str) -> list[str]:
    """Return every comment in ``text`` that has a line of its own."""
    return [one.text.strip() for one in split(text) if one.kind == "comment"]


@pytest.mark.parametrize("name", TEXTS)
def test_without_an_edit_nothing_changes(name: str) -> None:
    """Opening and saving a file gives the file, byte for byte."""
    assert joined(split(TEXTS[name])) == TEXTS[name]
    assert edited(TEXTS[name], []) == TEXTS[name]


words = st.text(st.sampled_from("abzÄß \"'\\#=[]{}\n\t,.🎈\x7f\u2028"), max_size=12)
values = st.one_of(words, st.integers(0, 10**6), st.booleans(), st.lists(words, max_size=3))
localised = st.dictionaries(st.sampled_from(["de", "en", "de-leicht"]), words, min_size=1)
contacts = st.fixed_dictionaries({"label": localised | words}, optional={"phone": words, "note": localised})
surveys = st.fixed_dictionaries({"id": words}, optional={"title": localised, "headcount": st.integers(1, 99)})
small = st.integers(0, 3)


def edit(op: str, *at: object, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return an edit as a page sends it."""
    return {"op": op, "at": list(at), **more}


keys = st.one_of(
    st.tuples(st.just("brand"), st.sampled_from(["name", "primary", "accent", "logo", "imprint", "footer"])),
    st.tuples(st.just("brand"), st.sampled_from(["light", "dark"]), st.sampled_from(["paper", "ink"])),
    st.tuples(st.just("site"), st.sampled_from(["languages", "address", "kiosk"])),
    st.tuples(st.just("survey"), st.sampled_from(["title", "headcount", "id"])),
    st.tuples(st.just("contacts"), small, st.sampled_from(["phone", "mail", "label", "note"])),
    st.tuples(st.just("contacts"), small, st.just("label"), st.sampled_from(["de", "en"])),
    st.tuples(st.just("surveys"), small, st.sampled_from(["title", "folder", "brand"])),
    st.tuples(
        st.just("texts"),
        st.sampled_from(["de", "en"]),
        st.just("page"),
        st.sampled_from(["start_lead", "start_title"]),
    ),
    st.tuples(st.just("collection"), st.sampled_from(["mode", "url"])),
    st.tuples(st.sampled_from(["brand", "contacts", "survey", "collection", "texts", "surveys"])),
    st.tuples(st.sampled_from(["contacts", "surveys"]), small),
)
edits = st.one_of(
    st.builds(
        lambda at, value: edit("set", *at, value=value),
        keys.filter(lambda at: len(at) > 1 and isinstance(at[-1], str)),
        values | localised,
    ),
    st.builds(lambda value: edit("set", "contacts", value=value), st.lists(contacts, max_size=3)),
    st.builds(
        lambda value: edit("set", "brand", "light", value=value), st.fixed_dictionaries({"paper": words})
    ),
    st.builds(lambda at: edit("remove", *at), keys),
    st.builds(lambda value: edit("append", "contacts", value=value), contacts),
    st.builds(lambda value: edit("append", "surveys", value=value), surveys),
    st.builds(lambda value: edit("append", "site", "languages", value=value), words),
    st.builds(
        lambda name, a, b: edit("move", name, a, to=b), st.sampled_from(["contacts", "surveys"]), small, small
    ),
)


def expected(values: dict[str, Any], one: dict[str, Any]) -> dict[str, Any] | None:
    """Return ``values`` after the edit ``one``; ``None`` if there is no such place."""
    after, at = copy.deepcopy(values), tuple(one["at"])
    value = typed((*at, 0) if one["op"] == "append" else at, one.get("value"))
    try:
        plain_edits.OPERATIONS[one["op"]](after, at, copy.deepcopy(value), one.get("to", 0))
    except FaultError:
        return None
    return after


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(edits, max_size=6))
def test_any_edits_leave_the_comments_and_give_the_values(name: str, steps: list[dict[str, Any]]) -> None:
    """After any edits, the values are what they say; only what is removed takes the comments in it along."""
    text = TEXTS[name]
    for step in steps:
        wanted = expected(parsed(text), step)
        if wanted is None:
            with pytest.raises(FaultError):
                edited(text, [step])
            continue
        after = edited(text, [step])
        assert plain(tomllib.loads(after)) == plain(wanted)
        takes_out = step["op"] == "remove" or step["op"] == "set"
        gone = inside(text, step["at"]) if takes_out else []
        kept = comments(after)
        for comment in comments(text):
            if comment in gone:
                gone.remove(comment)
            elif comment in kept:
                kept.remove(comment)
            else:
                raise AssertionError(comment)
        text = after


def inside(text: str, at: list[Any]) -> list[str]:
    """Return the comments between the first and the last line of what is at ``at``, and right below it."""
    statements = split(text)
    numbers = [n for n, one in enumerate(statements) if one.path and one.path[: len(at)] == tuple(at)]
    if not numbers or not any(statements[n].is_heading for n in numbers):
        return []
    last = numbers[-1]
    while last + 1 < len(statements) and statements[last + 1].kind == "comment":
        last += 1
    return [one.text.strip() for one in statements[numbers[0] : last + 1] if one.kind == "comment"]


def test_a_new_key_stands_below_the_comment_that_shows_it() -> None:
    """Whoever opens the file later finds a value where the starter explains it."""
    text = edited(TEXTS["starter"], [edit("set", "survey", "headcount", value="140")])
    assert "# headcount = 140\nheadcount = 140\n# opens" in text


def test_a_new_table_leaves_the_comments_of_the_next_one_alone() -> None:
    """The exact colours stand behind the brand, not between the contacts and what explains them."""
    text = edited(TEXTS["starter"], [edit("set", "brand", "light", "paper", value="#fff")])
    assert 'accent = "#7fd1c7"\n\n[brand.light]\npaper = "#fff"\n\n# Whom employees can turn to.' in text


def test_the_only_contact_goes_without_the_comments_of_the_survey() -> None:
    """The example of a contact and the words about several surveys stay."""
    text = edited(TEXTS["starter"], [edit("remove", "contacts", 0)])
    assert "[[contacts]]\nlabel" not in text.replace("# [[contacts]]", "")
    assert '# label = { de = "Betriebliche Sozialberatung"' in text
    assert "# Several teams or sites?" in text


def test_contacts_change_places_whole() -> None:
    """A contact takes all its keys along, and the comments around stay where they are."""
    text = edited(EXAMPLES["lumo"], [edit("move", "contacts", 1, to=0)])
    assert [contact.get("role") for contact in parsed(text)["contacts"]] == ["representation", None]
    assert comments(text) == comments(EXAMPLES["lumo"])


@pytest.mark.parametrize(
    ("at", "value", "kept"),
    [
        (("survey", "opens"), "2027-01-11", dt.date(2027, 1, 11)),
        (("survey", "opens"), "2027-01-1", "2027-01-1"),
        (("survey", "opens"), "2027-02-30", "2027-02-30"),
        (("surveys", 0, "closes"), " 2027-01-11", dt.date(2027, 1, 11)),
        (("survey", "headcount"), "140", 140),
        (("survey", "headcount"), "14o", "14o"),
        (("survey", "headcount"), "9" * 5000, "9" * 5000),
        (("site", "idle_minutes"), "5", 5),
        (("survey", "title"), "2027-01-11", "2027-01-11"),
        (("brand", "name"), "12", "12"),
        (("survey", "id"), "2027", "2027"),
        (("brand", "name"), "a\ud800b\r\n", "a?b\n"),
    ],
)
def test_days_and_numbers_are_of_toml_once_they_are_whole(
    at: tuple[Any, ...], value: str, kept: object
) -> None:
    """Half a date is kept as it is typed, for the check to refuse; a whole one needs no quotation marks."""
    assert typed(at, value) == kept


@given(values=st.recursive(values, lambda inner: st.dictionaries(words, inner, max_size=3), max_leaves=8))
def test_every_value_is_written_so_that_it_reads_the_same(values: object) -> None:
    """Whatever somebody types, quotation marks, backslashes, lines: TOML gives it back."""
    assert tomllib.loads(f"value = {written(values)}")["value"] == values


def test_values_for_a_page_are_of_json() -> None:
    """A day is its text; a number that JSON does not have, too."""
    values = tomllib.loads("a = 2027-01-11\nb = inf\nc = [nan, 1.5, true]\nd = 07:30:00\n")
    assert untyped(values) == {"a": "2027-01-11", "b": "inf", "c": ["nan", 1.5, True], "d": "07:30:00"}


@pytest.mark.parametrize(
    "one",
    [
        None,
        {},
        {"op": "burn", "at": ["brand"]},
        {"op": "set", "at": []},
        {"op": "set", "at": "brand", "value": 1},
        {"op": "set", "at": [0], "value": 1},
        {"op": "set", "at": ["contacts", -1, "mail"], "value": "x"},
        {"op": "set", "at": ["contacts", True], "value": "x"},
        {"op": "set", "at": ["a"] * 13, "value": 1},
        {"op": "set", "at": ["contacts", 99, "mail"], "value": "x"},
        {"op": "set", "at": ["brand", "name", "de"], "value": "x"},
        {"op": "append", "at": ["contacts"]},
        {"op": "append", "at": ["brand", "name"], "value": "x"},
        {"op": "append", "at": ["contacts"], "value": "x"},
        {"op": "set", "at": ["contacts", 0], "value": "x"},
        {"op": "move", "at": ["contacts", 0], "to": 9},
        {"op": "move", "at": ["contacts", 0], "to": "1"},
        {"op": "move", "at": ["brand", "name"], "to": 0},
    ],
)
def test_an_edit_that_leads_nowhere_is_refused(one: Any) -> None:  # noqa: ANN401
    """It raises a fault, and none of the edits with it is made."""
    with pytest.raises(FaultError):
        edited(EXAMPLES["lumo"], [edit("set", "brand", "name", value="A"), one])


def test_what_is_no_toml_is_told_with_its_line() -> None:
    """Nothing is edited; the fault says where."""
    with pytest.raises(InputError) as refused:
        edited('[brand]\nname = "A\n', [edit("set", "brand", "name", value="B")])
    assert (refused.value.faults[0].kind, refused.value.faults[0].line) == ("toml.open_quote", 2)


def test_windows_lines_stay() -> None:
    """A file with the line ends of Windows keeps them, in new lines, too."""
    text = EXAMPLES["lumo"].replace("\n", "\r\n")
    after = edited(
        text,
        [
            edit("set", "contacts", 0, "note", value={"de": "a\nb"}),
            edit("append", "contacts", value={"label": "x"}),
        ],
    )
    assert after.replace("\r\n", "").count("\n") == 0


def test_a_comment_behind_a_value_stays() -> None:
    """The words behind a value are about the key, whatever its value."""
    text = edited(EXAMPLES["lumo"], [edit("set", "site", "kiosk", value=False)])
    assert "kiosk = false                            # several people share a workstation" in text
