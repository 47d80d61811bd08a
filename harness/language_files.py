"""Copies of the languages for tests to spoil, and the faults that follow."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from questionnaire import language_folder, messages
from questionnaire.language_folder import WordingError


def copied(tmp_path: Path) -> Path:
    """Return a copy of all languages in ``tmp_path`` that a test may spoil."""
    return shutil.copytree(language_folder.LANGUAGES_FOLDER, tmp_path / "languages")


def faults(load: Callable[[str, Path], object], code: str, folder: Path) -> list[str]:
    """Return the lines of the faults with which ``load`` refuses the language ``code`` in ``folder``."""
    with pytest.raises(WordingError) as refused:
        load(code, folder)
    return [f"{fault.file}: {fault.key or 'file'}: {fault.said}" for fault in refused.value.faults]


def missing(code: str, file: str) -> str:
    """Return the line that says that the language ``code`` lacks ``file``."""
    content = messages.say(language_folder.FILES[file], {})
    return f"{language_folder.name(code, file)}: file: is missing; expected {content}"


def rewrite(path: Path, *changes: tuple[str, str]) -> None:
    """Replace each (pattern, replacement) in the file ``path``; each must be there."""
    text = path.read_text("utf-8")
    for pattern, replacement in changes:
        text, times = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
        assert times == 1, pattern
    path.write_text(text, "utf-8")


def put(path: Path, contents: bytes | None) -> None:
    """Replace the contents of the file ``path``; delete it if ``contents`` is ``None``."""
    path.unlink()
    if contents is not None:
        path.write_bytes(contents)
