"""The files of the board: a sheet for each survey, language and scheme, and the pages in its frames."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from generator.board import brand, copy
from generator.board.on_demand import OnDemand, always
from generator.board.states import State, groups
from generator.configuration.config import localised
from generator.configuration.editions import Edition, Editions
from generator.faults import InputError
from generator.frame import ABOUT
from generator.render import Renderer
from generator.words import faults_of, words_in
from questionnaire import survey_texts
from questionnaire.language_folder import Tree, WordingError

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

    edition: Edition
    language: str
    scheme: str
    file: str

    @property
    def place(self) -> str:
        """Where the survey's pages are, in the copy that the sheet shows."""
        return f"{self.scheme}/{self.edition.place(self.language)}"


@dataclass(frozen=True, slots=True)
class _Board:
    """What every sheet is made of; ``states`` are those of a survey's page, by the survey's folder."""

    everything: Editions
    site: Mapping[str, bytes]
    sheets: tuple[_Sheet, ...]
    states: Mapping[str, Mapping[str, tuple[State, ...]]]
    languages: Mapping[str, Mapping[str, str]]  # code -> name and tag


def files(everything: Editions, site: Mapping[str, bytes]) -> OnDemand:
    """Return every file of the board: path beside those of ``site`` -> contents, made when it is asked for.

    ``site`` is what ``generator.plan.plan`` made of ``everything``. Raises ``InputError`` where the
    German wordings are at fault, and what the template of a sheet raises if that is.
    """
    board, renderer = _board(everything, site), Renderer()
    made = {name: always(copy.own(name)) for name in ("board.css", "reload.js")}
    made |= {_colours(edition): partial(brand.style, edition.config.brand) for edition in everything.surveys}
    places = dict(_places(board))
    for scheme in SCHEMES:
        made |= {f"{scheme}/{name}": maker for name, maker in copy.of_the_site(site, places, scheme)}
    made |= {sheet.file: partial(_page, renderer, sheet, board) for sheet in board.sheets}
    made["stamp.txt"] = always(_stamp(board, made[board.sheets[0].file]()))
    return OnDemand({f"{FOLDER}{name}": maker for name, maker in made.items()})


def _board(everything: Editions, site: Mapping[str, bytes]) -> _Board:
    load = cache(survey_texts.load)
    surveys, sheets = everything.surveys, tuple(_sheets(everything))
    return _Board(
        everything=everything,
        site=site,
        sheets=sheets,
        states={one.folder: groups(one.config, _german(one, load)) for one in surveys},
        languages={sheet.language: dict(load(sheet.language)["language"]) for sheet in sheets},
    )


def _german(edition: Edition, load: Callable[[str], Tree]) -> Tree:
    """Return the German wordings, which the board needs whatever the site's own languages are."""
    try:
        return words_in(edition.config, "de", load)
    except WordingError as error:
        raise InputError(faults_of(error)) from error


def _sheets(everything: Editions) -> Iterator[_Sheet]:
    first = True
    for edition in everything.surveys:
        for language, scheme in itertools.product(edition.config.site.languages, SCHEMES):
            survey = edition.folder.replace("/", ".")
            yield _Sheet(
                edition, language, scheme, "index.html" if first else f"{survey}{language}.{scheme}.html"
            )
            first = False


def _places(board: _Board) -> Iterator[tuple[str, tuple[State, ...]]]:
    """Yield every folder that holds a survey's page, and the states of that page."""
    for edition in board.everything.surveys:
        states = tuple(itertools.chain.from_iterable(board.states[edition.folder].values()))
        for language in edition.config.site.languages:
            yield edition.place(language), states


def _colours(edition: Edition) -> str:
    return f"{edition.folder.replace('/', '.')}colours.css"


def _stamp(board: _Board, sheet: bytes) -> bytes:
    """Return a text that changes whenever anything does that the board is made of: ``sheet`` is one of it."""
    total = hashlib.sha256(sheet)
    for name in ("board.css", "reload.js", "state.js", "python.js"):
        total.update(copy.own(name))
    for name, contents in board.site.items():
        total.update(name.encode() + hashlib.sha256(contents).digest())
    for edition in board.everything.surveys:
        total.update(edition.config.model_dump_json().encode())
    total.update(repr(board.states).encode())
    return total.hexdigest().encode()


def _page(renderer: Renderer, sheet: _Sheet, board: _Board) -> bytes:
    return renderer.page("board.html.j2", _context(sheet, board))


def _context(sheet: _Sheet, board: _Board) -> dict[str, Any]:
    config, own = sheet.edition.config, sheet.edition.files
    look = sheet.edition.folder if f"{sheet.edition.folder}assets/site.css" in board.site else ""
    return {
        "policy": _POLICY,
        "brand": config.brand,
        "scheme": sheet.scheme,
        "title": localised(config.survey.title, sheet.language),
        "title_lang": board.languages[sheet.language]["tag"],
        "assets": f"{sheet.scheme}/{look}assets/",
        "colours": _colours(sheet.edition),
        "icon": own.favicon.name if own.favicon else "icon.svg",
        "logo": own.logo.name if own.logo else None,
        "schemes": brand.schemes(config.brand),
        "role_names": brand.ROLE_NAMES,
        "faces": brand.faces(config.brand, own),
        "choices": _choices(sheet, board),
        "sections": {**_states(sheet, board), "Seiten": tuple(_pages(sheet, board.everything.front))},
        "to_try": f"../{sheet.edition.place(sheet.language)}index.html",
    }


def _states(sheet: _Sheet, board: _Board) -> dict[str, tuple[Card, ...]]:
    return {
        title: tuple(Card(s.name, s.title, s.note, f"{sheet.place}{copy.page_of(s)}") for s in states)
        for title, states in board.states[sheet.edition.folder].items()
    }


def _pages(sheet: _Sheet, front: Edition | None) -> Iterator[Card]:
    if front:
        href = f"{sheet.scheme}/{front.place(sheet.language)}index.html"
        yield Card("overview", "Übersicht", "Steht vor den einzelnen Befragungen.", href)
    for page in ABOUT:
        yield Card(page.removesuffix(".html"), *_PAGES[page], f"{sheet.place}{page}")


def _choices(sheet: _Sheet, board: _Board) -> dict[str, tuple[Choice, ...]]:
    """Return rows of links to the sheets that differ in one thing; a row of one is left out."""
    rows: dict[str, list[Choice]] = {"Befragung": [], "Sprache": [], "Ansicht": []}
    for other in board.sheets:
        survey = other.edition.folder == sheet.edition.folder
        language, scheme = other.language == sheet.language, other.scheme == sheet.scheme
        current, names = other.file == sheet.file, board.languages[other.language]
        if language and scheme:
            title = localised(other.edition.config.survey.title, other.language)
            rows["Befragung"].append(Choice(title, other.file, current, names["tag"]))
        if survey and scheme:
            rows["Sprache"].append(Choice(names["name"], other.file, current, names["tag"]))
        if survey and language:
            rows["Ansicht"].append(Choice(SCHEMES[other.scheme], other.file, current))
    return {title: tuple(row) for title, row in rows.items() if len(row) > 1}
