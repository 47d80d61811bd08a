"""A whole site in one HTML file: for a USB stick, a mail, a file share. It opens from ``file://``.

All pages in all languages stand in it, the runtime, fonts and pictures, and nothing is asked for from
anywhere: its policy lets it connect to nothing. ``site_templates/single`` holds the scripts that only such a
file has. The same pages and the same Python as a hosted site's are its parts.
"""

from __future__ import annotations

import base64
import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files as resource_files
from typing import Any

from markupsafe import Markup, escape

from generator.configuration.survey import Site
from generator.rendering.content_security_policy import single_file_policy
from generator.rendering.inline import enclosed
from generator.rendering.shown_text import shown_text
from generator.rendering.stylesheets import compact
from generator.rendering.templates import environment
from generator.rendering.wordings import load_wordings
from generator.runtime import parts, store
from generator.site.files import site_files
from generator.site.page_loads import downloads
from questionnaire import survey_texts
from questionnaire.faults import Fault, InputError

GENERATOR = "lastbild: a site in a single file"
MARK = f'content="{GENERATOR}"'.encode()  # tells our files from anybody else's
LARGEST = 7_000_000  # bytes; a mail server often refuses more than ten

# The whole WebAssembly takes the place of the trimmed one, under whose name the page asks for it: one of the
# two has room, and this one never lacks a function.
_WASM, _WHOLE = "pyodide.wasm.zip", "whole.wasm.zip"
_RUNTIME = ("app.zip", "start.txt", "stdlib.zip", "worker.zip")
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it stands in the file: ``body`` is what its own ``<body>`` holds; no link leaves the file.

    ``sheets`` are the paths of its stylesheets within the site, ``data`` the state on its root.
    """

    path: str
    lang: str
    dir: str
    title: str
    sheets: tuple[str, ...]
    data: Mapping[str, str]
    body: str


def single_file(site: Site) -> bytes:
    """Return the HTML file that holds ``site``.

    Raises ``InputError`` if a survey collects over a network, and with all faults of the languages.
    """
    if faults := list(_senders(site)):
        raise InputError(faults)
    files = site_files(site, translated=True, single=True)
    pages = {path: _page(path, contents.decode()) for path, contents in files.items() if _is_page(path)}
    return _assembled(site, files, pages)


def _senders(site: Site) -> Iterator[Fault]:
    for survey in site.surveys:
        mode = survey.config.collection.mode
        if mode not in ("off", "paper"):
            yield Fault("collector.not_from_a_file", survey.key("collection.mode"), mode)


def _is_page(path: str) -> bool:
    return path.endswith(".html")


# ---- pages --------------------------------------------------------------------------------------------

_HEAD_AND_BODY = re.compile(r"(?s)<html ([^>]*)>\n<head>(.*)</head>\n<body>\n(.*)</body>")
_ATTRIBUTE = re.compile(r' ?(?:data-)?([a-z]+)="([^"]*)"')
_TITLE = re.compile(r"(?s)<title>(.*?)</title>")
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_LINK = re.compile(r' href="(?!#|[a-z]+:)([^"]+)"')
_PICTURE = re.compile(r' src="([^"]+)"')
_DRAWING = re.compile(r"</?noscript>")


def _page(path: str, html: str) -> Page:
    if not (found := _HEAD_AND_BODY.search(html)):
        raise ValueError(f"{path}: not built as a page")
    root, head, body = found.groups()
    state = dict(_ATTRIBUTE.findall(root))
    if "kiosk" in state:
        state["kiosk"] = "?"  # the file itself, loaded anew
    folder = posixpath.dirname(path)
    sheets = [posixpath.normpath(posixpath.join(folder, href)) for href in _SHEET.findall(head)]
    if "<style>" in head:  # the survey's page holds its first sheet
        sheets.insert(0, sheets[0].replace("later.css", "site.css"))
    return Page(
        path=path,
        lang=state.pop("lang"),
        dir=state.pop("dir"),
        title=_TITLE.findall(head)[0],
        sheets=tuple(sheets),
        data=state,
        body=_within_the_file(folder, body),
    )


def _within_the_file(folder: str, body: str) -> str:
    """Return ``body`` with every link to a page in this file, and every picture by its path in the site."""

    def path_of(found: re.Match[str]) -> str:
        return posixpath.normpath(posixpath.join(folder, found[1]))

    linked = _LINK.sub(lambda found: f' href="#/{path_of(found)}"', body)
    return _PICTURE.sub(lambda found: f' data-picture="{path_of(found)}"', linked).strip()


# ---- the file -----------------------------------------------------------------------------------------


def _assembled(site: Site, files: Mapping[str, bytes], pages: Mapping[str, Page]) -> bytes:
    first = pages["index.html"]
    words = _words(site)
    scripts = {
        name.removeprefix("single_").removesuffix(".js"): enclosed(contents)
        for name, contents in store.single_scripts().items()
    }
    sheets = {name: enclosed(_with_fonts(name, files)) for page in pages.values() for name in page.sheets}
    own_style, no_script_style = enclosed(own_sheet().encode()), enclosed(_no_script_style(first, files))
    styles = (own_style, no_script_style, *sheets.values())
    stored = {path: Markup(_stored(page)) for path, page in sorted(pages.items())}  # noqa: S704 (our own pages)
    shown = _with_pictures(first.body, files)
    context: dict[str, Any] = {
        "generator": GENERATOR,
        "policy": single_file_policy(scripts.values(), styles),
        "damaged": words,
        "first": first,
        "title": Markup(first.title),  # noqa: S704 (escaped already)
        "shown": Markup(shown),  # noqa: S704 (our own page)
        "icon": _address(_icon(files["index.html"].decode()), files),
        "own_style": own_style,
        "no_script_style": no_script_style,
        "scripts": scripts,
        "sheets": sheets,
        "stored": stored,
        "pictures": {name: _address(name, files) for page in pages.values() for name in _pictures(page)},
        "licences": {
            name: Markup(contents.decode())  # noqa: S704 (the text of a licence, within a script that is none)
            for name, contents in files.items()
            if name.startswith("licences/")
        },
        **_runtime(),
        "checksum": zlib.adler32("\n".join([shown_text(shown), *stored.values()]).encode()),
    }
    return environment("pages").get_template("single.html.j2").render(context).encode()


def _words(site: Site) -> dict[str, Markup]:
    """Return the sentence about a damaged file in each language of ``site``, by the language's tag."""
    trees = load_wordings(site.first.config, survey_texts.load).values()
    # In ASCII: no change of the encoding harms this sentence.
    return {
        tree["language"]["tag"]: Markup(  # noqa: S704 (escaped here)
            escape(tree["single"]["damaged"]).encode("ascii", "xmlcharrefreplace").decode()
        )
        for tree in trees
    }


def _stored(page: Page) -> str:
    """Return ``page`` as it waits in the file. Its drawings are not put off: it is itself text until then."""
    state = "".join(f' data-{name}="{value}"' for name, value in page.data.items())
    return (
        f'<div class="page" id="/{page.path}" lang="{page.lang}" dir="{page.dir}" data-title="{page.title}" '
        f'data-sheets="{" ".join(page.sheets)}"{state}>\n{_DRAWING.sub("", page.body)}\n</div>'
    )


def own_sheet() -> str:
    """Return the style that only a single file has."""
    return compact((resource_files("site_templates") / "styles" / "single.css").read_text("utf-8"))


def _with_fonts(sheet: str, files: Mapping[str, bytes]) -> bytes:
    folder = posixpath.dirname(sheet)

    def embedded(found: re.Match[str]) -> str:
        return f'url("{_address(posixpath.join(folder, found[1]), files)}")'

    return re.sub(r'url\("(?!data:)([^"]+)"\)', embedded, files[sheet].decode()).encode()


_FONT_FACE = re.compile(r"@font-face ?\{[^}]*\}")


def _no_script_style(first: Page, files: Mapping[str, bytes]) -> bytes:
    """Return the style of all pages for people without scripts, in the system's font."""
    names = dict.fromkeys((*first.sheets[1:], "assets/later.css", "assets/pages.css", "assets/paper.css"))
    sheets = _FONT_FACE.sub("", "\n".join(files[name].decode() for name in names))
    return f"{sheets}\n.damaged{{display:none}}".encode()


def _icon(page: str) -> str:
    (icon,) = re.findall(r'<link rel="icon" href="([^"]+)">', page)
    return str(icon)


def _pictures(page: Page) -> list[str]:
    return re.findall(r' data-picture="([^"]+)"', page.body)


def _with_pictures(body: str, files: Mapping[str, bytes]) -> str:
    return re.sub(r' data-picture="([^"]+)"', lambda found: f' src="{_address(found[1], files)}"', body)


def _address(name: str, files: Mapping[str, bytes]) -> str:
    """Return an address that holds the file ``name``."""
    return f"data:{_TYPES[name.rpartition('.')[2]]};base64,{base64.b64encode(files[name]).decode()}"


# ---- the runtime --------------------------------------------------------------------------------------


def _runtime() -> dict[str, Any]:
    """Return the runtime's parts, and the list by which the page checks them."""
    prepared = store.runtime_files()
    wanted = {name: prepared[name] for name in _RUNTIME} | {_WASM: prepared[_WHOLE], _WHOLE: b""}
    cut = parts.cut(wanted)
    cut[_WHOLE] = cut[_WASM]  # listed under both names, held once
    held = {name: contents for file in cut.values() for name, contents in file.items()}
    return {"downloads": downloads(cut), "parts": [_part(name, held[name]) for name in sorted(held)]}


def _part(name: str, contents: bytes) -> dict[str, object]:
    text = base64.b64encode(contents)
    return {"name": name, "sum": zlib.adler32(text), "base64": text.decode()}
