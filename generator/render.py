"""Render pages with Jinja2: undefined names are errors, everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    FunctionLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
)
from jinja2.bccache import Bucket
from markdown_it import MarkdownIt
from markupsafe import Markup

from generator.faults import Fault, InputError
from generator.inline import Inline, digest
from questionnaire import language_folder
from questionnaire.language_folder import WordingError

# Nothing but the site's own files; PyScript's worker is a blob that imports modules of this site (worker
# scripts, too, says Firefox), Pyodide compiles WebAssembly. No inline script or style but the very ones that
# are named by their hash, no frame, no form that submits, no other origin.
_POLICY = (
    "default-src 'none'; script-src 'self'{script} 'wasm-unsafe-eval'; style-src 'self'{style}; "
    "img-src 'self' data:; font-src 'self'; connect-src {connect}; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'none'"
)

# What a template calls a drawing, and the file in site_templates/pictures that holds it.
_DRAWINGS = {
    "A": "headwind",
    "B": "double-bind",
    "C": "bottleneck",
    "D": "constant-smile",
    "perception": "perception",
    "cause": "cause",
    "influence": "influence",
}


def content_security_policy(collector: str | None = None, inline: Inline | None = None) -> str:
    """Return a page's policy.

    ``collector`` is the one other origin it may send to, ``inline`` what stands in the page, if any.
    """
    return _POLICY.format(
        connect=f"'self' {collector}" if collector else "'self'",
        script=f" '{digest(inline.script)}'" if inline else "",
        style=f" '{digest(inline.style)}'" if inline else "",
    )


class Renderer:
    """Turns templates into pages; each template and drawing is read once, when it is first needed."""

    def __init__(self) -> None:
        self._pages = environment("pages")
        self._pages.globals["sprite"] = cache(sprite)
        self._pages.filters["dialled"] = dialled
        self._texts = environment(FunctionLoader(_prose))
        self._texts.finalize = _literal

    def page(self, template: str, context: Mapping[str, Any]) -> bytes:
        """Return the page that ``template`` makes of ``context``, in UTF-8."""
        return self._pages.get_template(template).render(context).encode()

    def prose(self, text: str, context: Mapping[str, Any]) -> Markup:
        """Return the HTML of ``text``, a Markdown file of a language such as ``de/method.md``.

        Placeholders are filled in first and escaped, so that no value of ``context`` becomes markup, neither
        HTML nor Markdown, unless it is a ``Markup`` already. Raises ``InputError`` where one is unknown.
        """
        try:
            return markdown(self._texts.get_template(text).render(context))
        except TemplateError as error:
            raise InputError([_mark_fault(text, error)]) from error

    def prose_faults(self, texts: Iterable[str]) -> Iterator[Fault]:
        """Yield a fault for each of the Markdown files ``texts`` whose placeholders cannot be read."""
        for text in texts:
            try:
                self._texts.get_template(text)
            except TemplateError as error:
                yield _mark_fault(text, error)
            except WordingError:  # a page that is missing is told with its language's folder
                continue


def dialled(phone: str) -> str:
    """Return what a telephone dials for ``phone``: +4930901820 for "+49 (0)30 / 90 18 20 (mornings)"."""
    without_zero = re.sub(r"^(\s*\+[\d\s]*)\(0\)", r"\1", phone)
    number = re.search(r"[+*#]?\d[\d\s*#()/.\-–]*", without_zero)
    return re.sub(r"[^\d+*#]", "", number[0] if number else "")


def _prose(text: str) -> str:
    code, _, file = text.partition("/")
    return language_folder.read(code, file)


def _mark_fault(text: str, error: TemplateError) -> Fault:
    code, _, file = text.partition("/")
    line = getattr(error, "lineno", None)
    key = f"line {line}" if line else "file"
    expected = f"expected {{{{ … }}}} and {{% … %}} as in the German page, but: {error.message}"
    return Fault(language_folder.name(code, file), key, expected)


_PUNCTUATION = re.compile(r"""([!-/:-@\[-`{-~])""")  # all that ASCII has, and Markdown lets be escaped


def _literal(value: object) -> Markup:
    """Return ``value`` as a Markdown text that shows it letter by letter, in words and in addresses."""
    if isinstance(value, Markup):
        return value
    return Markup(_PUNCTUATION.sub(r"\\\1", " ".join(str(value).split())))  # noqa: S704 (Markdown; ``markdown`` escapes)


class _Compiled(BytecodeCache):
    """What each template was last compiled to, and of what content: a preview builds again and again."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the ``bucket`` what its very content was compiled to, if it was."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what the ``bucket`` was compiled to."""
        self._codes[bucket.key] = bucket.checksum, bucket.code


_COMPILED = _Compiled()


def environment(templates: str | BaseLoader, *, html: bool = True) -> Environment:
    """Return what renders ``templates``, a loader or a folder of ``site_templates``.

    They are HTML, or plain text that ends as they end.
    """
    return Environment(
        loader=PackageLoader("site_templates", templates) if isinstance(templates, str) else templates,
        undefined=StrictUndefined,
        autoescape=html,  # noqa: S701 (for a server's files: our own values, nobody else's)
        keep_trailing_newline=not html,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # what one renderer renders is made of one state of the templates
        bytecode_cache=_COMPILED,
    )


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
# A heading at the margin ends whatever stands before it, but for a fence; and a name for an address, given in
# one section, serves in all.
_SECTIONS = re.compile(r"(?m)^(?=## )")
_ACROSS_SECTIONS = re.compile(r"```|~~~|\]:")


def markdown(text: str) -> Markup:
    """Return the HTML of Markdown; HTML in it is shown as text, and links that could act are no links.

    Nor does a picture become one: no page fetches anything (``generator.configuration.own_pages`` says so).
    """
    sections = [text] if _ACROSS_SECTIONS.search(text) else _SECTIONS.split(text)
    return Markup(_scrolling_tables("".join(map(_section, sections))))  # noqa: S704 (made of escaped text by markdown-it)


@lru_cache(maxsize=1024)  # many surveys say the same in most of their sections
def _section(text: str) -> str:
    return str(_MARKDOWN.render(text))


def _scrolling_tables(html: str) -> str:
    """Let a table wider than a phone scroll by itself, by keyboard, too; its heading names the region."""
    first, *sections = html.split("<h2>")
    for place, section in enumerate(sections, start=1):
        name = f"section-{place}"
        region = f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0"><table>'
        table = section.replace("<table>", region).replace("</table>", "</table></div>")
        sections[place - 1] = f'<h2 id="{name}">{_with_row_headers(table)}'
    return first + "".join(sections)


def _with_row_headers(html: str) -> str:
    """Let the first cell of each row name the row, which Markdown cannot say."""
    html = re.sub(r"<tr>\n<td>(.*?)</td>", r'<tr>\n<th scope="row">\1</th>', html)
    return html.replace("<th>", '<th scope="col">')


def sprite() -> Markup:
    """Return every drawing as a symbol of one inline SVG, so that it takes the colours around it."""
    symbols = "".join(_symbol(name, drawing(name)) for name in _DRAWINGS)
    return Markup(f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>')  # noqa: S704 (our own drawings)


def drawing(name: str) -> str:
    """Return the SVG of what templates call ``name``: a constellation's id, or a lens."""
    return (files("site_templates") / "pictures" / f"{_DRAWINGS[name]}.svg").read_text("utf-8")


def _symbol(name: str, svg: str) -> str:
    found = re.fullmatch(r"<svg xmlns=\S+ ([^>]*)>(.*)</svg>\s*", svg, re.DOTALL)
    if not found:
        raise ValueError(
            f"{_DRAWINGS[name]}.svg: expected <svg xmlns=… …>…</svg>, as in the drawings beside it"
        )
    opening, inside = found.groups()
    return f'<symbol id="glyph-{name}" {opening}>{inside}</symbol>'
