"""A file of a brand on its way into a site: what was read, what it becomes, why it was refused."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path


class BrandFileError(Exception):
    """The file cannot be used; the message says what was expected and what to do."""


@dataclass(frozen=True, slots=True)
class BrandFile:
    """A file for a site: its name within ``assets/``, and its bytes."""

    name: str
    contents: bytes


def contents(path: Path, largest: int, expected: str) -> bytes:
    """Return the bytes of ``path``, at most ``largest`` of them; a larger file is not read at all.

    Raises ``BrandFileError``, with what was ``expected``, for anything but a readable file of that size.
    """
    expected = f"expected {expected} beside site.toml, or its path from there"
    try:
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):  # a device may never end
            raise BrandFileError(f"is no file; {expected}")
        if about.st_size > largest:
            raise _too_large(largest)
        with path.open("rb") as file:
            read = file.read(largest + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise BrandFileError(f"{getattr(error, 'strerror', None) or error}; {expected}") from error
    if len(read) > largest:  # grown since, or of a kind that tells no size
        raise _too_large(largest)
    return read


def _too_large(largest: int) -> BrandFileError:
    return BrandFileError(f"expected at most {largest // 1000} kB; save the file smaller")


_LOOKS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF; ask for the file itself, not a document that shows it",
    b"PK\x03\x04": "a ZIP archive; unpack it first",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"ttcf": "a collection of several fonts; save one of them as a file of its own",
    b"\0\1\0\0": "a font",
    b"OTTO": "a font",
    b"wOF": "a font",
    b"BM": "a bitmap; open it and save a copy as PNG",
    b"II*\0": "a TIFF picture; open it and save a copy as PNG",
    b"MM\0*": "a TIFF picture; open it and save a copy as PNG",
}


def looks_like(contents: bytes) -> str:
    """Return what a file seems to hold, in words that follow "but it is": by its first bytes."""
    if contents.startswith(b"PK") and b"[Content_Types].xml" in contents:
        return (
            "a document of Word, PowerPoint or Excel; ask for the file itself, not a document that shows it"
        )
    if contents[8:12] == b"WEBP":
        return "a WebP picture"
    if contents[4:8] == b"ftyp":
        return "a HEIC or AVIF picture, or a film; open it and save a copy as PNG"
    for beginning, kind in _LOOKS.items():
        if contents.startswith(beginning):
            return kind
    start = contents[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "a web page (HTML); the download may have failed"
    return "something else" if start else "empty; copy it again"
