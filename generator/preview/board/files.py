"""The files of the board: its sheets, and the pages in their frames."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import chain

from generator.configuration.survey import Site, Survey
from generator.preview.board import brand, frames
from generator.preview.board.frames import Frames, board_asset, page_of
from generator.preview.board.on_demand import Maker, OnDemand, always
from generator.preview.board.sheets import SCHEMES, Board, Sheet, colours_file, sheet_context, sheets
from generator.preview.board.states import START, groups
from generator.rendering.templates import Renderer
from generator.rendering.wordings import wordings_in
from questionnaire import survey_texts
from questionnaire.language_folder import Tree

FOLDER = "board/"
_ASSETS = ("board.css", "reload.js")


def board_files(site: Site, built: Mapping[str, bytes]) -> OnDemand:
    """Return every file of the board: path, beside those of the site -> contents, made on request.

    ``built`` are the files of ``site``. Raises ``InputError`` for faults of the German wordings, and Jinja2's
    errors for faults of the templates of sheets and states.
    """
    load, renderer = cache(survey_texts.load), Renderer()
    board = _board(site, built, load)
    made = dict(_makers(board, load, renderer))
    first = board.sheets[0]  # drawn at once with its first page, to report a fault of either template
    drawn = (made[first.file](), made[f"{first.page_folder}{page_of(START)}"]())
    made["stamp.txt"] = always(_stamp(board, drawn))
    return OnDemand({f"{FOLDER}{name}": maker for name, maker in made.items()})


def _board(site: Site, built: Mapping[str, bytes], load: Callable[[str], Tree]) -> Board:
    every = tuple(sheets(site))
    return Board(
        site=site,
        built=built,
        sheets=every,
        states={survey.folder: groups(survey.config, _german(survey, load)) for survey in site.surveys},
        languages={sheet.language: dict(load(sheet.language)["language"]) for sheet in every},
    )


def _german(survey: Survey, load: Callable[[str], Tree]) -> Tree:
    """Return the German wordings, which the board needs even if the site has other languages only."""
    return wordings_in(survey.config, "de", load)


def _makers(board: Board, load: Callable[[str], Tree], renderer: Renderer) -> Iterator[tuple[str, Maker]]:
    """Yield the path within the board's folder and the maker of every file except the stamp."""
    for name in _ASSETS:
        yield name, partial(board_asset, name)
    for survey in board.site.surveys:
        yield colours_file(survey), partial(brand.style, survey.config.brand)
    states = {folder: tuple(chain(*grouped.values())) for folder, grouped in board.states.items()}
    for scheme in SCHEMES:
        for name, maker in Frames(board.site, board.built, states, scheme, load, renderer).files():
            yield f"{scheme}/{name}", maker
    for sheet in board.sheets:
        yield sheet.file, partial(_page, sheet, board, renderer)


def _page(sheet: Sheet, board: Board, renderer: Renderer) -> bytes:
    return renderer.page("board.html.j2", sheet_context(sheet, board))


def _stamp(board: Board, drawn: Iterable[bytes]) -> bytes:
    """Return a text that changes whenever the board does; ``drawn`` are the pages that are drawn already."""
    total = hashlib.sha256()
    for name in (*_ASSETS, *frames.ASSETS):
        total.update(board_asset(name))
    for contents in drawn:
        total.update(hashlib.sha256(contents).digest())
    for name, contents in board.built.items():
        total.update(name.encode() + hashlib.sha256(contents).digest())
    for survey in board.site.surveys:
        total.update(survey.config.model_dump_json().encode())
    total.update(repr(board.states).encode())
    return total.hexdigest().encode()
