"""[texts]: a facilitator may say welcome and thanks, and no word of what the page asks, means or promises."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from harness import sites
from harness.sites import SMALLEST, faults
from questionnaire import language_schema, survey_texts

GERMAN = '[site]\nlanguages = ["de"]\n' + SMALLEST
INSTRUMENT = "this text is part of the instrument, the same at every site"
MEANING = "this says what a result means, and a result means the same at every site"
OWN_ANSWERS = "this explains a result from the person's own answers, and puts nothing down to the person"
LIMITS = "these limits are honest towards employees, as the law and research ask"
PROMISE = "this promises what the site really does, and other words would not change what it does"
CHOICE = (
    "a free choice needs the same words at every site: what is sent, that both choices are equally good, and"
    " what became of it"
)
INVITATION = "this says that taking part is voluntary; change the mail before you send it, and leave that in"
YOURS = [
    "page.start_title",
    "page.start_lead",
    "page.surveys_title",
    "page.surveys_lead",
    "result.contacts",
    "end.title",
    "end.thanks",
    "poster.title",
    "poster.lead",
    "invitation.subject",
    "invitation.greeting",
    "invitation.closing",
]
PAGE = f"this is part of the page itself, and says what it does; your own words may be: {', '.join(YOURS)}"

PROTECTED = {
    "items.A1": INSTRUMENT,
    "scale.no": INSTRUMENT,
    "lenses.cause.title": INSTRUMENT,
    "language.name": "this names the language for browsers and screen readers",
    "dates.day": "this writes a day as everybody does in that language",
    "constellations.A.name": MEANING,
    "constellations.D.path.ST.steps": MEANING,
    "levers.ST": MEANING,
    "outcomes.none.title": MEANING,
    "people.support": MEANING,
    "picture.opening": MEANING,
    "result.cause": OWN_ANSWERS,
    "result.causes_owner": OWN_ANSWERS,
    "result.influence_other": OWN_ANSWERS,
    "result.also": OWN_ANSWERS,
    "result.close": OWN_ANSWERS,
    "conversation.quote": OWN_ANSWERS,
    "paper.key.tick": OWN_ANSWERS,
    "result.limits": LIMITS,
    "page.promises": PROMISE,
    "page.promises_collecting": PROMISE,
    "page.sends_off": PROMISE,
    "page.never": PROMISE,
    "who_sees.server_slips_sealed": PROMISE,
    "page.leaving_collecting": PROMISE,
    "paper.yours_off": PROMISE,
    "poster.promises": PROMISE,
    "conversation.note": PROMISE,
    "end.keep": PROMISE,
    "end.deleted": PROMISE,
    "end.report": PROMISE,
    "page.start_facts": PROMISE,
    "page.how": PROMISE,
    "page.idle_text": PROMISE,
    "contribute.title": CHOICE,
    "contribute.intro": CHOICE,
    "contribute.send": CHOICE,
    "contribute.keep": CHOICE,
    "contribute.preview": CHOICE,
    "contribute.sent": CHOICE,
    "contribute.ballot_text": CHOICE,
    "contribute.sheet_text": CHOICE,
    "paper.ballot.box": CHOICE,
    "poster.bring_slip": CHOICE,
    "invitation.slip": CHOICE,
    "invitation.body": INVITATION,
    "result.limits_title": LIMITS,
    "result.title": PAGE,
    "result.path": PAGE,
    "page.start": PAGE,
    "page.next": PAGE,
    "page.failed_file": PAGE,
    "page.privacy": PAGE,
    "page.skip": PAGE,
    "conversation.wish": PAGE,
    "end.print": PAGE,
    "paper.intro": PAGE,
}


def german(tmp_path: Path, key: str, value: object) -> list[str]:
    """Return the faults of a German site that replaces the text of ``key``, each without file and key."""
    text = f"{GERMAN}[texts.de]\n{key} = {json.dumps(value, ensure_ascii=False)}\n"
    lines = faults(sites.write(tmp_path, text))
    return [sites.unplaced(line).removeprefix(f"site.toml: texts.de.{key}: ") for line in lines]


@pytest.mark.parametrize(("key", "reason"), PROTECTED.items())
def test_what_is_protected_is_refused_with_its_reason(tmp_path: Path, key: str, reason: str) -> None:
    """Each group of texts says in a facilitator's words why it stays as it is."""
    lines = german(tmp_path, key, ["Neu"] if survey_texts.expected()[key].kind is list else "Neu")
    assert [line.endswith(f": expected no change: {reason}") for line in lines] == [True] or lines == [
        f"expected no change: {reason}"
    ]


def test_everything_that_is_not_listed_is_locked(tmp_path: Path) -> None:
    """A text that a later version adds is nobody's to change, until somebody has thought about it."""
    every = {
        key: ["Neu", "Neu"] if text.kind is list else "Neu" for key, text in survey_texts.expected().items()
    }
    lines = faults(
        sites.write(
            tmp_path,
            f"{GERMAN}[texts.de]\n"
            + "".join(f"{key} = {json.dumps(value)}\n" for key, value in every.items() if key not in YOURS),
        )
    )
    assert len(every) - len(YOURS) == len(lines) > 300
    assert all("expected no change" in line for line in lines)


def test_the_handbook_lists_what_may_be_replaced() -> None:
    """No more and no less."""
    chapter = Path(__file__).parents[3] / "docs" / "handbuch" / "05-marke.md"
    listed = re.findall(r"`((?:page|result|end|poster|invitation)\.\w+)`", chapter.read_text("utf-8"))
    assert sorted(listed) == sorted(YOURS)


@pytest.mark.parametrize("key", YOURS)
def test_welcome_and_thanks_are_the_facilitators(tmp_path: Path, key: str) -> None:
    """Titles, greetings and thanks may be replaced."""
    value = "Neu {title}" if key == "invitation.subject" else "Neu"
    config, _ = sites.only(sites.write(tmp_path, f'{GERMAN}[texts.de]\n{key} = "{value}"\n'))
    assert language_schema.flatten(config.texts["de"]) == {key: value}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("page.start_title", "<b>Los</b>", ["<b>", "</b>"]),
        ("page.start_lead", 'Mehr <a href="x">hier</a>', ['<a href="x">', "</a>"]),
        ("end.thanks", "Zeile<br>", ["<br>"]),
    ],
)
def test_html_is_refused_tag_by_tag(tmp_path: Path, key: str, value: object, expected: list[str]) -> None:
    """A page would show the tags as plain text."""
    message = "holds {}, but is shown as plain text; expected no HTML"
    assert german(tmp_path, key, value) == [message.format(tag) for tag in expected]


@pytest.mark.parametrize("value", ["Weniger als < 5 Minuten", "a > b", "5 <- 6", "<3"])
def test_a_lonely_angle_bracket_is_no_html(tmp_path: Path, value: str) -> None:
    """A text passes if it only looks a little like a tag."""
    assert sites.only(sites.write(tmp_path, f'{GERMAN}[texts.de]\npage.start_lead = "{value}"\n'))


@pytest.mark.parametrize("key", ["result.contacts", "end.title", "end.thanks"])
def test_no_digit_is_shown_with_a_result(tmp_path: Path, key: str) -> None:
    """Nobody may take a number beside a result for a score."""
    assert german(tmp_path, key, "Stufe 3") == [
        'is "Stufe 3"; expected no digit, because nothing shown with a result may look like a score'
    ]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        (
            "invitation.subject",
            "Einladung",
            ["lacks {title}; expected it in the text, because the page puts a value there"],
        ),
        (
            "invitation.subject",
            "Einladung: {titel}",
            [
                "lacks {title}; expected it in the text, because the page puts a value there",
                (
                    "holds {titel}, but the page has no such value; expected only {title};"
                    " did you mean '{title}'?"
                ),
            ],
        ),
        (
            "page.start_title",
            "Los, {name}",
            ["holds {name}, but the page has no such value; expected no braces"],
        ),
        ("page.start_title", "Los {", ["holds {, but the page has no such value; expected no braces"]),
    ],
)
def test_what_the_page_fills_in_stays(tmp_path: Path, key: str, value: str, expected: list[str]) -> None:
    """Employees would notice a missing placeholder, and see one that nothing fills in."""
    assert german(tmp_path, key, value) == expected


def test_blaming_words_are_refused_with_reason_and_other_words(tmp_path: Path) -> None:
    """The fault shows the word, says why it blames, and what to say instead."""
    assert german(tmp_path, "page.start_lead", "Werden Sie resilienter.") == [
        (
            'expected words that blame nobody, not "resilienter": Wer Resilienz verlangt, sucht die Ursache'
            " bei der Person statt in der Arbeit; instead: „Rückhalt“, „Entlastung“ oder „gute"
            " Arbeitsbedingungen“"
        )
    ]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("survey.title", SMALLEST.replace("Wie geht es uns?", "Resilienz")),
        ("survey.title.en", SMALLEST.replace('"Wie geht es uns?"', '{ de = "Wie?", en = "Toughen up" }')),
        ("brand.footer", SMALLEST.replace("[survey]", 'footer = "Kopf hoch!"\n[survey]')),
        (
            "contacts[1].note.de",
            f'{SMALLEST}[[contacts]]\nlabel = "a"\nnote = {{ de = "Resilienz", en = "b" }}',
        ),
    ],
)
def test_no_other_text_of_the_facilitator_blames(tmp_path: Path, key: str, text: str) -> None:
    """Employees read title, footer and notes as well; a text for all languages is checked in each of them."""
    (line,) = faults(sites.write(tmp_path, text))
    assert sites.unplaced(line).startswith(f"site.toml: {key} = ")
    assert "expected words that blame nobody" in line


def test_a_text_replaced_in_one_language_only_is_half_translated(tmp_path: Path) -> None:
    """Otherwise one site would say two things; the fault names the key and the languages that lack it."""
    text = f'{SMALLEST}[texts.de]\npage.start_title = "Los"\n[texts.en]\nend.title = "On"\n'
    half = "is half translated; expected your own words in every language: add"
    assert faults(sites.write(tmp_path, text)) == [
        f"site.toml: line 7: texts.de.page.start_title: {half} texts.en.page.start_title",
        f"site.toml: line 9: texts.en.end.title: {half} texts.de.end.title",
    ]


def test_all_faults_of_a_text_are_told_at_once(tmp_path: Path) -> None:
    """Nobody has to correct one to find the next."""
    assert len(german(tmp_path, "end.thanks", "<b>In 3 Schritten resilient, {name}</b>")) == 5
