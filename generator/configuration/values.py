"""Values of a site.toml before they are checked: tables, lists and texts in any shape."""

from __future__ import annotations

from typing import Any


def value_at(values: Any, *location: str | int, default: Any = None) -> Any:  # noqa: ANN401 (TOML holds anything)
    """Return the value at ``location``, a path of keys and indexes, or ``default`` if there is none."""
    for step in location:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return default
    return values
