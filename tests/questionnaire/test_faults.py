"""A fault and its message: one line, safe to show, worded by the catalogue."""

from __future__ import annotations

import datetime as dt
import errno
import os
import socket
import ssl
import sys
import zlib
from http.client import BadStatusLine, IncompleteRead, InvalidURL, RemoteDisconnected
from pathlib import Path
from urllib.error import URLError

import pytest

from questionnaire import messages
from questionnaire.faults import COMMAND_LINE, Fault, InputError, Key, nearest
from questionnaire.messages import Phrase
from questionnaire.system_reasons import database_reason, network_reason, system_reason

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


@pytest.mark.parametrize(
    ("fault", "english", "german"),
    [
        (
            Fault(
                "configuration.no_choice",
                "survey.detail",
                "x",
                {"allowed": ("type", "levers")},
                file="site.toml",
            ),
            "expected one of 'type' or 'levers'",
            'erwartet wird "type" oder "levers"',
        ),
        (
            Fault(
                "configuration.closes_before_opens",
                "survey.closes",
                dt.date(2027, 1, 4),
                {"opens_key": Key("survey.opens"), "opens": dt.date(2027, 1, 11)},
            ),
            "expected a day on or after survey.opens (2027-01-11)",
            "erwartet wird der erste Tag (survey.opens: 11.01.2027) oder ein späterer",
        ),
        (
            Fault("configuration.unknown_key", "brand.primray", "teal", {"meant": "primary"}),
            "unknown key; did you mean 'primary'?",
            "diese Angabe gibt es nicht; meinten Sie „primary“?",
        ),
        (
            Fault("configuration.unknown_key", "brand.x", "teal", {"meant": None}),
            "unknown key",
            "diese Angabe gibt es nicht",
        ),
        (
            Fault("text.empty", "texts.de.a", details={"value": [True, 3]}),
            "is [true, 3]; expected a text that is not empty",
            "ist [true, 3]; erwartet wird ein Text, der nicht leer ist",
        ),
        (
            Fault("output.failed", "--out", "dist", {"reason": system_reason(OSError(errno.ENOSPC, "voll"))}),
            "cannot be written (No space left on device)",
            "lässt sich nicht schreiben (der Speicherplatz ist voll)",
        ),
    ],
    ids=["choice", "day", "tail", "no tail", "value", "reason"],
)
def test_a_fault_is_said_in_the_language_that_is_asked_for(fault: Fault, english: str, german: str) -> None:
    """The sentence alone: lists, days, values, tails and reasons in the manner of the language."""
    assert fault.said_in("de") == german
    assert fault.said_in("en") == fault.said == english
    assert str(fault).endswith(english)


def test_a_fraction_has_the_sign_of_the_language() -> None:
    """4.5 to 1 in English is 4,5 zu 1 in German; a dot in a text stays."""
    details = {
        "read_as": None,
        "other_role": "a.b",
        "other": "#fff",
        "reached": 3.2,
        "needed": 4.5,
        "nearest": "#000",
    }
    fault = Fault("colour.too_close", "brand.light.accent", "#eee", details)
    assert "a.b (#fff): der Kontrast ist 3,2 zu 1, erwartet wird mindestens 4,5 zu 1" in fault.said_in("de")
    assert "a.b (#fff): their contrast is 3.2 to 1, expected at least 4.5 to 1" in fault.said_in("en")


def test_a_rare_reason_of_the_system_is_told_in_its_own_words() -> None:
    """Nothing is lost of a reason that the catalogue does not know, or of an error without a number."""
    assert system_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_reason(OSError("plugged out")) == "plugged out"
    assert system_reason(ValueError("embedded null byte")) == Phrase("reason.impossible_name")


@pytest.mark.skipif(sys.platform != "linux", reason="the English catalogue says what Linux says")
def test_a_reason_in_english_is_what_linux_says() -> None:
    """The same words as ever, whichever system it runs on."""
    known = {number: system_reason(OSError(number, "")) for number in errno.errorcode}
    reasons = {number: reason for number, reason in known.items() if isinstance(reason, Phrase)}
    assert len(reasons) > 15
    assert {n: messages.load()[reason] for n, reason in reasons.items()} == {
        n: os.strerror(n) for n in reasons
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        ("a", '"a"'),
        (dt.date(2027, 1, 11), "2027-01-11"),
        (["a", False], '["a", false]'),
        ({"de": "Hafen", "n": 1}, '{ de = "Hafen", n = 1 }'),
        (4.5, "4.5"),
    ],
)
def test_a_value_is_shown_about_as_the_file_writes_it(value: object, written: str) -> None:
    """What Python alone writes, such as True and datetime.date(…), never shows."""
    assert messages.as_toml(value) == written


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


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (URLError(ConnectionRefusedError(errno.ECONNREFUSED, "x")), "reason.refused"),
        (ConnectionResetError(errno.ECONNRESET, "x"), "reason.cut_off"),
        (URLError(socket.gaierror(-2, "Name or service not known")), "reason.no_such_server"),
        (URLError(ssl.SSLCertVerificationError(1, "x")), "reason.certificate"),
        (URLError(ssl.SSLError(1, "x")), "reason.not_encrypted"),
        (TimeoutError("timed out"), "reason.too_late"),
        (RemoteDisconnected("x"), "reason.no_web_server"),
        (BadStatusLine("SSH-2.0"), "reason.no_web_server"),
        (IncompleteRead(b""), "reason.cut_off"),
        (InvalidURL("x"), "reason.no_web_address"),
        (zlib.error("x"), "reason.damaged"),
        (URLError("no host given"), "<urlopen error no host given>"),
        (ValueError(), "ValueError"),
    ],
)
def test_a_network_refuses_in_words(error: Exception, reason: str) -> None:
    """Whatever keeps an answer from coming is said in the reader's language; the rest, in its own words."""
    assert network_reason(error) == reason


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        ("OperationalError SQLITE_BUSY", "reason.database_in_use"),
        ("OperationalError SQLITE_BUSY_SNAPSHOT", "reason.database_in_use"),
        ("DatabaseError SQLITE_NOTADB", "reason.no_database_file"),
        ("OperationalError SQLITE_FULL", "reason.disk_full"),
        ("OperationalError 28P01", "reason.login_refused"),
        ("OperationalError", "reason.database_silent"),
        ("InternalError XX000", "InternalError XX000"),
        ("", ""),
    ],
)
def test_a_database_refuses_in_words(described: str, reason: str) -> None:
    """The codes that a facilitator meets have a meaning; a code that nobody knows is shown."""
    assert database_reason(described) == reason
