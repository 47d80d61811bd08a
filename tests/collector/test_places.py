"""Places: whoever holds many gives one back, and an honest person finds one at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collector.networks import networks
from collector.places import SPARE, Places

MOST = 8


class Visitor:
    """A connection from ``address``."""

    def __init__(self, places: Places, address: str) -> None:
        self.there = True
        self.address = address
        places.enter(self, networks(address))

    def shut_out(self) -> None:
        """Leave."""
        self.there = False


def there(visitors: list[Visitor]) -> list[int]:
    """Return which of them are still there."""
    return [number for number, one in enumerate(visitors) if one.there]


def answered(places: Places, visitors: list[Visitor]) -> None:
    """Let all of them have been answered once, in their order."""
    for one in visitors:
        places.answering(one)
        places.answered(one)


def test_the_greediest_gives_back_the_place_that_waited_longest() -> None:
    """Whoever comes from elsewhere stays, as does whoever was there before the greedy one."""
    places = Places(MOST)
    early = Visitor(places, "192.0.2.1")
    greedy = [Visitor(places, "10.0.0.1") for _ in range(MOST - 1)]
    answered(places, [early, *greedy])
    late = [Visitor(places, f"198.51.{number}.1") for number in range(3)]
    assert early.there
    assert all(one.there for one in late)
    assert there(greedy) == [3, 4, 5, 6]
    assert len(places) == MOST


def test_a_48_of_ipv6_networks_is_one_greedy_sender() -> None:
    """A connection from each of many /64s: still it is one of them that goes."""
    places = Places(MOST)
    greedy = [Visitor(places, f"2001:db8:1:{number:x}::1") for number in range(MOST - 2)]
    others = [Visitor(places, f"192.0.{number}.1") for number in range(2)]
    answered(places, [*others, *greedy])
    others += [Visitor(places, f"2001:db8:2:{number:x}::1") for number in range(2)]
    assert all(one.there for one in others)
    assert there(greedy) == [2, 3, 4, 5]


def test_who_is_being_answered_keeps_the_place() -> None:
    """Newcomers get a spare place meanwhile; when those are taken, too, the newcomer has to come again."""
    places = Places(MOST)
    busy = [Visitor(places, "10.0.0.1") for _ in range(MOST)]
    for one in busy:
        places.answering(one)
    spare = [Visitor(places, f"10.{number // 200}.{number % 200}.1") for number in range(SPARE)]
    for one in spare:
        places.answering(one)
    assert all(one.there for one in [*busy, *spare])
    assert not Visitor(places, "192.0.2.1").there
    assert len(places) == MOST + SPARE


def test_a_colleague_who_has_just_come_is_not_the_first_to_go() -> None:
    """Behind the same address as many who were answered already: they go before."""
    places = Places(MOST)
    colleague = Visitor(places, "10.0.0.1")
    greedy = [Visitor(places, "10.0.0.1") for _ in range(MOST - 1)]
    answered(places, greedy)
    newer = [Visitor(places, "10.0.0.1") for _ in range(MOST - 1)]
    assert there(greedy) == []
    assert colleague.there
    assert all(one.there for one in newer)


def test_who_asks_again_goes_before_who_asks_for_the_first_time() -> None:
    """Connections that send one request after the other keep nobody out, in whatever state they are."""
    places = Places(MOST)
    greedy = [Visitor(places, "10.0.0.1") for _ in range(MOST)]
    answered(places, greedy)
    colleagues = [Visitor(places, "10.0.0.1") for _ in range(2)]
    for one in [*greedy[2:], *colleagues]:
        places.answering(one)
    elsewhere = [Visitor(places, f"10.{number // 200}.{number % 200}.1") for number in range(SPARE + 3)]
    assert there(greedy) == [5, 6, 7]
    assert all(one.there for one in [*colleagues, *elsewhere])


def test_newcomers_without_a_request_go_in_their_order_once_no_spare_place_is_left() -> None:
    """The longest first; the newest stays."""
    places = Places(MOST)
    silent = [Visitor(places, "10.0.0.1") for _ in range(MOST + SPARE + 2)]
    assert there(silent) == list(range(2, MOST + SPARE + 2))


@given(st.lists(st.tuples(st.sampled_from(["come", "answering", "answered", "leave"]), st.integers(0, 30))))
def test_the_places_are_counted_whatever_happens(steps: list[tuple[str, int]]) -> None:
    """Those who are there hold a place each, in any order of events; when all have left, nothing is kept."""
    places, visitors = Places(MOST), list[Visitor]()
    for what, number in steps:
        if what == "come":
            visitors.append(Visitor(places, f"10.0.{number % 3}.{number}"))
        elif visitors:
            one = visitors[number % len(visitors)]
            getattr(places, what)(one)
            one.there = one.there and what != "leave"
        assert len(places) == len(there(visitors)) <= MOST + SPARE
    for one in visitors:
        places.leave(one)
    assert len(places) == 0
    assert not places._all.inner  # noqa: SLF001 (nothing is kept)
