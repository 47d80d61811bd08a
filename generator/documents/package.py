"""The bytes of an Office document, the same each time: it is a zip, which else holds the time of the day."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

# Of the templates that the packages bring: a picture of an empty page, and somebody's printer.
_DROPPED = re.compile(rb'<Relationship [^>]*Target="[^"]*(?:thumbnail\.jpeg|printerSettings1\.bin)"[^>]*/>')
_DROPPED_FILES = ("docProps/thumbnail.jpeg", "ppt/printerSettings/printerSettings1.bin")
_DAYS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_OLDEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier day


def settled(document: bytes, stamp: dt.date) -> bytes:
    """Return ``document`` as if it were made on the day ``stamp``, without what its template left in it."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as made,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in made.namelist():
            if name not in _DROPPED_FILES:
                entry = zipfile.ZipInfo(name, _OLDEST)
                written.writestr(entry, _part(name, made.read(name), stamp), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _part(name: str, contents: bytes, stamp: dt.date) -> bytes:
    if name.endswith(".rels"):
        return _DROPPED.sub(b"", contents)
    if name == "docProps/core.xml":
        return _DAYS.sub(rb"\g<1>" + f"{stamp.isoformat()}T00:00:00Z".encode() + rb"\g<3>", contents)
    return contents
