"""The files of the board: a sheet for each survey, language and scheme, and the pages in its frames."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from generator.configuration.schema import localised
from generator.configuration.survey import Site, Survey
from generator.preview.board import brand, copy
from generator.preview.board.on_demand import OnDemand, always
from generator.preview.board.states import State, groups
from generator.rendering.page_context import ABOUT
from generator.rendering.templates import Renderer
from generator.rendering.wordings import wordings_in
from questionnaire import survey_texts
from questionnaire.language_folder import Tree

FOLDER = "board/"
SCHEMES = {"light": "hell", "dark": "dunkel"}

# Nothing but the preview's own files, and its own pages in the frames.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)

# What the pages beside the survey are, for the facilitator.
_PAGES = {
    "method.html": ("Methode", "Wie das Ergebnis zustande kommt."),
    "privacy.html": ("Datenschutz", "Was gespeichert wird und was nicht."),
    "accessibility.html": ("Barrierefreiheit", "Die Erklärung, und wohin man Barrieren meldet."),
    "imprint.html": ("Impressum", "Wer verantwortlich ist."),
    "paper.html": ("Papierfassung", "Zum Ausdrucken und Ankreuzen."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A page in one of its states: a phone and a desktop that show ``href``."""

    name: str
    title: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the sheet of another survey, language or scheme; ``lang`` is the title's, as in HTML."""

    title: str
    href: str
    current: bool
    lang: str = "de"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of the board; ``file`` is its name within ``board/``."""

    survey: Survey
    language: str
    scheme: str
    file: str

    @property
    def page_folder(self) -> str:
        """The folder of the survey's pages, in the copy of the site that the sheet shows."""
        return f"{self.scheme}/{self.survey.page_folder(self.language)}"


@dataclass(frozen=True, slots=True)
class _Board:
    """What every sheet is made of; ``states`` are those of a survey's page, by the survey's folder."""

    site: Site
    built: Mapping[str, bytes]
    sheets: tuple[_Sheet, ...]
    states: Mapping[str, Mapping[str, tuple[State, ...]]]
    languages: Mapping[str, Mapping[str, str]]  # code -> name and tag


def board_files(site: Site, built: Mapping[str, bytes]) -> OnDemand:
    """Return every file of the board: path beside those of the site -> contents, made when it is asked for.

    ``built`` are the files of ``site``. Raises ``InputError`` where the German wordings are at fault, and
    Jinja2's errors where the template of a sheet is.
    """
    board, renderer = _board(site, built), Renderer()
    made = {name: always(copy.own(name)) for name in ("board.css", "reload.js")}
    made |= {_colours(survey): partial(brand.style, survey.config.brand) for survey in site.surveys}
    folders = dict(_page_folders(board))
    for scheme in SCHEMES:
        made |= {f"{scheme}/{name}": maker for name, maker in copy.of_the_site(built, folders, scheme)}
    made |= {sheet.file: partial(_page, renderer, sheet, board) for sheet in board.sheets}
    made["stamp.txt"] = always(_stamp(board, made[board.sheets[0].file]()))
    return OnDemand({f"{FOLDER}{name}": maker for name, maker in made.items()})


def _board(site: Site, built: Mapping[str, bytes]) -> _Board:
    load = cache(survey_texts.load)
    surveys, sheets = site.surveys, tuple(_sheets(site))
    return _Board(
        site=site,
        built=built,
        sheets=sheets,
        states={one.folder: groups(one.config, _german(one, load)) for one in surveys},
        languages={sheet.language: dict(load(sheet.language)["language"]) for sheet in sheets},
    )


def _german(survey: Survey, load: Callable[[str], Tree]) -> Tree:
    """Return the German wordings, which the board needs whatever the site's own languages are."""
    return wordings_in(survey.config, "de", load)


def _sheets(site: Site) -> Iterator[_Sheet]:
    first = True
    for survey in site.surveys:
        for language, scheme in itertools.product(survey.config.site.languages, SCHEMES):
            prefix = survey.folder.replace("/", ".")
            file = "index.html" if first else f"{prefix}{language}.{scheme}.html"
            yield _Sheet(survey, language, scheme, file)
            first = False


def _page_folders(board: _Board) -> Iterator[tuple[str, tuple[State, ...]]]:
    """Yield every folder that holds a survey's page, and the states of that page."""
    for survey in board.site.surveys:
        states = tuple(itertools.chain.from_iterable(board.states[survey.folder].values()))
        for language in survey.config.site.languages:
            yield survey.page_folder(language), states


def _colours(survey: Survey) -> str:
    return f"{survey.folder.replace('/', '.')}colours.css"


def _stamp(board: _Board, sheet: bytes) -> bytes:
    """Return a text that changes whenever anything does that the board is made of: ``sheet`` is one of it."""
    total = hashlib.sha256(sheet)
    for name in ("board.css", "reload.js", "state.js", "python.js"):
        total.update(copy.own(name))
    for name, contents in board.built.items():
        total.update(name.encode() + hashlib.sha256(contents).digest())
    for survey in board.site.surveys:
        total.update(survey.config.model_dump_json().encode())
    total.update(repr(board.states).encode())
    return total.hexdigest().encode()


def _page(renderer: Renderer, sheet: _Sheet, board: _Board) -> bytes:
    return renderer.page("board.html.j2", _context(sheet, board))


def _context(sheet: _Sheet, board: _Board) -> dict[str, Any]:
    config, own = sheet.survey.config, sheet.survey.brand_files
    look = sheet.survey.folder if f"{sheet.survey.folder}assets/site.css" in board.built else ""
    return {
        "policy": _POLICY,
        "brand": config.brand,
        "scheme": sheet.scheme,
        "title": localised(config.survey.title, sheet.language),
        "title_lang": board.languages[sheet.language]["tag"],
        "assets": f"{sheet.scheme}/{look}assets/",
        "colours": _colours(sheet.survey),
        "icon": own.favicon.name if own.favicon else "icon.svg",
        "logo": own.logo.name if own.logo else None,
        "schemes": brand.schemes(config.brand),
        "role_names": brand.ROLE_NAMES,
        "faces": brand.faces(config.brand, own),
        "choices": _choices(sheet, board),
        "sections": {**_states(sheet, board), "Seiten": tuple(_pages(sheet, board.site.front))},
        "to_try": f"../{sheet.survey.page_folder(sheet.language)}index.html",
    }


def _states(sheet: _Sheet, board: _Board) -> dict[str, tuple[Card, ...]]:
    return {
        title: tuple(Card(s.name, s.title, s.note, f"{sheet.page_folder}{copy.page_of(s)}") for s in states)
        for title, states in board.states[sheet.survey.folder].items()
    }


def _pages(sheet: _Sheet, front: Survey | None) -> Iterator[Card]:
    if front:
        href = f"{sheet.scheme}/{front.page_folder(sheet.language)}index.html"
        yield Card("overview", "Übersicht", "Steht vor den einzelnen Befragungen.", href)
    for page in ABOUT:
        yield Card(page.removesuffix(".html"), *_PAGES[page], f"{sheet.page_folder}{page}")


def _choices(sheet: _Sheet, board: _Board) -> dict[str, tuple[Choice, ...]]:
    """Return rows of links to the sheets that differ in one thing; a row of one is left out."""
    rows: dict[str, list[Choice]] = {"Befragung": [], "Sprache": [], "Ansicht": []}
    for other in board.sheets:
        same_survey = other.survey.folder == sheet.survey.folder
        same_language, same_scheme = other.language == sheet.language, other.scheme == sheet.scheme
        current, names = other.file == sheet.file, board.languages[other.language]
        if same_language and same_scheme:
            title = localised(other.survey.config.survey.title, other.language)
            rows["Befragung"].append(Choice(title, other.file, current, names["tag"]))
        if same_survey and same_scheme:
            rows["Sprache"].append(Choice(names["name"], other.file, current, names["tag"]))
        if same_survey and same_language:
            rows["Ansicht"].append(Choice(SCHEMES[other.scheme], other.file, current))
    return {title: tuple(row) for title, row in rows.items() if len(row) > 1}
