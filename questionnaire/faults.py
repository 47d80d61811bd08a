"""One thing that is wrong with what somebody gave us: where it stands, what it is, and what to do about it.

Whoever finds a fault names its kind; code that treats faults differently looks at the kind. The words are in
the catalogue of messages, and nowhere else. Never imported in the browser.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from questionnaire import messages

COMMAND_LINE = "command line"  # the file of a fault that is in an option or an argument


class Key(str):
    """A detail that is a key, too, such as ``survey.opens`` in a fault of ``survey.closes``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input.

    kind:    which message of the catalogue says it, such as ``"configuration.unknown_key"``.
    key:     the key, option or argument that is at fault; ``""`` if it is the file or the line itself.
    value:   what was received, shown as it is; ``None`` where there is nothing (a missing key).
    details: what the placeholders of the message stand for; a list is a tuple.
    file:    the name of the file, or ``COMMAND_LINE``; ``""`` until somebody who knows it puts it in.
    line:    the line of the file, from 1, where no key can be named.
    """

    kind: str
    key: str = ""
    value: object = None
    details: Mapping[str, object] = field(default_factory=dict)
    file: str = field(default="", kw_only=True)
    line: int | None = field(default=None, kw_only=True)

    @property
    def said(self) -> str:
        """What is wrong and what was expected, without the place and the value."""
        return messages.say(self.kind, self.details)

    def renamed(self, name_of: Callable[[str], str]) -> Fault:
        """Return the fault with its key, and every ``Key`` among its details, named by ``name_of``."""
        details = {
            name: Key(name_of(detail)) if isinstance(detail, Key) else detail
            for name, detail in self.details.items()
        }
        return replace(self, key=name_of(self.key), details=details)

    def __str__(self) -> str:
        received = "" if self.value is None else f" = {_shown(self.value)}"
        parts = (self._file_shown(), f"{self._place_shown()}{received}", self.said)
        # One fault, one line, whatever stands in a key or a value; and nothing that a terminal obeys.
        line = " ".join(": ".join(part for part in parts if part).split())
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)

    def _file_shown(self) -> str:
        return messages.say("place.command_line", {}) if self.file == COMMAND_LINE else self.file

    def _place_shown(self) -> str:
        if self.line is not None:
            return messages.say("place.line", {"line": self.line})
        return self.key or messages.say("place.file", {})


class InputError(Exception):
    """The input is at fault; ``faults`` holds every fault that was found, each once, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple({str(fault): fault for fault in faults}.values())
        super().__init__("\n".join(map(str, self.faults)))


class FaultError(Exception):
    """Something cannot be used; ``fault`` says why, and leaves file, key and value to whoever knows them."""

    def __init__(self, kind: str, /, **details: object) -> None:
        self.fault = Fault(kind, details=details)
        super().__init__(self.fault.said)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that ``word`` was probably meant to be, or ``None`` if it resembles none."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near else None


_LONGEST_SHOWN = 200  # a path is read to its end


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else messages.say("value.any", {"value": value})
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
