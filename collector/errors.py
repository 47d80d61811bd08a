"""The collector's errors: an operation breaks a rule (``CollectorError``), or the database fails.

Both are plain exceptions; the command line and the HTTP application turn them into their answers.
"""

from __future__ import annotations

from questionnaire.faults import InputError


class CollectorError(InputError):
    """The operation breaks a rule; ``faults`` holds every reason, and nothing was changed.

    A fault names no file: the caller that read the settings adds it. Only faults in the options of the
    collector itself name the command line.
    """


class StorageError(Exception):
    """The database cannot be used now: locked, full, read-only, gone. Nothing was changed.

    Two exceptions to "nothing": if the connection to PostgreSQL breaks during the commit itself, or if the
    disk fails while SQLite ends its journal, nobody can say whether it happened; and a sealed ballot may be
    stored whose slip is not used yet, which sending the same again ends. The text never holds a
    statement or its values, so it may be logged.
    """


def describe(error: BaseException) -> str:
    """Return the class and the code of ``error`` for the log, never its message.

    A database's message may quote a row; its code (``SQLITE_FULL``, ``57P03``) says enough. Of an error of
    ours it is the text, or the kinds of its faults: their values may be somebody's.
    """
    if isinstance(error, StorageError):
        return str(error)
    if isinstance(error, CollectorError):
        return " ".join(fault.kind for fault in error.faults)
    cause = getattr(error, "orig", None) or error  # SQLAlchemy wraps what the database's driver raised
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return f"{type(cause).__name__} {code}" if code else type(cause).__name__
