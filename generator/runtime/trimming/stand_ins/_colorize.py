# ruff: noqa: INP001 (not a package: its text takes the place of a module in the browser's library)
"""Stands in for Python's colours on terminals: there is none, and making the themes takes long at boot."""

from typing import Any

# Names and defaults as in CPython 3.14, Lib/_colorize.py; what the traceback module asks for.


class _Plain:
    """A part of a theme: whatever is coloured, nothing is written for it."""

    def __getattr__(self, name: str) -> str:
        return ""


class _Theme:
    """Every part of it is plain."""

    def __getattr__(self, name: str) -> _Plain:
        return _Plain()


def can_colorize(*, file: Any = None) -> bool:  # noqa: ANN401, ARG001 (as in CPython)
    """Nothing that is written here is seen on a terminal."""
    return False


def get_theme(**_wanted: Any) -> _Theme:  # noqa: ANN401 (as in CPython)
    """Return the theme without colours, whatever is wanted."""
    return _Theme()
