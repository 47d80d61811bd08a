"""The paper version: a person with a pencil finds what the page would have told, on every answer sheet."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from generator.organisation.storage import BALLOT_MODES, COLLECTING_MODES
from generator.site.files import configured_site_files
from harness import sites
from harness.markup import Page
from harness.sites import COMPLETE
from questionnaire import CONSTELLATIONS, ITEM_IDS, SCALE, Outcome, all_codes, classify, survey_texts
from questionnaire.language_folder import Tree
from questionnaire.model import Detail
from questionnaire.paper_key import CLOSE_LINES
from tests.generator.site.printed_key import Found, PrintedKey, questions

LANGUAGES = ("de", "en", "de-leicht")
MODES = ("off", *COLLECTING_MODES)
PERCEPTION_AND_CAUSE = ITEM_IDS[:8]


@cache
def files(mode: str, detail: Detail) -> dict[str, bytes]:
    """Return the files of a site in three languages that collects in ``mode``."""
    text = COMPLETE.replace('languages = ["de", "en"]', f"languages = {[*LANGUAGES]}")
    text = text.replace('mode = "slips"', f'mode = "{mode}"').replace(
        'detail = "levers"', f'detail = "{detail}"'
    )
    with tempfile.TemporaryDirectory() as folder:
        return configured_site_files(sites.write(Path(folder), text))


def paper(language: str, mode: str = "off", detail: Detail = "levers") -> str:
    """Return the paper version in ``language``."""
    path = "paper.html" if language == LANGUAGES[0] else f"{language}/paper.html"
    return files(mode, detail)[path].decode()


def numbered(page: str, words: Tree) -> dict[str, int]:
    """Return the number beside the statement of each item on ``page``."""
    statements = {" ".join(words["items"][item].split()): item for item in ITEM_IDS}
    return {statements[text]: number for number, text in questions(page).items()}


def ticked(answers: Mapping[str, int], numbers: Mapping[str, int], words: Tree) -> dict[int, str]:
    """Return the words that a person with these ``answers`` ticks, by the question's number."""
    return {number: words["scale"][SCALE[answers[item]]] for item, number in numbers.items()}


@cache
def classified() -> list[tuple[dict[str, int], Outcome]]:
    """Return all 65,536 sheets of perceptions and causes, and what each means; no influence changes it."""
    nothing = dict.fromkeys(ITEM_IDS, 0)
    sheets = (
        nothing | dict(zip(PERCEPTION_AND_CAUSE, values, strict=True))
        for values in product(range(4), repeat=8)
    )
    return [(answers, classify(answers)) for answers in sheets]


def disagreements(key: PrintedKey, page: str, words: Tree) -> set[str]:
    """Follow ``key`` on every sheet; return what it ever tells differently from ``classify``."""
    names, numbers = {c: words["constellations"][c]["name"] for c in CONSTELLATIONS}, numbered(page, words)
    wrong: set[str] = set()
    for answers, outcome in classified():
        found = key.follow(ticked(answers, numbers, words))
        told = {
            "tied": found.heaviest == tuple(names[c] for c in outcome.tied),
            "present": found.present == tuple(names[c] for c in outcome.present),
            "close": {*found.close} <= {names[c] for c in outcome.close},
            "paths": found.paths == tuple(words["levers"][levers] for levers in outcome.paths),
        }
        wrong |= {what for what, right in told.items() if not right}
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_key_gives_the_outcome_of_every_sheet(language: str) -> None:
    """All perceptions and causes: what is heaviest, what is present, each path; "close" is never wrong."""
    page, words = paper(language), survey_texts.load(language)
    assert disagreements(PrintedKey.on(page), page, words) == set()
    assert len(classified()) == 4**8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_key_gives_the_path_for_every_influence(language: str) -> None:
    """All 4^6 sheets of each of two pairs of constellations: single ones and both of a tie."""
    page, words = paper(language), survey_texts.load(language)
    key, numbers = PrintedKey.on(page), numbered(page, words)
    for pair in ("AB", "CD"):
        items = [f"{constellation}{lens}" for constellation in pair for lens in (1, 2, 3)]
        for values in product(range(4), repeat=6):
            answers = dict.fromkeys(ITEM_IDS, 0) | dict(zip(items, values, strict=True))
            found = key.follow(ticked(answers, numbers, words))
            assert found.paths == tuple(words["levers"][levers] for levers in classify(answers).paths)


def naive_variants(key: PrintedKey) -> dict[str, PrintedKey]:
    """Return keys that look much the same and are wrong."""
    lines = key.lines.lines
    swapped = {(second, first): line for (first, second), line in lines.items()}
    exchanged = {answers: {1: 2, 2: 1}.get(line, line) for answers, line in lines.items()}
    shortened = {answers: line for answers, line in lines.items() if line < max(lines.values())}
    paths = {(second, first): line for (first, second), line in key.paths.lines.items()}
    return {
        "cause before perception": replace(key, lines=replace(key.lines, lines=swapped)),
        "two lines exchanged": replace(key, lines=replace(key.lines, lines=exchanged)),
        "the last line left out": replace(key, lines=replace(key.lines, lines=shortened)),
        "influence before cause": replace(key, paths=replace(key.paths, lines=paths)),
        "close three lines below": replace(key, close_lines=CLOSE_LINES + 1),
    }


@pytest.mark.parametrize(
    ("naive", "wrong"),
    [
        ("cause before perception", {"tied", "present", "close", "paths"}),
        ("two lines exchanged", {"tied", "close", "paths"}),
        ("the last line left out", {"tied", "present", "paths"}),
        ("influence before cause", {"paths"}),
        ("close three lines below", {"close"}),
    ],
)
def test_a_naive_key_is_found_out(naive: str, wrong: set[str]) -> None:
    """The test above can fail, for everything that the key tells."""
    page, words = paper("de"), survey_texts.load("de")
    variants = naive_variants(PrintedKey.on(page))
    assert disagreements(variants[naive], page, words) == wrong


@pytest.mark.parametrize(("language", "number"), [("de", "zwei"), ("en", "two"), ("de-leicht", "2")])
def test_the_words_say_how_far_below_is_close(language: str, number: str) -> None:
    """As far as the person above looks."""
    assert CLOSE_LINES == 2
    assert f" {number} " in survey_texts.load(language)["paper"]["key"]["find_close"]


def test_questions_are_numbered_as_they_are_asked() -> None:
    """From one to twelve, each statement with its own four answers in the order of the scale."""
    page, words = paper("de"), survey_texts.load("de")
    assert numbered(page, words) == {item: number for number, item in enumerate(ITEM_IDS, start=1)}
    scales = re.findall(r'<ul class="scale">(.*?)</ul>', page, re.DOTALL)
    steps = [words["scale"][step] for step in SCALE]
    assert [re.findall(r"<span>([^<]+)</span>", scale) for scale in scales] == [steps] * 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_an_outcome_needs_is_there_to_read(language: str) -> None:
    """Each constellation with whose task it is, influence and all four paths; mixed, none and the limits."""
    words, needed = survey_texts.load(language), []
    for text in words["constellations"].values():
        needed += [text[key] for key in ("name", "to_you", "job", "job_little", "cause_little", "care")]
        needed += [text["influence_little"], *text["cause"], *text["influence"]]
        needed += [each for path in text["path"].values() for each in (path["opening"], *path["steps"])]
    mixed, none = words["outcomes"]["mixed"], words["outcomes"]["none"]
    needed += [mixed["essence"], mixed["begin"], mixed["job"], none["essence"], none["job"], *none["steps"]]
    shown = html.unescape(re.sub(r"<[^>]*>", "", paper(language)))
    for each in (*needed, *words["result"]["limits"]):
        assert [part for part in re.split(r"{\w+}", each.strip()) if part not in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_without_scripts(language: str) -> None:
    """It has none, and nothing on it waits for one."""
    page = Page(paper(language, "slips").encode())
    assert page.all("script") == page.all("template") == page.all("noscript") == page.all("details") == []
    assert not any("hidden" in element.attributes for element in page.elements)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("detail", ["levers", "type"])
def test_the_ballot_has_every_code_beside_its_words(language: str, detail: Detail) -> None:
    """A box for each code that can be counted, and for no other, in the line and column of its words."""
    words, page = survey_texts.load(language), paper(language, "paper", detail)
    table = page[page.index('<div class="cut-off">') :]
    rows = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]
    named = {words["constellations"][c]["name"]: c for c in CONSTELLATIONS}
    named |= {words["outcomes"]["mixed"]["title"]: "M", words["outcomes"]["none"]["title"]: "N"}
    levers = {words["levers"][lever]: lever for lever in words["levers"]}
    columns = [column if column in levers else "" for column in rows.pop(0)[1:]]
    expected = [
        [
            name,
            *(f"{letter}-{levers[column]}" if column and letter in "ABCD" else letter for column in columns),
        ]
        for name, letter in named.items()
    ]
    shown = [[name, *(re.sub("<[^>]+>", "", cell).strip() for cell in cells)] for name, *cells in rows]
    assert shown == [[name, *dict.fromkeys(codes)] for name, *codes in expected]
    assert sorted(code for _, *codes in shown for code in codes) == sorted(all_codes(detail))
    assert table.count('<span class="box"></span>') == len(all_codes(detail))


@pytest.mark.parametrize("mode", MODES)
def test_a_ballot_is_there_exactly_where_ballots_are_counted(mode: str) -> None:
    """On paper only: a survey has one channel; elsewhere the page says that nobody collects the sheets."""
    page, words = Page(paper("de", mode).encode()), survey_texts.load("de")["paper"]
    shown = {" ".join(text.text.split()) for text in page.texts}
    assert (words["ballot"]["title"] in shown) == (mode in BALLOT_MODES)
    assert {key for key in words if key.startswith("yours_") and words[key] in shown} == {
        {"off": "yours_off", "paper": "yours_collecting"}.get(mode, "yours_on_screen")
    }


def test_the_person_finds_nothing_where_nothing_is_ticked() -> None:
    """The person of these tests reads the page: without a cross there is no result and no path."""
    page, words = paper("de"), survey_texts.load("de")
    found = PrintedKey.on(page).follow(ticked(dict.fromkeys(ITEM_IDS, 0), numbered(page, words), words))
    assert found == Found((), (), (), ())
