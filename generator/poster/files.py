"""A poster to print and an invitation to send, for each language of the site.

Both lead to the site's address. The poster is one HTML file with everything in it, which any browser prints
on one page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import segno

from generator.configuration import load
from generator.configuration.schema import Config, localised
from generator.configuration.survey import Survey, language_path
from generator.configuration.values import value_at
from generator.poster.invitation import invitation, period
from generator.poster.sizes import Wording, fonts_of, sizes
from generator.rendering.page_context import fingerprints
from generator.rendering.self_contained import self_contained_style
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from questionnaire.faults import Fault, InputError
from questionnaire.language_folder import Tree

Size = Literal["A4", "A3"]

# Size of paper -> millimetres of one unit in the drawing: everything grows with the paper.
_UNIT = {"A4": 1.0, "A3": math.sqrt(2)}


def poster_files(config_path: Path, size: Size) -> dict[str, bytes]:
    """Return poster and invitation of every survey in every language: path -> contents.

    If there are several surveys, each has a folder, as in the site. Raises ``InputError`` with all faults of
    the configuration; also if the site has no address, or one too long for a QR code.
    """
    files: dict[str, bytes] = {}
    for survey in load.load_surveys(config_path):
        address = survey.config.site.address
        key = survey.key("site.address")
        if address is None:
            raise InputError([Fault("command.poster_without_address", key, file=config_path.name)])
        try:
            files |= dict(_survey_files(survey, address, size))
        except segno.DataOverflowError as error:
            raise InputError(
                [Fault("command.address_too_long", key, address, file=config_path.name)]
            ) from error
    return files


def _survey_files(survey: Survey, address: str, size: Size) -> Iterator[tuple[str, bytes]]:
    renderer = Renderer()
    for language, words in load_wordings(survey.config).items():
        localised_address = address_in(survey.config, address, language)
        poster = poster_page(survey, words, address, size, renderer)
        yield f"{survey.folder}poster-{language}.html", poster
        text = invitation(survey.config, words, localised_address)
        yield f"{survey.folder}invitation-{language}.txt", text.encode()


def poster_page(survey: Survey, words: Tree, address: str, size: Size, renderer: Renderer) -> bytes:
    """Return the poster in the language of ``words``, the survey's texts; it leads to ``address``.

    Raises ``segno.DataOverflowError`` if the address is too long for a QR code.
    """
    localised_address = address_in(survey.config, address, words["language"]["code"])
    wording = _wording(survey, words, localised_address)
    return renderer.page("poster.html.j2", paper_context(survey, words, wording, localised_address, size))


def address_in(config: Config, address: str, language: str) -> str:
    """Return the address of the survey in ``language``; an address that names a file stays as it is."""
    folder = language_path(config, language)
    return f"{address}{folder}" if address.endswith("/") else address


def paper_context(survey: Survey, words: Tree, wording: Wording, address: str, size: Size) -> dict[str, Any]:
    """Return the context of a poster with ``wording``; without an ``address`` it has no QR code.

    Raises ``segno.DataOverflowError`` if the address is too long for one.
    """
    return {
        "w": words,
        "brand": survey.config.brand,
        "said": wording,
        "promises": wording.promises,
        "sizes": sizes(wording, fonts_of(survey.brand_files), survey.brand_files.logo),
        "address": address,
        "code": _code(address) if address else None,
        "size": size,
        "unit": f"{_UNIT[size]:.4f}",
        **self_contained_style(survey.config.brand, survey.brand_files),
    }


def _wording(survey: Survey, words: Tree, address: str) -> Wording:
    config, texts = survey.config, words["poster"]
    language = words["language"]["code"]
    slip = texts["bring_slip"] if config.collection.mode == "slips" else None
    key = " · ".join(fingerprints(config))
    below = (
        period(config, texts["period"], words["dates"]),
        slip,
        f"{texts['fingerprint']} {key}" if key else None,
    )
    return Wording(
        brand=config.brand.name if config.brand.shows_name else "",
        survey=localised(config.survey.title, language),
        title=_title(config, words),
        lead=texts["lead"],
        promises=texts["promises"],
        address=address.removeprefix("https://"),  # every browser adds that by itself
        below=[text for text in below if text],
    )


def _title(config: Config, words: Tree) -> str:
    """Return the poster's title; where only that of the start page is replaced, that one: it leads there."""
    replaced = config.texts.get(words["language"]["code"], {})
    own, of_the_page = (value_at(replaced, *key) for key in (("poster", "title"), ("page", "start_title")))
    return str(words["poster"]["title"] if own or not of_the_page else of_the_page)


def _code(address: str) -> str:
    """Return the QR code, dark on light, with the quiet zone of four modules that cameras need."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True))
