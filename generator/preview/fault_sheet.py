"""The sheet that shows a browser what keeps a site from being built: each fault with its line.

It covers the page of the last build, or is a page of its own while nothing has been built yet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from generator.preview.studio_door import FOLDER
from generator.rendering.templates import environment
from questionnaire import messages
from questionnaire.faults import COMMAND_LINE, Fault

_STUDIO_PAGES = {"de": "", "en": "en.html"}
SCRIPT, STYLE = "site_preview.js", "faults.css"
_NEAR = 1  # lines before and after the one at fault
_WIDEST = 200  # characters of a line that is shown


@dataclass(frozen=True, slots=True)
class FaultSheet:
    """The same sheet as a part of a page, and as a page of its own."""

    part: str
    page: bytes


NO_FAULTS = FaultSheet("", b"")


def fault_sheet(faults: Sequence[Fault | str], config: str, text: str, language: str) -> FaultSheet:
    """Return the sheet with ``faults`` in ``language``, ``"de"`` or ``"en"``.

    ``text`` is what the file ``config`` holds; lines of it are shown where a fault names one. A fault that is
    a text, such as that of a template, is shown as it is.
    """
    words = tomllib.loads((files(__package__) / "words" / f"{language}.toml").read_text("utf-8"))
    title = words["title_one"] if len(faults) == 1 else words["title"].format(count=len(faults))
    lines = text.splitlines()
    shown = [_shown(fault, config, lines, words) for fault in faults]
    template = environment("preview").get_template("faults.html.j2")
    studio = f"/{FOLDER}{_STUDIO_PAGES[language]}"
    given = {"w": words, "title": title, "faults": shown, "folder": FOLDER, "studio": studio}
    part, page = (template.render(given, whole=whole) for whole in (False, True))
    return FaultSheet(part.strip(), page.strip().encode())


def script_files() -> dict[str, bytes]:
    """Return the script in each page of the preview, and the sheet's style: path -> contents."""
    folder = files("site_templates") / "preview"
    return {f"{FOLDER}{name}": (folder / name).read_bytes() for name in (SCRIPT, STYLE)}


def _shown(fault: Fault | str, config: str, lines: list[str], words: dict[str, Any]) -> dict[str, Any]:
    if isinstance(fault, str):
        return {"file": "", "line": "", "key": "", "text": fault, "source": []}
    return {
        "file": "" if fault.file == COMMAND_LINE else fault.file or config,
        "line": words["line"].format(line=fault.line) if fault.line else "",
        "key": _received(fault),
        "text": fault.said_in(words["tag"]),
        "source": list(_source(fault.line, lines)) if fault.line and fault.file in ("", config) else [],
    }


def _received(fault: Fault) -> str:
    """Return the key of ``fault`` with the value that was received, about as the file writes them."""
    if fault.value is None:
        return fault.key
    try:
        value = messages.as_toml(fault.value)
    except ValueError:  # an integer with more digits than Python writes out
        return fault.key
    return f"{fault.key} = {value}"[:_WIDEST]


def _source(line: int, lines: list[str]) -> Iterable[dict[str, Any]]:
    for number in range(max(line - _NEAR, 1), min(line + _NEAR, len(lines)) + 1):
        yield {"number": number, "text": lines[number - 1][:_WIDEST], "here": number == line}
