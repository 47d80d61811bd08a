"""What docs/readings.md says three readers ask: the report's first page answers, or says where to look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

import pytest

from generator.configuration import load
from generator.report.files import report_files
from generator.report.waves import wave_of
from harness.markup import Page
from harness.paths import EXAMPLES, ROOT
from harness.releases import PAGES, within
from questionnaire import measures
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.release_file import Reach, ReleaseFile

# The sixty simulated employees of tests/browser/sixty.py, counted.
STAFF = 60
SIXTY = {
    **dict(zip(("A-ST", "A-SB", "A-T", "A-B", "B-ST", "B-SB", "B-B"), (3, 5, 2, 3, 2, 5, 2), strict=True)),
    **dict(zip(("C-ST", "C-SB", "D-ST", "D-SB", "D-T", "D-B"), (4, 6, 3, 5, 3, 2), strict=True)),
    "M": 4,
    "N": 11,
}
READERS = ("managing director", "team lead", "works council")
EACH = 5
ROW = re.compile(r"^\| ([^|]+) \| (\d+)\. [^|]+\? \| ([^|]+) \| ([^|]*) ?\|$", re.MULTILINE)


class Question(NamedTuple):
    """A question of a reader: keys of the texts that answer it, and the links to where more is said."""

    reader: str
    number: int
    says: list[str]
    leads_to: list[str]


def questions() -> list[Question]:
    """Return the questions in docs/readings.md."""
    rows = ROW.findall((ROOT / "docs" / "readings.md").read_text("utf-8"))
    return [
        Question(reader, int(number), re.findall("`(.+?)`", says), re.findall("`(.+?)`", leads_to))
        for reader, number, says, leads_to in rows
    ]


def report(example: str, result: Release | Withheld) -> dict[str, bytes]:
    """Return the report of an example's first survey, with a page for the plan."""
    survey, *_ = load.load_surveys(EXAMPLES / example / "site.toml")
    file = ReleaseFile(wave_of(survey.config), result, Reach(STAFF, STAFF, None))
    return report_files(survey.config, survey.brand_files, file, plan_page=b"<!doctype html>")


def unanswered(files: dict[str, bytes], language: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each question that the first page leaves open, with the key or link it lacks."""
    page, texts = Page(files[PAGES[language]]), measures.load(language).texts
    said = " ".join(" ".join(within(page, id="first-page")).split())
    links = {
        element.attributes["href"].removeprefix("../")
        for text in page.texts
        if text.within(id="first-page")
        for element in text.inside
        if element.tag == "a"
    }
    there = {f"#{element.attributes['id']}" for element in page.elements if "id" in element.attributes}
    for question in questions():
        for key in question.says:
            words = str(reduce(lambda tree, part: tree[part], key.split("."), texts))
            if not re.search(re.sub(r"\\{\w+\\}", ".+", re.escape(words)), said):
                yield question.number, key
        for link in question.leads_to:
            if link not in links or link not in there | {name.removeprefix("en/") for name in files}:
                yield question.number, link


def test_each_reader_asks_five_questions() -> None:
    """They are numbered, and each has a text on the page that answers it, or says where to look."""
    asked = questions()
    assert Counter(question.reader for question in asked) == dict.fromkeys(READERS, EACH)
    assert [question.number for question in asked] == list(range(1, len(READERS) * EACH + 1))
    assert all(question.says for question in asked)


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("example", ["hafenkontor", "lumo"])
def test_the_first_page_answers_every_reader(example: str, language: str) -> None:
    """Each answer stands on it, and every place that it leads to is in the report."""
    assert list(unanswered(report(example, release(SIXTY, invited=STAFF)), language)) == []


@pytest.mark.parametrize(("language", "sorting"), [("de", "wer nicht"), ("en", "who (cannot|may not)")])
def test_no_question_sorts_people(language: str, sorting: str) -> None:
    """A question is about the work: never who has something, and who has not."""
    fields = measures.load(language).texts["fields"].values()
    asked = [text for field in fields for key, text in field.items() if key.startswith("question_")]
    assert asked
    assert [text for text in asked if re.search(sorting, text)] == []


def test_a_page_without_an_answer_is_noticed() -> None:
    """A report that is withheld has no pattern to speak of, but the risk assessment stays what it was."""
    numbers = {number for number, _ in unanswered(report("hafenkontor", Withheld()), "de")}
    assert {1, 3, 11} <= numbers
    assert 12 not in numbers
