"""Two surveys of one site, each with its brand: they stay apart, from the front page to the counters."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, expect

from harness.journey import Journey
from harness.organisation import Organisation
from harness.servers import free_port, plain_server
from questionnaire import ITEM_IDS, survey_texts
from tests.browser.test_journey import HEADWIND, assert_private

pytestmark = pytest.mark.browser

NO_PATTERN = dict.fromkeys(ITEM_IDS, 0)
SENT = survey_texts.load("de")["contribute"]["sent"]
_SURVEY = """
[[surveys]]
id = "{id}"
title = {{ de = "Team {name}", en = "{name} team" }}
headcount = 120
opens = {opens}
closes = {closes}
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """A site of two surveys under a sub-path of a plain server, and one collector for both."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "web").mkdir()
    today, port = dt.datetime.now().astimezone().date(), free_port()
    days = {"opens": today - dt.timedelta(days=1), "closes": today + dt.timedelta(days=30)}
    with plain_server(folder / "web") as root:
        text = f"""
[site]
address = "{root}intranet/teams/"
[brand]
name = "Probe GmbH"
primary = "#7a1f3d"
[collection]
mode = "open"
url = "http://127.0.0.1:{port}/"
headcount = 240
{_SURVEY.format(id="nord", name="Nord", **days)}
{_SURVEY.format(id="west-1", name="West", **days)}
folder = "west"
[surveys.brand]
name = "Westen AG"
primary = "#1f5a3d"
"""
        (folder / "site.toml").write_text(text, "utf-8")
        organisation = Organisation(f"{root}intranet/teams/", folder, port)
        organisation.run("build", "--out", "web/intranet/teams")
        with organisation.collector():
            yield organisation


def counted(company: Organisation) -> list[tuple[str, str, int]]:
    """Return the counters in the collector's database that are not zero: survey, code and number."""
    with closing(sqlite3.connect(company.folder / "collector.sqlite")) as database:
        rows = database.execute("SELECT survey, code, CAST(number AS INTEGER) FROM counters ORDER BY 1, 2")
        return [row for row in rows if row[2]]


def send(journey: Journey, code: str) -> str:
    """Send the code of the result that is shown and return the address that it went to."""
    expect(journey.page.locator("#send-preview")).to_have_text(f'{{"code":"{code}"}}')
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(SENT)
    return next(request.url for request in journey.posted if request.method == "POST")


def test_a_survey_is_found_and_taken_in_its_own_brand(context: BrowserContext, company: Organisation) -> None:
    """Its link on the front page leads to the brand's name and colours, and to the site's one runtime."""
    journey = Journey(context.new_page(), company.address)
    page = journey.page
    expect(page.locator(".surveys a")).to_contain_text(["Team Nord", "Team West"])
    page.wait_for_load_state("networkidle")  # a font that is cut off would count as a complaint
    common = page.locator(".brand").text_content()
    page.locator(".surveys a", has_text="West").click()
    expect(page).to_have_url(f"{company.address}west/index.html")
    journey.take(HEADWIND)
    expect(page.locator("#result h1")).to_have_text("Gegenwind")
    expect(page.locator(".brand")).to_contain_text("Westen AG")
    assert common
    assert "Probe GmbH" in common
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    assert page.evaluate(accent) == "#1f5a3d"
    fetched = {url.removeprefix(company.address).partition("?")[0] for url in journey.requests}
    assert {"west/assets/later.css", "assets/site.js", "runtime/app.zip"} <= fetched
    assert not any(re.match(r"west/(runtime/|.*\.js$)|nord/", path) for path in fetched)
    assert_private(journey)


def test_the_language_can_be_changed_in_front_and_within(
    context: BrowserContext, company: Organisation
) -> None:
    """The front page keeps the chosen language; within a survey the answers stay."""
    journey = Journey(context.new_page(), company.address)
    page = journey.page
    page.wait_for_load_state("networkidle")
    page.locator('a[data-language="en"]').click()
    expect(page.locator("h1")).to_have_text(survey_texts.load("en")["page"]["surveys_title"])
    page.wait_for_load_state("networkidle")
    page.locator(".surveys a", has_text="West team").click()
    expect(page).to_have_url(f"{company.address}west/en/index.html")
    journey.take(HEADWIND)
    page.locator('a[data-language="de"]').click()
    expect(page.locator("#result h1")).to_have_text("Gegenwind")
    assert_private(journey)


def test_each_survey_is_counted_for_itself(context: BrowserContext, company: Organisation) -> None:
    """One collector, one database; a code counts only for the survey whose page sent it."""
    for name, survey, sheet, code in (
        ("nord", "nord", HEADWIND, "A"),
        ("west", "west-1", NO_PATTERN, "N"),
        ("west", "west-1", HEADWIND, "A"),
    ):
        journey = Journey(context.new_page(), f"{company.address}{name}/")
        journey.take(sheet)
        assert send(journey, code) == f"http://127.0.0.1:{company.port}/v1/surveys/{survey}/codes"
    assert counted(company) == [("nord", "A", 1), ("west-1", "A", 1), ("west-1", "N", 1)]
