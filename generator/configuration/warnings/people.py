"""Points of the contacts: whether there is somebody, and whether they can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.configuration.survey_entries import SurveyValues
from generator.configuration.values import value_at
from generator.configuration.warnings.point import Point, is_invented
from questionnaire.faults import Fault


def points(entry: SurveyValues) -> Iterator[Point]:
    """Yield the points of the contacts of one survey."""
    key, contacts = entry.key("contacts"), value_at(entry.values, "contacts", default=[])
    contacts = contacts if isinstance(contacts, list) else []
    yield Point(Fault("warning.contacts", key), done=bool(contacts))
    if not contacts:
        return
    people = [person if isinstance(person, Mapping) else {} for person in contacts]
    roles = {person.get("role", "support") for person in people}
    yield Point(Fault("warning.support", key), done="support" in roles)
    # The steps of a result lead to these addresses.
    invented = [
        Point(Fault("warning.reachable", f"{key}[{number}].{way}", None, {"address": person[way]}))
        for number, person in enumerate(people, start=1)
        for way in ("mail", "phone", "url")
        if is_invented(person.get(way))
    ]
    done = Point(Fault("warning.reachable", key, details={"address": ""}), done=True)
    yield from invented or [done]
