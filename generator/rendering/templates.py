"""Render pages with Jinja2: an undefined name is an error, and every value is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
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
from markupsafe import Markup

from generator.rendering.drawings import sprite
from generator.rendering.markdown import markdown
from questionnaire import language_folder
from questionnaire.faults import Fault, InputError
from questionnaire.language_folder import WordingError


class Renderer:
    """Turns templates into pages; reads each template and drawing once, when it first needs it."""

    def __init__(self) -> None:
        self._pages = environment("pages")
        self._pages.globals["sprite"] = cache(sprite)
        self._pages.filters["dialled"] = dialled
        self._pages.filters["named"] = named
        self._texts = environment(FunctionLoader(_prose))
        self._texts.finalize = _literal

    def page(self, template: str, context: Mapping[str, Any]) -> bytes:
        """Return the page, in UTF-8: ``template`` filled in with ``context``; no tag is indented.

        No empty line stands in front of a tag either.
        """
        return _INDENTED_TAG.sub("<", self._pages.get_template(template).render(context)).encode()

    def prose(self, text: str, context: Mapping[str, Any]) -> Markup:
        """Return the HTML of ``text``, a Markdown file of a language such as ``de/method.md``.

        The values of ``context`` are filled in first, and escaped: none becomes HTML or Markdown unless it is
        a ``Markup`` already. Raises ``InputError`` for a placeholder that is unknown.
        """
        try:
            return markdown(self._texts.get_template(text).render(context))
        except TemplateError as error:
            raise InputError([_mark_fault(text, error)]) from error

    def prose_faults(self, texts: Iterable[str]) -> Iterator[Fault]:
        """Yield a fault for each Markdown file in ``texts`` with a placeholder that cannot be read."""
        for text in texts:
            try:
                self._texts.get_template(text)
            except TemplateError as error:
                yield _mark_fault(text, error)
            except WordingError:  # the check of the language's folder reports a missing page
                continue


# Text keeps its spaces: in it, "<" is escaped.
_INDENTED_TAG = re.compile(r"(?m)^\s+<")


def dialled(phone: str) -> str:
    """Return the number to dial for ``phone``: +4930901820 for "+49 (0)30 / 90 18 20 (mornings)"."""
    without_zero = re.sub(r"^(\s*\+[\d\s]*)\(0\)", r"\1", phone)
    number = re.search(r"\+?[0-9][0-9\s()/.\-–]*", without_zero)
    return re.sub(r"[^0-9+]", "", number[0] if number else "")


def named(step: str, people: Mapping[str, Markup]) -> Markup:
    """Return ``step``, escaped, with the people it names by role, such as ``{support}``, filled in."""
    return Markup.escape(step).format_map(people)


def _prose(text: str) -> str:
    code, _, file = text.partition("/")
    return language_folder.read(code, file)


def _mark_fault(text: str, error: TemplateError) -> Fault:
    code, _, file = text.partition("/")
    return Fault(
        "language_file.broken_mark",
        details={"reason": error.message},
        file=language_folder.name(code, file),
        line=getattr(error, "lineno", None),
    )


_PUNCTUATION = re.compile(r"""([!-/:-@\[-`{-~])""")  # of ASCII; Markdown has an escape for each


def _literal(value: object) -> Markup:
    """Return Markdown that shows ``value`` exactly as it is, both in a text and in an address."""
    if isinstance(value, Markup):
        return value
    return Markup(_PUNCTUATION.sub(r"\\\1", " ".join(str(value).split())))  # noqa: S704 (Markdown; ``markdown`` escapes)


class _Compiled(BytecodeCache):
    """The code of each template and the checksum of its source: a preview renders them again and again."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the ``bucket`` the code of its template, if that was compiled from the same source."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in the ``bucket``."""
        self._codes[bucket.key] = bucket.checksum, bucket.code


_COMPILED = _Compiled()


def environment(templates: str | BaseLoader, *, html: bool = True) -> Environment:
    """Return the environment for ``templates``, a loader or a folder of ``site_templates``.

    They are HTML, or plain text, which is not escaped and keeps the line break at its end.
    """
    return Environment(
        loader=PackageLoader("site_templates", templates) if isinstance(templates, str) else templates,
        undefined=StrictUndefined,
        autoescape=html,  # noqa: S701 (for a server's files: our own values, nobody else's)
        keep_trailing_newline=not html,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a renderer reads a template once: all its pages come from the same source
        bytecode_cache=_COMPILED,
    )
