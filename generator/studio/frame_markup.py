"""From a page that loads its files to one that holds them, for a frame of the studio."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from generator.brand.brand_files import default_icon
from generator.configuration.survey import Survey
from generator.rendering.embedded import embedded
from generator.rendering.stylesheets import SchemeName, compact, other_styles, sorted_entries, stylesheets
from generator.rendering.templates import Renderer
from generator.studio.states import State

_ASSET = re.compile(r'(?<==)"assets/([\w.-]+)"')
_FONT = re.compile(r'(?<=url\()"([\w-]+\.woff2)"')
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
# Nothing in a page is pressed by mistake: the picture stays where it is.
_STILL = '<script type="module" src="frame/still.js"></script>\n</head>'


def state_page(state: State, context: Mapping[str, Any], renderer: Renderer) -> str:
    """Return the survey's page in ``state``; ``context`` is that of the page itself."""
    shown = json.dumps(state.shown, ensure_ascii=False)
    given = {**context, "scripts_run": state.scripts, "shown": shown}
    return renderer.page("frame_state.html.j2", given).decode()


def assets(survey: Survey, scheme: SchemeName) -> dict[str, str]:
    """Return the address of each file that the pages of ``survey`` load: name -> ``data:`` with all of it.

    Everybody gets the colours of ``scheme``, whatever their device prefers.
    """
    brand, own = survey.config.brand, survey.brand_files
    light = brand.palette()["light"]
    pictures = {"icon.svg": default_icon(light["accent"], light["on_accent"]), **own.assets()}
    inside = {**_fonts(), **{name: embedded(name, contents) for name, contents in pictures.items()}}
    styles = {**stylesheets(brand, own, scheme), **other_styles(), "state.css": _hidden()}
    return inside | {PurePosixPath(path).name: _with_fonts(style, inside) for path, style in styles.items()}


def self_contained(html: str, inside: Mapping[str, str]) -> str:
    """Return the page ``html`` for a frame: ``inside`` has the addresses that take the place of its files'.

    A style in the page itself becomes one of these, too, for the studio's policy allows no other; the page's
    own policy is gone. What stands in ``<noscript>`` is there with and without scripts.
    """
    page = _POLICY.sub("", html).replace("<noscript>", "").replace("</noscript>", "")
    page = _STYLE.sub(
        lambda style: f'<link rel="stylesheet" href="{embedded("page.css", style[1].encode())}">', page
    )
    page = _ASSET.sub(lambda asset: f'"{inside[asset[1]]}"' if asset[1] in inside else asset[0], page)
    return page.replace("</head>", _STILL, 1)


@cache
def _fonts() -> dict[str, str]:
    """Return the addresses of the site's own fonts."""
    folder = sorted_entries(files("site_templates") / "fonts")
    return {
        font.name: embedded(font.name, font.read_bytes()) for font in folder if font.name.endswith(".woff2")
    }


def _with_fonts(style: bytes, inside: Mapping[str, str]) -> str:
    css = _FONT.sub(lambda font: f'"{inside[font[1]]}"', style.decode())
    return embedded("style.css", css.encode())


def _hidden() -> bytes:
    """Return the style that hides a page until it is in its state."""
    return compact((files("site_templates") / "frame" / "state.css").read_text("utf-8")).encode()
