"""A fair queue: networks take turns, and inside each network the smaller networks, then the connections.

However much somebody sends, from however many addresses of a network, the others' turns come as often. A
connection has one request in the queue at most, so connections take turns, too.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

from collector.networks import Networks

T = TypeVar("T")


class Turns(Generic[T]):
    """The things that wait. It knows a network only as long as something from there waits."""

    __slots__ = ("_inner", "_number", "_own")

    def __init__(self) -> None:
        self._number = 0
        self._own: deque[T] = deque()
        self._inner: OrderedDict[bytes, Turns[T]] = OrderedDict()

    def __len__(self) -> int:
        return self._number

    def put(self, sender: Networks, thing: T) -> None:
        """Let ``thing`` wait for the turn of ``sender``."""
        self._number += 1
        if not sender:
            self._own.append(thing)
            return
        network = self._inner.get(sender[0])
        if network is None:
            network = self._inner[sender[0]] = Turns()
        network.put(sender[1:], thing)

    def take(self) -> T:
        """Return the thing whose turn it is; raises ``StopIteration`` if none waits."""
        if self._own:
            self._number -= 1
            return self._own.popleft()
        first, network = next(iter(self._inner.items()))
        self._number -= 1
        thing = network.take()
        if network:
            self._inner.move_to_end(first)
        else:
            del self._inner[first]
        return thing
