"""Limits on the tables of a font: a few kilobytes may describe billions of characters, names or points.

By hand, because fontTools makes an object of each before anything can count them. Every function raises
``ValueError``, or another error of a damaged table, before fontTools reads it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

_MOST_MAPPED = 0x110000  # characters in all maps of a font together: as many as Unicode has
_MOST_NAMED = 2_000_000  # bytes of all names together, each as often as it is used
_MOST_POINTS = 2_000_000  # of all outlines; a font of two megabytes holds about half of it
_MOST_STEPS = 5_000_000  # by how much each point moves, for each step of an axis
# Tables that only browsers read, within their own limits; fontTools would copy whatever is shared in them.
UNREAD = frozenset({"GDEF", "GSUB", "GPOS", "BASE", "STAT", "HVAR", "VVAR", "MVAR", "COLR", "CPAL"})
_LAYOUT = ("GSUB", "GPOS")

Tables = Callable[[str], bytes]  # returns the table of a name


def check(names: Iterable[str], table: Tables) -> None:
    """Check the tables ``names`` of a font, which ``table`` returns."""
    present = set(names)
    _limit(_mapped(table("cmap")), _MOST_MAPPED)
    _limit(_named(table("name")), _MOST_NAMED)
    points = dict(enumerate(_points(table))) if {"glyf", "loca"} <= present else {}
    _limit(points.values(), _MOST_POINTS)
    if "gvar" in present:
        _limit(_steps(table("gvar"), points), _MOST_STEPS)
    if {"cvar", "cvt "} <= present:
        (count,) = struct.unpack_from(">H", table("cvar"), 4)
        _limit([(count & 0xFFF) * len(table("cvt ")) // 2], _MOST_STEPS)
    for name in present & {"HVAR", "VVAR"}:
        _limit(_cells(table(name)), _MOST_STEPS)
    for name in present.intersection(_LAYOUT):
        _check_layout(table(name))
    if "avar" in present and table("avar")[:2] != b"\0\1":
        raise ValueError("a map of axes that no browser draws without further tables")


def check_transformed(outlines: bytes) -> None:
    """Check the table glyf as WOFF2 packs it: every point has one byte in the third of its streams."""
    _limit(struct.unpack_from(">I", outlines, 16), _MOST_POINTS)


def _limit(counts: Iterable[int], most: int) -> None:
    """Raise ``ValueError`` as soon as ``counts`` come to more than ``most``."""
    total = 0
    for count in counts:
        total += count
        if total > most:
            raise ValueError(f"more than {most}")


def _mapped(cmap: bytes) -> Iterator[int]:
    """Yield numbers of characters that the maps hold; of two maps in one place fontTools reads one."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for start in {start for _, _, start in struct.iter_unpack(">2HI", cmap[4 : 4 + 8 * count])}:
        (kind,) = struct.unpack_from(">H", cmap, start)
        yield from _MAPS.get(kind, _one_plane)(cmap, start)


def _one_plane(_cmap: bytes, _start: int) -> Iterator[int]:
    yield 1 << 16


def _two_bytes(cmap: bytes, start: int) -> Iterator[int]:
    for key in struct.unpack_from(">256H", cmap, start + 6):
        yield struct.unpack_from(">2H", cmap, start + 518 + key)[1]


def _segments(cmap: bytes, start: int) -> Iterator[int]:
    (size,) = struct.unpack_from(">H", cmap, start + 6)
    lasts = struct.unpack_from(f">{size // 2}H", cmap, start + 14)
    firsts = struct.unpack_from(f">{size // 2}H", cmap, start + 16 + size // 2 * 2)
    yield from (max(1, last - first + 1) for first, last in zip(firsts, lasts, strict=True))


def _ranges(cmap: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    ranges = struct.iter_unpack(">3I", cmap[start + 16 : start + 16 + 12 * count])
    yield from (max(1, last - first + 1) for first, last, _ in ranges)


def _variants(cmap: bytes, start: int) -> Iterator[int]:
    """Yield numbers of variants of characters; each selector may point to the same long list."""
    (count,) = struct.unpack_from(">I", cmap, start + 6)
    for record in range(start + 10, start + 10 + 11 * count, 11):
        usual, other = struct.unpack_from(">2I", cmap, record + 3)
        if usual:
            (length,) = struct.unpack_from(">I", cmap, start + usual)
            body = cmap[start + usual + 4 : start + usual + 4 + 4 * length]
            yield from (additional + 1 for additional in body[3::4])
        if other:
            yield struct.unpack_from(">I", cmap, start + other)[0]


# The format of a map -> how its characters are counted.
_MAPS: Mapping[int, Callable[[bytes, int], Iterator[int]]] = {
    2: _two_bytes, 4: _segments, 12: _ranges, 13: _ranges, 14: _variants,
}  # fmt: skip


def _named(name: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", name, 2)
    for record in range(count):
        yield struct.unpack_from(">H", name, 6 + 12 * record + 8)[0]


def _points(table: Tables) -> Iterator[int]:
    """Yield the number of points of each outline; the outlines lie one behind the other."""
    outlines = table("glyf")
    (long,) = struct.unpack_from(">h", table("head"), 50)
    packed = table("loca")
    form = "I" if long else "H"
    starts = [place * (1 if long else 2) for (place,) in struct.iter_unpack(f">{form}", packed)]
    for start, end in pairwise(starts):
        if not start <= end <= len(outlines):
            raise ValueError("outlines lie over each other")
        yield _points_of(outlines[start:end]) if end > start else 0


def _points_of(outline: bytes) -> int:
    (contours,) = struct.unpack_from(">h", outline)
    if contours <= 0:  # of other outlines, each of which takes six bytes or more
        return len(outline) // 6
    return int(struct.unpack_from(">H", outline, 8 + 2 * contours)[0]) + 1


def _steps(gvar: bytes, points: Mapping[int, int]) -> Iterator[int]:
    """Yield for each outline its points, and four for its place, times the steps in which they move."""
    count, flags, data = struct.unpack_from(">2HI", gvar, 12)
    form = "I" if flags & 1 else "H"
    starts = struct.unpack_from(f">{count + 1}{form}", gvar, 20)
    for number, (start, end) in enumerate(pairwise(starts)):
        if end < start:
            raise ValueError("steps lie over each other")
        if end > start:
            place = data + start * (1 if flags & 1 else 2)
            yield (struct.unpack_from(">H", gvar, place)[0] & 0xFFF) * (points.get(number, 0) + 4)


def _cells(table: bytes) -> Iterator[int]:
    """Yield numbers of cells in the table of steps that widths or heights take."""
    (store,) = struct.unpack_from(">I", table, 4)
    regions, count = struct.unpack_from(">IH", table, store + 2)
    axes, number = struct.unpack_from(">2H", table, store + regions)
    yield max(axes, 1) * number
    for place in struct.unpack_from(f">{count}I", table, store + 8):
        items, _, columns = struct.unpack_from(">3H", table, store + place)
        yield max(items, 1) * max(columns, 1)


def _check_layout(table: bytes) -> None:
    """Check that the lists of a table of ligatures or of kerning lie within it."""
    major, _, *lists = struct.unpack_from(">5H", table)
    (count,) = struct.unpack_from(">H", table, lists[-1])
    lookups = struct.unpack_from(f">{count}H", table, lists[-1] + 2)
    last = max((*lists, *(lists[-1] + place for place in lookups)))
    if major != 1 or last >= len(table):
        raise ValueError("a list outside its table")
