"""Helpers for tests of the contribution: draw slips, type one, list the requests to the collector."""

from __future__ import annotations

import re

from playwright.sync_api import Request, expect

from harness.journey import Journey
from harness.organisation import Organisation
from questionnaire import slips, survey_texts

WORDS = survey_texts.load("de")["contribute"]


def drawn(company: Organisation, number: int) -> list[str]:
    """Draw slips as the facilitator would, and return the codes printed on the sheet."""
    company.run("slips", str(number))
    return re.findall(r'class="code">([^<]+)<', (company.folder / "slips.html").read_text("utf-8"))


def type_slip(journey: Journey, code: str) -> None:
    """Type a slip and wait until the preview shows it."""
    journey.page.locator("#slip").fill(code)
    expect(journey.page.locator("#send-preview")).to_contain_text(slips.read(code))


def sent(journey: Journey) -> list[Request]:
    """Return the requests to the collector, without preflights."""
    return [request for request in journey.posted if request.method == "POST"]
