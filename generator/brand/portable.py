"""The form of a brand's file in which a folder keeps it: every build makes the same bytes of it.

A browser has another brotli than this machine, and the two pack a font into different bytes. So whoever edits
a site packs a font once, and every build takes what was packed as it is.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.brand import font
from generator.brand.brand_file import BrandFileError


def portable(name: str, contents: bytes) -> tuple[str, bytes]:
    """Return name and contents of the file to keep: of a font its WOFF2, of everything else what was given.

    A font that no site can use stays as it is as well: the check of the site says why.
    """
    if len(contents) > font.LARGEST or not font.looks_so(contents):
        return name, contents
    try:
        packed = font.from_bytes(contents, "font").contents
        # A checksum of the tables as they were is of something that packing may have dropped from an outline,
        # such as a flag that means nothing. Of what is packed now, it is right.
        settled = font.from_bytes(packed, "font").contents
    except BrandFileError:
        return name, contents
    return str(PurePosixPath(name).with_suffix(".woff2")), settled
