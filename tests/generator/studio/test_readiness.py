"""Ready or not: the studio lists every warning, done or not, and every fault."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from generator.configuration import warnings
from generator.studio import readiness, starter
from harness.sites import READY
from questionnaire.faults import Fault

TODAY = dt.date(2027, 1, 4)


def told(text: str, faults: list[Fault], language: str) -> list[dict[str, object]]:
    """Return the list of a site without a logo."""
    points = warnings.points(tomllib.loads(text), [], today=TODAY)
    return readiness.told(points, faults, language)


def test_what_is_done_is_said() -> None:
    """A whole site has nothing left, and each thing that is done has its sentence."""
    ready = told(READY, [], "de")
    assert all(task["done"] for task in ready)
    assert ready[0]["text"] == "Der Name Ihrer Organisation ist da."


def test_a_language_is_called_by_its_name() -> None:
    """People know "Leichte Sprache", and no code."""
    text = READY + '[site]\nlanguages = ["de", "en", "de-leicht"]\n'
    assert [task["text"] for task in told(text, [], "de") if not task["done"]] == [
        "Schreiben Sie jeden Text in jeder Sprache; es fehlt noch: Leichte Sprache."
    ]


def test_a_fault_is_a_task_unless_its_field_has_one() -> None:
    """The list is complete, and nothing is in it twice."""
    text = READY.replace('imprint = "Muster AG, Musterstadt"\n', "")
    faults = [
        Fault("configuration.missing", "brand.imprint"),
        Fault("configuration.missing", "brand.primary"),
    ]
    left = [task for task in told(text, faults, "en") if not task["done"]]
    assert [task["at"] for task in left] == [["brand", "imprint"], ["brand", "primary"]]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_task_has_a_sentence(language: str) -> None:
    """Done and not done, in both languages of the studio."""
    for text in (
        READY,
        starter.template(),
        "",
        '[collection]\nmode = "slips"\n[survey]\ncloses = 2020-01-01\n',
        "[site]\nlanguages = 3",
        "[site]\nlanguages = []",
    ):
        for task in told(text, [], language):
            assert str(task["text"]).strip()
