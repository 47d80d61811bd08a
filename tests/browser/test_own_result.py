"""A result is the person's own: their statements and answers, their blocks and no other, their first step."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from harness import sites, stub_python
from harness.journey import Journey
from harness.paths import ROOT
from harness.servers import plain_server
from questionnaire import ITEM_IDS, LENSES, classify, survey_texts
from questionnaire.instrument import CONSTELLATIONS, LEVERS
from tests.browser.results import CAUSES_ONLY, MIXED_OF_TWO, NOTHING, Sheet, crowded, measured, single

pytestmark = pytest.mark.browser

WORDS = survey_texts.load("de")
NAMES = {constellation: WORDS["constellations"][constellation]["name"] for constellation in CONSTELLATIONS}
ANSWERS = [WORDS["scale"][key] for key in ("no", "rather_no", "rather_yes", "yes")]
# Rather present, its cause rather not, some influence; another cause, and another influence.
GUARDED: Sheet = {**NOTHING, "D1": 2, "D2": 1, "D3": 2, "B2": 2, "C3": 3}

# All that can be read or printed, or that a step writes into the half page; no contents of templates.
_DOCUMENT = """document.body.textContent + [...document.querySelectorAll("[data-say], [data-wish]")]
    .map(({ dataset }) => `${dataset.say} ${dataset.wish}`)"""


def own_statement(sheet: Sheet, item: str) -> str:
    """Return the statement and the answer as the result holds them; quotation marks come with the style."""
    return f"{WORDS['items'][item]} – {ANSWERS[sheet[item]]}"


def shown(texts: Locator) -> list[str]:
    """Return the texts of the elements that can be seen, with single spaces."""
    return [" ".join(one.inner_text().split()) for one in texts.all() if one.is_visible()]


def test_each_lens_begins_with_the_persons_own_statement_and_answer(journey: Journey) -> None:
    """Perception, cause, influence: first the statement with the answer that was given, "eher" included."""
    journey.take(GUARDED)
    sections = journey.page.locator("#result > section:has(.lens)")
    expect(sections).to_have_count(len(LENSES))
    for section, item in zip(sections.all(), ("D1", "D2", "D3"), strict=True):
        first = section.locator("> div *").filter(has_text=re.compile(r"\S")).locator("visible=true")
        own = section.locator(".own-answer").first
        expect(own).to_have_text(own_statement(GUARDED, item))
        assert own.inner_text() == first.nth(1).inner_text(), "something stands before the own statement"
    expect(journey.page.locator(".labels dd")).to_have_text([ANSWERS[2], ANSWERS[1], ANSWERS[2]])
    labels = WORDS["constellations"]["D"]["labels"]
    expect(journey.page.locator(".labels dt")).to_have_text([labels[lens] for lens in LENSES])
    others = journey.page.locator(".others .own-answer")
    expect(others).to_have_text([own_statement(GUARDED, "B2"), own_statement(GUARDED, "C3")])


def foreign_texts(sheet: Sheet) -> set[str]:
    """Return the texts that only other answers lead to."""
    outcome = classify(sheet)
    foreign: set[str] = set()
    for constellation in CONSTELLATIONS:
        words = WORDS["constellations"][constellation]
        tied = constellation in outcome.tied
        for lens, found in (("cause", outcome.causes), ("influence", outcome.influences)):
            foreign |= {*words[lens]} if constellation not in found else set()
            foreign |= {words[f"{lens}_little"]} if constellation in found or not tied else set()
        paths = dict(zip(outcome.tied, outcome.paths, strict=True))
        for levers in LEVERS:
            if paths.get(constellation) != levers:
                path = words["path"][levers]
                foreign |= {path["opening"], *path["say"]}
        if not tied:
            foreign |= {*words["portrait"], *(words[key] for key in ("to_you", "job", "job_little", "wish"))}
    return foreign


@pytest.mark.parametrize(
    "sheet", [GUARDED, single("A", "SB"), MIXED_OF_TWO, NOTHING], ids=["D", "A", "M", "N"]
)
def test_texts_of_other_answers_are_nowhere_in_the_page(journey: Journey, sheet: Sheet) -> None:
    """Not in what opens on demand, not hidden, not in what a step would write: only the person's own."""
    journey.take(sheet)
    text = journey.page.evaluate(_DOCUMENT)
    for words in foreign_texts(sheet):
        assert words not in text
    outcome = classify(sheet)
    for constellation in outcome.tied:
        assert WORDS["constellations"][constellation]["portrait"][-1] in text


def test_beside_the_name_stands_what_the_rule_finds_and_no_more(journey: Journey) -> None:
    """For many sheets: "also" are the others present, "close" those one step away, in the order A B C D."""
    sheets = {
        str(values): {**NOTHING, **dict(zip(("A1", "A2", "B1", "B2", "C1", "D1", "D2"), values, strict=True))}
        for values in list(product((3,), (1, 3), (1, 3), (2,), (0, 2), (2, 3), (1, 3)))
    } | {f"crowd {c}": crowded(c, "ST") for c in CONSTELLATIONS}
    names = """Object.fromEntries(["also", "close"].map((kind) => [kind,
        [...result.querySelectorAll(`.result-head > .${kind} li`)].filter((one) => one.checkVisibility())
        .map((one) => one.textContent.trim())]))"""
    found = measured(journey.page, sheets, names)
    kinds = set()
    for name, sheet in sheets.items():
        outcome = classify(sheet)
        also = [NAMES[c] for c in outcome.present if c not in outcome.tied]
        assert found[name] == {"also": also, "close": [NAMES[c] for c in outcome.close]}, name
        kinds.add((bool(also), bool(outcome.close), outcome.type == "M"))
    assert len(kinds) > 3  # the sample has results with and without neighbours, single and mixed


# ---- several at once ----------------------------------------------------------------------------------


def path_of(page: Page) -> tuple[list[str], list[str], list[str]]:
    """Return what can be seen of the organisation's task, the first step and the steps."""
    return (
        shown(page.locator("#result .job p")),
        shown(page.locator("#result .first-step p")),
        shown(page.locator("#result .path-steps li")),
    )


def assert_path(page: Page, constellation: str, levers: str) -> None:
    """Task, first step and steps are those of one constellation by its own levers."""
    words = WORDS["constellations"][constellation]
    job, first_step, steps = path_of(page)
    assert job == [words["job"]]
    assert len(steps) == len(words["path"][levers]["steps"])
    for step, text in zip(steps, words["path"][levers]["steps"], strict=True):
        assert step.startswith(text.split("{")[0].strip())
    assert first_step == steps[:1]


def test_a_mixed_picture_lets_the_person_pick_where_to_begin(journey: Journey) -> None:
    """First the names; then task, first step and path of the one picked, by its own levers, and no other."""
    journey.take(MIXED_OF_TWO)
    page = journey.page
    expect(page.locator("#result h1")).to_have_text(f"{NAMES['A']} {NAMES['D']}")
    assert path_of(page) == ([WORDS["outcomes"]["mixed"]["job"]], [], [])
    expect(page.locator("#result").get_by_text(WORDS["outcomes"]["mixed"]["path"])).to_be_visible()
    page.locator(".begin label").filter(has_text=NAMES["D"]).click()
    assert_path(page, "D", "ST")
    page.locator(".begin label").filter(has_text=NAMES["A"]).click()
    assert_path(page, "A", "SB")
    page.keyboard.press("ArrowRight")
    assert_path(page, "D", "ST")
    page.emulate_media(media="print")
    assert len(shown(page.locator("#result .path-steps li"))) == 6
    assert [text for text in shown(page.locator("#result .path h3")) if text in NAMES.values()] == [
        NAMES["A"],
        NAMES["D"],
    ]


def test_a_mixed_picture_can_be_picked_by_keyboard_alone(journey: Journey) -> None:
    """Tab reaches the pictures, Space picks the first, the arrow the next; each can be seen to be picked."""
    journey.take(MIXED_OF_TWO)
    page = journey.page
    page.keyboard.press("Tab")
    expect(page.locator(".begin input").first).to_be_focused()
    outline = "element => getComputedStyle(element.closest('label')).outlineStyle"
    assert page.locator(".begin input").first.evaluate(outline) == "solid"
    page.keyboard.press("Space")
    assert_path(page, "A", "SB")
    page.keyboard.press("ArrowDown")
    assert_path(page, "D", "ST")


# ---- no shaping pattern -------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [NOTHING, CAUSES_ONLY], ids=["nothing", "causes"])
def test_without_a_pattern_there_are_headings_of_its_own_and_nothing_is_empty(
    journey: Journey, sheet: Sheet
) -> None:
    """No lens that found nothing, no "little" text, no heading without a text below it."""
    journey.take(sheet)
    words = WORDS["outcomes"]["none"]
    headings = shown(journey.page.locator("#result section > header h2"))
    some = [words["causes_title"], words["influence_title"]] if sheet is CAUSES_ONLY else []
    assert headings == [words["meaning_title"], *some, WORDS["result"]["path"]]
    text = journey.result()
    for constellation, lens in product(CONSTELLATIONS, ("cause", "influence")):
        assert WORDS["constellations"][constellation][f"{lens}_little"] not in text
    bodies = journey.page.locator("#result section.beside > div").all()
    assert all(body.inner_text().strip() for body in bodies)
    own = [own_statement(sheet, item) for item in ITEM_IDS if sheet[item] >= 2]
    assert shown(journey.page.locator("#result .own-answer")) == own


# ---- the brand's font ---------------------------------------------------------------------------------


def test_a_brand_font_without_bold_still_tells_answers_and_choices_apart(
    context: BrowserContext, tmp_path: Path
) -> None:
    """A brand may bring one weight only: the browser thickens answers, emphasis and the ticked step."""
    text = sites.SMALLEST.replace('name = "Muster AG"', 'name = "Muster AG"\nfont = "regular.woff2"')
    config = sites.write(tmp_path / "site", text)
    regular = ROOT / "site_templates" / "fonts" / "alegreya-sans-400.woff2"
    (config.parent / "regular.woff2").write_bytes(regular.read_bytes())
    stub_python.build(config, tmp_path / "web")
    with plain_server(tmp_path / "web") as address:
        journey = Journey(context.new_page(), address)
        journey.take(single("A", "SB"))
        journey.page.locator(".path-steps label").first.click()
        for bold in (".labels dd", ".own-answer strong", ".path-steps label:has(:checked) span", ".emphasis"):
            element = journey.page.locator(f"{bold} >> visible=true").first
            family = "one => getComputedStyle(one).fontFamily"
            assert "Alegreya" not in str(element.evaluate(family))
            thick = element.screenshot()
            element.evaluate("one => { one.style.fontWeight = 400; }")
            assert element.screenshot() != thick, bold
