"""docs/collector.openapi.json says what is so: every path, every answer, every code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from collector import refusals
from collector.app import Settings, application
from collector.refusals import Refusal
from questionnaire import all_codes
from questionnaire.contribution import CODE, MOST_BYTES, SLIP
from questionnaire.sealed_ballot import BALLOT, BODY_BYTES, MOST_SEALS, body, sealed_bytes
from questionnaire.survey_id import LONGEST, PATTERN
from tests.collector.fuzz.described import description

DESCRIBED = description()
CODES = DESCRIBED["paths"]["/v1/surveys/{survey}/codes"]
BALLOTS = DESCRIBED["paths"]["/v1/surveys/{survey}/ballots"]
ANSWERS = DESCRIBED["components"]["responses"]


def refusals_of_the_collector() -> set[Refusal]:
    """Return every refusal that the collector has."""
    named = {one for one in vars(refusals).values() if isinstance(one, Refusal)}
    return named | {*refusals.BY_RESULT.values()}


def refusals_described() -> Iterator[Refusal]:
    """Yield every refusal of the description."""
    for status, answer in ANSWERS.items():
        waiting = answer["headers"].get("Retry-After")
        seconds = int(waiting["schema"]["const"]) if waiting else None
        for error in answer["content"]["application/json"]["schema"]["properties"]["error"]["enum"]:
            yield Refusal(int(status), error, seconds)


def test_every_refusal_is_described_and_no_other() -> None:
    """Status, word and time to wait of each, once."""
    described = list(refusals_described())
    assert set(described) == refusals_of_the_collector()
    assert len(described) == len(set(described))


def test_every_described_refusal_belongs_to_an_operation() -> None:
    """None stands there for nothing; all have the headers of every answer."""
    of_operations = [
        answer["$ref"].rpartition("/")[2]
        for path in DESCRIBED["paths"].values()
        for operation in path.values()
        for answer in operation["responses"].values()
        if "$ref" in answer
    ]
    assert set(of_operations) == ANSWERS.keys()
    headers = DESCRIBED["components"]["headers"]
    assert {name.lower(): header["schema"]["const"] for name, header in headers.items()} == refusals.HEADERS
    for answer in ANSWERS.values():
        assert headers.keys() <= answer["headers"].keys()


def test_the_paths_and_methods_are_those_that_are_served() -> None:
    """Nothing else is there."""
    app: Any = application(_NoStorage(), Settings(origin="https://intranet.example"))
    served = {route.path: {method.lower() for method in route.methods} for route in app.routes}
    assert served == {path: set(operations) for path, operations in DESCRIBED["paths"].items()}


class _NoStorage:
    def record(self, *_: object, **__: object) -> tuple[()]:
        return ()

    record_ballots = record

    def check(self) -> None:
        return


def test_all_refusals_are_equally_long() -> None:
    """Whoever watches the encrypted connection does not learn from a length why somebody is refused."""
    lengths = {len(bytes(one.response().body)) for one in refusals_of_the_collector()}
    assert lengths == {refusals.BODY_BYTES}


def test_a_sealed_contribution_is_described_with_its_lengths() -> None:
    """A ballot with one seal or with two, in base64url; the limit holds for both."""
    contribution = DESCRIBED["components"]["schemas"]["SealedContribution"]
    assert contribution["properties"].keys() == {BALLOT, SLIP}
    assert contribution["required"] == [BALLOT]
    ballot = re.compile(contribution["properties"][BALLOT]["pattern"])
    for seals in range(1, MOST_SEALS + 1):
        right = sealed_bytes(seals)
        texts = {length: json.loads(body(bytes(length)))[BALLOT] for length in (right - 1, right, right + 1)}
        assert [length for length, text in texts.items() if ballot.match(text)] == [right]
    assert BODY_BYTES <= MOST_BYTES
    assert f"At most {MOST_BYTES} bytes" in BALLOTS["post"]["requestBody"]["description"]


def test_a_contribution_is_described_with_all_its_codes() -> None:
    """Both details, the limit of its size, and the form of a survey's id."""
    contribution = DESCRIBED["components"]["schemas"]["Contribution"]
    codes = contribution["properties"][CODE]["enum"]
    assert sorted(codes) == sorted({*all_codes("type"), *all_codes("levers")})
    assert contribution["properties"].keys() == {CODE, SLIP}
    assert contribution["required"] == [CODE]
    assert f"At most {MOST_BYTES} bytes" in CODES["post"]["requestBody"]["description"]
    for path in (CODES, BALLOTS):
        (survey,) = path["post"]["parameters"]
        assert (survey["schema"]["pattern"], survey["schema"]["maxLength"]) == (f"^{PATTERN}$", LONGEST)
