"""Why the system, a network or a database refuses something, in the words of the catalogue."""

from __future__ import annotations

import errno

from questionnaire.messages import Phrase

# The English catalogue says these as Linux does, on every system.
_REASONS = {
    errno.ENOENT: Phrase("reason.no_such_file"),
    errno.EACCES: Phrase("reason.not_allowed"),
    errno.EPERM: Phrase("reason.not_permitted"),
    errno.EISDIR: Phrase("reason.is_a_folder"),
    errno.ENOTDIR: Phrase("reason.is_no_folder"),
    errno.EEXIST: Phrase("reason.exists"),
    errno.ENOTEMPTY: Phrase("reason.folder_not_empty"),
    errno.ENAMETOOLONG: Phrase("reason.name_too_long"),
    errno.ELOOP: Phrase("reason.too_many_links"),
    errno.ENOSPC: Phrase("reason.disk_full"),
    errno.EDQUOT: Phrase("reason.quota_used_up"),
    errno.EFBIG: Phrase("reason.file_too_large"),
    errno.EROFS: Phrase("reason.read_only"),
    errno.EIO: Phrase("reason.disk_failed"),
    errno.EBUSY: Phrase("reason.in_use"),
    errno.EMFILE: Phrase("reason.too_many_files"),
    errno.EADDRINUSE: Phrase("reason.address_in_use"),
    errno.EADDRNOTAVAIL: Phrase("reason.no_such_address"),
    errno.ECONNREFUSED: Phrase("reason.refused"),
    errno.ECONNRESET: Phrase("reason.cut_off"),
    errno.ETIMEDOUT: Phrase("reason.timed_out"),
    errno.ENETUNREACH: Phrase("reason.no_network"),
    errno.EHOSTUNREACH: Phrase("reason.no_way"),
}
# Errors of a network that bring no number of the system, by the name of their class.
_NETWORK_REASONS = {
    "TimeoutError": Phrase("reason.too_late"),
    "gaierror": Phrase("reason.no_such_server"),
    "SSLCertVerificationError": Phrase("reason.certificate"),
    "SSLError": Phrase("reason.not_encrypted"),
    "RemoteDisconnected": Phrase("reason.no_web_server"),
    "IncompleteRead": Phrase("reason.cut_off"),
    "BadStatusLine": Phrase("reason.no_web_server"),
    "InvalidURL": Phrase("reason.no_web_address"),
    "UnicodeError": Phrase("reason.no_web_address"),
    "error": Phrase("reason.damaged"),  # zlib's
}
# What a database's driver says, by the end of its code: SQLite's names, PostgreSQL's numbers.
_DATABASE_REASONS = {
    "SQLITE_BUSY": Phrase("reason.database_in_use"),
    "SQLITE_LOCKED": Phrase("reason.database_in_use"),
    "SQLITE_FULL": Phrase("reason.disk_full"),
    "SQLITE_READONLY": Phrase("reason.read_only_file"),
    "SQLITE_IOERR": Phrase("reason.disk_failed"),
    "SQLITE_NOTADB": Phrase("reason.no_database_file"),
    "SQLITE_CORRUPT": Phrase("reason.no_database_file"),
    "SQLITE_CANTOPEN": Phrase("reason.no_file_to_open"),
    "28P01": Phrase("reason.login_refused"),
    "28000": Phrase("reason.login_refused"),
    "3D000": Phrase("reason.no_such_database"),
    "42501": Phrase("reason.not_allowed"),
    "OperationalError": Phrase("reason.database_silent"),
}


def system_reason(error: OSError | ValueError) -> Phrase | str:
    """Return why ``error`` came, as a detail of a fault; a rare reason in the words of the system.

    A ``ValueError`` comes instead of an ``OSError`` for a name that no file can have.
    """
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return Phrase("reason.impossible_name")


def network_reason(error: BaseException) -> Phrase | str:
    """Return why nothing came over the network, as a detail of a fault; a rare reason in its own words."""
    cause = getattr(error, "reason", error)
    cause = cause if isinstance(cause, BaseException) else error
    kinds = [kind.__name__ for kind in type(cause).__mro__]
    known = next((_NETWORK_REASONS[kind] for kind in kinds if kind in _NETWORK_REASONS), None)
    if known is None and isinstance(cause, OSError) and cause.errno in _REASONS:
        known = _REASONS[cause.errno]
    return known or str(cause) or kinds[0]


def database_reason(described: str) -> Phrase | str:
    """Return what ``described``, class and code of a database's error, means; itself if that is not known."""
    code = described.rsplit(maxsplit=1)[-1] if described else ""
    return next((reason for known, reason in _DATABASE_REASONS.items() if code.startswith(known)), described)
