"""Checks of ``[collection] release``: surveys that are released in one act have to agree on what is counted.

One rule releases them all (``questionnaire.levels``): the same types, the same least number of contributions,
and the same people who alone can open them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.configuration.survey_entries import SurveyValues
from generator.configuration.values import value_at
from questionnaire.disclosure import THRESHOLD
from questionnaire.faults import Fault

_KEY = "collection.release"
_DEFAULTS = {
    _KEY: "each",
    "survey.detail": "type",
    "survey.threshold": THRESHOLD,
    "collection.seal": None,
}
# The folders of a report in which all teams are, or those that are released together.
FOLDERS = ("together",)


def faults(surveys: Sequence[SurveyValues]) -> Iterator[Fault]:
    """Yield every fault of a joint release that shows only when all surveys of a site are seen together."""
    entries = [survey for survey in surveys if survey.number]
    if not entries:
        yield from _of_one(surveys)
        return
    if all(_value(survey, _KEY) == "each" for survey in entries):
        return
    if len(entries) == 1:
        yield Fault("joint.of_one", entries[0].key(_KEY), _value(entries[0], _KEY))
    first = entries[0]
    for survey in entries:
        if value_at(survey.values, "collection", "mode", default="off") == "off":
            yield Fault("joint.not_collecting", survey.key("collection.mode"), "off")
        if survey.folder.rstrip("/") in FOLDERS:
            details = {"name": survey.folder.rstrip("/")}
            yield Fault("configuration.folder_reserved", survey.key("survey.folder"), None, details)
        for key in _DEFAULTS:
            if (found := _value(survey, key)) != (expected := _value(first, key)):
                yield Fault("joint.differs", survey.key(key), found, {"expected": _shown(expected)})


def _of_one(surveys: Sequence[SurveyValues]) -> Iterator[Fault]:
    for survey in surveys:
        if (found := _value(survey, _KEY)) != "each":
            yield Fault("joint.of_one", _KEY, found)


def _value(survey: SurveyValues, key: str) -> object:
    table, name = key.split(".")
    return value_at(survey.values, table, name, default=_DEFAULTS[key])


def _shown(value: object) -> object:
    return "–" if value is None else value
