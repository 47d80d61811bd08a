"""A file of a brand: reading it, its form in the site, and the error that refuses it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from questionnaire.faults import FaultError
from questionnaire.messages import Phrase
from questionnaire.system_reasons import system_reason


class BrandFileError(FaultError):
    """The file cannot be used."""


@dataclass(frozen=True, slots=True)
class BrandFile:
    """A file for a site: its name within ``assets/``, and its bytes."""

    name: str
    contents: bytes


def contents(path: Path, largest: int, expected: Phrase) -> bytes:
    """Return the contents of ``path``; a file of more than ``largest`` bytes is not read at all.

    Raises ``BrandFileError``, which names the ``expected`` content, if it is too large or no readable file.
    """
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):  # a device may never end
            raise BrandFileError("brand_file.no_file", content=expected)
        if status.st_size > largest:
            raise _too_large(largest)
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise BrandFileError(
            "brand_file.unreadable", reason=system_reason(error), content=expected
        ) from error
    if len(data) > largest:  # it has grown since, or belongs to a file system that reports no size
        raise _too_large(largest)
    return data


def _too_large(largest: int) -> BrandFileError:
    return BrandFileError("brand_file.too_large", most=largest // 1000)


# How a file begins -> its kind.
_KINDS = {
    b"\x89PNG": Phrase("looks.png"),
    b"\xff\xd8\xff": Phrase("looks.jpeg"),
    b"GIF8": Phrase("looks.gif"),
    b"%PDF": Phrase("looks.pdf"),
    b"PK\x03\x04": Phrase("looks.zip"),
    b"\x1f\x8b": Phrase("looks.gzip"),
    b"ttcf": Phrase("looks.several_fonts"),
    b"\0\1\0\0": Phrase("looks.font"),
    b"OTTO": Phrase("looks.font"),
    b"wOF": Phrase("looks.font"),
    b"BM": Phrase("looks.bitmap"),
    b"II*\0": Phrase("looks.tiff"),
    b"MM\0*": Phrase("looks.tiff"),
}


def looks_like(contents: bytes) -> Phrase:
    """Return the kind of file that ``contents`` begin like, in words that follow "but it is"."""
    if contents.startswith(b"PK") and b"[Content_Types].xml" in contents:
        return Phrase("looks.office")
    if contents[8:12] == b"WEBP":
        return Phrase("looks.webp")
    if contents[4:8] == b"ftyp":
        return Phrase("looks.heic")
    for beginning, kind in _KINDS.items():
        if contents.startswith(beginning):
            return kind
    start = contents[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return Phrase("looks.html")
    return Phrase("looks.else" if start else "looks.empty")
