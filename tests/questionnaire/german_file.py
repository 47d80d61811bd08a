"""The German file of any kind of texts, spoilt as whoever edits it may spoil it, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from questionnaire.survey_texts import WordingError

NAME = "de.toml"


def faults(load: Callable[[str, Path], object], folder: Path) -> list[str]:
    """Return the lines of the faults with which ``load`` refuses the German file in ``folder``."""
    with pytest.raises(WordingError) as refused:
        load("de", folder)
    lines = [f"{file}: {key}: {fault}" for file, key, fault in refused.value.faults]
    assert str(refused.value) == "\n".join(lines)
    return lines


def rewrite(folder: Path, *changes: tuple[str, str]) -> None:
    """Replace each (pattern, replacement) in the German file; each must be there."""
    path = folder / NAME
    text = path.read_text("utf-8")
    for pattern, replacement in changes:
        text, times = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
        assert times == 1, pattern
    path.write_text(text, "utf-8")


def put(folder: Path, contents: bytes | None) -> None:
    """Put ``contents`` in the place of the German file, or nothing."""
    (folder / NAME).unlink()
    if contents is not None:
        (folder / NAME).write_bytes(contents)
