"""Faults in the input: where a fault is, what is wrong, and how to mend it.

Code names a fault by its kind and tells faults apart by their kind. All wording is in the catalogue of
messages. Never imported in the browser.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from questionnaire import messages

COMMAND_LINE = "command line"  # takes the place of the file if the fault is in an option or an argument


class Key(str):
    """A detail that is itself a key, such as ``survey.opens`` in a fault of ``survey.closes``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input.

    kind:    the message's key in the catalogue, such as ``"configuration.unknown_key"``.
    key:     the key, option or argument that is at fault; ``""`` if it is the file or the line itself.
    value:   the value received, shown as it is; ``None`` if there is none (a missing key).
    details: the values for the placeholders of the message; a list is a tuple.
    file:    the name of the file, or ``COMMAND_LINE``; ``""`` until the caller that knows it adds it.
    line:    the line of the file, from 1; ``None`` if it is not known.
    """

    kind: str
    key: str = ""
    value: object = None
    details: Mapping[str, object] = field(default_factory=dict)
    file: str = field(default="", kw_only=True)
    line: int | None = field(default=None, kw_only=True)

    @property
    def said(self) -> str:
        """The message: what is wrong and what was expected, without file, key and value."""
        return self.said_in(messages.ENGLISH)

    def said_in(self, language: str) -> str:
        """Return the message like ``said``, in a language that has a catalogue, such as ``"de"``."""
        return messages.say(self.kind, self.details, messages.load(language))

    def renamed(self, name_of: Callable[[str], str]) -> Fault:
        """Return the fault with its key, and every ``Key`` among its details, named by ``name_of``."""
        details = {
            name: Key(name_of(detail)) if isinstance(detail, Key) else detail
            for name, detail in self.details.items()
        }
        return replace(self, key=name_of(self.key), details=details)

    def __str__(self) -> str:
        return self.shown_in(messages.ENGLISH)

    def shown_in(self, language: str) -> str:
        """Return the fault in one line: file, line, key, value and message, in a language like ``"de"``."""
        sentences = messages.load(language)
        received = "" if self.value is None else f" = {_shown(self.value, sentences)}"
        named = self.key or self.line is None
        where = f"{self.key or messages.say('place.file', {}, sentences)}{received}" if named else received
        line = "" if self.line is None else messages.say("place.line", {"line": self.line}, sentences)
        parts = (self._file_shown(sentences), line, where, self.said_in(language))
        # One line for a fault, whatever its key or value contains, and no control characters.
        whole = " ".join(": ".join(part for part in parts if part).split())
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in whole)

    def _file_shown(self, sentences: messages.Sentences) -> str:
        return messages.say("place.command_line", {}, sentences) if self.file == COMMAND_LINE else self.file


class InputError(Exception):
    """The input has faults; ``faults`` holds all of them, each once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple({str(fault): fault for fault in faults}.values())
        super().__init__("\n".join(map(str, self.faults)))


class FaultError(Exception):
    """Something cannot be used; ``fault`` says why. The caller adds file, key and value."""

    def __init__(self, kind: str, /, **details: object) -> None:
        self.fault = Fault(kind, details=details)
        super().__init__(self.fault.said)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that ``word`` was probably meant to be, or ``None`` if it resembles none."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near else None


_LONGEST_SHOWN = 200  # characters; enough for a whole path


def _shown(value: object, sentences: messages.Sentences) -> str:
    text = f'"{value}"' if isinstance(value, str) else messages.say("value.any", {"value": value}, sentences)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
