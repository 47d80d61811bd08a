"""The pages and states of a site, each as one HTML text for the ``srcdoc`` of a frame in the studio.

They have the markup, the texts and the styles of the site's own pages. Styles, fonts and pictures are inside;
the scripts are ``frame_files``, in a folder beside the studio's page. No page starts Python or sends
anything, no link in it leads away, and the policy is the studio's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from itertools import chain
from typing import Any, TypeVar

from generator.configuration.survey import Site, Survey
from generator.poster.files import poster_page
from generator.rendering.inline import inline
from generator.rendering.page_context import ABOUT
from generator.rendering.stylesheets import SchemeName
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from generator.site import pages
from generator.site.pages import SurveyParts
from generator.studio.frame_markup import assets, self_contained, state_page
from generator.studio.naming import StudioLanguage, names
from generator.studio.states import SHEETS, START, State, groups, outcome, result_name
from questionnaire import survey_texts
from questionnaire.language_folder import Tree

FOLDER = "frame/"
_FRONT, _POSTER = "overview", "poster"
_OWN_SCRIPTS = ("state.js", "still.js", "python.js", "sealing.js")  # the last two in place of the site's own
_IMPORT = re.compile(r'^import .*? from "\./([a-z_]+\.js)";$', re.MULTILINE)
_MOST_KEPT = 64
_NO_INLINE = inline(b"", b"")

_T = TypeVar("_T")


def frame_files() -> dict[str, bytes]:
    """Return the scripts that pages in frames load: path within the studio's folder -> contents."""
    templates = files("site_templates")
    scripts = {entry.name: entry.read_bytes() for entry in (templates / "scripts").iterdir()}
    scripts |= {name: (templates / "frame" / name).read_bytes() for name in _OWN_SCRIPTS}
    loaded: dict[str, bytes] = {}
    waiting = list(_OWN_SCRIPTS)
    while waiting:
        name = waiting.pop()
        if name not in loaded:
            loaded[name] = scripts[name]
            waiting += _IMPORT.findall(scripts[name].decode())
    return {f"{FOLDER}{name}": contents for name, contents in sorted(loaded.items())}


class Frames:
    """Draws the pages of a site, again and again while somebody edits it.

    Keeps what did not change since the last page. Templates and languages are read when they are first
    needed: after one of these files has changed, make new ``Frames``.
    """

    def __init__(self) -> None:
        self._load = cache(survey_texts.load)
        self._renderer = Renderer()
        self._kept: dict[str, tuple[object, Any]] = {}

    def page_list(self, site: Site, language: StudioLanguage) -> list[dict[str, str]]:
        """Return group, id, title and note of each page and state of ``site``, in the order of a visit.

        ``language`` is the studio's. A state is among them if at least one survey can come into it.
        """
        called = names(language)
        titles = {**called["pages"], **self._results(language)}
        return [
            {"group": called["groups"][group], "id": page, **titles[page]}
            for group, ids in _listed(site).items()
            for page in ids
        ]

    def page_html(self, site: Site, page: str, folder: str, language: str, scheme: SchemeName) -> str:
        """Return the page or state with the id ``page``, one of ``page_list``, as one HTML text.

        ``folder`` is that of the survey, ``language`` one of the site's. Somebody who edits a site may have
        removed either of them a moment ago: then the first one takes its place, and so does the start page if
        this survey has no such page. Raises ``InputError`` for faults of the wordings.
        """
        survey = next((each for each in site.surveys if each.folder == folder), site.surveys[0])
        if page == _FRONT and site.front:
            survey = site.front
        config = survey.config
        if language not in config.site.languages:
            language = config.site.languages[0]
        name, inputs = f"{survey.folder} {scheme}", (survey is site.front, config.brand, survey.brand_files)
        inside = self._keep(name, inputs, partial(assets, survey, scheme))
        return self_contained(self._drawn(site, survey, page, language, scheme), inside)

    def _drawn(self, site: Site, survey: Survey, page: str, language: str, scheme: SchemeName) -> str:
        words, in_frame = (
            self._words(survey),
            {"color_scheme": scheme, "policy": "", "root": "", "style_root": ""},
        )
        if survey is site.front:
            context = pages.front_page_context(survey, site.surveys, language, words)
            return self._renderer.page(pages.FRONT_TEMPLATE, {**context, **in_frame}).decode()
        address = survey.config.site.address
        if page == _POSTER and address:
            poster = poster_page(survey, words[language], address, "A4", self._renderer)
            return poster.decode()
        file = f"{page}.html" if f"{page}.html" in ABOUT else "index.html"
        parts = SurveyParts(survey, words, "", _NO_INLINE)
        context = {**pages.survey_page_context(parts, language, file, self._renderer), **in_frame}
        if file in ABOUT:
            return self._renderer.page(pages.PAGES[file], context).decode()
        return state_page(_state(survey, page), context, self._renderer)

    def _words(self, survey: Survey) -> dict[str, Tree]:
        config = survey.config
        inputs = (config.texts, config.site.languages)
        return self._keep(f"words {survey.folder}", inputs, lambda: load_wordings(config, self._load))

    def _results(self, language: StudioLanguage) -> dict[str, dict[str, str]]:
        """Return title and note of the states that show a result; the titles are the texts of every site."""
        words, called = self._load(language), names(language)
        titles: dict[str, dict[str, str]] = {}
        for kind in SHEETS:
            reached = outcome(kind)
            if reached.levers:
                title = words["constellations"][kind]["name"]
                note = called["results"]["one"].format(levers=words["levers"][reached.levers])
            else:
                title = words["outcomes"]["mixed" if reached.tied else "none"]["title"]
                note = called["results"]["several" if reached.tied else "none"]
            titles[result_name(kind)] = {"title": title, "note": note}
        return titles

    def _keep(self, name: str, inputs: object, make: Callable[[], _T]) -> _T:
        """Return what was last made as ``name`` if its ``inputs`` were equal, else what ``make`` returns."""
        last = self._kept.get(name)
        if last is None or last[0] != inputs:
            if len(self._kept) >= _MOST_KEPT:  # of surveys whose folder was typed again and again
                self._kept.clear()
            last = self._kept[name] = (inputs, make())
        made: _T = last[1]
        return made


def _state(survey: Survey, name: str) -> State:
    states = {state.name: state for state in chain(*groups(survey.config).values())}
    return states.get(name, START)


def _listed(site: Site) -> dict[str, list[str]]:
    """Return the ids of every page and state by their group; surveys may collect in different ways."""
    listed: dict[str, list[str]] = {}
    for survey in site.surveys:
        for group, states in groups(survey.config).items():
            ids = listed.setdefault(group, [])
            ids += [state.name for state in states if state.name not in ids]
    notices = listed.pop("notices")
    front = [_FRONT] if site.front else []
    poster = [_POSTER] if site.first.config.site.address else []
    return {
        **listed,
        "notices": notices,
        "pages": [*front, *(page.removesuffix(".html") for page in ABOUT), *poster],
    }
