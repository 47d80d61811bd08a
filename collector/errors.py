"""What can go wrong: somebody asked for what must not be (``CollectorError``), or the database cannot.

Both are plain exceptions; the command line and the HTTP application turn them into what they answer.
"""

from __future__ import annotations

from questionnaire.faults import InputError


class CollectorError(InputError):
    """Something was asked for that must not be; ``faults`` holds every reason, and nothing was changed.

    The file of a fault is left open: whoever read the settings knows it. Only what the collector itself is
    started with is named as an option.
    """


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
