"""The files in the frames of the board: the site's pages in one scheme, the survey's page in each state.

They have the paths, the markup and the policies of the site's own pages; nothing in them starts Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from generator.configuration.survey import Site, Survey
from generator.preview.board.on_demand import Maker, always
from generator.preview.board.states import START, State
from generator.rendering.inline import inline
from generator.rendering.stylesheets import LATER, STYLE, SchemeName, other_styles, stylesheets
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from generator.site import pages
from generator.site.files import FIRST_PAINT
from generator.site.pages import SurveyParts
from questionnaire.language_folder import Tree

# Files of site_templates/board that the frames load; python.js takes the place of the site's own.
ASSETS = ("state.js", "no_script.js", "state.css", "python.js")


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of ``site`` in ``scheme``.

    ``built`` are the site's files; ``states`` are those of a survey's page, by the survey's folder; ``load``
    reads a language.
    """

    site: Site
    built: Mapping[str, bytes]
    states: Mapping[str, tuple[State, ...]]
    scheme: SchemeName
    load: Callable[[str], Tree]
    renderer: Renderer

    def files(self) -> Iterator[tuple[str, Maker]]:
        """Yield path and maker of each file; paths are the site's own, and a state lies beside its page."""
        yield from self._assets()
        yield from self._styles(self.site.first, "")
        if front := self.site.front:
            for language in front.config.site.languages:
                yield f"{front.page_folder(language)}index.html", partial(self._front_page, front, language)
        for survey in self.site.surveys:
            yield from self._survey(survey, style_folder(survey, self.built))

    def _assets(self) -> Iterator[tuple[str, Maker]]:
        """Yield fonts, pictures and scripts; the site bundles its scripts, here each is a file of its own."""
        for name, contents in self.built.items():
            path = PurePosixPath(name)
            if path.parent.name == "assets" and path.suffix not in (".css", ".js"):
                yield name, always(contents)
        for script in (files("site_templates") / "scripts").iterdir():
            yield f"assets/{script.name}", script.read_bytes
        yield from ((name, always(contents)) for name, contents in other_styles().items())
        for name in ASSETS:
            yield f"assets/{name}", partial(board_asset, name)

    def _styles(self, survey: Survey, folder: str) -> Iterator[tuple[str, Maker]]:
        for name in (STYLE, LATER):
            yield f"{folder}{name}", partial(self._style, survey, name)

    def _style(self, survey: Survey, name: str) -> bytes:
        return stylesheets(survey.config.brand, survey.brand_files, self.scheme)[name]

    def _survey(self, survey: Survey, style_folder: str) -> Iterator[tuple[str, Maker]]:
        if style_folder:
            yield from self._styles(survey, style_folder)
        parts = cache(partial(self._parts, survey, style_folder))  # all frames of a sheet are loaded together
        for language in survey.config.site.languages:
            folder = survey.page_folder(language)
            for page in pages.PAGES:
                yield f"{folder}{page}", partial(self._page, parts, language, page)
            for state in self.states[survey.folder]:
                yield f"{folder}{page_of(state)}", partial(self._state_page, parts, language, state)

    def _parts(self, survey: Survey, style_folder: str) -> SurveyParts:
        words = load_wordings(survey.config, self.load)
        in_page = inline(self._style(survey, STYLE), self.built[FIRST_PAINT])
        return SurveyParts(survey, words, style_folder, in_page)

    def _page(self, parts: Callable[[], SurveyParts], language: str, page: str) -> bytes:
        context = pages.survey_page_context(parts(), language, page, self.renderer)
        return self.renderer.page(pages.PAGES[page], self._in_scheme(context))

    def _state_page(self, parts: Callable[[], SurveyParts], language: str, state: State) -> bytes:
        context = pages.survey_page_context(parts(), language, "index.html", self.renderer)
        return state_page(state, self._in_scheme(context), self.renderer)

    def _front_page(self, front: Survey, language: str) -> bytes:
        words = load_wordings(front.config, self.load)
        context = pages.front_page_context(front, self.site.surveys, language, words)
        return self.renderer.page(pages.FRONT_TEMPLATE, self._in_scheme(context))

    def _in_scheme(self, context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**context, "color_scheme": self.scheme}


def state_page(state: State, context: Mapping[str, Any], renderer: Renderer) -> bytes:
    """Return the survey's page in ``state``; ``context`` is that of the page itself."""
    shown = json.dumps(state.shown, ensure_ascii=False)
    return renderer.page("board_state.html.j2", {**context, "scripts_run": state.scripts, "shown": shown})


def page_of(state: State) -> str:
    """Return the name of the page that shows ``state``."""
    return "index.html" if state is START else f"state-{state.name}.html"


def style_folder(survey: Survey, built: Mapping[str, bytes]) -> str:
    """Return the folder of the survey's stylesheets within the site: ``""`` if it shares the site's."""
    return survey.folder if f"{survey.folder}{STYLE}" in built else ""


def board_asset(name: str) -> bytes:
    """Return a file of ``site_templates/board``."""
    return (files("site_templates") / "board" / name).read_bytes()
