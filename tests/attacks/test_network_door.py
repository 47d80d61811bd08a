"""Attacks on the collector's door: somebody does what he likes, and an honest person wants to be served.

Each honest person brings a connection and a contribution; ten come, one after the other.
"""

from __future__ import annotations

import socket
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.collector_process import HOST, running_survey, serving, start
from harness.polling import until
from harness.servers import free_port
from tests.attacks.attack import Found, attack
from tests.attacks.greedy import crowd, request

MANY = 1400  # connections; more than there are places
FLOODING = 60  # connections that send as fast as they are answered
PEOPLE = 10
ATTACKER, ELSEWHERE = "127.2.0.1", "127.3.0.1"
SERVED, KEPT_OUT = "each served, within a second", "nobody served"
_FLOOD_SECONDS = 0.6  # in which the crowd sends as much as it can


def outcome(port: int, source: str, *lines: bytes) -> str:
    """Return what becomes of honest people who come from ``source``."""
    waits, served = [], 0
    for _ in range(PEOPLE):
        began = time.monotonic()
        served += _is_served(port, source, lines)
        waits.append(time.monotonic() - began)
    if served == PEOPLE and statistics.median(waits) <= 1:
        return SERVED
    return f"{served} of {PEOPLE} served" if served else KEPT_OUT


def _is_served(port: int, source: str, lines: tuple[bytes, ...]) -> bool:
    try:
        with socket.create_connection((HOST, port), 5, (source, 0)) as person:
            person.sendall(request(b'{"code":"A-ST"}', *lines))
            return person.recv(64).startswith(b"HTTP/1.1 204")
    except OSError:
        return False


@pytest.fixture
def attacked(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Runs a crowd against the naive variant and against the collector, and returns both outcomes."""

    def attacked(
        kind: str, number: int, source: str = ELSEWHERE, *lines: bytes, options: tuple[str, ...] = ()
    ) -> tuple[str, str]:
        port = free_port()
        naive = start(["-m", "tests.attacks.naive_collector", str(port)], port, tmp_path / "naive")
        try:
            with crowd(kind, port, number, ATTACKER):
                until(lambda: not _is_served(port, source, lines), "the naive collector serves nobody")
                naively = outcome(port, source, *lines)
        finally:
            naive.kill()
        with (
            serving(f"sqlite:///{tmp_path}/c.db", running_survey(), tmp_path, *options) as server,
            crowd(kind, server.port, number, ATTACKER),
        ):
            time.sleep(_FLOOD_SECONDS)
            return naively, outcome(server.port, source, *lines)

    return attacked


Attacked = Callable[..., tuple[str, str]]


@attack(
    family="network",
    attacker="network",
    wants="keep everybody out with 1,400 connections that say nothing",
    naive="A server gives its 1,024 places to whoever comes first: nobody served.",
    product="The network that holds most places gives its oldest back: each served, within a second.",
)
def test_idle_connections_keep_nobody_out(attacked: Attacked, found: Found) -> None:
    """They are opened again as soon as they are closed."""
    found(*attacked("idle", MANY))


@attack(
    family="network",
    attacker="network",
    wants="keep everybody out with 1,400 requests whose head never ends, a byte every half second",
    naive="A server waits for each in one of its 1,024 places: nobody served.",
    product="A head has a deadline, and its place goes to newcomers: each served, within a second.",
)
def test_slow_heads_keep_nobody_out(attacked: Attacked, found: Found) -> None:
    """They never stop sending."""
    found(*attacked("slow heads", MANY))


@attack(
    family="network",
    attacker="network",
    wants="keep everybody out with 1,400 requests whose body never ends, a byte every half second",
    naive="A server waits for each in one of its 1,024 places: nobody served.",
    product="A body has a deadline, and its place goes to newcomers: each served, within a second.",
)
def test_slow_bodies_keep_nobody_out(attacked: Attacked, found: Found) -> None:
    """They never stop sending."""
    found(*attacked("slow bodies", MANY))


@attack(
    family="network",
    attacker="network",
    wants="use up what everybody may send together, from 2,048 networks of one /48",
    naive="Each /64 has a bucket of its own, and all share one that empties: nobody served.",
    product="There is no common bucket; networks take turns, a /48 as one: each served, within a second.",
)
def test_many_networks_of_one_sender_empty_nothing(attacked: Attacked, found: Found) -> None:
    """The networks are those that a proxy reports."""
    person = b"X-Forwarded-For: 192.0.2.1"
    found(*attacked("many networks", FLOODING, ELSEWHERE, person, options=("--trust-proxy",)))


@attack(
    family="network",
    attacker="colleague",
    wants="shut out colleagues behind the same address with a flood of contributions",
    naive="The address has one bucket, and the flood empties it: nobody served.",
    product="Each connection has one request in the queue at a time: each served, within a second.",
)
def test_a_desk_does_not_shut_out_colleagues_behind_its_address(attacked: Attacked, found: Found) -> None:
    """Sixty connections send as fast as they are answered; the colleague has the same address."""
    found(*attacked("valid", FLOODING, ATTACKER))


@attack(
    family="network",
    attacker="colleague",
    wants="shut out colleagues behind the same address with a flood of requests that are no contributions",
    naive="Every request takes a token from the address's bucket, valid or not: nobody served.",
    product="Nothing is used up, and what is invalid never queues: each served, within a second.",
)
def test_invalid_requests_use_nothing_up(attacked: Attacked, found: Found) -> None:
    """Sixty connections send broken JSON as fast as they are answered."""
    found(*attacked("invalid", FLOODING, ATTACKER))
