"""The files of a site, all made in memory before anything is written."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from generator.configuration import load
from generator.configuration.survey import Site, Survey
from generator.decisions.page import site_pages
from generator.rendering.inline import inline
from generator.rendering.stylesheets import LATER, STYLE, other_styles, style_files
from generator.rendering.templates import Renderer
from generator.rendering.wordings import folder_faults, load_wordings
from generator.runtime import parts, store
from generator.site.ballots import ballot_style
from generator.site.page_loads import downloads, integrities, scripts
from generator.site.pages import SurveyParts, front_pages, survey_pages
from generator.site.part_cache import PartCache, content_digest
from generator.site.server_files import server_files
from questionnaire import language_folder, prose, survey_texts
from questionnaire.faults import Fault, InputError
from questionnaire.language_folder import Tree

Files = dict[str, bytes]  # path within the site -> contents
FIRST_PAINT = "assets/first_paint.js"  # the survey's page also holds this script inline
SEALING = "assets/sealed_contribution.js"  # beside the page's own script, which loads it (sealing.js)
CSP_FALLBACK = "assets/csp_fallback.js"  # loads what stands inline where a server's policy forbids it


def configured_site_files(config_path: Path, *, collector: str | None = None) -> Files:
    """Return every file of the site that ``config_path`` describes: path within the site -> contents.

    ``collector``, the address of a preview's collector, replaces the configured ones. Raises ``InputError``
    with all faults of the configuration and of the languages it uses; a text that is still German is one.
    """
    try:
        site = load.load_site(config_path)
    except InputError as error:
        # Whoever adds a language is told everything at once: in site.toml, and in the language's folder.
        codes = load.named_languages(config_path)
        raise InputError([*error.faults, *_language_faults(codes, translated=True)]) from error
    return site_files(sending_to(collector, site) if collector else site, translated=True)


def sending_to(collector: str, site: Site) -> Site:
    """Return ``site`` with the address ``collector`` in place of every configured one."""
    return replace(site, surveys=tuple(_sending_to(collector, survey) for survey in site.surveys))


def site_files(
    site: Site, *, cache: PartCache | None = None, translated: bool = False, single: bool = False
) -> Files:
    """Return every file of ``site``: path within the site -> contents.

    With a ``cache``, only the surveys that changed since its last build are rendered again. Without
    ``translated``, a text may still be German, so that translators can look at their language. With
    ``single``, the pages are those of a single file: their texts name no server. Raises ``InputError`` with
    all faults of the languages.
    """
    renderer = Renderer()
    if faults := _language_faults(tuple(site.first.config.site.languages), translated=translated):
        raise InputError(faults)
    maker = _SurveyMaker.of(site, renderer, single=single)
    pages = maker.front_files(site)
    sources = content_digest(files("site_templates"), language_folder.LANGUAGES_FOLDER) if cache else b""
    cache = cache or PartCache()
    with cache.build():
        for survey in site.surveys:
            inputs = (survey, maker.first.config.brand, maker.first.brand_files, maker.programs, sources)
            pages |= cache.get_or_make(survey.folder, inputs, functools.partial(maker.survey_files, survey))
    return {**pages, **maker.static}


@dataclass(frozen=True)
class _SurveyMaker:
    """Makes the files of one survey after the other; they share styles, scripts and runtime.

    The shared styles are those of ``first``: the front page, or the only survey.
    """

    first: Survey
    styles: Files
    static: Files
    programs: Mapping[str, Any]
    renderer: Renderer
    load: Callable[[str], Tree]
    single: bool

    @classmethod
    def of(cls, site: Site, renderer: Renderer, *, single: bool) -> _SurveyMaker:
        first = site.first
        styles = style_files(first.config.brand, first.brand_files)
        runtime = parts.cut(store.runtime_files())
        settings = server_files(first.config.site.framed_by)
        static = {**styles, **_static(runtime), **settings, **_sealing(site)}
        programs = {"scripts": scripts(static), "downloads": downloads(runtime)}
        return cls(first, styles, static, programs, renderer, functools.cache(survey_texts.load), single)

    def front_files(self, site: Site) -> Files:
        """Return the page in front of several surveys, in each language; nothing for a single survey."""
        if not site.front:
            return {}
        words = load_wordings(self.first.config, self.load)
        return dict(front_pages(self.first, site.surveys, words, self.renderer, single=self.single))

    def survey_files(self, survey: Survey) -> Files:
        """Return the pages of ``survey``, and the styles that it shares with no other."""
        own_styles, ballots = self._own_styles(survey), ballot_style(survey)
        style_folder = survey.folder if own_styles else ""
        styles = [f"{style_folder}{name}" for name in (STYLE, LATER)]
        loaded = {**self.static, **own_styles, **ballots}
        words = load_wordings(survey.config, self.load)
        first = inline(loaded[styles[0]], self.static[FIRST_PAINT])
        parts = SurveyParts(survey, words, style_folder, first, self.single)
        checked = (*styles, *ballots, FIRST_PAINT, CSP_FALLBACK, SEALING)
        sums = integrities({path: loaded[path] for path in checked if path in loaded})
        programs = {**self.programs, "integrity": sums}
        told = site_pages(survey, words, self.renderer, style_folder)
        return own_styles | ballots | dict(survey_pages(parts, programs, self.renderer)) | told

    def _own_styles(self, survey: Survey) -> Files:
        brand, brand_files = survey.config.brand, survey.brand_files
        if (brand, brand_files) == (self.first.config.brand, self.first.brand_files):
            return {}
        styles = style_files(brand, brand_files)
        if styles == self.styles:
            return {}
        return {f"{survey.folder}{name}": contents for name, contents in styles.items()}


def _language_faults(codes: tuple[str, ...], *, translated: bool) -> tuple[Fault, ...]:
    """Return every fault in the folders of the languages ``codes``."""
    compared = dict.fromkeys((language_folder.GERMAN, *map(language_folder.base, codes), *codes))
    return _faults_of_texts(codes, translated, tuple(map(language_folder.contents, compared)))


@functools.lru_cache(maxsize=4)  # a preview checks at every save
def _faults_of_texts(codes: tuple[str, ...], translated: bool, _texts: object) -> tuple[Fault, ...]:  # noqa: FBT001 (a key of the cache)
    pages = [f"{code}/{page}.md" for code in codes for page in prose.PAGES]
    return (*folder_faults(codes, translated=translated), *Renderer().prose_faults(pages))


def _sending_to(collector: str, survey: Survey) -> Survey:
    collection = survey.config.collection.model_copy(update={"url": collector})
    return replace(survey, config=survey.config.model_copy(update={"collection": collection}))


def _static(runtime: Mapping[str, Mapping[str, bytes]]) -> Files:
    """Return what every site has alike: scripts, other pages' styles, ``runtime``."""
    return {
        **{f"assets/{name}": contents for name, contents in store.page_scripts().items()},
        **other_styles(),
        **{f"runtime/{name}": contents for file in runtime.values() for name, contents in file.items()},
        **licence_files(),
    }


def _sealing(site: Site) -> Files:
    """Return the script that seals a contribution, if a survey of ``site`` is sealed."""
    sealed = any(survey.config.collection.seal for survey in site.surveys)
    return {SEALING: store.sealed_contribution_script()} if sealed else {}


def licence_files() -> Files:
    """Return what tells whose work a site and the studio ship: the bill of materials, and every licence."""
    folder = files("site_templates") / "licences"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)  # a folder lists them in any order
    return {f"licences/{entry.name}": entry.read_bytes() for entry in entries}
