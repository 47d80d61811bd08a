"""A release as bytes: report.json with the result and its survey, and report.csv with the result.

Never imported in the survey's page.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, get_args

from questionnaire.disclosure import Picture, Reading, Release, Share, Withheld, as_json
from questionnaire.faults import FaultError
from questionnaire.fingerprint import InstrumentId
from questionnaire.possible_release import is_possible
from questionnaire.spreadsheet import as_csv
from questionnaire.survey_id import is_survey_id

# What no title of a site has: signs that no document can hold, or that turn the letters around.
_NO_TITLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LONGEST_TITLE = 10_000  # characters; longer than any that a page could show


@dataclass(frozen=True, slots=True)
class Wave:
    """The survey of a release: its id at the collector, first and last day, and the instrument.

    ``extended_from`` is its former last day; ``None`` if it was not extended.
    """

    survey_id: str
    opens: dt.date | None
    closes: dt.date | None
    instrument: InstrumentId
    extended_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a survey could reach: numbers that everybody can check, and that no answer changes.

    invited:     how many people the survey invites.
    slips:       how many slips were drawn; ``None`` if it has none.
    all_surveys: how many people all surveys of the site invite, each once; ``None`` if it does not say.

    The number of paper ballots is not among them: these are the contributions, which the release rounds down
    to a multiple of five, and the exact number would undo that.
    """

    invited: int
    slips: int | None
    all_surveys: int | None


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """The contents of report.json: the result of a release, its survey, and how many it could reach.

    ``reach`` is ``None`` in a file of an earlier version. ``title`` is the survey's in the first language of
    its site, by which people tell it from others; only the report's own file has it, not the release itself.
    ``more_than_invited`` says that the result is withheld because there were more contributions than invited
    people, the one reason that is told: whoever runs a survey has to know that strangers, or some people
    twice, took part.
    """

    wave: Wave
    result: Release | Withheld
    reach: Reach | None = None
    title: str | None = None
    more_than_invited: bool = False


class ReleaseFileError(FaultError, ValueError):
    """The bytes are no report.json."""


def dump(file: ReleaseFile) -> bytes:
    """Return the bytes of report.json; the same release of the same wave gives the same bytes."""
    return json.dumps(as_tree(file), indent=1).encode() + b"\n"


def parse(contents: bytes) -> ReleaseFile:
    """Return the contents of a report.json; raises ``ReleaseFileError`` if the bytes are none."""
    try:
        tree = json.loads(contents)
    except (ValueError, RecursionError) as error:
        raise ReleaseFileError("report_file.forged") from error
    return from_tree(tree)


def from_tree(tree: Any) -> ReleaseFile:  # noqa: ANN401 (whatever JSON can hold)
    """Return the release in the JSON of a report.json; raises ``ReleaseFileError`` if it is none."""
    try:
        title, told = tree["survey"].get("title"), tree.get("more_than_invited", False) is True
        title = None if title is None else str(title)
        file = ReleaseFile(_wave(tree), _result(tree), _reach(tree), title, more_than_invited=told)
        genuine = as_tree(file) == tree and _is_possible(file)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError) as error:
        raise ReleaseFileError("report_file.forged") from error
    if not genuine:
        raise ReleaseFileError("report_file.forged")
    return file


def as_tree(file: ReleaseFile) -> dict[str, object]:
    """Return ``file`` as plain dictionaries, lists, strings and numbers: the content of report.json."""
    wave = file.wave
    return {
        "survey": {
            "id": wave.survey_id,
            **({"title": file.title} if file.title is not None else {}),
            "opens": _iso(wave.opens),
            "closes": _iso(wave.closes),
            **({"extended_from": _iso(wave.extended_from)} if wave.extended_from else {}),
        },
        "instrument": asdict(wave.instrument),
        **({"reach": asdict(file.reach)} if file.reach else {}),
        **({"more_than_invited": True} if file.more_than_invited else {}),
        **as_json(file.result),
    }


def _wave(tree: dict[str, Any]) -> Wave:
    survey, instrument = tree["survey"], tree["instrument"]
    if not re.fullmatch("[0-9a-f]{64}", instrument["fingerprint"]) or type(instrument["version"]) is not int:
        raise ValueError(f"instrument is {instrument!r}; expected a version and a fingerprint")
    opens, closes, former = (_day(survey.get(key)) for key in ("opens", "closes", "extended_from"))
    if former and not (opens and closes and opens <= former < closes):
        raise ValueError(f"extended_from is {former}; expected a day within the survey, before its last one")
    return Wave(str(survey["id"]), opens, closes, InstrumentId(**instrument), former)


def _reach(tree: dict[str, Any]) -> Reach | None:
    if "reach" not in tree:
        return None
    reach = Reach(**tree["reach"])
    numbers = (reach.invited, *(number for number in (reach.slips, reach.all_surveys) if number is not None))
    if any(type(number) is not int for number in numbers):
        raise ValueError(f"reach is {reach!r}; expected whole numbers")
    return reach


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _result(tree: dict[str, Any]) -> Release | Withheld:
    if not tree["released"]:
        return Withheld()
    levers = tuple((constellation, _picture(picture)) for constellation, picture in tree["levers"].items())
    return Release(int(tree["contributions"]), _picture(tree["types"]), levers)


def _is_possible(file: ReleaseFile) -> bool:
    """Tell whether a release could have every value of ``file``."""
    reach, title = file.reach, file.title
    if not is_survey_id(file.wave.survey_id) or not _is_title(title or ""):
        return False
    if reach and min(reach.invited, *(each or 0 for each in (reach.slips, reach.all_surveys))) < 0:
        return False
    if isinstance(file.result, Withheld):
        return True
    return not file.more_than_invited and is_possible(file.result)


def _is_title(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE and not _NO_TITLE.search(title)


def table(result: Release | Withheld) -> bytes:
    """Return ``result`` as CSV (of, category, figure, unit, reading); only the heading if it is withheld."""
    rows: list[tuple[str, str, str | int, str, str]] = [("of", "category", "figure", "unit", "reading")]
    if isinstance(result, Release):
        rows.append(("contributions", "all", result.contributions, "contributions", "at least"))
        rows += _rows("contributions", result.types)
        for constellation, picture in result.levers:
            rows += _rows(constellation, picture)
    return as_csv(rows)


def _rows(whole: str, picture: Picture) -> Iterator[tuple[str, str, int, str, str]]:
    for category, share in picture.shares:
        yield whole, category, share.twentieths, "twentieths", share.reading
    if picture.rest:
        yield whole, " ".join(picture.others), picture.rest.twentieths, "twentieths", picture.rest.reading


def _picture(tree: dict[str, Any]) -> Picture:
    rest = tree["rest"]
    return Picture(
        shares=tuple((entry["category"], _share(entry)) for entry in tree["shares"]),
        others=tuple(tree["others"]),
        rest=None if rest is None else _share(rest),
    )


def _share(tree: dict[str, Any]) -> Share:
    reading: Reading = tree["reading"]
    if reading not in get_args(Reading):
        raise ValueError(f"reading is {reading!r}; expected one of {', '.join(get_args(Reading))}")
    return Share(int(tree["twentieths"]), reading)
