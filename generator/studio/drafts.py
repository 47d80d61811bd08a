"""What can be shown of a site while something in it is not right: everything else, as it was typed."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from generator.configuration.statements import Path
from generator.configuration.survey import Site
from generator.configuration.values import value_at
from generator.desk import path_of
from questionnaire import language_folder
from questionnaire.faults import Fault, InputError

Values = dict[str, Any]

_MOST_ROUNDS = (
    6  # a value that gives way may leave another one at fault: a survey without days cannot collect
)
_BLANK = "…"
_SOME, _ALL = 200, 100_000  # people that a survey invites, and all surveys together
_PERIOD = dt.timedelta(days=18)


def draft(
    values: Mapping[str, Any], faults: Iterable[Fault], read: Callable[[Values], Site], today: dt.date
) -> Site | None:
    """Return the site that ``read`` makes of ``values`` once everything at ``faults`` gives way.

    A value that is refused goes; one that is missing gets a stand-in: for a translation, the text in another
    language. Returns ``None`` if too much is wrong.
    """
    mended = copy.deepcopy(dict(values))
    for _ in range(_MOST_ROUNDS):
        # Entries of lists go from the last to the first, so that the paths of the others stay right.
        at_fault = {at for fault in faults for at in _paths(fault, mended)}
        for at in sorted(at_fault, key=_order, reverse=True):
            _mend(mended, at, today)
        try:
            return read(mended)
        except InputError as error:
            faults = error.faults
    return None


def _paths(fault: Fault, values: Values) -> list[Path]:
    """Return the path to the value at ``fault``; of one fault of several values, the path to each.

    Surveys that do not agree because one of them leaves a key out are shown each on its own: no stand-in
    would be the value of the others.
    """
    places = fault.details.get("places")
    faults = [replace(fault, key=key) for key in places] if isinstance(places, tuple) else [fault]
    paths = [tuple(path_of(each)) for each in faults]
    if fault.kind.startswith("joint.") and not any(value_at(values, *at) is not None for at in paths):
        return _releases(values)
    return paths


def _releases(values: Values) -> list[Path]:
    """Return the path to each value that says how surveys are released: for all of them, or for one."""
    at = ("collection", "release")
    own = [("surveys", number, *at) for number in range(len(values.get("surveys", ())))]
    return [path for path in (at, *own) if value_at(values, *path) is not None]


def _order(at: Path) -> list[tuple[str, int]]:
    return [("", step) if isinstance(step, int) else (step, 0) for step in at]


def _mend(values: Values, at: Path, today: dt.date) -> None:
    """Take out what stands at ``at``; if nothing does, put a stand-in there."""
    if not at:
        return
    holder, last = value_at(values, *at[:-1]), at[-1]
    if _holds(holder, last):
        del holder[last]
    elif isinstance(last, str):
        _put(values, at, _stand_in(holder, at, today))


def _holds(holder: object, step: str | int) -> bool:
    if isinstance(holder, list):
        return isinstance(step, int) and step < len(holder)
    return isinstance(holder, dict) and step in holder


def _stand_in(holder: object, at: Path, today: dt.date) -> object:
    if isinstance(holder, dict) and at[-1] in language_folder.available():
        return next((text for text in holder.values() if isinstance(text, str) and text.strip()), _BLANK)
    number = at[1] + 1 if len(at) > 1 and isinstance(at[1], int) else 1
    stand_ins: dict[str, object] = {
        "id": f"survey-{number}",
        "title": f"{_BLANK} {number}",
        "headcount": _ALL if at[0] == "collection" else _SOME,
        "opens": today,
        "closes": today + _PERIOD,
        "url": "https://collector.example/",
        "address": "https://lastbild.example/",
        "survey": {},
        "brand": {},
    }
    return stand_ins.get(str(at[-1]), _BLANK)


def _put(values: Values, at: Path, value: object) -> None:
    holder: Any = values
    for step in at[:-1]:
        inner = value_at(holder, step)
        if not isinstance(inner, dict | list):
            if not (isinstance(holder, dict) and isinstance(step, str)):
                return
            inner = holder[step] = {}
        holder = inner
    if isinstance(holder, dict):
        holder[at[-1]] = value
