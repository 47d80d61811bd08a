"""A printable sheet of slips: cut along the lines, put into a hat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import segno

from generator.config import Config, localised
from generator.render import Renderer
from questionnaire import slips, wording


@dataclass(frozen=True, slots=True)
class Card:
    """One slip as it is printed: its code in groups, and the QR code as SVG if the site has an address."""

    code: str
    picture: str | None


def sheet(config: Config, drawn: Iterable[str]) -> bytes:
    """Return the sheet as one HTML file; it holds the slips themselves and belongs into no other hands."""
    language = config.site.languages[0]
    context: dict[str, Any] = {
        "language": language,
        "brand": config.brand,
        "title": localised(config.survey.title, language),
        "address": config.site.address,
        "w": wording.load(language),
        "cards": tuple(_cards(config, drawn)),
    }
    return Renderer().page("slips.html.j2", context)


def _cards(config: Config, drawn: Iterable[str]) -> Iterator[Card]:
    for slip in drawn:
        code = slips.grouped(slip)
        yield Card(code, _picture(f"{config.site.address}#slip={code}") if config.site.address else None)


def _picture(address: str) -> str:
    return str(segno.make(address, error="m", micro=False).svg_inline(scale=2, border=2))
