"""The pages of a site as they stand in a single file: as text, with every link and picture inside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.rendering.embedded import embedded_file


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


def pages_of(files: Mapping[str, bytes]) -> dict[str, Page]:
    """Return every page among ``files``, those of a site: path -> page."""
    html = {path: contents.decode() for path, contents in files.items() if path.endswith(".html")}
    return {path: _page(path, text) for path, text in html.items()}


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
    folder = posixpath.dirname(path)
    if "kiosk" in state:
        state["kiosk"] = f"#/{posixpath.normpath(posixpath.join(folder, state['kiosk']))}"
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


def stored(page: Page) -> str:
    """Return ``page`` as it waits in the file. Its drawings are not put off: it is itself text until then."""
    state = "".join(f' data-{name}="{value}"' for name, value in page.data.items())
    return (
        f'<div class="page" id="/{page.path}" lang="{page.lang}" dir="{page.dir}" data-title="{page.title}" '
        f'data-sheets="{" ".join(page.sheets)}"{state}>\n{_DRAWING.sub("", page.body)}\n</div>'
    )


def pictures(page: Page) -> list[str]:
    """Return the paths of the pictures that ``page`` shows."""
    return re.findall(r' data-picture="([^"]+)"', page.body)


def with_pictures(body: str, files: Mapping[str, bytes]) -> str:
    """Return ``body`` with its pictures, out of ``files``, inside."""
    return re.sub(r' data-picture="([^"]+)"', lambda found: f' src="{embedded_file(found[1], files)}"', body)
