"""A whole site in one HTML file: for a USB stick, a mail, a file share. It opens from ``file://``.

All pages in all languages stand in it, the runtime, fonts and pictures, and nothing is asked for from
anywhere: its policy lets it connect to nothing. ``site_templates/single`` holds the scripts that only such a
file has. The same pages and the same Python as a hosted site's are its parts (``single_pages``,
``embedding``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from generator.configuration.survey import Site
from generator.rendering.content_security_policy import single_file_policy
from generator.rendering.embedded import embedded_file, embedded_sheet
from generator.rendering.inline import enclosed
from generator.rendering.shown_text import shown_text
from generator.rendering.templates import environment
from generator.rendering.wordings import load_wordings
from generator.runtime import store
from generator.site.embedding import (
    embedded_runtime,
    head_style,
    no_script_style,
    own_sheet,
)
from generator.site.files import site_files
from generator.site.single_pages import Page, pages_of, pictures, stored, with_pictures
from questionnaire import survey_texts
from questionnaire.faults import Fault, InputError

GENERATOR = "lastbild: a site in a single file"
MARK = f'content="{GENERATOR}"'.encode()  # tells our files from anybody else's
MODES = ("off", "paper")  # how its surveys may collect
LARGEST = 7_000_000  # bytes; a mail server often refuses more than ten


def single_file(site: Site) -> bytes:
    """Return the HTML file that holds ``site``.

    Raises ``InputError`` if a survey collects over a network, and with all faults of the languages.
    """
    if faults := senders(site):
        raise InputError(faults)
    files = site_files(site, translated=True, single=True)
    return _assembled(site, files, pages_of(files))


def senders(site: Site) -> list[Fault]:
    """Return a fault for each survey that collects over a network: a single file sends nothing."""
    modes = {survey.key("collection.mode"): survey.config.collection.mode for survey in site.surveys}
    return [Fault("collector.not_from_a_file", key, mode) for key, mode in modes.items() if mode not in MODES]


def file_name(site: Site) -> str:
    """Return the name of the file: that of its survey, or ``lastbild.html`` if there are several."""
    return "lastbild.html" if site.front else f"{site.first.config.survey.id}.html"


def _assembled(site: Site, files: Mapping[str, bytes], pages: Mapping[str, Page]) -> bytes:
    first = pages["index.html"]
    scripts = {
        name.removeprefix("single_").removesuffix(".js"): enclosed(contents)
        for name, contents in store.single_scripts().items()
    }
    sheets = {name: enclosed(embedded_sheet(name, files)) for page in pages.values() for name in page.sheets}
    words = _words(site)
    own_style, shown_in_head = enclosed(own_sheet()), enclosed(head_style(words.values()))
    without_scripts = enclosed(no_script_style(first.sheets[1:], files))
    styles = (shown_in_head, own_style, without_scripts, *sheets.values())
    waiting = {path: Markup(stored(page)) for path, page in sorted(pages.items())}  # noqa: S704 (our own pages)
    shown = with_pictures(first.body, files)
    context: dict[str, Any] = {
        "generator": GENERATOR,
        "policy": single_file_policy(scripts.values(), styles),
        "damaged": {tag: _in_ascii(text) for tag, text in words.items()},
        "first": first,
        "title": Markup(first.title),  # noqa: S704 (escaped already)
        "shown": Markup(shown),  # noqa: S704 (our own page)
        "icon": embedded_file(_icon(files["index.html"].decode()), files),
        "head_style": shown_in_head,
        "own_style": own_style,
        "no_script_style": without_scripts,
        "scripts": scripts,
        "sheets": sheets,
        "stored": waiting,
        "pictures": {name: embedded_file(name, files) for page in pages.values() for name in pictures(page)},
        "licences": {
            name: Markup(contents.decode())  # noqa: S704 (the text of a licence, within a script that is none)
            for name, contents in files.items()
            if name.startswith("licences/")
        },
        **embedded_runtime(),
        "checksum": zlib.adler32("\n".join([shown_text(shown), *waiting.values()]).encode()),
    }
    return environment("pages").get_template("single.html.j2").render(context).encode()


def _words(site: Site) -> dict[str, str]:
    """Return the sentence about a damaged file in each language of ``site``, by the language's tag."""
    trees = load_wordings(site.first.config, survey_texts.load).values()
    return {str(tree["language"]["tag"]): str(tree["single"]["damaged"]) for tree in trees}


def _in_ascii(text: str) -> Markup:
    """Return ``text`` as HTML that no change of the encoding harms."""
    return Markup(escape(text).encode("ascii", "xmlcharrefreplace").decode())  # noqa: S704 (escaped)


def _icon(page: str) -> str:
    (icon,) = re.findall(r'<link rel="icon" href="([^"]+)">', page)
    return str(icon)
