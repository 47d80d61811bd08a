"""The documents say of the contributions what the release says: its coarse words, and two numbers."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from harness.releases import released
from questionnaire.disclosure import Release
from tests.generator.documents.plans import RESULTS, files, plan

# Days of the survey and of the plan, the sections of the law, the numbers of questions and of pages.
_DAYS = {"11", "29", "9", "2027"}
_OTHERS = {"5", "6"}


def words(document: bytes) -> Iterator[str]:
    """Yield every text that a person can read in an Office document, and every text that is heard."""
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        for name in opened.namelist():
            if re.search(r"(document|footer\d|sheet\d+|slide\d+|notesSlide\d+)\.xml$", name):
                if "Layout" in name or "Master" in name:
                    continue
                xml = html.unescape(opened.read(name).decode())
                yield from re.findall(r"<(?:w|a):?t(?: [^>]*)?>([^<]*)<", xml)
                yield from re.findall(r"<t(?: [^>]*)?>([^<]*)<", xml)
                yield from re.findall(r' descr="([^"]*)"', xml)


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx"])
def test_there_is_no_number_but_those_of_the_release(result: str, ending: str) -> None:
    """Contributions rounded down, and people invited; every share is in words, none in per cent."""
    written = replace(plan(result), decisions=(), contact="")
    shown = list(words(files(written, [ending])[f"massnahmenplan.{ending}"]))  # type: ignore[list-item]
    assert shown
    numbers = {number for text in shown for number in re.findall(r"\d+", text)}
    of_release = {"140"} | (
        {str(written.report.result.contributions)} if isinstance(written.report.result, Release) else set()
    )
    page_numbers = {"1", "‹#›"}
    assert numbers <= _DAYS | _OTHERS | of_release | page_numbers
    assert not [text for text in shown if "%" in text]


def test_tallies_that_read_the_same_give_the_same_documents() -> None:
    """Two counts behind one release cannot be told apart by any byte."""
    tallies = ({"A": 41, "B": 20, "N": 40}, {"A": 41, "B": 20, "N": 41})
    first, second = (
        files(replace(plan(), report=replace(plan().report, result=released(counts)))) for counts in tallies
    )
    assert released(tallies[0]) == released(tallies[1])
    assert first == second
