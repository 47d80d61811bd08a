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

# What the scripts of a survey's page are loaded by; early.js, which runs before the page is drawn, stays.
_LOADING = re.compile(
    r'<script (?:src="(?P<early>[^"]*)early\.js[^"]*"|type="module")[^>]*></script>\n?'
    r'|<link rel="modulepreload"[^>]*>\n?'
    r'|<template id="python"[^>]*>.*?</template>\n?'
)
# A state is seen when it is reached, and not how it came about.
_UNSEEN = b"html[data-board][data-script]:not([data-shown]) body{visibility:hidden}\n"
# Parts of the page's script that state.js uses.
_USED = ("ask.js", "contribution.js", "early.js", "result.js", "sheet.js")


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
    return html.replace(meta.format("light dark").encode(), meta.format(scheme).encode())


def _forced_state(html: bytes, scheme: str, state: State) -> bytes:
    return in_state(_forced_page(html, scheme).decode(), state).encode()


def in_state(html: str, state: State) -> str:
    """Return the survey's page with ``state`` written into it, and state.js in place of its scripts."""

    def script(found: re.Match[str]) -> str:
        assets = found["early"]
        if assets is None or not state.scripts:
            return ""
        return f'{found[0]}<script type="module" src="{assets}state.js"></script>\n'

    told = escape(json.dumps(state.shown, ensure_ascii=False))
    return _LOADING.sub(script, html).replace("<html ", f'<html data-board="{told}" ', 1)
