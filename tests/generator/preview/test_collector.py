"""InMemoryFiles a preview runs a real collector, as long as the preview does."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.preview.collector import PreviewCollector, run_collector
from harness.polling import until
from harness.releases import configured, site
from harness.terminal import Terminal, terminal
from questionnaire import contribution, slips

SITE = "http://127.0.0.1:8000/"
PATIENCE = 30.0  # seconds until a process must have started
SLIP = slips.draw(lambda _: 3)


def ask(
    address: str | None, path: str, sent: str | None = None, origin: str = "http://127.0.0.1:8000"
) -> tuple[int, bytes]:
    """Send a request to the collector; return its status and body."""
    connection = http.client.HTTPConnection(urlsplit(address or "").netloc, timeout=10)
    try:
        headers = {"Content-Type": "application/json", "Origin": origin}
        connection.request("POST" if sent else "GET", path, sent, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def wait_for(address: str | None) -> None:
    """Return as soon as the collector answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            assert ask(address, "/healthz")[0] == 200
        except OSError:
            assert time.monotonic() < deadline, "the collector did not start"
            time.sleep(0.05)
        else:
            return


CODES = "/v1/surveys/hafen-2027/codes"


def test_in_mode_open_a_code_is_taken_from_the_previewed_pages_only(tmp_path: Path) -> None:
    """It is open today, whatever the survey's days are, and it is gone when the preview ends."""
    settings, _ = configured(tmp_path, ('mode = "slips"', 'mode = "open"'))
    with run_collector([settings], SITE) as collecting:
        assert collecting.address
        assert any(collecting.address in note for note in collecting.notes)
        wait_for(collecting.address)
        assert ask(collecting.address, CODES, contribution.body("A-ST")) == (204, b"")
        assert ask(collecting.address, CODES, contribution.body("A")) == (
            400,
            b'{"error":"unknown code"}'.ljust(32),
        )
        foreign = ask(collecting.address, CODES, contribution.body("A-ST"), "http://elsewhere.example")
        assert foreign == (403, b'{"error":"foreign origin"}'.ljust(32))
    with pytest.raises(OSError, match="refused"):
        ask(collecting.address, "/healthz")
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


def test_in_mode_slips_a_slip_is_asked_for(tmp_path: Path) -> None:
    """The collector treats a contribution as the real one will; it ends also when the preview fails."""
    settings, _ = configured(tmp_path)
    with contextlib.suppress(KeyboardInterrupt), run_collector([settings], SITE) as collecting:
        wait_for(collecting.address)
        missing = ask(collecting.address, CODES, contribution.body("A-ST"))
        unknown = ask(collecting.address, CODES, contribution.body("A-ST", SLIP))
        raise KeyboardInterrupt
    assert [json.loads(body)["error"] for _, body in (missing, unknown)] == ["slip missing", "unknown slip"]
    with pytest.raises(OSError, match="refused"):
        ask(collecting.address, "/healthz")


@pytest.mark.parametrize("mode", ["off", "paper"])
def test_where_nothing_is_sent_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """No process, no port, no note."""

    def started(*_: object, **__: object) -> None:
        pytest.fail("a process was started")

    monkeypatch.setattr(subprocess, "Popen", started)
    settings, _ = configured(tmp_path, ('mode = "slips"', f'mode = "{mode}"'))
    with run_collector([settings], SITE) as collecting:
        assert collecting == PreviewCollector(None, ())


def killed(served: Terminal) -> None:
    """End the preview as by ``kill -9``: nothing of it runs any more, not even to tidy up."""
    served.kill()


def terminated(served: Terminal) -> None:
    """End the preview as the system does."""
    os.kill(served.pid, signal.SIGTERM)
    served.end()


def interrupted(served: Terminal) -> None:
    """Press Ctrl+C."""
    served.interrupt()


def window_closed(served: Terminal) -> None:
    """Close the terminal in which it runs."""
    served.close_window()


@pytest.mark.parametrize("end", [killed, terminated, interrupted, window_closed])
def test_the_collector_ends_with_the_preview_however_that_ends(
    tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    """No collector goes on listening behind a window that is gone."""
    site(tmp_path, ('mode = "slips"', 'mode = "open"'))
    with terminal("serve", "--port", "0", "--no-open", folder=tmp_path) as served:
        served.wait_for("Collecting beside it at ")
        address = served.wait_for(" ")
        wait_for(address)
        end(served)
        port = urlsplit(address).port or 0
        until(lambda: not listens(port), "the collector ends", patience=PATIENCE)


def listens(port: int) -> bool:
    """Tell whether somebody listens on ``port``."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
