"""What is built: sites of so many brands for us, and as many pages of Markdown for mkdocs and pelican.

The others get our own texts and what makes them quickest: no search index, no feeds, and no menu of all pages
on every page, which would make their time grow with the square.
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
class Words:
    """What somebody edits: the title and the colour of the last survey, a contact that all of them show."""

    title: str = _TITLE
    colour: str | None = None
    contact: str = "Beratung"


def site(folder: Path, brands: int, words: Words | None = None) -> Path:
    """Write the site.toml of so many surveys, each with a brand of its own in three languages."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "site.toml"
    config.write_text("".join(_parts(brands, words or Words())), "utf-8")
    return config


def _parts(brands: int, words: Words) -> Iterator[str]:
    common = _COMMON.format(contact=words.contact)
    if brands == 1:
        yield common.replace("#7a1f3d", words.colour or "#7a1f3d")
        yield _ONE.format(place=1, title=words.title)
        return
    yield common
    for place in range(1, brands + 1):
        last = place == brands
        title, colour = (words.title, words.colour) if last else (_TITLE, None)
        yield _OF_SEVERAL.format(place=place, title=title, colour=colour or _colour(place))


def _colour(place: int) -> str:
    """Return some colour, another for every place."""
    return f"#{place * 2_654_435_761 % 0x1000000:06x}"


def mkdocs(folder: Path, pages: int) -> list[str]:
    """Write a project of so many pages for mkdocs, and return what builds it, but for the folder to fill."""
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
    """Write a project of so many pages for pelican, and return what builds it, but for the folder to fill."""
    content = folder / "content" / "pages"
    content.mkdir(parents=True)
    for number, text in enumerate(_texts(pages - 1)):
        (content / f"page-{number}.md").write_text(f"Title: Page {number}\n\n{text}", "utf-8")
    config = folder / "pelicanconf.py"
    config.write_text(_PELICAN, "utf-8")
    return ["pelican", "--quiet", "--settings", str(config), str(folder / "content"), "--output"]


def _texts(count: int) -> Iterator[str]:
    """Yield our own texts in all languages again and again, without what Jinja2 would fill in."""
    sources = language_folder.LANGUAGES_FOLDER
    ours = [
        (sources / language / f"{text}.md").read_text("utf-8")
        for text in ("method", "privacy", "accessibility")
        for language in LANGUAGES
    ]
    return islice(cycle(re.sub(r"\{[%{].*?[%}]\}", "", text) for text in ours), count)
