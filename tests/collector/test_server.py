"""The real server: slow and rude clients, full disks, signals and sudden death."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import resource
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector import CollectorError, Storage, Survey
from collector.server import run
from harness.contributions import counted, drawn, survey, used
from harness.paths import ROOT
from harness.servers import free_port
from tests.collector.serving import Server, head, serving, until

TODAY = dt.datetime.now().astimezone().date()
WEEK = dt.timedelta(days=7)
GOOD = b'{"code":"A-ST"}'
OPEN = survey(opens=TODAY - WEEK, closes=TODAY + WEEK, headcount=10_000)
SLIPS = survey(id="slips", mode="slips", opens=TODAY - WEEK, closes=TODAY + WEEK, headcount=1000)
SLIP = drawn(1)[0]
QUICK = ("--body-seconds", "0.4", "--header-seconds", "0.4")


@pytest.fixture
def server(tmp_path: Path, sqlite_url: str) -> Iterator[Server]:
    """A collector with an open survey and one with a slip, that does not wait long for clients."""
    with serving(tmp_path, sqlite_url, OPEN, SLIPS, options=QUICK) as running:
        storage = Storage.open(sqlite_url)
        storage.add_slips("slips", [SLIP])
        storage.dispose()
        yield running


RUDE = {
    "silence": ((), b""),
    "half a head": ((b"POST /v1/surv",), b""),
    "a head without an end": ((head(15), b"X-A: 1\r\n"), b""),
    "a request and then nothing": ((b"GET /healthz HTTP/1.1\r\nHost: c\r\n\r\n",), b" 200 "),
    "half a body": ((head(15), b'\r\n{"code":'), b" 408 "),
    "half a chunk": ((head(None), b"Transfer-Encoding: chunked\r\n\r\nf\r\n{"), b" 411 "),
    "a whole body in chunks": (
        (head(None), b"Transfer-Encoding: chunked\r\n\r\nf\r\n" + GOOD + b"\r\n0\r\n\r\n"),
        b" 411 ",
    ),
    "too much announced": ((head(10**9), b"\r\n{"), b" 413 "),
    "an endless body without a length": ((head(None), b"\r\n", b" " * 300), b" 411 "),
    "no HTTP": ((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40,), b" 400 "),
    "a very long head": ((head(15) + b"X-A: " + b"a" * 60_000,), b" 431 "),
    "two lengths": ((head(15), b"Content-Length: 16\r\n\r\n" + GOOD), b" 400 "),
    "a length and chunks": ((head(15), b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), b" 400 "),
}


def test_rude_clients_are_sent_away_and_harm_nobody(server: Server, sqlite_url: str) -> None:
    """Each gets its answer, or none, and the connection is closed in time; nothing is counted."""
    for name, (pieces, status) in RUDE.items():
        try:
            answer = server.talk(*pieces)
        except (BrokenPipeError, ConnectionResetError):
            answer = b""  # closed while the client was still sending
        first = answer.partition(b"\r\n")[0]
        assert status in first or not answer, (name, answer)
        assert answer or status in (b"", b" 413 ", b" 431 ", b" 411 ", b" 400 "), name
        assert server.post(b'{"code":"M"}') == 204, name
    assert counted(sqlite_url) == {"M": len(RUDE)}


WHOLE = head(len(GOOD)) + b"\r\n" + GOOD
FOLLOWED = {
    "the next request": WHOLE,
    "half of the next request": WHOLE[:40],
    "no HTTP": b"\x16\x03\x01\r\n\r\n",
    "very much": WHOLE * 2000,
}


@pytest.mark.parametrize("case", FOLLOWED)
def test_one_request_is_answered_before_the_next_is_read(server: Server, sqlite_url: str, case: str) -> None:
    """Whatever arrives before the answer: the first request is answered, and the connection is closed."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(WHOLE + FOLLOWED[case][:200])
        answer = b""
        with contextlib.suppress(ConnectionError):
            connection.sendall(FOLLOWED[case][200:])
            while received := connection.recv(65536):
                answer += received
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert answer.startswith(b"HTTP/1.1 204 ") or case == "very much"  # a reset may outrun the answer
    until(lambda: counted(sqlite_url) == {"A-ST": 1}, "not counted")
    assert server.post(b'{"code":"M"}') == 204
    assert counted(sqlite_url) == {"A-ST": 1, "M": 1}


def test_a_connection_serves_one_request_after_the_other(server: Server, sqlite_url: str) -> None:
    """A browser may keep it; and who says that nothing more will come is answered all the same."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        for _ in range(3):
            connection.sendall(WHOLE)
            assert connection.recv(65536).startswith(b"HTTP/1.1 204 ")
        connection.sendall(WHOLE)
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(65536).startswith(b"HTTP/1.1 204 ")
        assert connection.recv(65536) == b""
    assert counted(sqlite_url) == {"A-ST": 4}


def test_who_is_refused_before_the_body_is_whole_is_not_listened_to(server: Server) -> None:
    """The answer comes at once, and nothing of the megabytes that were announced is read."""
    answer = server.talk(head(10**9) + b"\r\n{")
    assert answer.startswith(b"HTTP/1.1 413 ")
    answer = server.talk(b"PUT /healthz HTTP/1.1\r\nHost: c\r\nContent-Length: 1000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 405 ")


def test_an_answer_says_nothing_about_the_machine(server: Server) -> None:
    """The length of the answer, its type, the date: no version, no cookie, no identifier."""
    answer = server.talk(head(len(GOOD)) + b"Connection: close\r\n\r\n" + GOOD)
    lines = answer.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")[1:]
    names = {line.partition(b":")[0] for line in lines}
    assert names <= {b"cache-control", b"x-content-type-options", b"server", b"connection", b"date"}
    assert not any(
        character in b"0123456789" for line in lines if line[:6] == b"server" for character in line
    )


def test_fifty_connections_with_the_same_slip_count_once(server: Server, sqlite_url: str) -> None:
    """One 204, forty-nine 409, whoever was first."""
    body = json.dumps({"code": "B-T", "slip": SLIP}).encode()

    async def flood() -> list[int]:
        return sorted(await asyncio.gather(*(server.status(body, "slips") for _ in range(50))))

    assert asyncio.run(flood()) == [204] + [409] * 49
    assert counted(sqlite_url, "slips") == {"B-T": 1}


def test_a_full_disk_refuses_and_recovers(server: Server, sqlite_url: str) -> None:
    """The worker can write no byte more: 503, nothing counted; with room again it goes on."""
    (worker,) = server.workers()
    former = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    assert server.post(GOOD) == 204
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (1000, former[1]))
    assert [server.post(GOOD) for _ in range(3)] == [503] * 3
    resource.prlimit(worker, resource.RLIMIT_FSIZE, former)
    assert server.post(GOOD) == 204
    assert counted(sqlite_url) == {"A-ST": 2}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_end_answers_what_it_took(
    server: Server, tmp_path: Path, sqlite_url: str, number: int
) -> None:
    """The batch under way is committed and answered, then it ends with status 0."""
    holder = sqlite3.connect(tmp_path / "lastbild.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")  # keeps the batch under way
    statuses: list[int] = []
    clients = [threading.Thread(target=lambda: statuses.append(server.post(GOOD))) for _ in range(8)]
    for client in clients:
        client.start()
    until(lambda: _heard(server.port) >= len(clients), "the server does not hear the clients")
    server.process.send_signal(number)
    until(lambda: not _accepts(server), "it still takes connections")
    holder.execute("ROLLBACK")
    holder.close()
    for client in clients:
        client.join()
    assert server.process.wait(20) == 0
    assert len(statuses) == len(clients)
    assert set(statuses) <= {204, 503}
    assert statuses.count(204) >= 1
    assert counted(sqlite_url) == {"A-ST": statuses.count(204)}


def _heard(port: int) -> int:
    """Return how many connections the server has taken from the system and read what they sent."""
    taken = [fields for fields in _sockets(port) if fields[3] == _ESTABLISHED]
    return sum(fields[9] != "0" and fields[4].endswith(":00000000") for fields in taken)


def _accepts(server: Server) -> bool:
    return any(fields[3] == _LISTENING for fields in _sockets(server.port))


def _sockets(port: int) -> list[list[str]]:
    """Return the fields of each socket at ``port``: 3 is its state, 4 its queues, 9 its file (0: none)."""
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    return [fields for line in lines if (fields := line.split())[1].endswith(f":{port:04X}")]


_ESTABLISHED, _LISTENING = "01", "0A"


def test_after_sudden_death_everything_that_was_answered_is_counted(tmp_path: Path, sqlite_url: str) -> None:
    """Killed without a word while hundreds contribute: no 204 is lost, nothing is counted twice."""
    slip_list = drawn(600)

    async def flood(server: Server) -> list[int]:
        bodies = [json.dumps({"code": "B-T", "slip": slip}).encode() for slip in slip_list]
        tasks = [asyncio.ensure_future(server.status(body, "slips")) for body in bodies]
        while sum(task.done() for task in tasks) < 100:  # noqa: ASYNC110 (a hundred are answered)
            await asyncio.sleep(0.001)
        server.kill()
        return await asyncio.gather(*tasks)

    with serving(tmp_path, sqlite_url, SLIPS) as server:
        storage = Storage.open(sqlite_url)
        storage.add_slips("slips", slip_list)
        storage.dispose()
        statuses = asyncio.run(flood(server))
    answered = statuses.count(204)
    assert 100 <= answered <= 600
    assert answered <= used(sqlite_url) <= 600
    with serving(tmp_path, sqlite_url, SLIPS) as server:
        again = [
            server.post(json.dumps({"code": "B-T", "slip": slip}).encode(), "slips") for slip in slip_list
        ]
    assert {again[place] for place, status in enumerate(statuses) if status == 204} == {409}
    assert set(again) <= {204, 409}
    assert counted(sqlite_url, "slips") == {"B-T": 600}
    assert used(sqlite_url) == 600


def test_several_workers_share_one_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    """Stateless workers, sharded counters: each submission counts once, each slip once."""
    slip_list = drawn(60)

    async def flood(server: Server) -> list[int]:
        bodies = [json.dumps({"code": "A-ST", "slip": slip}).encode() for slip in slip_list * 3]
        return await asyncio.gather(
            *(server.status(body, "slips") for body in bodies), *(server.status(GOOD) for _ in range(120))
        )

    with serving(tmp_path, postgresql_url, OPEN, SLIPS, options=("--workers", "2")) as server:
        storage = Storage.open(postgresql_url)
        storage.add_slips("slips", slip_list)
        storage.dispose()
        assert len(server.workers()) == 2
        statuses = asyncio.run(flood(server))
        assert server.stop() == 0
    assert statuses.count(204) == 180
    assert statuses.count(409) == 120
    assert counted(postgresql_url) == {"A-ST": 120}
    assert counted(postgresql_url, "slips") == {"A-ST": 60}


_CANNOT_START = """
import sys
from collector import StorageError, server
from harness.collector_process import running_survey

def failing(url):
    raise StorageError("OperationalError 57P03")

if __name__ == "__main__":
    server.run(sys.argv[1], [running_survey()], port=int(sys.argv[2]), workers=2)
else:
    server.Storage.open = failing  # a worker: the database went away
"""


def test_workers_that_cannot_start_end_the_server(tmp_path: Path, postgresql_url: str) -> None:
    """It does not start them again without an end: it says why, and the status is not 0."""
    (tmp_path / "start.py").write_text(_CANNOT_START, "utf-8")
    command = [sys.executable, "start.py", postgresql_url, str(free_port())]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode not in (0, None)
    assert "57P03" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_nothing_about_clients_is_logged(tmp_path: Path, sqlite_url: str) -> None:
    """After good, bad and failing requests the server's output holds no address, body, slip or path."""
    with serving(tmp_path, sqlite_url, OPEN, SLIPS, options=QUICK) as server:
        assert server.post(GOOD) == 204
        assert server.post(json.dumps({"code": "B-T", "slip": SLIP}).encode(), "slips") == 403
        assert b" 408 " in server.talk(head(15), b"\r\n{")
        holder = sqlite3.connect(tmp_path / "lastbild.db", isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        assert server.post(GOOD) == 503
        holder.close()
        assert server.stop() == 0
    log = (tmp_path / "server.log").read_text("utf-8")
    assert "SQLITE_BUSY" in log
    for trace in ("127.0.0.1", "A-ST", "B-T", SLIP, "/v1/", "POST", "Traceback"):
        assert trace not in log


def _come_and_leave(port: int, sent: bytes) -> None:
    """Send the bytes; reset the connection once the server has read them, as a machine does that is off."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(sent)
        until(lambda: _heard(port) == 1, "the server does not hear the client")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    until(lambda: _heard(port) == 0, "the connection stays")


def test_clients_who_leave_are_no_word_in_the_log(tmp_path: Path, sqlite_url: str) -> None:
    """In the middle of a body or before the answer: what was whole counts, and the server says nothing."""
    with serving(tmp_path, sqlite_url, OPEN) as server:
        # The database is locked only until the first has left: the server does not wait long for it.
        holder = sqlite3.connect(tmp_path / "lastbild.db", isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        _come_and_leave(server.port, head(15) + b"\r\n" + GOOD)
        holder.execute("ROLLBACK")
        holder.close()
        for sent in (head(15) + b"\r\n{", head(15) + b"\r\n", head(15)[:50]):
            _come_and_leave(server.port, sent)
        assert server.post(b'{"code":"M"}') == 204
        assert server.stop() == 0
    assert counted(sqlite_url) == {"A-ST": 1, "M": 1}
    assert (tmp_path / "server.log").read_text("utf-8") == ""


def test_a_sqlite_file_has_one_worker(sqlite_url: str) -> None:
    """More are refused before anything is made."""
    with pytest.raises(CollectorError, match="expected 1: a SQLite file has a single writer"):
        run(sqlite_url, [OPEN], workers=2)


@pytest.mark.parametrize("host", ["127.0.0.1", "nowhere.invalid", "192.0.2.1"])
def test_an_address_that_cannot_be_had_is_refused(server: Server, tmp_path: Path, host: str) -> None:
    """Two collectors never share a port unnoticed, and no database is made for the second."""
    with pytest.raises(CollectorError, match="cannot be listened on") as refused:
        run(f"sqlite:///{tmp_path / 'second.db'}", [OPEN], host, server.port)
    assert refused.value.faults[0].value == f"{host}:{server.port}"
    assert not (tmp_path / "second.db").exists()


@pytest.mark.parametrize("change", [{"threshold": 11}, {"mode": "slips"}])
def test_a_server_does_not_start_with_settings_that_may_not_change(
    tmp_path: Path, sqlite_url: str, change: dict[str, object]
) -> None:
    """Status 1, with the key, the value and what stands since the opening."""
    storage = Storage.open(sqlite_url)
    storage.register(OPEN, today=TODAY)
    storage.dispose()
    changed = Survey(**{**{name: getattr(OPEN, name) for name in Survey.__slots__}, **change})
    with serving(tmp_path, sqlite_url, changed) as server:
        assert server.process.wait(20) == 1
    assert "as when survey 'hafen-2027' opened" in (tmp_path / "server.log").read_text("utf-8")
