"""Plan a site: render every page and gather every file in memory, before anything is written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from generator import config_file, palette
from generator.config import Config, localised
from generator.faults import Fault, InputError
from generator.logo import Logo
from generator.render import Renderer
from generator.runtime import store
from questionnaire import CONSTELLATIONS, LENSES, LEVERS, SCALE, wording
from questionnaire.instrument import chapter

# Page name -> template; each is made once for every language.
PAGES = {"index.html": "index.html.j2", "paper.html": "paper.html.j2", "method.html": "method.html.j2"}

# Cascade layers in the order in which they override each other; the brand's colours come first.
STYLES = ("base.css", "layout.css", "survey.css", "result.css", "print.css")


@dataclass(frozen=True, slots=True)
class Link:
    """Another language of the same page."""

    code: str
    name: str
    href: str


def plan(config_path: Path) -> dict[str, bytes]:
    """Return every file of the site that ``config_path`` describes: path within the site -> contents.

    Raises ``InputError`` with all faults of the configuration and of the languages it uses.
    """
    config, logo = config_file.load(config_path)
    words = _wordings(config)
    static = {
        **dict(_assets(config, logo)),
        **{f"runtime/{name}": contents for name, contents in store.runtime_files().items()},
        "runtime/start.txt": b"import pyodide_app.browser\n",
    }
    return {**dict(_pages(config, logo, words, _page_modules(static))), **static}


def _page_modules(static: Iterable[str]) -> tuple[str, ...]:
    """Return the scripts that the page itself will import, so that it can ask for all of them at once.

    What only the worker imports (Pyodide and its shim) is left to the worker.
    """
    worker = {f"runtime/{name}" for name in ("interpreter.js", "packages.js", "pyodide.js", "pyodide.asm.js")}
    return tuple(
        sorted(name for name in static if name.endswith(".js") and name not in {*worker, "assets/early.js"})
    )


def _wordings(config: Config) -> dict[str, wording.Tree]:
    words: dict[str, wording.Tree] = {}
    faults: list[Fault] = []
    for language in config.site.languages:
        try:
            words[language] = wording.overridden(wording.load(language), config.texts.get(language, {}))
        except wording.WordingError as error:
            faults += [Fault(file, key, fault) for file, key, fault in error.faults]
    if faults:
        raise InputError(faults)
    return words


def _pages(
    config: Config, logo: Logo | None, words: dict[str, wording.Tree], modules: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    renderer = Renderer()
    for language in config.site.languages:
        folder = _folder(config, language)
        for page, template in PAGES.items():
            context = {
                "page": page,
                "language": language,
                "root": "../" if folder else "",
                "links": tuple(_links(config, words, language, page)),
                "logo": logo.name if logo else None,
                "contacts": tuple(_contacts(config, language)),
                "title": localised(config.survey.title, language),
                "brand": config.brand,
                "modules": modules,
                "w": words[language],
                "instrument": _INSTRUMENT,
            }
            yield f"{folder}{page}", renderer.page(template, context)


_INSTRUMENT: dict[str, Any] = {
    "constellations": CONSTELLATIONS,
    "chapters": {lens: chapter(lens) for lens in LENSES},
    "scale": tuple(enumerate(SCALE)),
    "levers": LEVERS,
}


def _folder(config: Config, language: str) -> str:
    """Return the folder of a language within the site: the root for the first, else its own."""
    return "" if language == config.site.languages[0] else f"{language}/"


def _links(config: Config, words: dict[str, wording.Tree], language: str, page: str) -> Iterator[Link]:
    here = _folder(config, language) or "."
    for other in config.site.languages:
        target = posixpath.relpath(f"{_folder(config, other)}{page}", here)
        yield Link(other, words[other]["language"]["name"], target)


def _contacts(config: Config, language: str) -> Iterator[dict[str, str | None]]:
    for contact in config.contacts:
        yield {
            "label": localised(contact.label, language),
            "note": localised(contact.note, language) if contact.note is not None else None,
            "phone": contact.phone,
            "mail": contact.mail,
            "url": contact.url,
        }


def _assets(config: Config, logo: Logo | None) -> Iterator[tuple[str, bytes]]:
    templates = files("site_templates")
    styles = [_brand_style(config), *((templates / "styles" / name).read_bytes() for name in STYLES)]
    yield "assets/site.css", b"\n".join(styles)
    for script in _sorted(templates / "scripts"):
        yield f"assets/{script.name}", script.read_bytes()
    # The interpreter shim imports the prepared runtime as its neighbours.
    for script in _sorted(templates / "runtime"):
        yield f"runtime/{script.name}", script.read_bytes()
    for picture in _sorted(templates / "pictures"):
        yield f"assets/{picture.name}", picture.read_bytes()
    if logo:
        yield f"assets/{logo.name}", logo.contents


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _brand_style(config: Config) -> bytes:
    schemes = palette.palette(config.brand.primary)
    light, dark = (
        "".join(f"--{key}:{value};" for key, value in schemes[name].items()) for name in ("light", "dark")
    )
    return (
        "@layer brand, base, layout, survey, result, print;\n"
        f"@layer brand{{:root{{color-scheme:light dark;{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"@media print{{:root{{color-scheme:light;{light}}}}}}}\n"
    ).encode()
