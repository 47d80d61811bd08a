"""Bytes of every kind on the connections of a real server: a short slice of ``make fuzz``."""

from __future__ import annotations

import datetime as dt
import socketserver
import threading
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


class _Naive(socketserver.StreamRequestHandler):
    """Accepts as soon as it has seen the first line of a request."""

    def handle(self) -> None:
        if self.rfile.readline().startswith(b"POST"):
            self.wfile.write(b"HTTP/1.1 204 No Content\r\n\r\n")


def test_a_server_that_accepts_before_the_end_is_found_out() -> None:
    """A naive one: what breaks off would be counted, too."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Naive) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        seen = raw_bytes.fuzz(server.server_address[1], seed=1, number=60)
        server.shutdown()
    assert any(line.startswith("broken off: [204]") for line in seen.strange)
