"""The paper version as it comes out of a printer: pages that can be filled in, followed, read and cut."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from harness import stub_python
from harness.example_modes import example_in
from harness.paths import EXAMPLE
from harness.servers import plain_server
from questionnaire import ITEM_IDS, survey_texts
from questionnaire.instrument import chapter
from questionnaire.language_folder import Tree
from questionnaire.model import LensId

pytestmark = pytest.mark.browser

LANGUAGES = {"de": "", "en": "en/", "de-leicht": "de-leicht/"}
LENSES: tuple[LensId, ...] = ("perception", "cause", "influence")


def printed(context: BrowserContext, address: str, folder: Path) -> list[str]:
    """Print the page at ``address`` on A4; return the text of each sheet's side, without its line breaks."""
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    page.pdf(path=folder / "paper.pdf", format="A4", prefer_css_page_size=True)
    done = subprocess.run(
        ["pdftotext", "-raw", "paper.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True
    )
    return [_plain(side) for side in done.stdout.split("\f")[:-1]]


def _plain(text: str) -> str:
    """Return ``text`` without white space, and without hyphens, which may be those of a broken line."""
    return re.sub(r"[\s\u00ad-]", "", text)


def side(sides: list[str], text: str) -> int:
    """Return the first side that has all of ``text``."""
    found = [place for place, each in enumerate(sides) if _plain(text) in each]
    assert found, text
    return found[0]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """A language of the example, which collects in the mode "open"."""
    code: str = request.param
    return code


@pytest.fixture
def words(language: str) -> Tree:
    """The texts of the language."""
    return survey_texts.load(language)


@pytest.fixture
def sides(context: BrowserContext, address: str, tmp_path: Path, language: str) -> list[str]:
    """The text of each printed side."""
    return printed(context, f"{address}{LANGUAGES[language]}paper.html", tmp_path)


@pytest.fixture(scope="module")
def with_ballot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example as a survey on paper."""
    folder = shutil.copytree(EXAMPLE.parent, tmp_path_factory.mktemp("paper") / "site")
    config = folder / "site.toml"
    config.write_text(example_in("paper"), "utf-8")
    stub_python.build(config, folder / "web" / "survey")
    with plain_server(folder / "web") as root:
        yield f"{root}survey/"


def test_a_chapter_stays_together_and_the_questions_take_one_sheet(sides: list[str], words: Tree) -> None:
    """Nobody turns the page between a chapter's opening and its last question."""
    for lens in LENSES:
        opening, *questions = (
            side(sides, text)
            for text in (words["lenses"][lens]["intro"], *(words["items"][item.id] for item in chapter(lens)))
        )
        assert {*questions} == {opening}
    assert max(side(sides, words["items"][item]) for item in ITEM_IDS) <= 1


def test_the_key_begins_a_sheet_and_each_of_its_steps_is_whole(
    sides: list[str], words: Tree, language: str
) -> None:
    """It lies beside the questions; in the languages of longer lines it is on one side, each step on one."""
    key = words["paper"]["key"]
    begins = side(sides, key["tick"])
    assert begins == 2
    assert sides[begins].startswith(_plain(key["title"]))
    assert sides[begins].count(_plain(words["scale"]["rather_yes"])) >= 6
    last = side(sides, key["read"].format(yes=words["scale"]["yes"], rather=words["scale"]["rather_yes"]))
    assert last - begins <= (language == "de-leicht")


def test_everything_to_read_is_printed_and_takes_few_sheets(
    sides: list[str], words: Tree, language: str
) -> None:
    """Nothing is cut off or hidden; eight sides are four sheets, Leichte Sprache takes twelve."""
    for text in words["constellations"].values():
        side(sides, text["cause_little"].splitlines()[-1])
        for path in text["path"].values():
            for step in path["steps"]:
                side(sides, step.splitlines()[-1].partition("{")[0])
    assert len(sides) <= (12 if language == "de-leicht" else 8)


def test_the_ballot_is_on_one_side_that_has_no_marks_on_its_back(
    context: BrowserContext, with_ballot: str, tmp_path: Path, language: str, words: Tree
) -> None:
    """It is the last thing; the questions and the key, where crosses are, lie on other sheets."""
    sides = printed(context, f"{with_ballot}{LANGUAGES[language]}paper.html", tmp_path)
    ballot = words["paper"]["ballot"]
    place = side(sides, ballot["box"])
    assert place == len(sides) - 1
    assert all(code in sides[place] for code in ("AST", "DB"))
    key_ends = side(sides, words["paper"]["key"]["read_title"])
    assert place // 2 > key_ends // 2
