"""Plan a site: render every page and gather every file in memory, before anything is written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from generator import config_file, palette
from generator.config import Config, localised
from generator.logo import Logo
from generator.render import Renderer, content_security_policy, markdown
from generator.runtime import store
from generator.words import load_words
from questionnaire import CONSTELLATIONS, LENSES, LEVERS, SCALE, wording
from questionnaire.instrument import chapter

# Pages of prose, each a folder of site_templates/texts.
TEXTS = ("method", "privacy", "accessibility")

# Page name -> template; each is made once for every language.
PAGES = {
    "index.html": "index.html.j2",
    "paper.html": "paper.html.j2",
    **{f"{text}.html": "text.html.j2" for text in TEXTS},
    "imprint.html": "imprint.html.j2",
}

# The pages that the foot of every page leads to, in this order.
ABOUT = ("method.html", "privacy.html", "accessibility.html", "imprint.html", "paper.html")

# Minutes without use until a page asks whether somebody is still there.
IDLE_MINUTES = 10
KIOSK_IDLE_MINUTES = 3

# When accessibility was last tested as the statement says; a build's own date would change its bytes.
TESTED = {"de": "24. November 2026", "en": "24 November 2026"}

# Cascade layers in the order in which they override each other; the brand's colours come first.
STYLES = ("base.css", "layout.css", "survey.css", "result.css", "report.css", "print.css")


@dataclass(frozen=True, slots=True)
class Link:
    """Another language of the same page."""

    code: str
    tag: str  # BCP 47, such as "de-simple"
    name: str
    href: str


def plan(config_path: Path, *, collector: str | None = None) -> dict[str, bytes]:
    """Return every file of the site that ``config_path`` describes: path within the site -> contents.

    ``collector`` takes the place of the configured collector's address, for a preview. Raises
    ``InputError`` with all faults of the configuration and of the languages it uses.
    """
    config, logo = config_file.load(config_path)
    if collector:
        collection = config.collection.model_copy(update={"url": collector})
        config = config.model_copy(update={"collection": collection})
    words = load_words(config)
    static = {
        **look(config, logo),
        **dict(_scripts()),
        **{f"runtime/{name}": contents for name, contents in store.runtime_files().items()},
        "runtime/start.txt": b"import pyodide_app.browser\n",
    }
    return {**dict(_pages(config, logo, words, _page_modules(static))), **static}


def _page_modules(static: Iterable[str]) -> tuple[str, ...]:
    """Return the scripts that the page itself will import, so that it can ask for all of them at once.

    What only the worker imports (Pyodide and its shim) is left to the worker. The page's own script tags are
    no news to it; Firefox even reports an error for a module that it is loading already.
    """
    worker = {f"runtime/{name}" for name in ("interpreter.js", "packages.js", "pyodide.js", "pyodide.asm.js")}
    tags = {"assets/early.js", "assets/site.js"}
    return tuple(sorted(name for name in static if name.endswith(".js") and name not in worker | tags))


def _pages(
    config: Config, logo: Logo | None, words: dict[str, wording.Tree], modules: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    renderer = Renderer()
    for language in config.site.languages:
        folder = folder_of(config, language)
        for page, template in PAGES.items():
            context: dict[str, Any] = {
                "page": page,
                "language": language,
                "root": "../" if folder else "",
                "links": tuple(links(config, words, language, page)),
                "logo": logo.name if logo else None,
                "contacts": tuple(_contacts(config, language)),
                "title": localised(config.survey.title, language),
                "brand": config.brand,
                "modules": modules,
                "policy": content_security_policy(collector_origin(config)),
                "collection": _collection(config),
                "w": words[language],
                "instrument": _INSTRUMENT,
                **_house(config, language, words[language]),
            }
            text = page.removesuffix(".html")
            if text in TEXTS:
                context["heading"] = words[language]["page"][text]
                context["prose"] = renderer.prose(f"{text}/{language}.md", context)
            yield f"{folder}{page}", renderer.page(template, context)


def _house(config: Config, language: str, words: wording.Tree) -> dict[str, Any]:
    """Return what the pages about the site itself say: who is responsible, and how it behaves."""
    brand, kiosk = config.brand, config.site.kiosk
    return {
        "about": tuple((page, words["page"][page.removesuffix(".html")]) for page in ABOUT),
        "leaving": words["page"]["leaving_collecting" if config.collection.mode != "off" else "leaving"],
        "brand_footer": localised(brand.footer, language) if brand.footer else None,
        "imprint": markdown(_own(brand.imprint, language)),
        "responsible": _own(brand.privacy, language),
        "barriers": _own(brand.accessibility, language),
        "kiosk": kiosk,
        "idle_minutes": config.site.idle_minutes or (KIOSK_IDLE_MINUTES if kiosk else IDLE_MINUTES),
        "home": posixpath.relpath("index.html", folder_of(config, language) or "."),
        "languages": config.site.languages,
        "threshold": config.survey.threshold,
        "statement_date": TESTED[language[:2]] if language[:2] in TESTED else TESTED["en"],
    }


def _own(text: str | dict[str, str] | None, language: str) -> Markup:
    """Return a facilitator's own Markdown, to stand within a page: its headings below the page's."""
    # Not escaped here: it is Markdown, and HTML in it is shown as text by ``render.markdown``.
    return Markup(re.sub(r"(?m)^#{1,4} ", "### ", localised(text, language)) if text else "")  # noqa: S704


_INSTRUMENT: dict[str, Any] = {
    "constellations": CONSTELLATIONS,
    "chapters": {lens: chapter(lens) for lens in LENSES},
    "scale": tuple(enumerate(SCALE)),
    "levers": LEVERS,
}


def folder_of(config: Config, language: str) -> str:
    """Return the folder of a language within the site: the root for the first, else its own."""
    return "" if language == config.site.languages[0] else f"{language}/"


def links(config: Config, words: dict[str, wording.Tree], language: str, page: str) -> Iterator[Link]:
    """Yield a link to ``page`` in each language of the site, relative to the one in ``language``."""
    here = folder_of(config, language) or "."
    for other in config.site.languages:
        target = posixpath.relpath(f"{folder_of(config, other)}{page}", here)
        names = words[other]["language"]
        yield Link(other, names["tag"], names["name"], target)


def collector_origin(config: Config) -> str | None:
    """Return the origin that pages may send a type code to, such as ``https://umfrage.intern.example``."""
    if config.collection.mode in ("off", "paper") or config.collection.url is None:
        return None
    return origin(config.collection.url)


def origin(address: str) -> str:
    """Return the origin of ``address``: scheme, host and port, without a path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _collection(config: Config) -> dict[str, str | None] | None:
    """Return what the contribution below a result needs to know; ``None`` where nothing is collected."""
    if config.collection.mode == "off":
        return None
    url = config.collection.url if collector_origin(config) else None
    return {
        "mode": config.collection.mode,
        "detail": config.survey.detail,
        "endpoint": f"{url.rstrip('/')}/v1/surveys/{config.survey.id}/codes" if url else None,
    }


def _contacts(config: Config, language: str) -> Iterator[dict[str, str | None]]:
    for contact in config.contacts:
        yield {
            "label": localised(contact.label, language),
            "note": localised(contact.note, language) if contact.note is not None else None,
            "phone": contact.phone,
            "mail": contact.mail,
            "url": contact.url,
        }


def look(config: Config, logo: Logo | None) -> dict[str, bytes]:
    """Return what every page needs to look as it does: style, drawings, the brand's logo."""
    templates = files("site_templates")
    styles = [_brand_style(config), *((templates / "styles" / name).read_bytes() for name in STYLES)]
    looks = {"assets/site.css": b"\n".join(styles)}
    looks |= {f"assets/{font.name}": font.read_bytes() for font in _sorted(templates / "fonts")}
    looks |= {f"assets/{picture.name}": picture.read_bytes() for picture in _sorted(templates / "pictures")}
    if logo:
        looks[f"assets/{logo.name}"] = logo.contents
    return looks


def _scripts() -> Iterator[tuple[str, bytes]]:
    templates = files("site_templates")
    for script in _sorted(templates / "scripts"):
        yield f"assets/{script.name}", script.read_bytes()
    # The interpreter shim imports the prepared runtime as its neighbours.
    for script in _sorted(templates / "runtime"):
        yield f"runtime/{script.name}", script.read_bytes()


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _brand_style(config: Config) -> bytes:
    schemes = palette.palette(config.brand.primary)
    light, dark = (
        "".join(f"--{key}:{value};" for key, value in schemes[name].items()) for name in ("light", "dark")
    )
    return (
        "@layer brand, base, layout, survey, result, report, print;\n"
        f"@layer brand{{:root{{color-scheme:light dark;{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"@media print{{:root{{color-scheme:light;{light}}}}}}}\n"
    ).encode()
