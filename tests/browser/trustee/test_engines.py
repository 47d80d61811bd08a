"""The trustee's page in three engines, from the disk: what it makes Python opens, and the other way round."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.report.disclosed import disclosed_bytes_of_urn
from generator.sealing import opening
from generator.sealing.key_file import locked, public_text_in, unlocked
from generator.sealing.keys import TrusteeKey, draw, from_words
from generator.trustee.key_copy import key_copy
from harness.engines.relay import relay
from harness.engines.window import Engine
from harness.polling import until
from harness.trustee_page import FIRST, PASSPHRASE, SECOND, STRANGER, TrusteeAtPage, sixty, urn_of
from questionnaire import urn as urns
from questionnaire.urn import Urn

pytestmark = pytest.mark.browser

WORK = 1_000  # rounds of PBKDF2: these files protect nothing
FILES = {key: locked(key, PASSPHRASE, work=WORK) for key in (FIRST, SECOND, STRANGER)}
KEY_FILE, KEY_COPY = "trustee-key.json", "trustee-key-copy.html"

# Printing opens a window of the system's.
_READ_INSTEAD_OF_PRINTING = """
(() => {
    const frame = document.getElementById("sheet");
    frame.addEventListener("load", () => {
        const { body } = frame.contentDocument;
        const columns = getComputedStyle(body.querySelector(".words")).columnCount;
        frame.contentWindow.print = () => { window.printed = [body.textContent, columns]; };
    }, { capture: true, once: true });
})()
"""


@pytest.fixture(scope="module")
def trustee(engine: Engine, file: Path) -> Iterator[TrusteeAtPage]:
    """Somebody at the page; whatever they did, nothing was asked for, forbidden, or kept."""
    with relay() as wire, engine.window(wire.host) as window:
        try:
            at_page = TrusteeAtPage(window, file)
            yield at_page
            assert at_page.stage() != "stopped", at_page.of("html", "it.dataset.failure")
            assert wire.passed == []
            assert window.complaints() == []
            assert at_page.kept() == ["", 0, 0, 0]
        finally:
            sys.stderr.write(f"{window.complaints()}\n{engine.output()}\n")


def report_of(urn: Urn, key: TrusteeKey) -> bytes:
    """Return the report.json that Python makes of an urn with one seal."""
    return disclosed_bytes_of_urn(urn, opening.counted(urn, key).counts)


# ---- the key


def test_a_key_made_on_the_page_opens_in_python(trustee: TrusteeAtPage) -> None:
    """File, words, QR code and the line for site.toml are all of one key, as Python computes it."""
    trustee.make_key()
    key = unlocked(trustee.downloaded("[data-action=save-file]", KEY_FILE), PASSPHRASE)
    assert trustee.text("#fingerprint") == key.fingerprint
    assert trustee.of("#line", "it.value") == f'seal = "{key.public_text}"  # {key.fingerprint}'
    sheet = trustee.downloaded("[data-action=save-copy]", KEY_COPY)
    assert from_words(" ".join(re.findall(r"<li>(\w+)</li>", sheet.decode()))) == key
    assert sheet == key_copy(
        public_text=key.public_text,
        fingerprint=key.fingerprint,
        secret_text=key.secret_text(),
        words=key.words(),
    )


def test_the_copy_is_printed_from_a_frame(trustee: TrusteeAtPage) -> None:
    """The sheet stands there with its style, under the page's policy, before it is printed."""
    trustee.make_key()
    trustee.window.evaluate(_READ_INSTEAD_OF_PRINTING)
    trustee.window.click("[data-action=print-copy]")
    printed, columns = until(lambda: trustee.window.evaluate("window.printed"), "the copy is printed")
    assert "Wer dieses Blatt hat, kann die Urne öffnen." in printed
    assert trustee.text("#fingerprint") in printed
    assert columns == "4"


def test_each_key_is_another(trustee: TrusteeAtPage) -> None:
    """Two keys made one after the other have nothing in common; what was typed is gone from the fields."""
    shown = []
    for _ in range(2):
        trustee.make_key()
        shown.append(trustee.text("#fingerprint"))
        assert trustee.of("#make-passphrase", "it.value") == ""
    assert shown[0] != shown[1]


@pytest.mark.parametrize(
    ("passphrase", "repeated", "sentence"),
    [
        ("zu kurz", None, "mindestens 12 Zeichen"),
        ("            ", None, "mindestens 12 Zeichen"),
        (PASSPHRASE, f"{PASSPHRASE} ", "sind nicht gleich"),
    ],
)
def test_a_poor_passphrase_makes_no_key(
    trustee: TrusteeAtPage, passphrase: str, repeated: str | None, sentence: str
) -> None:
    """Too short, or not the same twice: the page says so, and nothing is made."""
    trustee.make_key(passphrase, repeated)
    assert sentence in trustee.text("#make-refused")
    assert trustee.stage() == "make"


def test_the_printed_copy_of_python_restores_the_key(trustee: TrusteeAtPage) -> None:
    """By its words, by their first letters with numbers, and by the text of the QR code."""
    key = draw()
    words = key.words()
    shortened = "\n".join(f"{number}. {word[:4].upper()}" for number, word in enumerate(words, 1))
    for typed in (" ".join(words), shortened, f" {key.secret_text().lower()}\n"):
        trustee.restore_key(typed, "eine ganz neue Passphrase")
        assert trustee.text("#fingerprint") == key.fingerprint
        file = trustee.downloaded("[data-action=save-file]", KEY_FILE)
        assert unlocked(file, "eine ganz neue Passphrase") == key
        assert public_text_in(file) == key.public_text


def test_what_is_mistyped_is_named_and_restores_nothing(trustee: TrusteeAtPage) -> None:
    """A strange word with its place, a missing word, two swapped ones, a wrong letter in the text."""
    words = list(FIRST.words())
    swapped = [words[1], words[0], *words[2:]]
    assert words[0] != words[1]
    text = FIRST.secret_text()
    wrong = f"{text[:-1]}{'Q' if text[-1] != 'Q' else 'P'}"
    faults = {
        "": "Tippen Sie zuerst",
        " ".join([*words[:4], "lastbild", *words[5:]]): "Wort 5 („lastbild“) steht nicht auf der Liste",
        " ".join(words[:-1]): "Es sind 23 Wörter",
        " ".join(swapped): "zusammen sind sie kein Schlüssel",
        wrong: "ein Tippfehler",
        text[:-3]: "Es fehlen welche",
    }
    for typed, sentence in faults.items():
        trustee.restore_key(typed)
        assert sentence in trustee.text("#restore-refused"), typed
        assert trustee.stage() == "restore"


# ---- the urn


def test_an_urn_of_sixty_counts_to_the_bytes_of_python(trustee: TrusteeAtPage) -> None:
    """The page first says what the urn says of itself; spoilt ballots are told as a number."""
    strange = [bytes(63), bytes([1]) * 20]
    urn = urn_of("hafen-2027", sixty(), [FIRST], spoilt=strange)
    trustee.take_urn(urns.dump(urn))
    facts = trustee.facts()
    assert facts["Befragung"] == "hafen-2027"
    assert facts["Zeitraum"] == "11. Januar 2027 bis 29. Januar 2027"
    assert (facts["Ergebnisse ab"], facts["Eingeladen"]) == ("20 Beiträgen", "140 Menschen")
    assert facts["Beiträge in der Urne"] == "62"
    assert facts["Fingerabdruck des Schlüssels"] == FIRST.fingerprint
    trustee.open_urn(FILES[FIRST])
    assert trustee.text("#result-text") == "Beiträge in der Urne: 62. Davon ungültig: 2."
    report = trustee.downloaded("#report [data-action=save-result]", "report.json")
    assert report == report_of(urn, FIRST)


def test_more_ballots_than_people_are_told_before_opening(trustee: TrusteeAtPage) -> None:
    """Somebody has added some: the urn of a hundred and forty slips holds more ballots, or as many."""
    for number, told in ((140, False), (141, True)):
        ballots = [bytes([place]) * 63 for place in range(number)]
        trustee.take_urn(urns.dump(urn_of("viele-2027", [], [FIRST], spoilt=ballots)))
        assert trustee.of("#too-many", "it.checkVisibility()") is told


def test_a_second_urn_of_the_same_survey_is_refused(trustee: TrusteeAtPage) -> None:
    """It could differ by one ballot, which the two reports together would give away."""
    for codes in (sixty(), sixty()[1:]):
        trustee.take_urn(urns.dump(urn_of("zweimal-2027", codes, [FIRST])))
        if trustee.text("#urn-refused"):
            break
        trustee.open_urn(FILES[FIRST])
    assert "schon eine Urne gezählt" in trustee.text("#urn-refused")
    assert trustee.of("#says", "it.hidden")


def test_two_trustees_open_one_after_the_other(trustee: TrusteeAtPage) -> None:
    """The second takes their seal off and passes on what Python would; then the first counts."""
    urn = urn_of("zwei-2027", sixty(), [FIRST, SECOND])
    trustee.take_urn(urns.dump(urn))
    trustee.open_urn(FILES[FIRST])
    refused = trustee.text("#open-refused")
    assert refused.startswith("Sie sind noch nicht dran")
    assert refused.index(FIRST.fingerprint) < refused.index(SECOND.fingerprint)
    trustee.open_urn(FILES[SECOND])
    left = opening.without_outer_seal(urn, SECOND)
    assert trustee.downloaded("#less [data-action=save-result]", left.file_name) == urns.dump(left)
    trustee.take_urn(urns.dump(left))
    trustee.open_urn(FILES[SECOND])
    assert trustee.text("#open-refused").startswith("Ihr Siegel ist schon ab")
    trustee.open_urn(FILES[FIRST])
    assert trustee.downloaded("#report [data-action=save-result]", "report.json") == report_of(left, FIRST)


def test_both_keys_on_one_machine(trustee: TrusteeAtPage) -> None:
    """The urn that is left goes on at once, without a file in between."""
    urn = urn_of("beide-2027", sixty(), [FIRST, SECOND])
    trustee.take_urn(urns.dump(urn))
    trustee.open_urn(FILES[SECOND])
    trustee.window.click("[data-action=go-on]")
    until(lambda: not trustee.of("#says", "it.hidden"), "the urn that is left is looked at")
    assert trustee.facts()["Siegel, das schon ab ist"] == SECOND.fingerprint
    trustee.open_urn(FILES[FIRST])
    left = opening.without_outer_seal(urn, SECOND)
    assert trustee.downloaded("#report [data-action=save-result]", "report.json") == report_of(left, FIRST)


def test_a_key_or_passphrase_that_does_not_fit_is_told(trustee: TrusteeAtPage) -> None:
    """Both fingerprints of a foreign key; a mistyped passphrase; files that are no key, damaged, too slow."""
    trustee.take_urn(urns.dump(urn_of("faelle-2027", sixty(), [FIRST])))
    trustee.open_urn(FILES[STRANGER])
    assert trustee.text("#open-refused").startswith("Dieser Schlüssel gehört nicht zu dieser Urne.")
    assert STRANGER.fingerprint in trustee.text("#open-refused")
    assert FIRST.fingerprint in trustee.text("#open-refused")
    mine = FILES[FIRST]
    faults = {
        b"Das ist ein Brief.": "keine Schlüsseldatei",
        b"\x89PNG\r\n\x1a\n" * 20: "keine Schlüsseldatei",
        b"[]": "keine Schlüsseldatei",
        mine[:-20]: "beschädigt",
        mine.replace(b'"tag"', b'"tga"'): "beschädigt",
        mine.replace(b'"protected": "', b'"protected": "AAAA'): "beschädigt",
    }
    for file, sentence in faults.items():
        trustee.open_urn(file)
        assert sentence in trustee.text("#open-refused"), file
    trustee.open_urn(mine, PASSPHRASE.upper())
    assert trustee.text("#open-refused").startswith("Die Passphrase öffnet die Schlüsseldatei nicht.")
    trustee.open_urn(mine)
    assert trustee.stage() == "result"


def test_an_urn_that_is_none_or_damaged_is_told(trustee: TrusteeAtPage) -> None:
    """And it offers nothing to open."""
    whole = urns.dump(urn_of("schaden-2027", sixty(), [FIRST]))
    faults = {
        b"": "keine Urne",
        FILES[FIRST]: "keine Urne",
        whole[:-200]: "beschädigt",
        whole.replace(b'"threshold": 20', b'"threshold": 21'): "beschädigt",
        whole.replace(b'"lastbild urn": 1', b'"lastbild urn": 9'): "neuerer Art",
    }
    for contents, sentence in faults.items():
        trustee.take_urn(contents)
        assert sentence in trustee.text("#urn-refused"), contents[:40]
        assert trustee.of("#open-button", "it.hidden")


def test_ballots_for_another_survey_are_spoilt_as_in_python(trustee: TrusteeAtPage) -> None:
    """Whoever writes another survey over an urn gets spoilt ballots only, and nothing is released."""
    foreign = urn_of("andere-2027", sixty(), [FIRST]).ballots
    urn = urn_of("richtig-2027", [], [FIRST], spoilt=foreign)
    trustee.take_urn(urns.dump(urn))
    trustee.open_urn(FILES[FIRST])
    assert trustee.text("#result-text") == "Beiträge in der Urne: 60. Davon ungültig: 60."
    assert not trustee.of("#withheld", "it.hidden")
    assert trustee.downloaded("#report [data-action=save-result]", "report.json") == report_of(urn, FIRST)
