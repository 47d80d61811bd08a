"""One result, several ways: sixty simulated employees give the same report however their codes arrive.

Over the network to a collector, open and with slips; on ballots that ``lastbild tally`` counts; on ballots
that the count's page counts; and from the survey in a single file, whose codes are read off its page.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.configuration import load
from generator.count import parcel
from generator.count.desk import Count
from generator.desk import answer
from harness import sites
from harness.journey import READY, Journey
from harness.organisation import Organisation, organisation
from questionnaire import contribution, measures, slips, survey_texts
from tests.browser.sixty import CODES, SHEETS, STAFF

pytestmark = pytest.mark.browser

SENT = survey_texts.load("de")["contribute"]["sent"]
MANIFEST = "manifest.json"  # the command's list of the files it wrote, with their sums; the page writes none


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """A hosted survey whose ballots go into a box."""
    with organisation(tmp_path_factory.mktemp("paper") / "o", "paper") as company:
        yield company


@pytest.fixture(scope="module")
def one_result(on_paper: Organisation) -> dict[str, bytes]:
    """The report of the sixty ballots, typed one by one into ``lastbild tally``."""
    return by_tally(on_paper, CODES, "hosted")


def report(company: Organisation, *options: str) -> dict[str, bytes]:
    """Close the survey today, and return the files of its report."""
    company.run("report", "--close", "--yes", "--out", "report", *options)
    files = sites.contents(company.folder / "report")
    del files[MANIFEST]
    return files


def by_tally(company: Organisation, ballots: Sequence[str], box: str) -> dict[str, bytes]:
    """Count the ballots of one box with the command, and report."""
    database = ("--database", f"sqlite:///{box}.sqlite")
    typed = "".join(f"{code}\n" for code in ballots)
    company.run("tally", "--heap", "1", *database, typed=f"{typed}done\n{len(ballots)}\ny\n")
    return report(company, *database)


def by_page(config_path: Path, ballots: Sequence[str]) -> dict[str, bytes]:
    """Count the ballots at the desk of the count's page, as the page asks it, and report."""
    [survey] = load.load_surveys(config_path)
    desk = Count()

    def ask(name: str, **given: object) -> dict[str, str]:
        told = json.loads(answer(desk, json.dumps({"ask": name, "given": given})))["told"]
        assert "refused" not in told, told
        return dict(told)

    ask("begin", survey=parcel.pack(survey.config, survey.brand_files), language="de")
    ask("begin_heap", number=1)
    for ballot in ballots:
        ask("enter", line=ballot)
    ask("count_heap", on_the_table=len(ballots))
    ask("close", early=True)
    ask("release")
    return {path: base64.b64decode(contents) for path, contents in ask("report").items()}


def shown_codes(journey: Journey) -> tuple[str, ...]:
    """Take the survey as the first employee of each code; return what sixty read off the page.

    Python classifies in the browser; those who share a code in ``CODES`` put the same ballot into the box.
    """
    journey.wait_for_python()
    shown = {}
    for code in dict.fromkeys(CODES):
        journey.take(SHEETS[CODES.index(code)])
        ballot = journey.page.locator("#ballot-code")
        expect(ballot).not_to_be_empty()
        shown[code] = ballot.inner_text()
        journey.delete()
        journey.action("restart").click()
    assert journey.complaints == []
    return tuple(shown[code] for code in CODES)


def send_all(browser: Browser, company: Organisation, slip_list: Sequence[str | None]) -> None:
    """Send sixty contributions: the first from the page, the others as the page would send them."""
    context = browser.new_context(locale="de-DE")
    journey = Journey(context.new_page(), company.address)
    journey.take(SHEETS[0])
    if slip_list[0]:
        journey.page.fill("#slip", slip_list[0])
    expected = _body(CODES[0], slip_list[0])
    expect(journey.page.locator("#send-preview")).to_have_text(expected)
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(SENT)
    [original] = [request for request in journey.posted if request.method == "POST"]
    assert original.post_data == expected
    for code, slip in zip(CODES[1:], slip_list[1:], strict=True):
        again = context.request.post(original.url, data=_body(code, slip), headers=original.headers)
        assert again.status == 204
    context.close()


def _body(code: str, slip: str | None) -> str:
    return contribution.body(code, slips.read(slip)) if slip else contribution.body(code)


def test_hosted_with_an_open_collector(
    browser: Browser, tmp_path: Path, one_result: Mapping[str, bytes]
) -> None:
    """Sent over the network: not one byte of the report is another."""
    with organisation(tmp_path / "o", "open") as company:
        with company.collector():
            send_all(browser, company, [None] * STAFF)
        assert report(company) == one_result


def test_hosted_with_slips(browser: Browser, tmp_path: Path, one_result: Mapping[str, bytes]) -> None:
    """Only how many slips were drawn is told besides: in report.json, also in the plan, and in the report."""
    with organisation(tmp_path / "o", "slips") as company:
        company.run("slips", str(STAFF))
        sheet = (company.folder / "slips.html").read_text("utf-8")
        with company.collector():
            send_all(browser, company, re.findall(r'class="code">([^<]+)<', sheet))
        assert report(company) == {**one_result, **told_of_slips(one_result)}


def told_of_slips(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that tell how many slips were drawn, each with nothing but that changed."""
    told = {
        path: files[path].replace(b'"slips": null', f'"slips": {STAFF}'.encode())
        for path in ("report.json", "plan.html")
    }
    for path, language in (("index.html", "de"), ("en/index.html", "en")):
        texts = measures.load(language).texts
        reach, first = texts["reach"].format(invited=200), texts["first"]
        people = {"number": STAFF, "invited": 200}
        told[path] = (
            files[path]
            .replace(reach.encode(), texts["reach_slips"].format(invited=200, slips=STAFF).encode())
            .replace(
                first["contributed"].format(**people).encode(),
                first["contributed_by_slip"].format(**people).encode(),
            )
        )
    assert all(told[path] != files[path] for path in told)
    return told


def without_plan(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the report without the page of the plan, which no browser can make, and the ways to it."""
    way = rb'<a href="(?:\.\./)?plan\.html">[^<]*</a>'
    ways = (
        rb" *<li>" + way + rb" <span>[^<]*</span></li>\n",
        rb'<p class="ways">' + way + rb"</p>\s*",
        way + rb" \xc2\xb7 ",
        rb" " + way,
    )
    left = {path: contents for path, contents in files.items() if path != "plan.html"}
    for one in ways:
        left = {path: re.sub(one, b"", contents) for path, contents in left.items()}
    assert len(left) == len(files) - 1
    assert sum(left[path] != files[path] for path in left) == 6  # report, slides and guide, in two languages
    return left


def test_the_count_page(on_paper: Organisation, one_result: Mapping[str, bytes]) -> None:
    """The same ballots at the desk of ``auswertung.html``: every file, byte for byte."""
    assert by_page(on_paper.folder / "site.toml", CODES) == without_plan(one_result)


def test_the_hosted_page_shows_what_stands_on_the_ballots(browser: Browser, on_paper: Organisation) -> None:
    """Python in the browser classifies the employees as the rule does that made ``CODES``."""
    journey = Journey(browser.new_page(locale="de-DE"), on_paper.address)
    assert shown_codes(journey) == CODES
    journey.page.context.close()


def test_the_single_file(browser: Browser, on_paper: Organisation, one_result: Mapping[str, bytes]) -> None:
    """Taken from a file without a network; what it shows is typed, for the command and for the page."""
    on_paper.run("build", "--single-file", "--out", "survey.html")
    context = browser.new_context(locale="de-DE", offline=True)
    context.set_default_timeout(READY)
    journey = Journey(context.new_page(), (on_paper.folder / "survey.html").as_uri())
    ballots = shown_codes(journey)
    context.close()
    assert by_tally(on_paper, ballots, "single") == one_result
    assert by_page(on_paper.folder / "site.toml", ballots) == without_plan(one_result)


@pytest.mark.parametrize("path", ["report.json", "report.csv", "index.html", "workshop.html"])
def test_one_changed_or_missing_ballot_is_another_result(
    on_paper: Organisation, one_result: Mapping[str, bytes], path: str
) -> None:
    """So that this comparison can fail: these sixty stand where a single ballot moves what is published."""
    first = CODES.index("A-SB")
    for ballots in ((*CODES[:first], "D-T", *CODES[first + 1 :]), CODES[:-1]):
        assert by_page(on_paper.folder / "site.toml", ballots)[path] != one_result[path]
