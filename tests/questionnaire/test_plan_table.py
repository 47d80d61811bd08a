"""A plan as a table: every word that somebody wrote is in it, and no spreadsheet program runs any of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.releases import CLOSES, OPENS, PARTLY, released
from questionnaire import measures
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.derivation import tension_fields
from questionnaire.disclosure import Withheld
from questionnaire.field_words import field_title
from questionnaire.fingerprint import InstrumentId
from questionnaire.plan_table import plan_lines, plan_table
from questionnaire.release_file import Reach, ReleaseFile, Wave
from questionnaire.spreadsheet import as_csv

WAVE = Wave("hafen-2027", OPENS, CLOSES, InstrumentId(2, "0f" * 32))
REPORT = ReleaseFile(WAVE, released(PARTLY), Reach(140, None, None))
CHOSEN = Decision(
    "decided",
    "structure",
    "A",
    "boundary-rule",
    owner="Leitung",
    by=dt.date(2027, 3, 31),
    effect={"en": "Yes"},
)
OWN = Decision("not_now", "training", "B", title={"de": "Telefontraining"}, reason={"de": "Erst die Regel."})
WHOLE = Decision("decided", "accompaniment", title={"de": "Zeit; für alle\nund jede"}, owner="=1+1")
PLAN = ActionPlan(REPORT, (CHOSEN, OWN, WHOLE))
NAMES = {"A": "Gegenwind", "B": "Zwickmühle", "C": "Engpass", "D": "Dauerlächeln"}
GERMAN = measures.load("de")
FIELD = tension_fields(released(PARTLY))[0]


def rows(contents: bytes) -> list[list[str]]:
    """Return the cells as a German Excel reads them."""
    return list(csv.reader(io.StringIO(contents.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_table_reads_like_this() -> None:
    """A heading, then a line for each decision in the plan's order; days that every Excel reads as days."""
    boundary = GERMAN.measure("boundary-rule")
    heading, *lines = rows(plan_table(PLAN, "de", GERMAN, NAMES))
    assert heading[:5] == ["Nr.", "Entscheidung", "Befund", "Art", "Maßnahme"]
    assert [line[:5] for line in lines] == [
        ["1", "entschieden", f"Gegenwind: {field_title(FIELD, GERMAN.texts)}", "Struktur", boundary.title],
        ["2", "vorerst nicht", "Zwickmühle: nicht gezeigt", "Training", "Telefontraining"],
        ["3", "entschieden", "die Arbeit als Ganzes", "Begleitung", "Zeit; für alle\nund jede"],
    ]
    assert lines[0][5:] == [boundary.what, "Leitung", "", "2027-03-31", boundary.sign, "", "Yes", ""]
    assert lines[1][-1] == "Erst die Regel."


def test_what_is_not_done_has_no_sign_of_an_effect() -> None:
    """The catalogue's sign would read as if something happened; one that somebody wrote stays."""
    for own, shown in (({}, ""), ({"de": "Ruhe"}, "Ruhe")):
        put_off = replace(CHOSEN, status="not_now", sign=own)
        (line,) = plan_lines(replace(PLAN, decisions=(put_off,)), "de", GERMAN)
        assert line.sign == shown


def test_the_words_of_the_plan_come_before_those_of_the_catalogue() -> None:
    """In the language that has them; in another one the catalogue's are better than a foreign text."""
    changed = replace(CHOSEN, title={"de": "Unsere Grenzregel"}, sign={"de": "Ruhe"})
    plan = replace(PLAN, decisions=(changed,))
    (german,), (english,) = (
        plan_lines(plan, code, catalogue) for code, catalogue in (("de", GERMAN), ("en", measures.load("en")))
    )
    assert (german.title, german.sign) == ("Unsere Grenzregel", "Ruhe")
    assert english.title == measures.load("en").measure("boundary-rule").title


def test_a_withheld_release_shows_no_finding() -> None:
    """The decisions stand there all the same."""
    plan = replace(PLAN, report=replace(REPORT, result=Withheld()))
    found = [line.finding for line in plan_lines(plan, "de", GERMAN, NAMES)]
    assert found == ["Gegenwind: nicht gezeigt", "Zwickmühle: nicht gezeigt", "die Arbeit als Ganzes"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", " =", "\t=", "|", "%"])
def test_no_cell_is_a_formula(sign: str) -> None:
    """Whatever somebody typed; the text behind the apostrophe is still whole."""
    text = f'{sign}cmd|"/C calc"!A0'
    ((cell,),) = rows(as_csv([[text]]))
    assert cell == f"'{text}"


@pytest.mark.parametrize("parts", [",", "\t", ";", "\n", '"', ", "])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_program_that_parts_cells_elsewhere_finds_a_formula(parts: str, sign: str) -> None:
    """An English Excel parts the file at its commas: what follows one in a text begins with an apostrophe."""
    written = as_csv([[1, f"Leitung{parts}{sign}1+1"]]).decode("utf-8-sig")
    cells = re.split(r'[,;\t\n"]', written)
    assert not [cell for cell in cells if cell.lstrip().startswith(sign)]


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=3))
)
def test_every_text_comes_back(table: list[list[str]]) -> None:
    """With semicolons, quotation marks and line ends in it; at most apostrophes are added."""
    back = rows(as_csv(table))
    assert len(back) == len(table)
    for line, cells in zip(back, table, strict=True):
        assert [cell.replace("'", "") for cell in line] == [cell.replace("'", "") for cell in cells]


def test_numbers_stay_numbers() -> None:
    """A negative one is no formula."""
    assert as_csv([[-1, 5]]) == b"\xef\xbb\xbf-1;5\r\n"
