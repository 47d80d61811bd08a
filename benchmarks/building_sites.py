"""The sources to build: sites of many brands for us, and as many pages of Markdown for mkdocs and pelican.

The peers get our own texts and their quickest settings: no search index, no feeds, and no menu of all pages
on every page, which would make their time grow with the square of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from generator.site.pages import PAGES
from questionnaire import language_folder

LANGUAGES = ("de", "en", "de-leicht")
PAGES_OF_A_BRAND = len(PAGES) * len(LANGUAGES)

_COMMON = """\
[site]
languages = ["de", "en", "de-leicht"]
address = "https://intranet.example/lastbild/"
[brand]
name = "Haus"
primary = "#7a1f3d"
[[contacts]]
label = "{contact}"
phone = "+49 30 901820"
"""
_ONE = """\
[survey]
id = "befragung-{place}"
title = "{title} {place}"
headcount = 140
"""
_OF_SEVERAL = """\
[[surveys]]
id = "befragung-{place}"
title = "{title} {place}"
headcount = 140
[surveys.brand]
name = "Marke {place}"
primary = "{colour}"
"""


_TITLE = "Wie geht es uns?"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of the site: title and colour of the last survey, and a contact that all surveys show."""

    title: str = _TITLE
    colour: str | None = None
    contact: str = "Beratung"


def site(folder: Path, brands: int, edit: Edit | None = None) -> Path:
    """Write a site.toml of ``brands`` surveys in three languages, each with a brand; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    config_path = folder / "site.toml"
    config_path.write_text("".join(_parts(brands, edit or Edit())), "utf-8")
    return config_path


def _parts(brands: int, edit: Edit) -> Iterator[str]:
    common = _COMMON.format(contact=edit.contact)
    if brands == 1:
        yield common.replace("#7a1f3d", edit.colour or "#7a1f3d")
        yield _ONE.format(place=1, title=edit.title)
        return
    yield common
    for place in range(1, brands + 1):
        last = place == brands
        title, colour = (edit.title, edit.colour) if last else (_TITLE, None)
        yield _OF_SEVERAL.format(place=place, title=title, colour=colour or _colour(place))


def _colour(place: int) -> str:
    """Return a colour, a different one for each ``place``."""
    return f"#{place * 2_654_435_761 % 0x1000000:06x}"


def mkdocs(folder: Path, pages: int) -> list[str]:
    """Write a mkdocs project of ``pages`` pages; return the command to build it, up to the output folder."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Start\n", "utf-8")
    for number, text in enumerate(_texts(pages - 1)):
        (docs / f"page-{number}.md").write_text(text, "utf-8")
    config = folder / "mkdocs.yml"
    config.write_text("site_name: Haus\nplugins: []\nnav:\n  - index.md\n", "utf-8")
    return ["mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir"]


_PELICAN = """\
SITENAME = "Haus"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "de"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DISPLAY_PAGES_ON_MENU = False
DIRECT_TEMPLATES = ["index"]
"""


def pelican(folder: Path, pages: int) -> list[str]:
    """Write a pelican project of ``pages`` pages; return the command to build it, up to the output folder."""
    content = folder / "content" / "pages"
    content.mkdir(parents=True)
    for number, text in enumerate(_texts(pages - 1)):
        (content / f"page-{number}.md").write_text(f"Title: Page {number}\n\n{text}", "utf-8")
    config = folder / "pelicanconf.py"
    config.write_text(_PELICAN, "utf-8")
    return ["pelican", "--quiet", "--settings", str(config), str(folder / "content"), "--output"]


def _texts(count: int) -> Iterator[str]:
    """Yield ``count`` of our own texts, repeated in all languages, without the marks of Jinja2."""
    sources = language_folder.LANGUAGES_FOLDER
    ours = [
        (sources / language / f"{text}.md").read_text("utf-8")
        for text in ("method", "privacy", "accessibility")
        for language in LANGUAGES
    ]
    return islice(cycle(re.sub(r"\{[%{].*?[%}]\}", "", text) for text in ours), count)
