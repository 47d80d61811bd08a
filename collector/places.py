"""The places of a server: how many connections it holds, and who gives one back when all are taken.

A place is given back by the network that holds most: its connection that has waited longest after an answer,
or one that asks again, or the one that has waited longest for its first whole request, in this order. So
whoever holds connections pushes out their own, an honest person finds a place at once, and one who asks once,
behind the same address as an attacker, is not the first to go.
"""

from __future__ import annotations

from typing import Protocol

from collector.networks import Networks

SPARE = 256  # for newcomers while no connection of the greediest network was answered and waits


class Connection(Protocol):
    """What may hold a place."""

    def shut_out(self) -> None:
        """End the connection at once; it leaves its place later."""


class _Network:
    """A network: how many places it holds, in which smaller networks, and which connections may have to go.

    answered: wait for a whole request after an answer; the longest is the first, here and in the others.
    again:    were answered, and wait for the answer to a further request.
    new:      wait for their first whole request.
    """

    __slots__ = ("again", "answered", "inner", "new", "number")

    def __init__(self) -> None:
        self.number = 0
        self.inner: dict[bytes, _Network] = {}
        self.answered: dict[Connection, None] = {}
        self.again: dict[Connection, None] = {}
        self.new: dict[Connection, None] = {}

    def forget(self, connection: Connection) -> None:
        """Note that ``connection`` need not go."""
        self.answered.pop(connection, None)
        self.again.pop(connection, None)
        self.new.pop(connection, None)


class Places:
    """At most ``most`` connections, and a few newcomers more while nobody who was answered can go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._all = _Network()
        self._networks: dict[Connection, tuple[Networks, _Network]] = {}

    def __len__(self) -> int:
        return len(self._networks)

    def enter(self, newcomer: Connection, sender: Networks) -> None:
        """Give ``newcomer`` a place; shut out whoever must give one back, or it if nobody can."""
        network = self._all
        network.number += 1
        for prefix in sender:
            network = network.inner.setdefault(prefix, _Network())
            network.number += 1
        network.new[newcomer] = None
        self._networks[newcomer] = sender, network
        if len(self) > self._most:
            self._give_one_back(newcomer)

    def leave(self, connection: Connection) -> None:
        """Take its place back, if it holds one."""
        if connection not in self._networks:
            return
        sender, place = self._networks.pop(connection)
        place.forget(connection)
        network = self._all
        network.number -= 1
        for prefix in sender:
            outer, network = network, network.inner[prefix]
            network.number -= 1
            if not network.number:
                del outer.inner[prefix]
                return

    def answering(self, connection: Connection) -> None:
        """Note that its request is whole: if it is the first, it keeps its place until it is answered."""
        if connection in self._networks:
            network = self._networks[connection][1]
            again = connection in network.answered
            network.forget(connection)
            if again:
                network.again[connection] = None

    def answered(self, connection: Connection) -> None:
        """Note that it is answered, and waits for its next request."""
        if connection in self._networks:
            network = self._networks[connection][1]
            network.forget(connection)
            network.answered[connection] = None

    def _give_one_back(self, newcomer: Connection) -> None:
        network = self._all
        while network.inner:
            network = max(network.inner.values(), key=_number)  # of equal ones, the first that came
        may_go = network.answered
        if not may_go and len(self) > self._most + SPARE:
            may_go = network.again or network.new or {newcomer: None}
        if leaving := next(iter(may_go), None):
            self.leave(leaving)
            leaving.shut_out()


def _number(network: _Network) -> int:
    return network.number
