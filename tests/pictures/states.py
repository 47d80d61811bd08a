"""Every page and state, and how a person comes to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, Route, expect

from generator.studio.states import SHEETS, sheet
from harness.journey import Journey
from harness.organisation import answered
from questionnaire import ITEM_IDS
from tests.pictures import load_pictures, sites

PYTHON = 120_000  # milliseconds, patience for the whole Python of a facilitator's page


@dataclass(frozen=True, slots=True)
class State:
    """A picture's name, its first page, and the visit from there (``None``: no action and no Python).

    ``come`` is a visit to a survey, ``work`` one to a page of the facilitator's.
    """

    name: str
    path: str
    come: Callable[[Journey], None] | None = None
    work: Callable[[Page], None] | None = None


def _at_question(item: str, *, answered: bool = False) -> Callable[[Journey], None]:
    def come(journey: Journey) -> None:
        journey.begin()
        for before in ITEM_IDS[: ITEM_IDS.index(item)]:
            journey.choose(before, 2)
        if answered:
            journey.question(item).locator("label").nth(2).click()

    return come


def _unanswered(journey: Journey) -> None:
    journey.begin()
    journey.action("next").click()


held: list[Route] = []  # requests that are never answered


def _waiting(journey: Journey) -> None:
    journey.page.route("**/stdlib.01.zip", lambda route: held.append(route))
    journey.page.reload()
    _at_question("D3", answered=True)(journey)
    journey.action("finish").click()


def _result(outcome: str) -> Callable[[Journey], None]:
    return lambda journey: journey.take(sheet(outcome))


def _idle(journey: Journey) -> None:
    _at_question("C1")(journey)
    journey.page.locator("dialog#idle").evaluate("dialog => dialog.showModal()")


def _deleted(journey: Journey) -> None:
    journey.take(sheet("A"))
    journey.delete()


def _kept(journey: Journey) -> None:
    journey.take(sheet("A"))
    journey.action("keep").click()
    journey.page.locator("#contribution").scroll_into_view_if_needed()


def _sent(status: int) -> Callable[[Journey], None]:
    def come(journey: Journey) -> None:
        journey.page.route("**/codes", lambda route: route.fulfill(**answered(status)))
        journey.take(sheet("A"))
        journey.action("send").click()
        journey.page.locator("#contribution-state").scroll_into_view_if_needed()

    return come


def _wrong_slip(journey: Journey) -> None:
    journey.take(sheet("A"))
    journey.page.locator("#slip").fill("ABCD")
    journey.action("send").click()


def _notice(reason: str) -> Callable[[Journey], None]:
    script = "reason => document.documentElement.dataset.reason = reason"
    return lambda journey: journey.page.evaluate(script, reason)


def _studio(step: str) -> Callable[[Page], None]:
    """Open the first example in the studio, at one step of the form."""

    def work(page: Page) -> None:
        page.locator("html[data-python='ready']").wait_for(state="attached", timeout=PYTHON)
        zipped = FilePayload(name="site.zip", mimeType="application/zip", buffer=sites.example_zip())
        page.locator("#file-to-open").set_input_files(zipped)
        expect(page.locator("[data-at='brand.name'] input")).to_have_value("Hafenkontor Versand AG")
        page.locator(f".steps a[data-step='{step}']").click()
        for device in ("phone", "desktop"):
            shown = page.frame_locator(f".device.{device} iframe:not(.next)")
            expect(shown.get_by_text("Hafenkontor Versand AG").first).to_be_attached()
        page.wait_for_function("!document.querySelector('iframe.next, html[data-busy]')")

    return work


def _count(page: Page) -> None:
    """Enter a few ballots of the first heap."""
    page.locator("#heap-number").fill("1", timeout=PYTHON)
    page.keyboard.press("Enter")
    for total, entry in ((12, "A-SB 12"), (13, "M"), (21, "B-ST 8")):
        page.locator("#entry").fill(entry)
        page.keyboard.press("Enter")
        expect(page.locator("#heap-total")).to_have_text(str(total))


def _plan(page: Page) -> None:
    """Tick the first measure and say who answers for it, and by when."""
    page.locator("html[data-stage='ready']").wait_for(state="attached", timeout=PYTHON)
    measure = page.locator(".measure").first
    measure.locator(".tick input").check()
    for entry, value in (("owner", "Leitung Kundenservice"), ("by", "2027-03-31"), ("check", "2027-09-30")):
        measure.locator(f"[data-entry={entry}]").fill(value)


STATES: tuple[State, ...] = (
    State("start", "hafenkontor/", lambda _: None),
    State("start-off", "off/", lambda _: None),
    State("start-en", "hafenkontor/en/", lambda _: None),
    State("start-leicht", "hafenkontor/de-leicht/", lambda _: None),
    State("start-lumo", "lumo/technik/", lambda _: None),
    State("overview-lumo", "lumo/"),
    State("opening", "hafenkontor/", lambda journey: journey.action("start").click()),
    State("question", "hafenkontor/", _at_question("A1")),
    State("question-answered", "hafenkontor/", _at_question("A1", answered=True)),
    State("question-cause", "hafenkontor/", _at_question("B2")),
    State("question-influence", "hafenkontor/", _at_question("A3")),
    State("question-leicht", "hafenkontor/de-leicht/", _at_question("A1")),
    State("question-lumo", "lumo/technik/", _at_question("A2", answered=True)),
    State("question-unanswered", "hafenkontor/", _unanswered),
    State("waiting", "hafenkontor/", _waiting),
    *(State(f"result-{outcome}", "hafenkontor/", _result(outcome)) for outcome in SHEETS),
    State("result-leicht", "hafenkontor/de-leicht/", _result("A")),
    State("result-lumo", "lumo/technik/", _result("B")),
    State("result-paper", "paper/", _result("A")),
    State("contribution-kept", "hafenkontor/", _kept),
    State("contribution-sent", "hafenkontor/", _sent(204)),
    State("contribution-failed", "hafenkontor/", _sent(500)),
    State("contribution-wrong-slip", "slips/", _wrong_slip),
    State("idle", "hafenkontor/", _idle),
    State("deleted", "hafenkontor/", _deleted),
    *(State(f"notice-{reason}", "hafenkontor/", _notice(reason)) for reason in ("wasm", "file", "slow")),
    *(
        State(page, f"hafenkontor/{page}.html")
        for page in ("method", "privacy", "accessibility", "imprint", "paper")
    ),
    State("imprint-lumo", "lumo/technik/imprint.html"),
    State("load-pictures", f"hafenkontor/{load_pictures.NAME}"),
    State("load-pictures-lumo", f"lumo/{load_pictures.NAME}"),
    State("studio", "studio/", work=_studio("brand")),
    State("studio-finish", "studio/", work=_studio("finish")),
    State("count", "auswertung.html", work=_count),
    State("workshop", "report/workshop.html"),
    State("agenda", "report/agenda.html"),
    State("poster", "poster/poster-de.html"),
    State("report", "report/"),
    State("measures", "report/measures.html"),
    State("plan", "report/plan.html", work=_plan),
    State("decisions", "decided/"),
    State("decisions-leicht", "decided/de-leicht/"),
    State("decisions-poster", "decided/poster-de.html"),
    State("report-withheld", "withheld/"),
    State("workshop-withheld", "withheld/workshop.html"),
    State("slips", "slips.html"),
)
