"""What decides whether a site can go live: each thing once, done or not; the open ones are warnings.

No fault: a site builds with them. The command line warns of them, and the studio lists them as things to do.
Everything is read from raw values, so that a site that has faults, too, has the same list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.brand.picture import Picture
from generator.configuration.survey import Site, Survey
from generator.configuration.survey_entries import Values, split_surveys
from generator.configuration.warnings import addresses, brand, languages, people, surveys
from generator.configuration.warnings.point import Point
from questionnaire.faults import Fault

__all__ = ["RECOMMENDED", "Point", "of_survey", "points", "warnings"]

# Warnings against which an organisation may decide, knowing what that means: they stop nothing.
RECOMMENDED = frozenset({"warning.seal", "warning.neighbours"})


def warnings(site: Site, today: dt.date) -> tuple[Fault, ...]:
    """Return what would go live of ``site`` as it is, and should be looked at before.

    Each warning has the file, the key and the value; ``today`` decides which days are over.
    """
    logos = [survey.brand_files.logo for survey in ((site.front,) if site.front else ()) + site.surveys]
    left = [point.fault for point in points(site.values, logos, today=today) if not point.done]
    return tuple(replace(fault, file=site.file) for fault in left)


def of_survey(found: Iterable[Fault], survey: Survey) -> tuple[Fault, ...]:
    """Return those of the warnings ``found`` that are of ``survey``, or of all surveys."""
    own = survey.key("survey")
    return tuple(each for each in found if not each.key.startswith("surveys[") or each.key.startswith(own))


def points(values: Values, logos: Sequence[Picture | None], *, today: dt.date) -> tuple[Point, ...]:
    """Return every point of the site with these ``values``, done or not, in the order of site.toml.

    ``logos`` are those of the front page, if there is one, and then of each survey; where one is unknown,
    nothing is said of it.
    """
    entries = list(split_surveys(values))
    asked = entries[1:] if "surveys" in values else entries  # the page in front of several asks nothing
    shown = [*logos, *[None] * (len(entries) - len(logos))]
    found = [
        *(point for entry, logo in zip(entries, shown, strict=False) for point in brand.points(entry, logo)),
        *(point for entry in asked for point in people.points(entry)),
        *languages.points(values, entries),
        *surveys.points(asked, today),
        *addresses.points(entries),
    ]
    return tuple(_each_once(found))


def _each_once(points: Sequence[Point]) -> Iterator[Point]:
    """Yield ``points`` without those that several surveys have in common."""
    said = set()
    for point in points:
        place = (point.fault.kind, point.fault.key, point.done)
        if place not in said:
            yield point
        said.add(place)
