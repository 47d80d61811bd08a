"""The plan's page in three engines, from the disk: ticked, saved, opened again; nothing asked for or kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.engines.relay import relay
from harness.engines.window import Engine
from harness.plan_page import FacilitatorAtPlan
from harness.polling import until
from questionnaire import action_plan
from questionnaire.action_plan import ActionPlan

pytestmark = pytest.mark.browser

RULE = '[data-measure="boundary-rule"]'
LATER = '[data-measure="takeover"]'
OWN = '[data-constellation="A"] .own .measure'
HOSTILE = '<img src=x onerror="document.title=1">=1+1</script>'


@pytest.fixture(scope="module")
def opened(engine: Engine, file: Path) -> Iterator[FacilitatorAtPlan]:
    """Somebody at the page; whatever they did, nothing was asked for, forbidden, or kept."""
    with relay() as wire, engine.window(wire.host) as window:
        try:
            at_page = FacilitatorAtPlan(window, file)
            yield at_page
            assert at_page.stage() == "ready", at_page.of("html", "it.dataset.failure")
            assert wire.passed == []
            assert window.complaints() == []
            kept = "[document.cookie, localStorage.length, sessionStorage.length]"
            assert window.evaluate(kept) == ["", 0, 0]
        finally:
            sys.stderr.write(f"{window.complaints()}\n{engine.output()}\n")


@pytest.fixture
def page(opened: FacilitatorAtPlan) -> FacilitatorAtPlan:
    """The page with nothing on it."""
    opened.begin_anew()
    return opened


def fill_in(page: FacilitatorAtPlan) -> ActionPlan:
    """Decide one measure, put off another, write an own one, and return the plan that is saved."""
    page.decide(RULE, {"owner": "Frau Kaya", "by": "2027-03-31", "check": "2027-09-30", "who": "Chat"})
    page.decide(LATER, {"status": "not_now", "reason": "Erst die Regel."})
    page.decide(OWN, {"title": HOSTILE, "kind": "training", "owner": HOSTILE})
    page.write("#contact", "Betriebsrat, Durchwahl 12")
    return action_plan.parse(page.saved())


def test_what_is_ticked_and_written_is_saved(page: FacilitatorAtPlan) -> None:
    """In the order of ticking; HTML and formulas are text; the catalogue's own words are not copied."""
    plan = fill_in(page)
    rule, later, own = plan.decisions
    assert (rule.measure, rule.owner, str(rule.by), str(rule.check)) == (
        "boundary-rule", "Frau Kaya", "2027-03-31", "2027-09-30",
    )  # fmt: skip
    assert rule.sign == {}
    assert (later.measure, later.status, later.reason) == ("takeover", "not_now", {"de": "Erst die Regel."})
    assert (own.measure, own.constellation, own.kind) == (None, "A", "training")
    assert (own.title, own.owner) == ({"de": HOSTILE}, HOSTILE)
    assert plan.contact == "Betriebsrat, Durchwahl 12"
    assert page.of("title", "it.textContent.startsWith('Maßnahmenplan')")


def test_a_saved_plan_opens_again_and_saves_to_the_same_bytes(page: FacilitatorAtPlan) -> None:
    """Also a measure that is decided twice, two own ones, and texts in another language."""
    plan = fill_in(page)
    rule, later, own = plan.decisions
    english = replace(own, title={"en": "A second phone"}, sign={"en": "It is used"}, constellation=None)
    twice = replace(rule, owner="Herr Albrecht", sign={"de": "Anders"}, title={"de": "Unsere Grenzregel"})
    contents = action_plan.dump(replace(plan, decisions=(english, twice, rule, own, later, english)))
    page.come_again()
    page.open(contents)
    assert page.text("#said").startswith("Der Plan ist geöffnet.")
    assert page.saved() == contents
    page.window.click("[data-language=en]")
    assert page.saved() == contents


def test_texts_go_into_the_language_that_is_shown(page: FacilitatorAtPlan) -> None:
    """The other language's stay, and are shown where this one has none."""
    page.decide(OWN, {"title": "Ein zweites Telefon", "what": "Zum Nachfragen"})
    page.window.click("[data-language=en]")
    until(lambda: page.text("h1") == "Action plan", "the page speaks English")
    assert page.of(f"{OWN} [data-text=title]", "it.value") == ""
    assert "Ein zweites Telefon" in page.text(OWN)
    page.write(f"{OWN} [data-text=title]", "A second phone")
    [decision] = action_plan.parse(page.saved()).decisions
    assert decision.title == {"de": "Ein zweites Telefon", "en": "A second phone"}
    assert decision.what == {"de": "Zum Nachfragen"}


def test_what_is_missing_is_listed_with_the_way_to_its_field(page: FacilitatorAtPlan) -> None:
    """Once it is filled in, the list is gone."""
    page.decide(RULE, {"by": "2027-03-31"})
    sentence = "Eine Grenzregel mit Namen darunter: niemand verantwortet"
    until(lambda: page.text("#gaps").startswith(sentence), "the page says what is missing")
    page.window.click("#gaps button")
    assert page.window.evaluate("document.activeElement.dataset.entry") == "owner"
    page.write(f"{RULE} [data-entry=owner]", "Frau Kaya")
    until(lambda: page.of("#missing", "it.hidden"), "nothing is missing")


def test_a_plan_that_replaces_another_is_asked_for(page: FacilitatorAtPlan) -> None:
    """An older one with its day; whoever says no keeps what is there."""
    older = replace(fill_in(page), written=None, contact="älter")
    tree: dict[str, Any] = json.loads(action_plan.dump(older)) | {"written": "2026-01-02"}
    page.open(json.dumps(tree).encode())
    assert "2. Januar 2026" in page.text("#question-text")
    page.window.click("#question-no")
    assert page.of("#contact", "it.value") == "Betriebsrat, Durchwahl 12"
    page.open(action_plan.dump(older))
    assert page.text("#question-text") == "Der Plan in der Datei ersetzt alles, was hier steht."
    page.window.click("#question-yes")
    until(lambda: page.of("#contact", "it.value") == "älter", "the plan is replaced")


def test_a_file_that_cannot_be_opened_changes_nothing(page: FacilitatorAtPlan) -> None:
    """A letter, and the plan of another survey: each with a sentence, in either language."""
    plan = fill_in(page)
    other = replace(plan.report, wave=replace(plan.report.wave, survey_id="werft-2027"))
    for contents, sentence in (
        (b"Ein Brief.", "erwartet wird der Inhalt einer plan.json"),
        (action_plan.dump(replace(plan, report=other)), "antwortet auf die Befragung „werft-2027“"),
    ):
        page.open(contents)
        [line] = page.refusals()
        assert sentence in line
    page.window.click("[data-language=en]")
    until(lambda: "answers the survey" in "".join(page.refusals()), "the page says it in English")
    page.window.click("[data-language=de]")
    assert action_plan.parse(page.saved()).decisions == plan.decisions


def test_what_no_plan_can_hold_is_told_at_its_field(page: FacilitatorAtPlan) -> None:
    """And can be mended there."""
    page.decide(RULE, {"owner": "Frau\u0007Kaya"})
    page.window.click("[data-action=save]")
    until(page.refusals, "the page refuses to save")
    assert page.of(f"{RULE} [data-entry=owner]", "it.ariaInvalid") == "true"
    assert "Zeichen, die kein Dokument zeigen kann" in page.text(f"{RULE} .fault")
    page.write(f"{RULE} [data-entry=owner]", "Frau Kaya")
    assert action_plan.parse(page.saved()).decisions[0].owner == "Frau Kaya"
    assert page.refusals() == []


def test_the_protocol_says_everything_as_text(page: FacilitatorAtPlan) -> None:
    """Who, by when, why not; also a finding that nobody has answered."""
    fill_in(page)
    printed = page.printed()
    for part in (f"Gegenwind: {page.text('h2')}", "Frau Kaya", "31. März 2027", "Erst die Regel.", HOSTILE):
        assert part in printed
    assert "Dazu ist nichts eingetragen." in printed
    assert page.of("#protocol", "it.querySelectorAll('img, input, textarea').length") == 0


def test_a_plan_answers_a_withheld_release_too(opened: FacilitatorAtPlan, withheld_file: Path) -> None:
    """All four constellations are offered alike, and what is ticked is saved."""
    page = FacilitatorAtPlan(opened.window, withheld_file)  # the last test: the page is another now
    assert page.text("#plan .note").startswith("Der Bericht zeigt kein Muster.")
    titles = page.window.evaluate("[...document.querySelectorAll('h2')].map((it) => it.textContent)")
    assert titles[:4] == ["Gegenwind", "Zwickmühle", "Engpass", "Dauerlächeln"]
    page.decide('[data-measure="quiet-room"]', {"owner": "Herr Albrecht"})
    [decision] = action_plan.parse(page.saved()).decisions
    assert (decision.measure, decision.constellation) == ("quiet-room", "D")
