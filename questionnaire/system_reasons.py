"""Why the operating system refuses a file or an address, in the words of the catalogue."""

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
}


def system_reason(error: OSError | ValueError) -> Phrase | str:
    """Return why ``error`` came, as a detail of a fault; a rare reason in the words of the system.

    A ``ValueError`` comes instead of an ``OSError`` for a name that no file can have.
    """
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return Phrase("reason.impossible_name")
