"""A printable sheet of slips: cut along the lines, put into a hat."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config, localised
from generator.rendering.self_contained import self_contained_style
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from questionnaire import slips


@dataclass(frozen=True, slots=True)
class Card:
    """One printed slip: its code in groups, and the QR code as SVG if the site has an address."""

    code: str
    picture: str | None


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
        "cards": tuple(_cards(config, drawn)),
    }
    return Renderer().page("slips.html.j2", context)


def write_slip_sheet(path: Path, page: bytes) -> None:
    """Write the sheet so that only its owner can read it; raises ``FileExistsError`` if the file exists."""
    owner_only = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(owner_only, "wb") as file:  # noqa: PTH123 (pathlib opens no descriptors)
        file.write(page)


def _cards(config: Config, drawn: Iterable[str]) -> Iterator[Card]:
    for slip in drawn:
        code = slips.grouped(slip)
        yield Card(code, _picture(f"{config.site.address}#slip={code}") if config.site.address else None)


def _picture(address: str) -> str:
    return str(segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True))
