"""The sheets of the board: one for each survey, language and scheme, with a card for each page and state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from generator.configuration.schema import localised
from generator.configuration.survey import Site, Survey
from generator.preview.board import brand
from generator.preview.board.frames import page_of, style_folder
from generator.preview.board.states import State
from generator.rendering.page_context import ABOUT
from generator.rendering.stylesheets import SchemeName

SCHEMES: Mapping[SchemeName, str] = {"light": "hell", "dark": "dunkel"}

# A sheet loads only the preview's own files, and shows only its own pages in frames.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)

# Titles and notes of the pages beside the survey's, for the facilitator.
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
    """A link to the sheet of another survey, language or scheme; ``lang`` is the title's HTML language."""

    title: str
    href: str
    current: bool
    lang: str = "de"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the board; ``file`` is its name within ``board/``."""

    survey: Survey
    language: str
    scheme: SchemeName
    file: str

    @property
    def page_folder(self) -> str:
        """The folder of the survey's pages in the frames of the sheet."""
        return f"{self.scheme}/{self.survey.page_folder(self.language)}"


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the sheets of ``site`` share.

    ``built`` are the site's files; ``states`` are those of a survey's page by its folder, then by the
    title of their group; ``languages`` has name and tag of each language by its code.
    """

    site: Site
    built: Mapping[str, bytes]
    sheets: tuple[Sheet, ...]
    states: Mapping[str, Mapping[str, tuple[State, ...]]]
    languages: Mapping[str, Mapping[str, str]]


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield every sheet; the first is the board's ``index.html``."""
    first = True
    for survey in site.surveys:
        for language, scheme in product(survey.config.site.languages, SCHEMES):
            prefix = survey.folder.replace("/", ".")
            file = "index.html" if first else f"{prefix}{language}.{scheme}.html"
            yield Sheet(survey, language, scheme, file)
            first = False


def colours_file(survey: Survey) -> str:
    """Return the name of the stylesheet, within ``board/``, that has the colours of the survey's brand."""
    return f"{survey.folder.replace('/', '.')}colours.css"


def sheet_context(sheet: Sheet, board: Board) -> dict[str, Any]:
    """Return the context of the template ``board.html.j2``."""
    config, own = sheet.survey.config, sheet.survey.brand_files
    return {
        "policy": _POLICY,
        "brand": config.brand,
        "scheme": sheet.scheme,
        "title": localised(config.survey.title, sheet.language),
        "title_lang": board.languages[sheet.language]["tag"],
        "assets": f"{sheet.scheme}/{style_folder(sheet.survey, board.built)}assets/",
        "colours": colours_file(sheet.survey),
        "icon": own.favicon.name if own.favicon else "icon.svg",
        "logo": own.logo.name if own.logo else None,
        "schemes": brand.schemes(config.brand),
        "role_names": brand.ROLE_NAMES,
        "faces": brand.faces(config.brand, own),
        "choices": _choices(sheet, board),
        "sections": {**_states(sheet, board), "Seiten": tuple(_pages(sheet, board.site.front))},
        "to_try": f"../{sheet.survey.page_folder(sheet.language)}index.html",
    }


def _states(sheet: Sheet, board: Board) -> dict[str, tuple[Card, ...]]:
    return {
        title: tuple(Card(s.name, s.title, s.note, f"{sheet.page_folder}{page_of(s)}") for s in states)
        for title, states in board.states[sheet.survey.folder].items()
    }


def _pages(sheet: Sheet, front: Survey | None) -> Iterator[Card]:
    if front:
        href = f"{sheet.scheme}/{front.page_folder(sheet.language)}index.html"
        yield Card("overview", "Übersicht", "Steht vor den einzelnen Befragungen.", href)
    for page in ABOUT:
        yield Card(page.removesuffix(".html"), *_PAGES[page], f"{sheet.page_folder}{page}")


def _choices(sheet: Sheet, board: Board) -> dict[str, tuple[Choice, ...]]:
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
