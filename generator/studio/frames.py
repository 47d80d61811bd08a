<<<<<<< HEAD
"""The pages of a site for the studio's frames: each page, and the survey's page in each of its states.

A frame's page is one text that holds its style, fonts and pictures itself. Its markup is the site's own; the
scripts in it are files of the studio's folder, and none of them starts Python.
=======
"""The pages and states of a site, each as one HTML text for the ``srcdoc`` of a frame in the studio.

They have the markup, the texts and the styles of the site's own pages. Styles, fonts and pictures are inside;
the scripts are ``frame_files``, in a folder beside the studio's page. No page starts Python or sends
anything, no link in it leads away, and the policy is the studio's.
>>>>>>> lead
"""

from __future__ import annotations

<<<<<<< HEAD
import base64
import json
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from typing import Any

from generator.configuration.survey import Site, Survey
from generator.rendering.headers import TYPES
from generator.rendering.inline import inline
from generator.rendering.page_context import ABOUT
from generator.rendering.stylesheets import STYLE, SchemeName, other_styles, stylesheets
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings, wordings_in
from generator.site import pages
from generator.site.files import FIRST_PAINT
from generator.site.pages import SurveyParts
from generator.studio.states import START, State, StudioLanguage, state_words, states
from questionnaire import survey_texts
from questionnaire.language_folder import Tree

FOLDER = "frame/"  # of the studio's folder: the scripts of the pages in frames
OVERVIEW = "overview"  # the page in front of several surveys
_SCRIPTS = ("state.js", "no_script.js", "python.js")


def frame_files() -> dict[str, bytes]:
    """Return the scripts that pages in frames load: path within the studio's folder -> contents.

    They are the site's own, each a file; ``python.js`` of ``site_templates/frame`` takes the place of the
    site's, so that no Python starts.
    """
    templates = files("site_templates")
    scripts = {entry.name: entry.read_bytes() for entry in (templates / "scripts").iterdir()}
    scripts |= {name: (templates / "frame" / name).read_bytes() for name in _SCRIPTS}
    return {f"{FOLDER}{name}": contents for name, contents in scripts.items()}


@dataclass(frozen=True)
class Frames:
    """What the frames show of ``site``; ``built`` are the files of the site: path -> contents.

    Texts and styles are made once, when a page first needs them: keep it until the site is built again.
    """

    site: Site
    built: Mapping[str, bytes]
    _renderer: Renderer = field(default_factory=Renderer)
    _load: Callable[[str], Tree] = field(default_factory=lambda: cache(survey_texts.load))
    _made: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def pages(self, language: StudioLanguage) -> list[dict[str, str]]:
        """Return what there is to look at, in order: group, id, title and note of each page and state.

        ``language`` is that of titles and notes. A survey shows only the states that its mode has; a state
        that only another survey has is listed, too.
        """
        words = state_words(language)
        listed: dict[str, dict[str, str]] = {}
        for survey in self.site.surveys:
            texts = wordings_in(survey.config, language, self._load)
            for state in states(survey.config, texts, language):
                told = {"group": words["groups"][state.group], "title": state.title, "note": state.note}
                listed.setdefault(state.name, {"id": state.name, **told})
        about = (*((OVERVIEW,) if self.site.front else ()), *(page.removesuffix(".html") for page in ABOUT))
        for page in about:
            title, note = words["pages"][page]
            listed[page] = {"id": page, "group": words["groups"]["pages"], "title": title, "note": note}
        return sorted(listed.values(), key=lambda page: list(words["groups"].values()).index(page["group"]))

    def page(self, name: str, survey_folder: str, language: str, scheme: SchemeName) -> str:
        """Return the page or state ``name``, an id of ``pages``, as one text of HTML for a frame.

        ``survey_folder`` says of which survey, ``language`` in which of the site's languages. A state that
        this survey does not have is shown as its start page. Raises ``StopIteration`` for an unknown survey.
        """
        survey = next(each for each in self.site.surveys if each.folder == survey_folder)
        if name == OVERVIEW and self.site.front:
            front = self.site.front
            html = self._renderer.page(pages.FRONT_TEMPLATE, self._front_context(front, language, scheme))
            return self._framed(html, front, front.page_folder(language), scheme)
        file = f"{name}.html"
        parts = self._once(("parts", survey.folder, scheme), partial(self._parts, survey, scheme))
        page = file if file in ABOUT else "index.html"
        context = pages.survey_page_context(parts, language, page, self._renderer) | {"color_scheme": scheme}
        if page == "index.html":
            html = state_page(self._state(survey, name), context, self._renderer)
        else:
            html = self._renderer.page(pages.PAGES[page], context)
        return self._framed(html, survey, survey.page_folder(language), scheme)

    def _once(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:  # noqa: ANN401 (whatever is made)
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _state(self, survey: Survey, name: str) -> State:
        german = partial(wordings_in, survey.config, "de", self._load)
        every = self._once(("states", survey.folder), lambda: tuple(states(survey.config, german(), "de")))
        return next((state for state in every if state.name == name), START)

    def _parts(self, survey: Survey, scheme: SchemeName) -> SurveyParts:
        words = load_wordings(survey.config, self._load)
        style = self._styles(survey, scheme)[STYLE]
        return SurveyParts(
            survey, words, style_folder(survey, self.built), inline(style, self.built[FIRST_PAINT])
        )

    def _styles(self, survey: Survey, scheme: SchemeName) -> Mapping[str, bytes]:
        make = partial(stylesheets, survey.config.brand, survey.brand_files, scheme)
        styles: Mapping[str, bytes] = self._once(("styles", survey.folder, scheme), make)
        return styles

    def _front_context(self, front: Survey, language: str, scheme: SchemeName) -> dict[str, Any]:
        words = load_wordings(front.config, self._load)
        return pages.front_page_context(front, self.site.surveys, language, words) | {"color_scheme": scheme}

    def _framed(self, html: bytes, survey: Survey, folder: str, scheme: SchemeName) -> str:
        """Return ``html``, a page of the site in ``folder``, with everything that it loads within it."""

        def address(relative: str) -> str:
            path = posixpath.normpath(f"{folder}{relative}")
            key = ("address", survey.folder, scheme, path)
            data: str = self._once(key, lambda: _data(path, self._contents(path, survey, scheme)))
            return data

        return _framed(html.decode(), address)

    def _contents(self, path: str, survey: Survey, scheme: SchemeName) -> bytes:
        """Return the file at ``path`` of the site, as the frames show it: in one scheme, fonts within."""
        name = path.removeprefix(style_folder(survey, self.built))
        if name == _STATE_STYLE:
            return (files("site_templates") / "frame" / "state.css").read_bytes()
        if not path.endswith(".css"):
            return self.built[path]
        style = {**other_styles(), **self._styles(survey, scheme)}[name].decode()
        folder = posixpath.dirname(path)
        return _with_fonts(style, lambda font: self.built[posixpath.join(folder, font)]).encode()


_STATE_STYLE = "assets/state.css"  # as the template of a state names it
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">\n?')
_STYLE_ELEMENT = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_INLINE_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
_ICON = re.compile(r'<link rel="icon"[^>]*>\n?')
_NOT_RUN = re.compile(r"<noscript><link.*?</noscript>\n?", re.DOTALL)
_LOADED = re.compile(r'(<link rel="stylesheet" href=|<img src=)"([^"]+)"')
_SCRIPT_FILE = re.compile(r'(<script type="module" src=)"[^"]*/?assets/([^"/]+)"')


def _framed(html: str, address: Callable[[str], str]) -> str:
    """Return a page of ours for a frame: the studio's policy allows no style and no script within a page.

    ``address`` turns an address in the page into one that holds the file.
    """
    html = _POLICY.sub("", html)
    html = _ICON.sub("", html)
    html = _NOT_RUN.sub("", html)
    html = _STYLE_ELEMENT.sub(lambda style: f'<link rel="stylesheet" href="{_css(style[1].encode())}">', html)
    html = _INLINE_SCRIPT.sub(f'<script src="{FOLDER}first_paint.js"></script>', html)
    html = _SCRIPT_FILE.sub(rf'\1"{FOLDER}\2"', html)
    return _LOADED.sub(
        lambda loaded: loaded[0] if loaded[2].startswith("data:") else f'{loaded[1]}"{address(loaded[2])}"',
        html,
    )


def _with_fonts(style: str, contents: Callable[[str], bytes]) -> str:
    return re.sub(r'url\("([^":]+)"\)', lambda found: f'url("{_data(found[1], contents(found[1]))}")', style)


def _css(style: bytes) -> str:
    return _data("style.css", style)


def _data(name: str, contents: bytes) -> str:
    kind = TYPES[name.rpartition(".")[2]].partition(";")[0]
    return f"data:{kind};base64,{base64.b64encode(contents).decode()}"


def state_page(state: State, context: Mapping[str, Any], renderer: Renderer) -> bytes:
    """Return the survey's page in ``state``; ``context`` is that of the page itself."""
    shown = json.dumps(state.shown, ensure_ascii=False)
    return renderer.page("frame.html.j2", {**context, "scripts_run": state.scripts, "shown": shown})


def style_folder(survey: Survey, built: Mapping[str, bytes]) -> str:
    """Return the folder of the survey's stylesheets within the site: ``""`` if it shares the site's."""
    return survey.folder if f"{survey.folder}{STYLE}" in built else ""


def page_list(site: Site, language: StudioLanguage) -> list[dict[str, str]]:
    """Return the pages and states of ``site`` as ``Frames.pages`` does, from nothing that is built."""
    return Frames(site, {}).pages(language)
=======
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
_OWN_SCRIPTS = ("state.js", "still.js", "python.js")  # python.js takes the place of the site's own
_MOST_KEPT = 64
_NO_INLINE = inline(b"", b"")

_T = TypeVar("_T")


def frame_files() -> dict[str, bytes]:
    """Return the scripts that pages in frames load: path within the studio's folder -> contents."""
    templates = files("site_templates")
    site = {entry.name: entry.read_bytes() for entry in (templates / "scripts").iterdir()}
    own = {name: (templates / "frame" / name).read_bytes() for name in _OWN_SCRIPTS}
    return {f"{FOLDER}{name}": contents for name, contents in sorted({**site, **own}.items())}


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
>>>>>>> lead
