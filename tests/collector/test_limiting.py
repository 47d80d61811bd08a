"""The rate limit: fair to a call centre behind one address, bounded in memory, forgetful by design."""

from __future__ import annotations

import pytest

from collector.limiting import Limiter, Limits, Rate
from tests.collector.memory import belongings

PLENTY = Rate(10**9, 0)


class Clock:
    """A clock that goes when it is told."""

    now = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock at rest."""
    return Clock()


def allowed(limiter: Limiter, address: str, number: int) -> int:
    """Return how many of ``number`` requests are allowed."""
    return sum(limiter.allows(address) for _ in range(number))


def test_a_bucket_empties_and_fills_again(clock: Clock) -> None:
    """So many at once, then so many a second, and never more than the bucket holds."""
    limiter = Limiter(Limits(Rate(5, 2), PLENTY), clock)
    assert allowed(limiter, "10.0.0.1", 9) == 5
    clock.now += 1.5
    assert allowed(limiter, "10.0.0.1", 9) == 3
    clock.now += 3600
    assert allowed(limiter, "10.0.0.1", 9) == 5


def test_by_default_a_thousand_people_behind_one_address_get_through(clock: Clock) -> None:
    """At the same moment, or spread over a minute in which each tries twice."""
    assert allowed(Limiter(Limits(), clock), "10.0.0.1", 1000) == 1000
    limiter = Limiter(Limits(), clock)
    through = 0
    for _ in range(60):
        through += allowed(limiter, "10.0.0.1", 34)
        clock.now += 1
    assert through == 60 * 34


def test_all_together_are_bounded_too(clock: Clock) -> None:
    """However many addresses take part."""
    limiter = Limiter(Limits(Rate(1, 0), Rate(50, 1)), clock)
    assert sum(limiter.allows(f"10.0.{host}.1") for host in range(200)) == 50
    clock.now += 7
    assert sum(limiter.allows(f"10.1.{host}.1") for host in range(200)) == 7


def test_memory_is_bounded_and_the_busy_are_not_forgotten(clock: Clock) -> None:
    """A flood of addresses pushes out those who were silent longest, not the one who keeps sending."""
    limiter = Limiter(Limits(Rate(1, 0), PLENTY, most_clients=100), clock)
    assert limiter.allows("10.0.0.1")
    for host in range(5000):
        assert limiter.allows(f"10.{1 + host // 250}.{host % 250}.1")
        assert not limiter.allows("10.0.0.1")
    assert len(limiter) == 100


def test_one_ipv6_network_is_one_client(clock: Clock) -> None:
    """Whoever owns a /64 has more addresses than there are slips; they share one bucket."""
    limiter = Limiter(Limits(Rate(3, 0), PLENTY), clock)
    assert sum(limiter.allows(f"2001:db8::{host:x}") for host in range(50)) == 3
    assert limiter.allows("2001:db8:0:1::1")
    assert limiter.allows("fe80::1%eth0")
    assert limiter.allows("not an address")


def test_an_ipv4_address_is_the_same_client_on_both_kinds_of_socket(clock: Clock) -> None:
    """A server that listens on IPv6 sees ``::ffff:10.0.0.1``; others behind such a socket are others."""
    limiter = Limiter(Limits(Rate(2, 0), PLENTY), clock)
    assert limiter.allows("10.0.0.1")
    assert limiter.allows("::ffff:10.0.0.1")
    assert not limiter.allows("::ffff:10.0.0.1")
    assert limiter.allows("::ffff:10.0.0.2")


def test_no_address_is_kept(clock: Clock) -> None:
    """What a limiter knows are hashes under a key of its own: two of them have no byte string in common."""
    limiters = [Limiter(Limits(), clock) for _ in range(2)]
    for limiter in limiters:
        assert limiter.allows("10.20.30.40")
    known = [{one for one in belongings(limiter) if isinstance(one, bytes)} for limiter in limiters]
    assert all(len(those) >= 2 for those in known)  # the limiter's key, and the client's hash
    assert known[0].isdisjoint(known[1])
    texts = [one for limiter in limiters for one in belongings(limiter) if isinstance(one, str)]
    assert not any("10.20" in text for text in texts)
    assert not any(b"10.20" in one or bytes([10, 20, 30, 40]) in one for those in known for one in those)
