"""The trial contribution: no collector accepts it, whatever its settings; and what each answer tells."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from collector import Storage, Survey
from collector.body import parse, parse_ballot
from collector.model import Result
from collector.refusals import BY_RESULT
from generator.configuration.schema import Config
from generator.rehearsal import collecting
from harness import sites
from harness.servers import serving
from questionnaire import trustee_key

TODAY = dt.date(2027, 1, 20)
KEYS = tuple(trustee_key.written(bytes(range(first, first + 32))) for first in (1, 2))
MODES, DETAILS, SEALS = ("open", "slips"), ("type", "levers"), (0, 1, 2)
EVERY = list(itertools.product(MODES, DETAILS, SEALS))


def configured(folder: Path, mode: str, detail: str, seals: int) -> Config:
    """Return the configuration of a survey with these settings."""
    text = sites.COMPLETE.replace('detail = "levers"', f'detail = "{detail}"')
    text = text.replace('mode = "slips"', f'mode = "{mode}"\nseal = {json.dumps(KEYS[:seals])}')
    return sites.only(sites.write(folder, text if seals else text.replace("\nseal = []", "")))[0]


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """A database with a running survey for each combination of settings, and slips where it has some."""
    opened = Storage.open(f"sqlite:///{tmp_path_factory.mktemp('db')}/c.sqlite")
    for mode, detail, seals in EVERY:
        survey = Survey(
            id=f"{mode}-{detail}-{seals}",
            mode=mode,  # type: ignore[arg-type]  # one of two
            detail=detail,  # type: ignore[arg-type]  # the same
            opens=dt.date(2027, 1, 11),
            closes=dt.date(2027, 1, 29),
            threshold=10,
            headcount=140,
            seal=KEYS[:seals],
        )
        opened.register(survey, today=dt.date(2027, 1, 4))
    yield opened
    opened.dispose()


def result(storage: Storage, survey: str, config: Config) -> Result:
    """Return what the storage answers to the trial of ``config``, sent to ``survey``."""
    body = collecting.trial_body(config).encode()
    if config.collection.seal:
        [answer] = storage.record_ballots([parse_ballot(survey, body)], today=TODAY)
    else:
        [answer] = storage.record([parse(survey, body)], today=TODAY)
    return answer


@pytest.mark.parametrize(("mode", "detail", "seals"), EVERY)
def test_no_collector_accepts_it(
    storage: Storage, tmp_path: Path, mode: str, detail: str, seals: int
) -> None:
    """By whichever settings it was made, and whichever the survey at the collector has: all 144 pairs.

    Where both are the same, it is the last gate that refuses.
    """
    config = configured(tmp_path, mode, detail, seals)
    for other in EVERY:
        answer = result(storage, "-".join(map(str, other)), config)
        assert answer is not Result.ACCEPTED, other
        if other == (mode, detail, seals):
            assert BY_RESULT[answer].error == collecting._expected(config, TODAY)  # noqa: SLF001 (its promise)


@contextmanager
def answering(status: int, said: str, content_type: str = "application/json") -> Iterator[str]:
    """Run a collector that is well and takes everybody's pages, and answers each contribution alike."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", ""))
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self._answer(200, b"{}")

        def do_OPTIONS(self) -> None:
            self._answer(200, b"")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(status, said.encode(), content_type)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 (as declared)
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, serving(server) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (403, "unknown slip", None),
        (404, "unknown survey", "unknown_survey"),
        (403, "foreign origin", "foreign_origin"),
        (403, "not open", "other_days"),
        (403, "closed", "is_closed"),
        (400, "sealed", "other_seal"),
        (400, "not sealed", "other_seal"),
        (503, "unavailable", "unavailable"),
        (400, "unknown code", "other_settings"),
        (400, "slip not expected", "other_settings"),
        (500, "failed", "other_settings"),
    ],
)
def test_each_answer_tells_what_to_do(tmp_path: Path, status: int, error: str, kind: str | None) -> None:
    """Only the word of the last gate is well; each other one has its sentence."""
    config = configured(tmp_path, "slips", "levers", 0)
    with answering(status, json.dumps({"error": error})) as url:
        moved = config.collection.model_copy(update={"url": url})
        config = config.model_copy(update={"collection": moved})
        found = list(collecting.findings(config, "http://localhost/", TODAY))
    assert [finding.step for finding in found] == ["collector", "permission", "trial"]
    assert [fault.kind for fault in found[-1].faults] == ([f"rehearsal.{kind}"] if kind else [])


NO_COLLECTOR = [(204, ""), (200, "<html>"), (404, "[]"), (301, '{"error": 3}'), (400, "[" * 100_000)]


@pytest.mark.parametrize(("status", "said"), NO_COLLECTOR, ids=range(len(NO_COLLECTOR)))
def test_something_else_in_its_place_is_told(tmp_path: Path, status: int, said: str) -> None:
    """A proxy, a web server, or something that says it has counted: no collector of ours."""
    config = configured(tmp_path, "open", "levers", 0)
    with answering(status, said) as url:
        moved = config.collection.model_copy(update={"url": url})
        config = config.model_copy(update={"collection": moved})
        *_, trial = collecting.findings(config, "http://localhost/", TODAY)
    assert [fault.kind for fault in trial.faults] == ["rehearsal.no_collector"]
