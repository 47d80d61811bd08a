"""Faults of the input: named by file, key and value, with what was expected, and all at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input.

    ``value`` is shown as it was received; leave it ``None`` where there is none (a missing key).
    """

    file: str
    key: str
    expected: str
    value: object = None

    def __str__(self) -> str:
        received = "" if self.value is None else f" = {_shown(self.value)}"
        # One fault, one line, whatever stands in a key or a value; and nothing that a terminal obeys.
        line = " ".join(f"{self.file}: {self.key}{received}: {self.expected}".split())
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


class InputError(Exception):
    """The input is at fault; ``faults`` holds every fault that was found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known word nearest to ``word``, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


_LONGEST_SHOWN = 200  # a path is read to its end


def _shown(value: object) -> str:
    try:
        text = f'"{value}"' if isinstance(value, str) else repr(value)
    except ValueError:  # an integer with more digits than Python writes out
        text = f"a number of {value.bit_length() if isinstance(value, int) else 'many'} bits"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
