"""The count's page as one HTML file: its words, its survey, its style and its script are inside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.configuration.schema import Config, localised
from generator.configuration.survey import Survey
from generator.count import parcel
from generator.count.licences import licence_texts, works
from generator.count.wording import LANGUAGES, load, nearest_language
from generator.rendering.embedded import embedded_file, embedded_sheet
from generator.rendering.inline import Inline, digest, inline
from generator.rendering.stylesheets import LATER, STYLE, compact, style_files
from generator.rendering.templates import environment
from questionnaire import all_codes, survey_texts

# Nothing can be sent: there is nowhere to connect to. A frame shows the report, whose style is in data:
# addresses, under this same policy. Python's worker is a blob; WebAssembly is compiled, text never is.
_POLICY = (
    "default-src 'none'; script-src '{script}' blob: 'wasm-unsafe-eval'; worker-src blob:; "
    "connect-src 'none'; style-src '{style}' data:; img-src data: blob:; font-src data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'"
)

GENERATOR = "lastbild: a count of ballots"
MARK = f'content="{GENERATOR}"'.encode()  # tells our files from anybody else's


class Part(NamedTuple):
    """A part of Python inside the page: its name, and its bytes in base64."""

    name: str
    text: str


def count_page(
    survey: Survey, script: bytes, *, downloads: str = "{}", embedded: Iterable[Part] = ()
) -> bytes:
    """Return the page that counts the ballots of ``survey``.

    ``script`` is the page's own, in one piece; ``downloads`` says as JSON of which ``embedded`` parts Python
    consists. Raises ``ValueError`` if the script could end its element early.
    """
    config = survey.config
    language = nearest_language(config.site.languages[0])
    words = {code: _words(config, code) for code in LANGUAGES}
    assets = style_files(config.brand, survey.brand_files)
    icon, logo = survey.brand_files.favicon, survey.brand_files.logo
    both, parts = inline(_style(assets), script), tuple(embedded)
    context: dict[str, Any] = {
        "generator": GENERATOR,
        "language": language,
        "languages": [(code, survey_texts.load(code)["language"]["name"]) for code in LANGUAGES],
        "w": words[language]["page"],
        "other": words["en" if language == "de" else "de"]["page"],
        "title": localised(config.survey.title, config.site.languages[0]),
        "brand": config.brand.name,
        "icon": embedded_file(f"assets/{icon.name if icon else 'icon.svg'}", assets),
        "logo": embedded_file(f"assets/{logo.name}", assets) if logo else None,
        "policy": _policy(both),
        "inline": both,
        "downloads": downloads,
        "survey": _json(parcel.pack(config, survey.brand_files)),
        "words": _json(json.dumps(words, ensure_ascii=False)),
        "embedded": parts,
        "works": works({part.name for part in parts}, survey.brand_files),
        "licences": licence_texts(),
    }
    page = environment("count").get_template("auswertung.html.j2").render(context)
    return re.sub(r"(?m)^\s+<", "<", page).encode()


def _words(config: Config, language: str) -> dict[str, Any]:
    """Return the page's words in ``language``, and each code in words."""
    texts = survey_texts.load(language)
    outcomes = {"M": texts["outcomes"]["mixed"]["title"], "N": texts["outcomes"]["none"]["title"]}

    def meaning(code: str) -> str:
        constellation, _, lever = code.partition("-")
        name = outcomes.get(code) or texts["constellations"][constellation]["name"]
        return f"{name}: {texts['levers'][lever]}" if lever else str(name)

    return {
        "page": load(language)["page"],
        "codes": {code: meaning(code) for code in all_codes(config.survey.detail)},
    }


def _style(assets: dict[str, bytes]) -> bytes:
    own = (files("site_templates") / "count" / "count.css").read_text("utf-8")
    sheets = [embedded_sheet(name, assets) for name in (STYLE, LATER)]
    return b"\n".join([*sheets, compact(own).encode()])


def _policy(both: Inline) -> str:
    return _POLICY.format(script=digest(both.script), style=digest(both.style))


def _json(text: str) -> Markup:
    """Return JSON that stands inside a script element, which it cannot end."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 (no "<" is left in it)
