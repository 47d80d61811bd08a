"""Checks of ``[collection] seal`` against the rest of site.toml: what is sealed, and where pages come from.

Browsers offer their cryptography to pages over https and on their own machine only, and rightly so: whoever
can alter a page on its way to a device can put another key into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from generator.configuration.values import value_at
from questionnaire.faults import Fault

_ADDRESSES = (("collection", "url"), ("site", "address"))
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a fault if nothing is sent that could be sealed, and for each address without https."""
    if value_at(values, "collection", "seal") is None:
        return
    mode = value_at(values, "collection", "mode", default="off")
    if mode in ("off", "paper"):
        yield Fault("configuration.seal_of_nothing", "collection.seal", details={"mode": mode})
    for table, key in _ADDRESSES:
        address = value_at(values, table, key)
        if isinstance(address, str) and not is_safe(address):
            yield Fault("configuration.seal_without_https", f"{table}.{key}", address)


def is_safe(address: str) -> bool:
    """Tell whether nobody can alter what comes from ``address``; another fault tells what is no address."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() != "http" or parts.hostname in _THIS_MACHINE
    except ValueError:
        return True
