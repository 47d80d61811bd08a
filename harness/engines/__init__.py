"""The engines of employees' browsers, each driven through the same small interface, ``Window``.

``LASTBILD_ENGINES=chromium,firefox`` runs only those; without it all of them have to be installed.
"""

from __future__ import annotations

import os

ENGINES = ("chromium", "firefox", "webkit")


def wanted() -> tuple[str, ...]:
    """Return the engines to run; raises ``ValueError`` for an unknown name."""
    names = tuple(name.strip() for name in os.environ.get("LASTBILD_ENGINES", ",".join(ENGINES)).split(","))
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise ValueError(f"LASTBILD_ENGINES: {unknown}; expected some of {', '.join(ENGINES)}")
    return names
