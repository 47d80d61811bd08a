"""Turns: however much one network sends, the others wait no longer than if it sent little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.networks import networks
from collector.turns import Turns


def taken(turns: Turns[str]) -> list[str]:
    """Take everything."""
    return [turns.take() for _ in range(len(turns))]


def test_networks_take_turns_and_each_keeps_its_order() -> None:
    """A hundred from one address, three from two others: the three are among the first."""
    turns = Turns[str]()
    for number in range(100):
        turns.put(networks("10.0.0.1"), f"many {number}")
    for number in range(2):
        turns.put(networks("192.0.2.1"), f"other {number}")
    turns.put(networks("2001:db8::1"), "third")
    order = taken(turns)
    assert order[:6] == ["many 0", "other 0", "third", "many 1", "other 1", "many 2"]
    assert [one for one in order if one.startswith("many")] == [f"many {number}" for number in range(100)]


def test_a_network_of_networks_takes_one_turn() -> None:
    """A thousand /64s of one /48 are one sender to those outside, and fair to each other inside."""
    turns = Turns[str]()
    for number in range(1000):
        turns.put(networks(f"2001:db8:1:{number:x}::1"), "many")
    turns.put(networks("2001:db8:1:0::2"), "colleague")
    turns.put(networks("2001:db8:2::1"), "neighbour")
    turns.put(networks("192.0.2.1"), "other")
    order = taken(turns)
    assert order.index("other") == 1
    assert order.index("neighbour") == 2
    assert order.index("colleague") == len(order) - 1  # the second of its own /64


def test_who_sends_nothing_leaves_nothing() -> None:
    """Once everything is taken, no network is known any more, and none can be taken."""
    turns = Turns[str]()
    turns.put(networks("10.0.0.1"), "one")
    assert taken(turns) == ["one"]
    assert not turns
    assert not turns._inner  # noqa: SLF001 (nothing is kept)
    with pytest.raises(StopIteration):
        turns.take()


@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 3), st.integers(0, 3))), max_size=60))
def test_everything_that_was_put_is_taken_once(steps: list[tuple[int, int] | None]) -> None:
    """Whatever comes and goes in between, nothing is lost or doubled."""
    turns, put, out = Turns[int](), 0, list[int]()
    for step in steps:
        if step is not None:
            turns.put(networks(f"10.0.{step[0]}.{step[1]}"), put)
            put += 1
        elif turns:
            out.append(turns.take())
        assert len(turns) == put - len(out)
    out += [turns.take() for _ in range(len(turns))]
    assert sorted(out) == list(range(put))
