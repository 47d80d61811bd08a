"""A copy of the site for the frames of the board: every state a page of its own, the scheme forced.

The copy keeps the site's paths, markup and policies; only the scripts that would start Python are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.resources import files

from markupsafe import escape

from generator.board.on_demand import Maker, always
from generator.board.states import START, State
from generator.inline import digest

# What a survey's page loads once it is drawn: its style stays, the scripts would start Python.
_LATER = re.compile(
    r'<template id="later">\n(?P<style><link rel="stylesheet"[^>]*>\n)'
    r'.*?<script type="module" src="(?P<assets>[^"]*)site\.js.*?</template>\n',
    re.DOTALL,
)
_PYTHON = re.compile(
    r'<template id="python"[^>]*>.*?</template>\n?|'
    r'<script async src="[^"]*csp_fallback\.js"[^>]*></script>\n?'
)
# What stands in the page itself (generator/inline.py).
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
_FIRST_PAINT = re.compile("<script>.*?</script>\n", re.DOTALL)
_DRAWING = re.compile("<noscript>(<svg.*?)</noscript>", re.DOTALL)
# A state is seen when it is reached, and not how it came about.
_UNSEEN = b"html[data-board][data-script]:not([data-shown]) body{visibility:hidden}\n"
# Parts of the page's script that state.js uses.
_USED = (
    "contribution.js",
    "page_contract.js",
    "page_state.js",
    "result.js",
    "sheet.js",
    "show_question.js",
)


def of_the_site(
    site: Mapping[str, bytes], places: Mapping[str, Iterable[State]], scheme: str
) -> Iterator[tuple[str, Maker]]:
    """Yield ``site`` in ``scheme``, ``"light"`` or ``"dark"``: path -> what makes the contents.

    ``places`` are the folders of the surveys' pages, such as ``"team-nord/en/"``, each with its states.
    """
    for name, contents in site.items():
        if name.endswith(".css"):
            yield name, partial(forced_style, contents, scheme)
        elif name.endswith(".html"):
            yield name, partial(_forced_page, contents, scheme)
        elif re.match("(.*/)?assets/", name) and not name.endswith(".js"):
            yield name, always(contents)
    for script in _USED:
        yield f"assets/{script}", always((files("site_templates") / "scripts" / script).read_bytes())
    for script in ("state.js", "python.js"):
        yield f"assets/{script}", always(own(script))
    for place, states in places.items():
        page = site[f"{place}index.html"]
        for state in states:
            yield f"{place}{page_of(state)}", partial(_forced_state, page, scheme, state)


def own(name: str) -> bytes:
    """Return a file of ``site_templates/board``."""
    return (files("site_templates") / "board" / name).read_bytes()


def page_of(state: State) -> str:
    """Return the name of the page that shows ``state``."""
    return "index.html" if state is START else f"state-{state.name}.html"


def forced_style(css: bytes, scheme: str) -> bytes:
    """Return the site's style sheet as if everybody preferred ``scheme``."""
    media = "all" if scheme == "dark" else "not all"
    forced = re.sub(r"\(prefers-color-scheme:\s*dark\)", media, css.decode())
    return forced.replace("color-scheme:light dark", f"color-scheme:{scheme}").encode() + _UNSEEN


def _forced_page(html: bytes, scheme: str) -> bytes:
    meta = '<meta name="color-scheme" content="{}">'
    page = html.decode().replace(meta.format("light dark"), meta.format(scheme))
    if within := _STYLE.search(page):
        forced = forced_style(within[1].encode(), scheme).decode()
        page = page.replace(within[1], forced).replace(digest(within[1]), digest(forced))
    return page.encode()


def _forced_state(html: bytes, scheme: str, state: State) -> bytes:
    return in_state(_forced_page(html, scheme).decode(), state).encode()


def in_state(html: str, state: State) -> str:
    """Return the survey's page with ``state`` written into it, and state.js in place of its scripts."""

    def at_once(later: re.Match[str]) -> str:
        script = f'<script type="module" src="{later["assets"]}state.js"></script>\n' if state.scripts else ""
        return f'{later["style"]}{script}<template id="later"></template>\n'

    html = _PYTHON.sub("", _LATER.sub(at_once, html))
    if not state.scripts:
        html = _DRAWING.sub(r"\1", _FIRST_PAINT.sub("", html))
    told = escape(json.dumps(state.shown, ensure_ascii=False))
    return html.replace("<html ", f'<html data-board="{told}" ', 1)
