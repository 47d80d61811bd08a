"""What can go wrong: somebody asked for what must not be (``CollectorError``), or the database cannot.

Both are plain exceptions; the command line and the HTTP application turn them into what they answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the key, the value received, and what was expected instead."""

    key: str
    value: object
    expected: str

    def __str__(self) -> str:
        return f"{self.key} = {self.value!r}: {self.expected}"


class CollectorError(Exception):
    """Something was asked for that must not be; ``faults`` holds every reason, and nothing was changed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class StorageError(Exception):
    """The database cannot be used now: locked, full, read-only, gone. Nothing was changed.

    One exception to "nothing": if the connection to PostgreSQL breaks during the commit itself, nobody
    can say whether it happened. The text never holds a statement or its values, so it may be logged.
    """


def describe(error: BaseException) -> str:
    """Return what may be logged of ``error``: kinds and codes of the fault, never its message.

    A database's message may quote a row; its code (``SQLITE_FULL``, ``57P03``) says enough.
    """
    cause = getattr(error, "orig", None) or error  # SQLAlchemy wraps what the database's driver raised
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return f"{type(cause).__name__} {code}" if code else type(cause).__name__
