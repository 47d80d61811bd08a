"""Limit how much one client, and all clients together, may send: token buckets in memory only.

A bucket is filed under a hash of the client's address, with a secret drawn at start; the address itself
is stored nowhere. A whole call centre often shares one address, so the default for one client lets 1,000
people contribute within the same minute (1,200 at once, then 20 a second).
"""

from __future__ import annotations

import hashlib
import secrets
import socket
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_IPV6_NETWORK = 8  # bytes; one connection to the internet usually owns all addresses that begin with them
_IPV4_MAPPED = bytes(10) + b"\xff\xff"  # comes before an IPv4 address on a socket that listens on both
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit: ``at_once`` requests at the same moment, and ``per_second`` more each second."""

    at_once: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The rate of one client, the rate of all together, and the most clients to tell apart."""

    client: Rate = Rate(1200, 20)
    everybody: Rate = Rate(6000, 500)
    most_clients: int = 10_000


class _Bucket:
    __slots__ = ("at", "tokens")

    def __init__(self, tokens: float, at: float) -> None:
        self.tokens = tokens
        self.at = at

    def take(self, rate: Rate, now: float) -> bool:
        self.tokens = min(rate.at_once, self.tokens + (now - self.at) * rate.per_second)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Limiter:
    """Decides which requests may go on. Memory is bounded: it forgets the client who was silent longest."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._everybody = _Bucket(limits.everybody.at_once, clock())
        self._clients: OrderedDict[bytes, _Bucket] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Return whether a request from ``address`` may go on, and take one token if so."""
        now = self._clock()
        key = hashlib.blake2b(_network(address), key=self._key, digest_size=_KEY_BYTES).digest()
        bucket = self._clients.get(key)
        if bucket is None:
            bucket = self._clients[key] = _Bucket(self._limits.client.at_once, now)
            if len(self._clients) > self._limits.most_clients:
                self._clients.popitem(last=False)
        else:
            self._clients.move_to_end(key)
        return bucket.take(self._limits.client, now) and self._everybody.take(self._limits.everybody, now)

    def __len__(self) -> int:
        return len(self._clients)


def _network(address: str) -> bytes:
    try:
        return socket.inet_pton(socket.AF_INET, address)
    except (OSError, ValueError):
        pass
    try:
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except (OSError, ValueError):
        return address.encode("utf-8", "replace")
    return packed[-4:] if packed.startswith(_IPV4_MAPPED) else packed[:_IPV6_NETWORK]
