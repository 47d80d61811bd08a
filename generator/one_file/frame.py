"""What surrounds the contents of a page in one file: its style and policy, Python's parts, the licences."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
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

# Nothing can be sent: there is nowhere to connect to. Python's worker is a blob; WebAssembly is compiled,
# text never is. A frame shows a page of our own, whose style is in data: addresses, under this same policy.
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


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything of a page in one file but what its template asks for besides.

    name:     what the bill of materials calls the page.
    template: its file, in a folder of ``site_templates``, as in ``"count/auswertung.html.j2"``.
    words:    the page's words by language.
    language: the language in which the page opens.
    script:   the page's own, in one piece.
    python:   the parts of Python inside the page.
    empty:    the names of those parts that hold no work of others here.
    """

    name: str
    template: str
    brand: BrandTable
    brand_files: BrandFiles
    words: Mapping[str, Any]
    language: str
    script: bytes
    python: Mapping[str, bytes]
    empty: frozenset[str] = frozenset()

    def page(self, context: Mapping[str, Any]) -> bytes:
        """Return the page, its template filled in with ``context``, too.

        Raises ``ValueError`` if the script could end its element early.
        """
        folder, _, file = self.template.partition("/")
        template = environment(_loader(folder)).get_template(file)
        page = template.render({**self._words(), **self._look(folder), **self._inside(), **context})
        return re.sub(r"(?m)^\s+<", "<", page).encode()

    def _words(self) -> dict[str, Any]:
        other = next((code for code in self.words if code != self.language), self.language)
        return {
            "language": self.language,
            "languages": [(code, survey_texts.load(code)["language"]["name"]) for code in self.words],
            "w": self.words[self.language]["page"],
            "other": self.words[other]["page"],
            "words": script_json(json.dumps(self.words, ensure_ascii=False)),
        }

    def _look(self, folder: str) -> dict[str, Any]:
        assets = style_files(self.brand, self.brand_files)
        icon, logo = self.brand_files.favicon, self.brand_files.logo
        both = inline(_style(folder, assets), self.script)
        return {
            "brand": self.brand,
            "icon": embedded_file(f"assets/{icon.name if icon else 'icon.svg'}", assets),
            "logo": embedded_file(f"assets/{logo.name}", assets) if logo else None,
            "policy": _policy(both),
            "inline": both,
        }

    def _inside(self) -> dict[str, Any]:
        parts = self.python.items()
        return {
            "downloads": downloads({part: {part: contents} for part, contents in parts}),
            "embedded": [Part(part, base64.b64encode(contents).decode()) for part, contents in parts],
            "works": works(self.name, self.python.keys() - self.empty, self.brand_files),
            "licences": licence_texts(),
        }


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
