"""A fault and its message: one line, safe to show, worded by the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from questionnaire import messages
from questionnaire.faults import COMMAND_LINE, Fault, InputError, Key, nearest
from questionnaire.messages import Phrase

NO_DATE = "expected a date such as 2027-01-11, without quotation marks"


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (
            Fault("configuration.no_date", "survey.opens", "soon", file="site.toml"),
            f'site.toml: survey.opens = "soon": {NO_DATE}',
        ),
        (
            Fault("configuration.no_date", "survey.opens", 5, file="site.toml"),
            f"site.toml: survey.opens = 5: {NO_DATE}",
        ),
        (Fault("configuration.no_date", "survey.opens"), f"survey.opens: {NO_DATE}"),
        (
            Fault("output.failed", "--out", "dist", {"reason": "No space left"}, file=COMMAND_LINE),
            'command line: --out = "dist": cannot be written (No space left)',
        ),
        (
            Fault("toml.no_list", details={"text": "a = ["}, file="site.toml", line=3),
            'site.toml: line 3: expected a list such as ["de", "en"]; there stands now: a = [',
        ),
        (
            Fault("language_file.empty_page", file="languages/fr/method.md"),
            "languages/fr/method.md: file: is empty; expected the page's text",
        ),
    ],
    ids=["value", "number", "no file", "command line", "line", "whole file"],
)
def test_a_fault_is_told_with_its_place_and_its_value(fault: Fault, line: str) -> None:
    """File, key or line, the value received if there is one, and what was expected."""
    assert str(fault) == line


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "\x1b[31mred", "\u202egnirts"])
def test_whatever_a_value_holds_the_line_stays_one_that_a_terminal_only_shows(value: str) -> None:
    """No line break, no sign that moves the cursor, colours or turns the writing round."""
    line = str(Fault("configuration.no_date", "survey.opens", value))
    assert line.isprintable()


def test_a_value_that_is_too_long_is_shown_by_its_beginning() -> None:
    """A page of text, or a number that Python does not write out at all."""
    assert len(str(Fault("configuration.no_date", "survey.opens", "y" * 5000))) < 300
    huge = 16**5000
    for value in (huge, [huge]):
        assert "a number that is too long to show" in str(Fault("configuration.no_date", "k", value))
        assert "a number that is too long to show" in Fault("text.empty", details={"value": value}).said
    least = Fault("configuration.too_few_to_release", details={"least": huge})
    assert least.said.startswith("expected at least a number that is too long to show, ")


def test_a_fault_is_renamed_with_the_keys_that_it_mentions() -> None:
    """Keys within the message are renamed like the fault's own key; other details stay as they are."""
    details = {"headcount_key": Key("survey.headcount"), "least": 50}
    fault = Fault("configuration.too_few_for_levers", "survey.detail", "levers", details)
    renamed = fault.renamed(lambda key: key.replace("survey.", "surveys[2]."))
    assert (renamed.key, renamed.kind, renamed.value) == ("surveys[2].detail", fault.kind, "levers")
    assert renamed.said == 'expected "type", because "levers" needs surveys[2].headcount of at least 50'
    said_in_a_text = Fault("text.digit", "texts.de.survey.1", details={"text": "survey.1"})
    assert said_in_a_text.renamed(lambda _: "x").said == said_in_a_text.said


def test_an_error_holds_every_fault_once() -> None:
    """A fault that many surveys share is found many times, and reported once."""
    twice = [Fault("text.of_a_result", "a"), Fault("text.of_a_result", "b"), Fault("text.of_a_result", "a")]
    error = InputError(iter(twice))
    assert [fault.key for fault in error.faults] == ["a", "b"]
    assert str(error).splitlines() == [str(fault) for fault in twice[:2]]


@pytest.mark.parametrize(("word", "meant"), [("tael", "teal"), ("teal", "teal"), ("x", None), ("", None)])
def test_a_slip_of_the_finger_is_answered_with_the_nearest_known_word(word: str, meant: str | None) -> None:
    """A word that resembles no known word gets no suggestion."""
    assert nearest(word, iter(["red", "read", "teal"])) == meant


def test_a_message_joins_lists_and_says_what_is_optional_in_the_language_of_its_catalogue(
    tmp_path: Path,
) -> None:
    """The code gives values; every word between them comes from the catalogue."""
    (tmp_path / "xx.toml").write_text(
        '[a]\nsaid = "eins von {some:comma or}{meant}; {all}; {what}"\nthing = "ein Ding"\n'
        '[optional]\nmeant = ", etwa {meant}?"\n[join]\ncomma = ", "\nor = " oder "\n',
        encoding="utf-8",
    )
    sentences = messages.load("xx", tmp_path)
    details = {"some": ("a", "b", "c"), "all": ("{x}",), "what": Phrase("a.thing")}
    assert messages.say("a.said", {**details, "meant": "b"}, sentences) == (
        "eins von a, b oder c, etwa b?; {x}; ein Ding"
    )
    assert messages.say("a.said", {**details, "meant": None}, sentences).startswith("eins von a, b oder c; ")


@pytest.mark.parametrize(("kind", "details"), [("a.b", {}), ("text.html", {}), ("text.blames", {"found": 1})])
def test_a_message_that_cannot_be_said_is_a_mistake_in_the_code(
    kind: str, details: dict[str, object]
) -> None:
    """An unknown kind or a missing detail never passes for a message."""
    with pytest.raises(KeyError):
        messages.say(kind, details)
