"""What somebody does who got hold of the files and looks for people in them: each way is a function.

Each looks at one copy of the files, and measures its success by the traces of the submissions in their true
order. Who copies a file again and again while a survey runs sees each change as it happens: see
``tests.attacks.journals``.
"""

from __future__ import annotations

import math
import re
import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from questionnaire import slips

PAGE = 4096
_BESIDE = 32  # bytes between a trace and a code that are still called side by side
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_USED = 9  # how SQLite writes the type of the integer 1
_CHANCE = 5.0  # standard deviations
_CERTAIN = 0.9


def remains(folder: Path) -> dict[str, bytes]:
    """Return every file in ``folder``: the database, what is left of its journals, the logs."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# ---- the order ----


def recovered(places: Mapping[bytes, float], traces: Sequence[bytes]) -> bool:
    """Return whether the ``places`` where traces stand tell the order in which they came.

    That is so if the rank correlation of place and order exceeds what five standard deviations of chance
    allow (0.16 for 1,000), or 0.9 where there are few.
    """
    found = [(number, places[trace]) for number, trace in enumerate(traces) if trace in places]
    if len(found) < 10:
        return False
    limit = min(_CERTAIN, _CHANCE / math.sqrt(len(found) - 1))
    return abs(rank_correlation([one for one, _ in found], [other for _, other in found])) > limit


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Return Spearman's rank correlation of distinct numbers."""
    first, second = _ranks(one), _ranks(other)
    total = len(one)
    differences = sum((a - b) ** 2 for a, b in zip(first, second, strict=True))
    return 1 - 6 * differences / (total * (total**2 - 1))


def _ranks(values: Sequence[float]) -> list[int]:
    ranks = [0] * len(values)
    for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        ranks[place] = rank
    return ranks


def by_rows(database: Path, table: str, column: str) -> dict[bytes, float]:
    """Where a table gives its rows: by the hidden row number, or by its key where it has none."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(f"SELECT {column} FROM {table}")  # noqa: S608
        values = [row[0] for row in found]
    return {one.encode() if isinstance(one, str) else one: float(place) for place, one in enumerate(values)}


def by_layout(content: bytes, traces: Sequence[bytes]) -> Iterator[dict[bytes, float]]:
    """Where traces stand in a file: first or last found, from the front or from each page's end."""
    for look in (content.find, content.rfind):
        places = {trace: look(trace) for trace in traces}
        there = {trace: place for trace, place in places.items() if place >= 0}
        yield {trace: float(place) for trace, place in there.items()}
        yield {trace: place // PAGE * PAGE + float(-place % PAGE) for trace, place in there.items()}
        yield {trace: float(-place % PAGE) for trace, place in there.items()}


def free_pages(content: bytes) -> int:
    """How many pages of a SQLite file are free: they would hold what was deleted."""
    return _number(content, 36)


def left_in_free_pages(content: bytes) -> int:
    """How many bytes of the free pages of a SQLite file are something: all but zeros and page numbers.

    A trunk of the list of free pages holds the number of the next trunk, how many pages it lists, and these.
    """
    left, trunk = 0, _number(content, 32)
    while trunk:
        page = content[(trunk - 1) * PAGE : trunk * PAGE]
        listed = [_number(page, 8 + 4 * place) for place in range(_number(page, 4))]
        left += len(page[8 + 4 * len(listed) :].replace(b"\0", b""))
        for number in listed:
            left += len(content[(number - 1) * PAGE : number * PAGE].replace(b"\0", b""))
        trunk = _number(page, 0)
    return left


def _number(content: bytes, place: int) -> int:
    return int(struct.unpack(">I", content[place : place + 4])[0])


def forgotten(content: bytes, traces: Sequence[bytes], live: int) -> int:
    """How many traces stand in a file more often than the ``live`` times that its tables account for."""
    return sum(content.count(trace) > live for trace in traces)


# ---- which code somebody sent ----


def linked_side_by_side(content: bytes, pairs: Mapping[bytes, bytes]) -> float:
    """The share of traces beside which their own code stands, and no other."""
    codes = sorted(set(pairs.values()), key=len, reverse=True)
    either = re.compile(b"|".join(map(re.escape, codes)))
    right = 0
    for trace, code in pairs.items():
        place = content.find(trace)
        if place >= 0:
            around = content[place + len(trace) : place + len(trace) + _BESIDE]
            before = content[max(0, place - _BESIDE) : place]
            right += code in (either.findall(around)[:1] + either.findall(before)[-1:])
    return right / len(pairs)


def linked_by_order(traces: Sequence[bytes], codes: Sequence[bytes], pairs: Mapping[bytes, bytes]) -> float:
    """The share of pairs found by laying two lists side by side: the n-th trace sent the n-th code."""
    both = zip(traces, codes, strict=False)
    return sum(pairs.get(trace) == code for trace, code in both) / len(pairs)


def replayed(wal: bytes, survey: bytes, pairs: Mapping[bytes, bytes]) -> tuple[dict[bytes, float], float]:
    """Replay a write-ahead log: which slip was used, and which counter rose, in each transaction.

    Return where each slip was used, and the share of all pairs that are given away.
    """
    pages: dict[int, bytes] = {}
    order: dict[bytes, float] = {}
    right = 0
    for number, changed in enumerate(_transactions(wal)):
        flipped, risen = set[bytes](), set[bytes]()
        for page, after in changed.items():
            before = pages.get(page, b"")
            if before:
                flipped |= flags_on(after, survey, pairs) - flags_on(before, survey, pairs)
                risen |= counters_on(after, survey) - counters_on(before, survey)
            pages[page] = after
        order.update(dict.fromkeys(flipped, float(number)))
        if len(flipped) == len(risen) == 1:
            right += pairs[flipped.pop()] == risen.pop()[:-12]
    return order, right / len(pairs)


def _transactions(wal: bytes) -> Iterator[dict[int, bytes]]:
    changed: dict[int, bytes] = {}
    if wal[:4] not in _WAL_MAGIC:
        return
    for start in range(_WAL_HEADER, len(wal) - PAGE, _FRAME_HEADER + PAGE):
        page, committed = struct.unpack(">II", wal[start : start + 8])
        changed[page] = wal[start + _FRAME_HEADER : start + _FRAME_HEADER + PAGE]
        if committed:
            yield changed
            changed = {}


def flags_on(page: bytes, survey: bytes, traces: Mapping[bytes, bytes]) -> set[bytes]:
    """Return the slips that are used on a page: the type of the flag stands before the survey's name."""
    used = re.compile(b"[%c]%s(.{16})" % (_USED, re.escape(survey)), re.DOTALL)
    return {found for found in used.findall(page) if found in traces}


def counters_on(page: bytes, survey: bytes) -> set[bytes]:
    """Return the counters on a page, each with its number of twelve digits."""
    return set(re.findall(re.escape(survey) + rb"([A-Z](?:-[A-Z]{1,2})?\d{12})", page))


# ---- when, from where, with what ----

_ADDRESS = re.compile(rb"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_DAY = re.compile(rb"(?<!\d)(?:19|20)\d\d[-/][01]\d[-/][0-3]\d|[0-3]\d/[A-Z][a-z]{2}/(?:19|20)\d\d")
_CLOCK = re.compile(rb"(?<!\d)[0-2]\d:[0-5]\d:[0-5]\d(?!\d)")
_CHARACTER = b"[%s]" % slips.ALPHABET.encode()
_SLIP = re.compile(b"(?=(%s{4}-?%s{4}-?%s{5}))" % ((_CHARACTER,) * 3))
_FORMS = (
    (">I", (1,)),
    ("<I", (1,)),
    (">q", (10**3, 10**6)),
    ("<q", (10**3, 10**6)),
    (">d", (1,)),
    ("<d", (1,)),
)


def addresses(content: bytes) -> set[bytes]:
    """All that looks like an IPv4 address in text."""
    return set(_ADDRESS.findall(content))


def days(content: bytes) -> set[bytes]:
    """All that looks like a date in text."""
    return set(_DAY.findall(content))


def clock_times(content: bytes) -> set[bytes]:
    """All that looks like a time of day in text."""
    return set(_CLOCK.findall(content))


def moments(content: bytes, first: float, last: float) -> int:
    """How many numbers lie between two moments, counted in whole, milli- or microseconds since 1970.

    Looked for at every byte, as integers and floats of 4 or 8 bytes either way round, and as text.
    """
    found = sum(
        any(first * scale <= int(number) <= last * scale for scale in (1, 10**3, 10**6))
        for number in re.findall(rb"(?<!\d)\d{10,16}(?!\d)", content)
    )
    for form, scales in _FORMS:
        for start in range(len(content) - struct.calcsize(form) + 1):
            value = struct.unpack_from(form, content, start)[0]
            found += any(first * scale <= value <= last * scale for scale in scales)
    return found


def slips_in(content: bytes) -> set[bytes]:
    """All that is a slip, by its alphabet and its check character; one in 31 of chance finds is."""
    return {found for found in _SLIP.findall(content) if _is_slip(found.decode())}


def _is_slip(text: str) -> bool:
    try:
        slips.read(text)
    except slips.SlipError:
        return False
    return True
