"""What surrounds the contents of a page in one file: its style and policy, Python's parts, the licences."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import BrandTable
from generator.one_file.licences import licence_texts, works
from generator.rendering.embedded import embedded_file, embedded_sheet
from generator.rendering.inline import Inline, digest, inline
from generator.rendering.stylesheets import LATER, STYLE, compact, style_files
from generator.rendering.templates import environment
from generator.site.page_loads import downloads
from questionnaire import survey_texts

# Nothing can be sent: there is nowhere to connect to. Python's worker is a blob; WebAssembly is compiled, text
# never is. A frame shows a page of our own, whose style is in data: addresses, under this same policy.
_POLICY = (
    "default-src 'none'; script-src '{script}' blob: 'wasm-unsafe-eval'; worker-src blob:; "
    "connect-src 'none'; style-src '{style}' data:; img-src data: blob:; font-src data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'"
)
_FOLDER = "one_file"  # of site_templates: what these pages share


class Part(NamedTuple):
    """A part of Python inside the page: its name, and its bytes in base64."""

    name: str
    text: str


def one_file_page(
    template: str, context: Mapping[str, Any], *, name: str, brand: BrandTable, brand_files: BrandFiles,
    words: Mapping[str, Any], language: str, script: bytes, python: Mapping[str, bytes],
) -> bytes:  # fmt: skip
    """Return the page of ``template``, a file in a folder of ``site_templates``, filled in with ``context``.

    ``words`` holds the page's words by language, ``script`` is its own in one piece, ``python`` its parts of
    Python. ``name`` is what the bill of materials calls the page. Raises ``ValueError`` if the script could
    end its element early.
    """
    folder, _, file = template.partition("/")
    assets = style_files(brand, brand_files)
    icon, logo = brand_files.favicon, brand_files.logo
    both = inline(_style(folder, assets), script)
    other = next((code for code in words if code != language), language)
    page = environment(_loader(folder)).get_template(file).render(
        {
            "language": language,
            "languages": [(code, survey_texts.load(code)["language"]["name"]) for code in words],
            "w": words[language]["page"],
            "other": words[other]["page"],
            "brand": brand.name,
            "icon": embedded_file(f"assets/{icon.name if icon else 'icon.svg'}", assets),
            "logo": embedded_file(f"assets/{logo.name}", assets) if logo else None,
            "policy": _policy(both),
            "inline": both,
            "downloads": downloads({part: {part: contents} for part, contents in python.items()}),
            "words": script_json(json.dumps(words, ensure_ascii=False)),
            "embedded": [Part(part, base64.b64encode(contents).decode()) for part, contents in python.items()],
            "works": works(name, frozenset(python), brand_files),
            "licences": licence_texts(),
            **context,
        }
    )
    return re.sub(r"(?m)^\s+<", "<", page).encode()


def script_json(text: str) -> Markup:
    """Return JSON that stands inside a script element, which it cannot end."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 (no "<" is left in it)


def _loader(folder: str) -> ChoiceLoader:
    return ChoiceLoader([PackageLoader("site_templates", each) for each in (folder, _FOLDER)])


def _style(folder: str, assets: dict[str, bytes]) -> bytes:
    templates = files("site_templates")
    own = (templates / _FOLDER / "one_file.css", templates / folder / f"{folder}.css")
    sheets = [embedded_sheet(name, assets) for name in (STYLE, LATER)]
    return b"\n".join([*sheets, *(compact(sheet.read_text("utf-8")).encode() for sheet in own)])


def _policy(both: Inline) -> str:
    return _POLICY.format(script=digest(both.script), style=digest(both.style))
