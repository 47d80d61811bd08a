"""Requests that schemathesis makes of the OpenAPI description, right and wrong ones, to the application."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from requests import PreparedRequest
from requests import Request as Unprepared
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import positive_data_acceptance

from collector.app import Settings, application
from harness.contributions import OPENS, drawn
from harness.paths import ROOT
from tests.collector.fuzz.in_process import ORIGIN, SURVEYS, Found, ask, prepared, told
from tests.collector.fuzz.model import Model, Request

DESCRIPTION = ROOT / "docs" / "collector.openapi.json"
Case = schemathesis.Case[Any]
_BASE = "http://collector.example"
# A wrong contribution may be a large one.
_REJECTED = ["400", "403", "404", "405", "411", "413", "415"]
_CONFIG = schemathesis.Config.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": _REJECTED}}}
)


def description() -> dict[str, Any]:
    """Return the description as JSON."""
    described: dict[str, Any] = json.loads(DESCRIPTION.read_bytes())
    return described


def fuzz(folder: Path, start: int, each: int) -> Found:
    """Send up to ``each`` requests of every kind; ``start`` is the seed, ``folder`` takes the database.

    Raises ``AssertionError`` if an answer is not as the model says, and an error of schemathesis if it is
    not as the description says.
    """
    url, slips = f"sqlite:///{folder / f'described-{start}.sqlite'}", drawn(1000, start)
    storage = prepared(url, slips)
    app, found = application(storage, Settings(origin=ORIGIN), today=lambda: OPENS), Found()
    model = Model(SURVEYS, frozenset(slips), ORIGIN)
    with asyncio.Runner() as runner:
        lifespan = app.router.lifespan_context(app)
        runner.run(lifespan.__aenter__())

        def send(case: Case) -> None:
            sent = _prepared(case)
            request = _as_a_server_hands_it_on(sent)
            status, headers, body = runner.run(ask(app, request))
            found.note(request, model.expect(request), status, told(status, headers, body))
            answer = Response(
                status,
                {name: [value] for name, value in headers.items()},
                b"" if request.method == "HEAD" else body,
                sent,
                elapsed=0.0,
                verify=False,
            )
            # Whether a survey takes a code, and with or without a slip, is not in the description.
            case.validate_response(answer, excluded_checks=[positive_data_acceptance])

        for strategy in _strategies(slips):
            _all_examples(send, strategy, start, each)
        runner.run(lifespan.__aexit__(None, None, None))
    storage.dispose()
    found.check(url)
    return found


def _strategies(slips: list[str]) -> Iterator[Any]:
    """Yield what makes the requests of each operation: those that keep to the description, and others."""
    for described in (description(), _with_known_values(slips)):
        schema = schemathesis.openapi.from_dict(described, config=_CONFIG)
        for result in schema.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            yield operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
            if operation.method == "post":  # nothing can be wrong with the others
                yield operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def _with_known_values(slips: list[str]) -> dict[str, Any]:
    """Return the description with the surveys and slips that there are, which no generator guesses."""
    described = deepcopy(description())
    known = {
        "codes": ["hafen-2027", "typen", "zettel", "siegel"],
        "ballots": ["siegel", "siegel-zettel", "typen"],
    }
    for name, surveys in known.items():
        path = described["paths"][f"/v1/surveys/{{survey}}/{name}"]
        path["post"]["parameters"][0]["schema"] = {"enum": surveys}
    for contribution in ("Contribution", "SealedContribution"):
        described["components"]["schemas"][contribution]["properties"]["slip"] = {"enum": slips}
    return described


def _all_examples(
    send: Callable[[Case], None],
    strategy: Any,  # noqa: ANN401 (hypothesis' own)
    start: int,
    number: int,
) -> None:
    chosen = settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    seed(start)(chosen(given(case=strategy)(send)))()


def _prepared(case: Case) -> PreparedRequest:
    arguments = case.as_transport_kwargs(base_url=_BASE)
    return Unprepared(**arguments).prepare()


def _as_a_server_hands_it_on(sent: PreparedRequest) -> Request:
    body = sent.body or b""
    assert isinstance(body, bytes | str)
    return Request(
        method=str(sent.method),
        path=unquote(urlsplit(str(sent.url)).path),
        headers=tuple((_latin(name).lower(), _latin(value)) for name, value in sent.headers.items()),
        pieces=(body if isinstance(body, bytes) else body.encode(),),
    )


def _latin(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")
