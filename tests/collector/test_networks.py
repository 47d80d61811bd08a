"""Networks: who owns one address owns its network, and a proxy's entry is read as every proxy writes it."""

from __future__ import annotations

import pytest

from collector.networks import forwarded_address, networks


@pytest.mark.parametrize(
    ("address", "other", "shared"),
    [
        ("10.0.0.1", "10.0.0.1", 2),
        ("10.0.0.1", "::ffff:10.0.0.1", 2),  # a socket that listens on both
        ("10.0.0.1", "10.0.0.2", 1),
        ("10.0.0.1", "10.0.1.1", 0),
        ("2001:db8::1", "2001:db8::ffff:1", 3),
        ("fe80::1%eth0", "fe80::2", 3),
        ("2001:db8:0:1::1", "2001:db8::1", 2),
        ("2001:db8:1::1", "2001:db8::1", 1),
        ("2001:db9::1", "2001:db8::1", 0),
        ("not an address", "ü", 1),
        ("", "1.2.3", 1),
    ],
)
def test_two_addresses_share_the_networks_that_hold_both(address: str, other: str, shared: int) -> None:
    """The largest first; one inside the other."""
    both = [one for one, its in zip(networks(address), networks(other), strict=False) if one == its]
    assert len(both) == shared


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        (["192.0.2.1"], "192.0.2.1"),
        (["10.0.0.1, 192.0.2.1"], "192.0.2.1"),
        (["192.0.2.1", "10.0.0.1,198.51.100.7 "], "198.51.100.7"),
        (["192.0.2.1:5678"], "192.0.2.1"),
        (["[2001:db8::1]:443"], "2001:db8::1"),
        (["[2001:db8::1]"], "2001:db8::1"),
        (["2001:db8::1"], "2001:db8::1"),
        (["::ffff:192.0.2.1"], "::ffff:192.0.2.1"),
        ([""], ""),
        (["192.0.2.1,"], ""),
        (["["], ""),
        ([":"], ""),
    ],
)
def test_the_last_entry_is_the_client_with_or_without_a_port(headers: list[str], address: str) -> None:
    """As nginx, Apache, Caddy, IIS and load balancers write it; nonsense is no address, and no error."""
    assert forwarded_address(headers) == address
