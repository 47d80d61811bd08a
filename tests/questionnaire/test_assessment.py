"""The bridge to the risk assessment: all six fields, what the questions touch, and no claim beyond it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import CONSTELLATIONS, assessment, measures
from questionnaire.assessment import COVERED_BY, FIELDS, TOUCHED, Row

LANGUAGES = measures.available()
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "instrument.md"


def rows(language: str) -> tuple[Row, ...]:
    """Return the table in ``language``."""
    return assessment.rows(measures.load(language).texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_the_six_fields_of_the_guideline(language: str) -> None:
    """In its order, each with a name of its own, with what is not asked, and with what would cover it."""
    table = rows(language)
    assert tuple(row.field for row in table) == FIELDS
    assert len({row.name for row in table}) == len(FIELDS) == 6
    assert all(row.not_asked and row.covered for row in table)


def test_every_constellation_touches_a_field_and_no_question_asks_about_equipment_or_environment() -> None:
    """What a survey leaves out altogether is said as plainly as what it touches."""
    assert {c for touched in TOUCHED.values() for c in touched} == set(CONSTELLATIONS)
    assert [field for field in FIELDS if not TOUCHED[field]] == ["equipment", "environment"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_constellations_stand_in_their_order(language: str) -> None:
    """A B C D, here as everywhere: the table ranks nothing."""
    for row in rows(language):
        order = [c for c, _ in row.asked]
        assert order == sorted(order)
        assert tuple(order) == TOUCHED[row.field]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_is_not_among_what_is_not_asked(language: str) -> None:
    """A field is never both covered and missing."""
    for row in rows(language):
        missing = {word.strip().lower() for word in row.not_asked.split(",")}
        asked = {part.strip().lower() for _, what in row.asked for part in what.split(",")}
        assert not missing & asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_that_it_covers_no_field(language: str) -> None:
    """The one sentence of what the report is not stands above the table, and names the act."""
    limits = measures.load(language).texts["assessment"]["limits"]
    assert re.search(r"Arbeitsschutzgesetz|occupational safety act", limits)
    assert re.search(r"keines davon ganz|none of them completely", limits)


def test_the_document_names_a_source_for_every_instrument() -> None:
    """Whoever doubts a row finds where it comes from."""
    document = DOCUMENT.read_text("utf-8")
    named = {
        "rota": "Arbeitszeitgesetz",
        "workplace_rules": "ASR A3.7",
        "screen_work": "215-410",
        "software": "ISO 9241",
    }
    named |= {"call_centre_rule": "115-402", "copsoq": "COPSOQ", "kfza": "KFZA", "salsa": "SALSA"}
    sources = document[document.index("## Sources") :]
    used = {instrument for instruments in COVERED_BY.values() for instrument in instruments}
    assert used == set(named)
    assert [name for name in named.values() if name not in sources] == []


def test_german_is_held_against_the_table(tmp_path: Path) -> None:
    """A field, a constellation or an instrument that is unknown is told, and one that is missing."""
    folder = language_files.copied(tmp_path)
    language_files.rewrite(
        folder / "de" / "measures.toml",
        (r"^asked\.A = .*$", 'asked.D = "Gefühle"'),
        (r"^covered\.rota = .*$", ""),
        (r"^\[report\.assessment\.fields\.equipment\]", "[report.assessment.fields.tools]"),
    )
    key = "languages/de/measures.toml: report.assessment.fields"
    parts = ("covered.call_centre_rule", "covered.screen_work", "covered.software", "name", "not_asked")
    assert sorted(language_files.faults(measures.load, "de", folder)) == sorted(
        [
            f"{key}.relations.asked.A: is missing; expected a text",
            f"{key}.relations.asked.D: is unknown; nothing shows it",
            f"{key}.time.covered.rota: is missing; expected a text",
            *(f"{key}.equipment.{part}: is missing; expected a text" for part in parts),
            *(f"{key}.tools.{part}: is unknown; nothing shows it" for part in parts),
        ]
    )
