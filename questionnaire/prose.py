"""The pages of prose of a language: method, privacy and accessibility, in Markdown.

The marks for values, ``{{ … }}``, and for conditions, ``{% … %}``, are the same in every language, so that no
translation loses a name, a number or a promise. Never imported in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from questionnaire.faults import Fault
from questionnaire.language_folder import GERMAN, WordingError, name, read

# Each page is the file of that name, such as ``method.md``.
PAGES = ("method", "privacy", "accessibility")

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def load(code: str, folder: Path | None = None) -> dict[str, str]:
    """Return the Markdown of each of ``PAGES`` in language ``code``, with its marks.

    Raises ``WordingError`` with the faults of all pages at once.
    """
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for page in PAGES:
        file = f"{page}.md"
        try:
            german, texts[page] = read(GERMAN, file, folder), read(code, file, folder)
        except WordingError as error:
            faults += error.faults
        else:
            page_faults = _faults(code, texts[page], german)
            faults += [replace(fault, file=name(code, file)) for fault in page_faults]
    if faults:
        raise WordingError(faults)
    return texts


def _faults(code: str, text: str, german: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault("language_file.empty_page")
        return
    marks, wanted = _marks(text), _marks(german)
    for mark in wanted:
        # A page need not ask whether the site has the language that the page is written in.
        if mark not in marks and f'"{code}" in languages' not in mark:
            yield Fault("language_file.mark_missing", mark)
    yield from (Fault("language_file.mark_unknown", mark) for mark in marks if mark not in wanted)


def _marks(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(mark.split()) for mark in _MARK.findall(text)))
