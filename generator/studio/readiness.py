"""What is left to do before a site can go live: one list, in the facilitator's language."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generator.configuration.schema import DEFAULT_LANGUAGES
from generator.configuration.statements import Path
from generator.configuration.survey_entries import entries
from generator.configuration.values import value_at
from generator.desk import path_of, said
from generator.studio import starter
from generator.studio.naming import language_called
from questionnaire import language_folder
from questionnaire.faults import Fault

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: ``id`` names its sentence, ``at`` leads to its field."""

    id: str
    done: bool
    at: Path = ()
    details: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: str) -> dict[str, object]:
        """Return the task for a page, with its sentence in ``language``."""
        kind = f"ready.{self.id}" if self.done else f"to_do.{self.id}"
        text = said(Fault(kind, details=self.details), language)
        return {"id": self.id, "done": self.done, "text": text, "at": list(self.at) or None}


def told(
    values: Values, faults: Sequence[Fault], language: str, *, has_logo: bool, today: dt.date
) -> list[dict[str, object]]:
    """Return the whole list for a page: every task, and every fault whose field has no open task."""
    listed = tasks(values, has_logo=has_logo, today=today)
    open_fields = {task.at for task in listed if not task.done}
    others = [fault for fault in faults if tuple(path_of(fault)) not in open_fields]
    return [task.told(language) for task in listed] + [
        {"id": "fault", "done": False, "text": said(fault, language), "at": path_of(fault) or None}
        for fault in others
    ]


def tasks(values: Values, *, has_logo: bool, today: dt.date) -> list[Task]:
    """Return every task of the site with these ``values``, done or not.

    ``has_logo`` says whether the brand has a logo of its own and not the starter's.
    """
    return [
        _name(values),
        Task("logo", has_logo, ("brand", "logo")),
        _imprint(values),
        *_contacts(values),
        *_languages(values),
        *_surveys(values, today),
        *_address(values),
    ]


@cache
def _starter() -> Values:
    return tomllib.loads(starter.template())


def _name(values: Values) -> Task:
    name = value_at(values, "brand", "name")
    done = _is_text(name) and name != _starter()["brand"]["name"]
    return Task("name", done, ("brand", "name"))


def _imprint(values: Values) -> Task:
    return Task("imprint", _is_text(value_at(values, "brand", "imprint")), ("brand", "imprint"))


def _contacts(values: Values) -> Iterator[Task]:
    contacts = value_at(values, "contacts", default=[])
    people = contacts if isinstance(contacts, list) else []
    yield Task("contacts", bool(people) or _each_survey_has_contacts(values), ("contacts",))
    roles = {person.get("role", "support") for person in people if isinstance(person, Mapping)}
    if people:
        yield Task("support", "support" in roles, ("contacts",))
    # The steps of a result lead to these addresses, and .example leads nowhere.
    invented = [
        ("contacts", number, key)
        for number, person in enumerate(people)
        if isinstance(person, Mapping)
        for key in ("mail", "phone", "url")
        if _is_invented(person.get(key))
    ]
    if people:
        yield Task("reachable", not invented, invented[0] if invented else ("contacts",))


def _each_survey_has_contacts(values: Values) -> bool:
    surveys = entries(values).values()
    return bool(surveys) and all(entry.get("contacts") for entry in surveys)


def _is_invented(value: object) -> bool:
    """Return whether ``value`` leads to a host below .example, which nobody can have, or is the starter's."""
    text = value.lower() if isinstance(value, str) else ""
    host = text.split("://")[-1].split("@")[-1].split("/")[0].split(":")[0].rstrip(".")
    return host == "example" or host.endswith(".example")


def _languages(values: Values) -> Iterator[Task]:
    named = value_at(values, "site", "languages", default=list(DEFAULT_LANGUAGES))
    known = language_folder.available()
    codes = [code for code in named if code in known] if isinstance(named, list) else []
    if not codes:
        yield Task("any_language", done=False, at=("site", "languages"))
        return
    missing = [
        (at, code)
        for at, text in _own_texts(values)
        if isinstance(text, Mapping)
        for code in codes
        if not _is_text(text.get(code))
    ]
    at, code = missing[0] if missing else (("site", "languages"), "")
    names = tuple(language_called(code)["name"] for code in dict.fromkeys(code for _, code in missing))
    yield Task(
        "languages",
        not missing,
        (*at, code) if code else at,
        {"missing": names} if names else {},
    )


def _own_texts(values: Values) -> Iterator[tuple[Path, object]]:
    for key in ("footer", "imprint", "privacy", "accessibility"):
        yield ("brand", key), value_at(values, "brand", key)
    contacts = value_at(values, "contacts", default=[])
    for number in range(len(contacts) if isinstance(contacts, list) else 0):
        for key in ("label", "note"):
            yield ("contacts", number, key), value_at(contacts, number, key)
    for at, survey in _all_surveys(values):
        for key in ("title", "report_place"):
            yield (*at, key), survey.get(key)


def _all_surveys(values: Values) -> Iterator[tuple[Path, Values]]:
    single = values.get("survey")
    if isinstance(single, Mapping):
        yield ("survey",), single
    for number, entry in entries(values).items():
        yield ("surveys", number - 1), entry


def _surveys(values: Values, today: dt.date) -> Iterator[Task]:
    surveys = list(_all_surveys(values))
    yield Task("survey", bool(surveys), ("survey",))
    for at, survey in surveys:
        which: dict[str, object] = {"survey": str(survey.get("id", ""))}
        title, ident = survey.get("title"), survey.get("id")
        yield Task("title", _has_text(title), (*at, "title"), which)
        yield Task("id", _is_text(ident) and ident != _starter()["survey"]["id"], (*at, "id"), which)
        yield from _period(values, at, survey, today)


def _period(values: Values, at: Path, survey: Values, today: dt.date) -> Iterator[Task]:
    """Yield what a survey needs to collect, and a last day that is over, which nobody could take part on."""
    which: dict[str, object] = {"survey": str(survey.get("id", ""))}
    opens, closes = survey.get("opens"), survey.get("closes")
    is_over = isinstance(closes, dt.date) and _is_day(closes) and closes < today
    if _mode(values, survey) != "off":
        yield Task("headcount", survey.get("headcount") is not None, (*at, "headcount"), which)
        yield Task("opens", _is_day(opens), (*at, "opens"), which)
        yield Task("over" if is_over else "closes", _is_day(closes) and not is_over, (*at, "closes"), which)
    elif is_over:
        yield Task("over", done=False, at=(*at, "closes"), details=which)


def _mode(values: Values, survey: Values) -> object:
    """Return the way in which ``survey`` collects: its own, else that of all."""
    common = value_at(values, "collection", "mode", default="off")
    return value_at(survey, "collection", "mode", default=common)


def _address(values: Values) -> Iterator[Task]:
    """Yield what a site needs to collect on the screen: its own address, that of the collector, and a seal.

    The seal is a recommendation: a site without one passes every check.
    """
    modes = [_mode(values, survey) for _, survey in _all_surveys(values)]
    if any(mode in ("open", "slips") for mode in modes):
        address, url = value_at(values, "site", "address"), value_at(values, "collection", "url")
        own = [value_at(survey, "collection", "url") for _, survey in _all_surveys(values)]
        known = url if _is_text(url) else next((each for each in own if _is_text(each)), None)
        yield Task("address", _is_text(address) and not _is_invented(address), ("site", "address"))
        yield Task("collector", known is not None and not _is_invented(known), ("collection", "url"))
        seal = value_at(values, "collection", "seal")
        yield Task("seal", _is_text(seal) or bool(isinstance(seal, list) and seal), ("collection", "seal"))


def _has_text(value: object) -> bool:
    texts = list(value.values()) if isinstance(value, Mapping) else [value]
    return bool(texts) and all(map(_is_text, texts))


def _is_text(value: object) -> bool:
    """Return whether ``value`` is a text, or one for each language, of which some are not blank."""
    if isinstance(value, Mapping):
        return any(map(_is_text, value.values()))
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
