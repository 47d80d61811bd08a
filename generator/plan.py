"""Plan a site: render every page and gather every file in memory, before anything is written."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from generator import server_files
from generator.configuration import config_file
from generator.configuration.config import Config, localised
from generator.configuration.editions import Edition, Editions, folder_of
from generator.faults import Fault, InputError
from generator.frame import collector_origin, frame, house
from generator.inline import inline
from generator.kept import Kept, digest
from generator.look import STYLE, look
from generator.render import Renderer, content_security_policy
from generator.runtime import store
from generator.words import folder_faults, load_words
from questionnaire import CONSTELLATIONS, LENSES, LEVERS, SCALE, language_folder, prose, survey_texts
from questionnaire.instrument import chapter
from questionnaire.language_folder import Tree

# Page name -> template; each is made once for every language.
PAGES = {
    "index.html": "index.html.j2",
    "paper.html": "paper.html.j2",
    **{f"{text}.html": "text.html.j2" for text in prose.PAGES},
    "imprint.html": "imprint.html.j2",
}


def plan(config_path: Path, *, collector: str | None = None) -> dict[str, bytes]:
    """Return every file of the site that ``config_path`` describes: path within the site -> contents.

    ``collector`` takes the place of the configured collectors' addresses, for a preview. Raises
    ``InputError`` with all faults of the configuration and of the languages it uses, a text that is still
    German among them.
    """
    return planned(config_file.load_all(config_path), collector=collector, translated=True)


def planned(
    everything: Editions,
    *,
    collector: str | None = None,
    kept: Kept | None = None,
    translated: bool = False,
) -> dict[str, bytes]:
    """Return what ``plan`` does, of a configuration that is read already.

    ``kept`` is what the last build made, and holds what this one made afterwards. Unless ``translated``, a
    text may still be German, so that a language can be looked at while it is being translated.
    """
    first = everything.front or everything.surveys[0]
    renderer, load = Renderer(), functools.cache(survey_texts.load)
    _check_languages(first.config, translated=translated)
    shared = look(first.config.brand, first.files)
    runtime = store.runtime_files()
    static = {**shared, **_static(runtime)}
    programs = {"scripts": _scripts(static), "downloads": _downloads(runtime)}
    pages: dict[str, bytes] = {}
    if everything.front:
        pages |= _front_pages(first, everything.surveys, load_words(first.config, load), renderer)

    def made(survey: Edition) -> dict[str, bytes]:
        own = _own_look(survey, first, shared)
        look_folder = survey.folder if own else ""
        within = inline((own or shared)[f"{look_folder}{STYLE}"], static["assets/early.js"])
        words = load_words(survey.config, load)
        return own | dict(_pages(survey, look_folder, words, programs | {"inline": within}, renderer))

    sources = digest(files("site_templates"), language_folder.LANGUAGES_FOLDER) if kept else b""
    with (kept or Kept()).building() as part:
        for edition in everything.surveys:
            survey = _sending_to(collector, edition) if collector else edition
            made_of = (survey, first.config.brand, first.files, programs, sources)
            pages |= part(survey.folder, made_of, functools.partial(made, survey))
    return {**pages, **static}


def _check_languages(config: Config, *, translated: bool) -> None:
    """Raise ``InputError`` with every fault of the folders of the site's languages."""
    codes = tuple(config.site.languages)
    compared = dict.fromkeys((language_folder.GERMAN, *map(language_folder.base, codes), *codes))
    texts = tuple(map(language_folder.contents, compared))
    if faults := _language_faults(codes, translated, texts):
        raise InputError(faults)


@functools.lru_cache(maxsize=4)  # a preview asks at every save
def _language_faults(codes: tuple[str, ...], translated: bool, _texts: object) -> tuple[Fault, ...]:  # noqa: FBT001 (a key of the cache)
    pages = [f"{code}/{page}.md" for code in codes for page in prose.PAGES]
    return (*folder_faults(codes, translated=translated), *Renderer().prose_faults(pages))


def _own_look(edition: Edition, first: Edition, shared: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of a survey that does not look like the ``first``, which has the ``shared`` ones."""
    if (edition.config.brand, edition.files) == (first.config.brand, first.files):
        return {}
    own = look(edition.config.brand, edition.files)
    return {} if own == shared else {f"{edition.folder}{name}": contents for name, contents in own.items()}


def _sending_to(collector: str, edition: Edition) -> Edition:
    collection = edition.config.collection.model_copy(update={"url": collector})
    return replace(edition, config=edition.config.model_copy(update={"collection": collection}))


@dataclass(frozen=True, slots=True)
class Script:
    """A script that the page itself loads: its address in the site, and what the browser is to check.

    The address changes with the contents, so that no cache gives an older one to a newer page.
    """

    address: str
    integrity: str


def _scripts(static: Mapping[str, bytes]) -> dict[str, Script]:
    """Return what the survey's page loads once it is drawn: its own script, and PyScript."""
    paths = {"site": "assets/site.js", "pyscript": "runtime/pyscript.js"}
    return {
        name: Script(f"{path}?{_sha256(static[path]).hex()[:8]}", f"sha256-{_base64(static[path])}")
        for name, path in paths.items()
    }


def _downloads(runtime: Mapping[str, bytes]) -> str:
    """Return, as JSON, size and SHA-256 of what the page downloads by itself: name -> [bytes, base64]."""
    sums = {name: [len(contents), _base64(contents)] for name, contents in sorted(runtime.items())}
    return json.dumps(sums, separators=(",", ":"))


def _sha256(contents: bytes) -> bytes:
    return hashlib.sha256(contents).digest()


def _base64(contents: bytes) -> str:
    return base64.b64encode(_sha256(contents)).decode()


def _pages(
    edition: Edition,
    look_folder: str,
    words: dict[str, Tree],
    programs: Mapping[str, Any],
    renderer: Renderer,
) -> Iterator[tuple[str, bytes]]:
    for language in edition.config.site.languages:
        survey = {**house(edition, language, words[language]), **programs, "instrument": _INSTRUMENT}
        for page, template in PAGES.items():
            context = {**frame(edition, language, page, words, look_folder), **survey}
            if page == "index.html":
                allowed = collector_origin(edition.config), programs["inline"]
                context["policy"] = content_security_policy(*allowed)
            text = page.removesuffix(".html")
            if text in prose.PAGES:
                context["heading"] = words[language]["page"][text]
                context["prose"] = renderer.prose(f"{language}/{text}.md", context)
            yield f"{edition.place(language)}{page}", renderer.page(template, context)


def _front_pages(
    front: Edition, surveys: tuple[Edition, ...], words: dict[str, Tree], renderer: Renderer
) -> Iterator[tuple[str, bytes]]:
    """Yield the page in front of several surveys, in each language."""
    page = "index.html"
    for language in front.config.site.languages:
        listed = tuple(_listed(edition, language, page) for edition in surveys)
        context = {**frame(front, language, page, words), "surveys": listed}
        yield f"{front.place(language)}{page}", renderer.page("overview.html.j2", context)


def _listed(edition: Edition, language: str, page: str) -> dict[str, str]:
    """Return how the page in front, in ``language``, leads to a survey."""
    here = folder_of(edition.config, language) or "."
    return {
        "title": localised(edition.config.survey.title, language),
        "brand": edition.config.brand.name,
        "href": posixpath.relpath(f"{edition.place(language)}{page}", here),
    }


_INSTRUMENT: dict[str, Any] = {
    "constellations": CONSTELLATIONS,
    "chapters": {lens: chapter(lens) for lens in LENSES},
    "scale": tuple(enumerate(SCALE)),
    "levers": LEVERS,
}


def _static(runtime: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are the same in every site, the ``runtime``'s in their folder."""
    scripts = files("site_templates") / "scripts"
    return {
        **{f"assets/{name}": (scripts / name).read_bytes() for name in ("early.js", "instead.js")},
        "assets/site.js": store.page_script(),
        **{f"runtime/{name}": contents for name, contents in runtime.items()},
        **server_files.files(),
    }
