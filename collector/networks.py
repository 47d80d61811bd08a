"""Networks: the blocks of addresses, one inside the other, from which somebody sends.

Whoever has one connection to the internet owns one IPv4 address, or all 2^64 IPv6 addresses of a /64, and
often the 65,536 such networks of a /48. So nothing is fair that treats each address alike.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable

Networks = tuple[bytes, ...]

_IPV4_PREFIXES = (3, 4)  # bytes: a /24, and the address in it
_IPV6_PREFIXES = (4, 6, 8)  # bytes: a provider's /32, a customer's /48, a network's /64
_IPV4_MAPPED = bytes(10) + b"\xff\xff"  # comes before an IPv4 address on a socket that listens on both


def networks(address: str) -> Networks:
    """Return the networks of ``address``, the largest first. All unreadable addresses share one network."""
    try:
        return _inside(socket.inet_pton(socket.AF_INET, address), _IPV4_PREFIXES)
    except (OSError, ValueError):
        pass
    try:
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except (OSError, ValueError):
        return (b"",)
    if packed.startswith(_IPV4_MAPPED):
        return _inside(packed[-4:], _IPV4_PREFIXES)
    return _inside(packed, _IPV6_PREFIXES)


def forwarded_address(headers: Iterable[str]) -> str:
    """Return the address that a proxy appended to X-Forwarded-For: the last entry of the last header.

    Some proxies append the client's port, too: ``192.0.2.1:5678``, ``[2001:db8::1]:443``. It is left out,
    or each connection would be another client.
    """
    *_, last = headers
    entry = last.rpartition(",")[2].strip()
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


def _inside(packed: bytes, prefixes: tuple[int, ...]) -> Networks:
    return tuple([packed[:size] for size in prefixes])
