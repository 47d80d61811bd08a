"""Generated requests of every kind: a short slice of ``make fuzz``, and what it would find."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collector import body, recording, sealed_ballots
from collector.recording import raise_counters
from tests.collector.fuzz import described, in_process


def test_every_request_of_the_grammar_is_answered_and_counted_as_agreed(tmp_path: Path) -> None:
    """The model knows each answer; the counters hold exactly what was answered 204."""
    found = in_process.fuzz(tmp_path, seed=1, number=5000)
    assert found.requests >= 5000
    assert found.accepted.total() > 300
    assert found.used.total() > 50
    assert len(found.ballots) > 150
    assert found.ballots.total() > len(found.ballots)
    assert len(found.sealed_slips) > 50


def test_every_request_of_the_description_is_answered_as_described(tmp_path: Path) -> None:
    """Right and wrong ones: status, body and headers are those of the description and of the model."""
    found = described.fuzz(tmp_path, 1, 15)
    assert found.requests > 50
    assert found.accepted.total() > 0


def _uncounted(connection: Any, sums: dict[Any, int]) -> None:  # noqa: ANN401 (the original's)
    raise_counters(connection, dict.fromkeys(sums, 1))


NAIVE: dict[str, tuple[object, str, object]] = {
    "JSON as Python reads it": (body, "_JSON", json.JSONDecoder()),
    "any headers": (body, "check_headers", lambda _: None),
    "a slip that counts each time": (recording, "_use_slip", lambda *_: None),
    "sealed ballots that use no slip": (sealed_ballots, "use_slips", lambda *_: None),
    "one for each batch": (recording, "raise_counters", _uncounted),
}


@pytest.mark.parametrize("naive", NAIVE)
def test_a_naive_collector_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, naive: str) -> None:
    """A few thousand requests are enough to see that something is refused, accepted or counted wrongly."""
    monkeypatch.setattr(*NAIVE[naive])
    with pytest.raises(AssertionError):
        in_process.fuzz(tmp_path, seed=1, number=5000)
