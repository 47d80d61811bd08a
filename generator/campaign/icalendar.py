"""Days as a calendar file (RFC 5545) that Outlook, Thunderbird and telephones open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST_LINE = 75  # bytes, without the line break


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day of a calendar; a calendar that opens an entry with the same ``uid`` again replaces it."""

    uid: str
    day: dt.date
    title: str
    text: str


def calendar_file(entries: Iterable[Entry], made: dt.date) -> bytes:
    """Return the calendar of ``entries``, said to be made on the day ``made``."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lastbild//Campaign//EN", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += _event(entry, made)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, made: dt.date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_written(made)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_written(entry.day)}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    yield f"DESCRIPTION:{_escaped(entry.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _written(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    text = "\n".join(text.splitlines())
    # Other control characters may not stand in a calendar, and some programs end a line at one.
    return "".join(sign for sign in text if sign >= " " or sign == "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return ``line`` in pieces of at most 75 bytes; each further one begins with a space."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        encoded = character.encode()
        if len(piece) + len(encoded) > _LONGEST_LINE:
            pieces, piece = [*pieces, piece], b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
