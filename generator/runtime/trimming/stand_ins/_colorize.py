# ruff: noqa: INP001 (no package: its source replaces a module of the browser's library)
"""Replaces the colours for terminals: there is no terminal, and building the themes takes long at boot."""

from typing import Any

# Names and defaults as in CPython 3.14, Lib/_colorize.py, as far as the traceback module uses them.


class _Plain:
    """A part of a theme, in which every colour is the empty string."""

    def __getattr__(self, name: str) -> str:
        return ""


class _Theme:
    """A theme of plain parts."""

    def __getattr__(self, name: str) -> _Plain:
        return _Plain()


def can_colorize(*, file: Any = None) -> bool:  # noqa: ANN401, ARG001 (as in CPython)
    """Return False: nothing is written to a terminal."""
    return False


def get_theme(**_wanted: Any) -> _Theme:  # noqa: ANN401 (as in CPython)
    """Return the theme without colours."""
    return _Theme()
