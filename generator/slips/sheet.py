"""A printable sheet of slips: cut along the lines, put into a hat.

The QR code leads to the survey and is the same on all slips. The slip itself is typed: browsers keep the
address that a camera opened, with all that is in it, in their history and session files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import segno

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config, localised
from generator.rendering.page_context import fingerprints
from generator.rendering.self_contained import self_contained_style
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from questionnaire import slips


def slip_sheet(config: Config, drawn: Iterable[str], brand_files: BrandFiles | None = None) -> bytes:
    """Return the sheet of the ``drawn`` slips as one HTML file with the brand's files in it.

    Whoever reads the sheet can use its slips: let nobody else have it.
    """
    language = config.site.languages[0]
    context: dict[str, Any] = {
        **self_contained_style(config.brand, brand_files or BrandFiles()),
        "brand": config.brand,
        "title": localised(config.survey.title, language),
        "address": config.site.address,
        "w": load_wordings(config)[language],
        "picture": _picture(config.site.address) if config.site.address else None,
        "codes": tuple(map(slips.grouped, drawn)),
        "fingerprints": fingerprints(config),
    }
    return Renderer().page("slips.html.j2", context)


def write_slip_sheet(path: Path, page: bytes) -> None:
    """Write the sheet so that only its owner can read it; raises ``FileExistsError`` if the file exists."""
    owner_only = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(owner_only, "wb") as file:  # noqa: PTH123 (pathlib opens no descriptors)
        file.write(page)


def _picture(address: str) -> str:
    return str(segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True))
