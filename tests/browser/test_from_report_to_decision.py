"""From the report to a decision, and back to the people: one survey's whole story, by its own commands.

Sixty employees contribute, some of them on the page; the survey is closed and reported. Somebody fills in the
plan on its page, office programs open what is made of it, the site tells the employees what came of it, and a
second wave is put beside the plan. Files that somebody may take by mistake come last.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import openpyxl
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from collector.storage import Storage
from generator import clock
from generator.commands.main import main
from generator.organisation.storage import COLLECTING_MODES, collecting_surveys, register_all
from harness import office, stub_python
from harness.decided_plans import BOUNDARY, NOT_NOW, plan_of
from harness.engines import start
from harness.journey import Journey
from harness.organisation import Organisation, organisation
from harness.plan_page import FacilitatorAtPlan
from questionnaire import action_plan, contribution, decisions, release_file, slips
from questionnaire.action_plan import ActionPlan
from questionnaire.derivation import tension_fields
from questionnaire.disclosure import Release, Withheld
from questionnaire.field_words import field_question, field_title
from questionnaire.measures import load as load_measures
from tests.browser.contributing import WORDS, type_slip
from tests.browser.sixty import CODES, SHEETS, STAFF

pytestmark = pytest.mark.browser

BY_PAGE = 2
MEASURE = '[data-measure="{}"]'
OWN = '[data-constellation="A"] .own .measure'
OWNER, REASON = "Leitung Kundenservice", "Erst wird die Planung geändert."
FORMULA = '=HYPERLINK("http://bad.example","x")'
MARKUP = "<img src=x onerror=\"document.title='run'\"></script><b>Söhne</b>"
PUBLIC = {"de": "", "en": "en/", "de-leicht": "de-leicht/"}
SHEET = re.compile(rb"/Type\s*/Page\b")
SECOND_WAVE = dt.date(2031, 1, 13)
PAPER = """\
[site]
languages = ["de", "en"]
[brand]
name = "Probe GmbH"
[collection]
mode = "paper"
{more}{survey}"""
SURVEY = """\
{table}
id = "{id}"
title = "Befragung {id}"
headcount = {headcount}
opens = 2026-01-12
closes = 2026-01-30
"""
WEST = {"B": 8, "C": 9, "N": 5}


@dataclass(frozen=True, slots=True)
class Story:
    """The organisation after its survey: its folder holds the report, and the plan that somebody saved."""

    company: Organisation
    plan: ActionPlan

    @property
    def folder(self) -> Path:
        """Where the configuration, the report and the plan are."""
        return self.company.folder


def refused(company: Organisation, *arguments: str) -> str:
    """Run a ``lastbild`` command that must not succeed, and return what it said."""
    with pytest.raises(AssertionError) as said:
        company.run(*arguments)
    return str(said.value)


def contribute(company: Organisation, browser: Browser) -> None:
    """Let sixty people contribute: the first take the survey on its page, the others send their codes."""
    company.run("slips", str(STAFF))
    drawn = re.findall(r'class="code">([^<]+)<', (company.folder / "slips.html").read_text("utf-8"))
    with company.collector():
        for sheet, slip in zip(SHEETS[:BY_PAGE], drawn, strict=False):
            context = browser.new_context(viewport={"width": 390, "height": 664}, reduced_motion="reduce")
            stub_python.answer_in(context)
            journey = Journey(context.new_page(), company.address)
            journey.take(sheet)
            type_slip(journey, slip)
            journey.action("send").click()
            expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["sent"])
            context.close()
        address = f"http://127.0.0.1:{company.port}/v1/surveys/probe/codes"
        for code, slip in list(zip(CODES, drawn, strict=True))[BY_PAGE:]:
            body = contribution.body(code, slips.read(slip)).encode()
            sent = Request(address, body, {"content-type": "application/json"})
            with urlopen(sent) as answer:  # noqa: S310 (as above)
                assert answer.status == 204


def filled_in(playwright: Playwright, folder: Path) -> bytes:
    """Decide two measures and an own one on the page of the plan, put one off, and return plan.json."""
    with (
        start.started("chromium", playwright, folder) as engine,
        engine.window(None) as window,
    ):
        page = FacilitatorAtPlan(window, folder / "report" / "plan.html")
        rule = {"owner": OWNER, "by": "2027-03-31", "check": "2027-09-30", "who": "Betriebsrat"}
        page.decide(MEASURE.format("boundary-rule"), rule)
        page.decide(MEASURE.format("design-round"), {"owner": "Frau Kaya", "by": "2027-04-30"})
        page.decide(MEASURE.format("own-words"), {"status": "not_now", "reason": REASON})
        page.decide(OWN, {"title": FORMULA, "what": MARKUP, "owner": MARKUP, "by": "2027-05-31"})
        page.write("#contact", "Frau Yıldız, Durchwahl 12")
        saved = page.saved()
        for part in (OWNER, "31. März 2027", REASON, FORMULA, MARKUP):
            assert part in page.printed()
        assert f"2. {FORMULA}" in page.printed()  # numbered as it is printed: finding by finding
        assert window.evaluate("document.title").startswith("Maßnahmenplan")
        assert window.complaints() == []
    return saved


@pytest.fixture(scope="module")
def story(
    browser: Browser, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """The survey, closed and reported, its plan filled in and named in site.toml; the site is built anew."""
    with organisation(tmp_path_factory.mktemp("story") / "o", "slips", stub=True) as company:
        contribute(company, browser)
        told_in_three_languages(company)
        company.run("close", "--yes")
        company.run("report")
        saved = filled_in(playwright, company.folder)
        (company.folder / "plan.json").write_bytes(saved)
        name_the_plan(company)
        yield Story(company, action_plan.parse(saved))


def told_in_three_languages(company: Organisation) -> None:
    """Add the third language once everybody has contributed: the instrument is the same."""
    change(company.folder / "site.toml", '["de", "en"]', '["de", "en", "de-leicht"]')
    change(company.folder / "site.toml", "title = { ", 'title = { de-leicht = "Eine Probe", ')


def name_the_plan(company: Organisation) -> None:
    """Let the site tell what came of the survey, and build it."""
    change(company.folder / "site.toml", "[collection]", 'decisions = "plan.json"\n[collection]')
    stub_python.build(company.folder / "site.toml", company.folder / "web" / "survey")


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def shown(page: Page, path: Path) -> str:
    """Open a file, and return its text as one line."""
    page.goto(path.as_uri())
    return " ".join((page.locator("body").text_content() or "").split())


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of a browser."""
    return context.new_page()


def test_the_first_page_says_it_on_one_sheet(page: Page, story: Story) -> None:
    """Headline, coarse reach, each field with its question and the measures that the pattern chooses."""
    text = shown(page, story.folder / "report" / "index.html")
    result = story.plan.report.result
    assert isinstance(result, Release)
    fields = tension_fields(result)
    assert [field.constellation for field in fields] == list("ABCD")
    catalogue = load_measures("de")
    for field in fields:
        article = page.locator(f"#field-{field.constellation}").text_content() or ""
        for said in (field_title(field, catalogue.texts), field_question(field, catalogue.texts)):
            assert said in article
        assert page.locator(f"#field-{field.constellation} .begins li").count() == len(field.measures)
        for measure in field.measures:
            assert catalogue.measure(measure).title in article
    assert "mindestens 60 von 200 Eingeladenen" in text
    page.evaluate("document.querySelectorAll('.report > :not(#first-page)').forEach(e => e.remove())")
    assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == 1


def test_the_workshop_leads_to_the_plan(page: Page, story: Story) -> None:
    """At most fifteen slides, one for each tension field with its question; the guide names the plan."""
    shown(page, story.folder / "report" / "workshop.html")
    slides = page.locator(".slide").all_text_contents()
    assert 1 < len(slides) <= 15
    result = story.plan.report.result
    assert isinstance(result, Release)
    for field in tension_fields(result):
        question = field_question(field, load_measures("de").texts)
        assert len([slide for slide in slides if question in " ".join(slide.split())]) == 1
    assert "Maßnahmenplan" in shown(page, story.folder / "report" / "agenda.html")


def test_the_plan_holds_what_was_decided_and_the_release_alone(story: Story) -> None:
    """The decisions in the order of ticking, and the report as report.json has it."""
    decisions = story.plan.decisions
    assert [(each.status, each.measure, each.owner) for each in decisions] == [
        ("decided", "boundary-rule", OWNER),
        ("decided", "design-round", "Frau Kaya"),
        ("not_now", "own-words", ""),
        ("decided", None, MARKUP),
    ]
    report = (story.folder / "report" / "report.json").read_bytes()
    assert story.plan.report == release_file.parse(report)
    assert action_plan.gaps(story.plan) == ()


def test_office_opens_what_is_made_of_the_plan(story: Story, tmp_path: Path) -> None:
    """Word, Excel and PowerPoint hold every decision; formulas and markup are text in all of them."""
    said = story.company.run("plan", "export", "plan.json", "--out", "documents")
    assert "Still open" not in said
    documents = story.folder / "documents"
    for ending in ("docx", "xlsx", "pptx"):
        document = office.converted(documents / f"massnahmenplan.{ending}", "pdf", tmp_path)
        text = " ".join(office.pages(document))
        measure = load_measures("de").measure("boundary-rule").title
        for part in (measure[:15], OWNER.split(maxsplit=1)[0], FORMULA[:11], "<img"):
            assert part in text, (ending, part)
    book = openpyxl.load_workbook(documents / "massnahmenplan.xlsx")
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("language", PUBLIC)
def test_the_site_tells_everybody_what_came_of_it(page: Page, story: Story, language: str) -> None:
    """The start page leads there in each language; it says who does what until when, and what not and why."""
    texts = decisions.load(language)
    journey = Journey(page, story.company.address, path=PUBLIC[language])
    journey.wait_for_python()  # leaving sooner ends its loading, which counts as a complaint
    page.get_by_role("link", name=texts["start"]["link"]).click()
    expect(page.locator("h1")).to_have_text(texts["page"]["title"])
    told = page.locator("main").text_content() or ""
    for part in (OWNER, "Frau Kaya", "2027", REASON, FORMULA, MARKUP, "Frau Yıldız"):
        assert part in told
    assert page.locator("main img").count() == 0
    assert page.evaluate("window.violations") == []
    assert journey.complaints == []


def test_poster_and_mail_say_it_too(page: Page, story: Story) -> None:
    """One sheet for each language, which names the decisions and leads to the page."""
    story.company.run("decisions", "plan.json", "--out", "told")
    posters = sorted(path for path in (story.folder / "told").glob("*.html") if path.name != "index.html")
    assert len(posters) == len(PUBLIC)
    for poster in posters:
        assert "decisions.html" in shown(page, poster)
        assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == 1


def second_wave(story: Story, folder: Path, counts: Mapping[str, int]) -> Organisation:
    """Return the same survey a year later, counted on paper."""
    text = (story.folder / "site.toml").read_text("utf-8")
    for old, new in (
        ('id = "probe"', 'id = "probe-2031"'),
        ('decisions = "plan.json"\n', ""),
        ('mode = "slips"', 'mode = "paper"'),
    ):
        assert old in text
        text = text.replace(old, new)
    text = re.sub(r"(?m)^url = .*$", "", text)
    for key, days in (("opens", 0), ("closes", 20)):
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {SECOND_WAVE + dt.timedelta(days=days)}", text)
    return counted_on_paper(folder, text, {"probe-2031": counts})


def counted_on_paper(folder: Path, text: str, counts: Mapping[str, Mapping[str, int]]) -> Organisation:
    """Return an organisation with the site ``text``, the ballots of its surveys counted as ``counts``."""
    folder.mkdir()
    path, url = folder / "site.toml", f"sqlite:///{folder / 'collector.sqlite'}"
    path.write_text(text, "utf-8")
    surveys = collecting_surveys(path, COLLECTING_MODES)
    register_all(path, url, surveys)
    storage = Storage.open(url)
    for survey in surveys:
        storage.tally(survey.id, counts[survey.id], heap=1, today=survey.counted.opens)
    storage.dispose()
    return Organisation("", folder, 0)


def test_the_second_wave_stands_beside_what_was_decided(
    page: Page, story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each decision with its day, both figures, and whether they differ; no name, and no cause claimed."""
    later = second_wave(story, tmp_path / "later", Counter(CODES) + Counter({"C-ST": 60}))
    monkeypatch.chdir(later.folder)
    monkeypatch.setattr(clock, "today", lambda: SECOND_WAVE + dt.timedelta(days=30))
    done = CliRunner().invoke(main, ["report", "--previous", str(story.folder / "plan.json")])
    assert done.exit_code == 0, done.output
    text = shown(page, later.folder / "report" / "index.html")
    waves = page.locator("#waves").text_content() or ""
    assert load_measures("de").measure("boundary-rule").title in waves
    assert "31. März 2027" in waves
    assert FORMULA in waves
    texts = load_measures("de").texts["waves"]
    assert str(texts["more"]).format(name="Engpass") in waves
    assert str(texts["same"]).format(name="Zwickmühle") in waves
    assert OWNER not in text
    assert MARKUP not in text


@pytest.mark.parametrize(("change_of_wave", "said"), [
    ({"survey_id": "werft-2027"}, "answers the survey 'werft-2027'"),
    ({"opens": dt.date(2020, 1, 1), "closes": dt.date(2020, 1, 20)}, "the wave that opened on 2020-01-01"),
], ids=["another survey", "an older wave"])  # fmt: skip
def test_a_plan_of_another_release_is_told_nowhere(
    story: Story, change_of_wave: Mapping[str, Any], said: str
) -> None:
    """Neither documents nor a page, a poster or a site come of it; the fault names the file."""
    report = story.plan.report
    other = replace(report, wave=replace(report.wave, **change_of_wave))
    (story.folder / "other.json").write_bytes(action_plan.dump(replace(story.plan, report=other)))
    text = (story.folder / "site.toml").read_text("utf-8")
    (story.folder / "other.toml").write_text(text.replace('"plan.json"', '"other.json"'), "utf-8")
    for command in (
        ("plan", "export", "other.json", "--out", "none"),
        ("decisions", "other.json", "--out", "none"),
        ("build", "--config", "other.toml", "--out", "none"),
    ):
        complaint = refused(story.company, *command)
        assert said in complaint
        assert "other.json" in complaint
        assert "Traceback" not in complaint
    assert not (story.folder / "none").exists()


def decided(folder: Path, report: str) -> ActionPlan:
    """Write the plan that answers the report in the folder ``report`` into plan.json, and return it."""
    file = release_file.parse((folder / report / "report.json").read_bytes())
    plan = replace(plan_of("probe"), report=file)
    (folder / "plan.json").write_bytes(action_plan.dump(plan))
    return plan


def test_a_withheld_release_still_leads_to_decisions(page: Page, tmp_path: Path) -> None:
    """One sheet, a plan, documents and a page that show no share, and say every decision."""
    site = PAPER.format(survey=SURVEY.format(table="[survey]", id="probe", headcount=80), more="")
    company = counted_on_paper(tmp_path / "o", site, {"probe": {"A": 3, "N": 5}})
    company.run("report", "--close", "--yes")
    shown(page, company.folder / "report" / "index.html")
    assert page.locator("#withheld").is_visible()
    assert page.locator(".figure").count() == 0
    plan = decided(company.folder, "report")
    assert isinstance(plan.report.result, Withheld)
    company.run("plan", "export", "plan.json", "--out", "documents")
    company.run("decisions", "plan.json", "--out", "told")
    text = shown(page, company.folder / "told" / "index.html")
    assert page.locator(".figure").count() == 0
    document = office.converted(company.folder / "documents" / "massnahmenplan.docx", "pdf", tmp_path)
    for said in (text, " ".join(office.pages(document))):
        assert BOUNDARY.owner in said
        assert NOT_NOW.reason["de"] in said


def test_a_withheld_team_stays_hidden_in_the_whole(page: Page, tmp_path: Path) -> None:
    """It has no folder; it is shown with the next smallest alone, and a plan answers what is shown."""
    counts = {"nord": {"A": 18, "B": 9, "C": 4, "D": 12, "M": 7, "N": 3}, "sued": {"A": 12}, "west": WEST}
    teams = "".join(
        SURVEY.format(table="[[surveys]]", id=team, headcount=number)
        for team, number in {"nord": 60, "sued": 20, "west": 30}.items()
    )
    site = PAPER.format(survey=teams, more='headcount = 400\nrelease = "teams"\n')
    company = counted_on_paper(tmp_path / "o", site, counts)
    said = company.run("report", "--close", "--yes")
    assert "Shown together: sued, west" in said
    assert not (company.folder / "report" / "sued").exists()
    shown(page, company.folder / "report" / "index.html")
    assert page.locator("a[href*=together]").count() > 0
    assert page.locator("a[href*=sued], a[href*=west]").count() == 0
    assert "sued" in refused(company, "report", "--survey", "sued")
    plan = decided(company.folder, "report/together")
    assert isinstance(plan.report.result, Release)
    company.run("plan", "export", "plan.json", "--out", "documents")
    company.run("decisions", "plan.json", "--out", "told")
    told = shown(page, company.folder / "told" / "index.html")
    assert BOUNDARY.owner in told
    assert "mindestens 30 Beiträgen" in told
