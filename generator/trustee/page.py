"""The trustee's page as one HTML file: it belongs to no survey, so it has our own colours and every word."""

from __future__ import annotations

from collections.abc import Mapping

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import BrandTable
from generator.one_file.frame import Frame
from generator.trustee.wording import LANGUAGES, load

NAME = "treuhand.html"
GENERATOR = "lastbild: the key of an urn"
MARK = f'content="{GENERATOR}"'.encode()  # tells our files from anybody else's


def trustee_page(script: bytes, python: Mapping[str, bytes] | None = None) -> bytes:
    """Return the page; ``script`` is its own in one piece, ``python`` has the parts of Python inside it."""
    frame = Frame(
        name=NAME,
        template="trustee/treuhand.html.j2",
        brand=BrandTable(name="Lastbild"),
        brand_files=BrandFiles(),
        words={code: load(code) for code in LANGUAGES},
        language=LANGUAGES[0],
        script=script,
        python=python or {},
    )
    return frame.page({"generator": GENERATOR})
