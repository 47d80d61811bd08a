"""All texts that the command line can show, found in the code, and their German in the catalogue.

``python -m harness.speech`` prints every text without German as entries of a .po file, to be completed.
"""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import collector
import generator
from generator.commands.language import po_files
from generator.commands.main import main
from generator.commands.translated import texts_of
from generator.init.comments import paragraphs
from generator.init.questions import QUESTIONS
from generator.studio.starter import template

GENERATOR = Path(generator.__file__).parent
COLLECTOR = Path(collector.__file__).parent
CLICK = Path(click.__file__).parent
# A text, or its singular and its plural.
Text = str | tuple[str, ...]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}

# Texts that code names only when it runs: Click's word for a value or a duty, and our word for an argument.
DYNAMIC = {
    "URN",
    "required",
    "choice",
    "boolean",
    "float",
    "text",
    "integer",
    "integer range",
    "file",
    "directory",
}


def all_texts() -> dict[Text, str]:
    """Return every text with the place where it comes from: our code, help of commands, or Click's code."""
    prompts = (question.prompt for question in QUESTIONS)
    help_texts = {*texts_of(main), *prompts, *paragraphs(template())}
    of_help: dict[Text, str] = dict.fromkeys(sorted(help_texts), "help")
    return {**_in_code(CLICK), **of_help, **_in_code(COLLECTOR), **_in_code(GENERATOR)}


def german() -> Iterator[tuple[str, Message]]:
    """Yield every entry of the German catalogue after the name of its file."""
    for path in po_files("de"):
        for message in read_po(io.BytesIO(path.read_bytes()), locale="de"):
            if message.id:
                yield path.name, message


def forms(text: Text | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a text: one, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def names_in_braces(text: str) -> set[str]:
    """Return the names that are filled into ``text``, by ``{name}`` or by ``%(name)s``."""
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return braces | {part.partition(")")[0] for part in text.split("%(")[1:]}


def _in_code(folder: Path) -> dict[Text, str]:
    return {
        text: f"{path.relative_to(folder.parent).as_posix()}:{line}"
        for path in sorted(folder.rglob("*.py"))
        if "gettext" in path.read_text("utf-8")
        for line, text, _, _ in extract_from_file("python", path, keywords=KEYWORDS)
    }


def main_program() -> None:
    """Print an entry without German for each text that the catalogue lacks."""
    known = {forms(message.id) for _, message in german()}
    for text, place in sorted(all_texts().items(), key=lambda each: each[1]):
        if forms(text) not in known:
            print(f"# {place}\n{_entry(forms(text))}")  # noqa: T201 (a tool for people)


def _entry(texts: tuple[str, ...]) -> str:
    ids = zip(("msgid", "msgid_plural"), texts, strict=False)
    lines = [f"{keyword} {_quoted(text)}" for keyword, text in ids]
    ends = ['msgstr ""'] if len(texts) == 1 else ['msgstr[0] ""', 'msgstr[1] ""']
    return "\n".join((*lines, *ends, ""))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.split("\n")
    if len(lines) == 1:
        return f'"{lines[0]}"'
    return '""\n' + "\n".join(f'"{line}\\n"' for line in lines[:-1]) + f'\n"{lines[-1]}"'


if __name__ == "__main__":
    main_program()
