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
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import generator
from generator.commands.language import po_files
from generator.commands.main import main
from generator.commands.translated import language_option, texts_of

GENERATOR = Path(generator.__file__).parent
CLICK = Path(click.__file__).parent
# A text, or its singular and its plural.
Text = str | tuple[str, ...]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}


def all_texts() -> dict[Text, str]:
    """Return every text with the place where it comes from: our code, help of commands, or Click's code."""
    help_texts = {*texts_of(main), *filter(None, (language_option().help,))}
    return {
        **_in_code(CLICK, "click"),
        **dict.fromkeys(help_texts, "help"),
        **_in_code(GENERATOR, "generator"),
    }


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


def _in_code(folder: Path, name: str) -> dict[Text, str]:
    found = extract_from_dir(folder, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {
        text if isinstance(text, str) else tuple(text): f"{name}/{file}:{line}"
        for file, line, text, _, _ in found
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
