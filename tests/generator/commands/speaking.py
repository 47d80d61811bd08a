"""What tests of the spoken command line share: a call in a language, and words that do not belong there."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner, Result

from generator.commands.main import main

NOBODY: dict[str, str | None] = dict.fromkeys(
    ("LASTBILD_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"), None
)
# Words that help in English can hardly do without.
ENGLISH_WORD = re.compile(r"\b(the|of|is|are|has|with|without|which|your|Options|Commands|Show|default)\b")
# What Python would say.
PYTHON = re.compile(
    r"\b(datetime|None|True|False|Traceback|dict|str|int|utf-8|codec|byte 0x\w+)\b"
    r"|\w+(Error|Exception)\b|\[Errno|%[YmdHs]"
)


def run(*arguments: str | Path, typed: str = "", **environment: str | None) -> Result:
    """Run ``lastbild`` with ``arguments`` where nothing names a language but ``environment``."""
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(main, words, input=typed, env={**NOBODY, **environment})
