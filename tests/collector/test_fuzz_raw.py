"""Bytes of every kind on the connections of a real server: a short slice of ``make fuzz``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from harness.contributions import survey
from tests.collector.fuzz import raw_bytes
from tests.collector.serving import serving

SOON = ("--body-seconds", "1", "--header-seconds", "1")


def test_what_is_answered_204_is_counted_and_nothing_else(tmp_path: Path) -> None:
    """Whole requests are; broken off ones are not; of spoilt ones exactly those that were answered so."""
    url = f"sqlite:///{tmp_path / 'fuzz.sqlite'}"
    always = survey(opens=dt.date(2020, 1, 1), closes=dt.date(2120, 1, 1), headcount=10_000_000)
    with serving(tmp_path, url, always, options=SOON) as server:
        seen = raw_bytes.fuzz(server.port, seed=1, number=600)
        assert server.stop() == 0
    seen.check(url)
    assert seen.sent["whole"] == 200
