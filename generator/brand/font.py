"""A brand's font: checked, reduced to the tables that a page needs, and packed as WOFF2.

A WOFF2 that is so already is taken byte for byte: no two kinds of brotli pack alike, and a site that the
browser made is the same when it is built on a machine.

fontTools is imported only if a brand has a font: it would slow every other build down.
"""

from __future__ import annotations

import functools
import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.brand import font_limits, font_tables, woff2
from generator.brand.brand_file import BrandFile, BrandFileError, contents, looks_like
from questionnaire.messages import Phrase

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

LARGEST = 2_000_000  # bytes
MOST_WEIGHTS = 9  # 100 to 900
# The characters of the pages, in German and in English.
NEEDED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÄÖÜäöüß„“”‚‘’–…€§.,:;!?-()/&%+@"
_MOST_SHOWN = 20
_WOFF2 = b"wOF2"
_BEGINNINGS = (b"\0\1\0\0", b"OTTO", b"true", b"wOFF", _WOFF2)
_EXPECTED = Phrase("content.font")
# The tables that a browser draws with; signatures, editors' notes and pictures with scripts are dropped.
_TABLES = frozenset(
    tag.ljust(4)  # a tag has four characters
    for tag in re.findall(
        r"\S+",
        """head hhea hmtx maxp OS/2 name cmap post cvt fpgm prep gasp glyf loca CFF CFF2 VORG vhea vmtx GDEF
        GSUB GPOS BASE kern COLR CPAL fvar avar gvar cvar STAT HVAR VVAR MVAR GlyphOrder""",
    )
)
_REQUIRED = ("head", "hhea", "hmtx", "maxp", "OS/2", "name", "cmap", "post")
# Bits of the licence to embed, OS/2.fsType: the font is restricted unless a lesser right stands beside that
# bit.
_RESTRICTED, _LESSER, _BITMAPS_ONLY = 0x2, 0xC, 0x200


@dataclass(frozen=True, slots=True)
class Font(BrandFile):
    """A font in WOFF2, and its weights as CSS writes them: ``"400"``, or ``"200 900"`` if it varies."""

    weights: str

    @property
    def range(self) -> tuple[int, int]:
        """The smallest and the largest weight."""
        first, *rest = map(int, self.weights.split())
        return first, rest[-1] if rest else first


_MEDIUM = 500  # in place of a regular weight, browsers take up to this one, then lighter ones


def nearest(faces: Sequence[Font], weight: int) -> Font:
    """Return the one of ``faces``, at least one, that a browser takes for ``weight`` (1 to 1000)."""

    def distance(face: Font) -> tuple[bool, bool, int]:
        least, most = face.range
        regular = weight <= _MEDIUM
        wrong_way = least > max(weight, _MEDIUM) if regular else most < weight
        past_medium = regular and not weight <= least <= _MEDIUM
        return wrong_way, past_medium, max(least - weight, weight - most, 0)

    return min(faces, key=lambda face: (not face.range[0] <= weight <= face.range[1], *distance(face)))


def names(value: object) -> str | tuple[str, ...]:
    """Return ``value``, of a key in site.toml: the name of a file, or a list of one for each weight.

    Raises ``BrandFileError`` if it is neither.
    """
    listed = value if isinstance(value, list | tuple) else [value]
    texts = [name.strip() for name in listed if isinstance(name, str) and name.strip()]
    if not 1 <= len(texts) == len(listed) <= MOST_WEIGHTS:
        raise BrandFileError("configuration.no_font_files", most=MOST_WEIGHTS)
    return texts[0] if isinstance(value, str) else tuple(texts)


def read(path: Path, stem: str) -> Font:
    """Return the font in ``path`` as ``stem``.woff2.

    Raises ``BrandFileError`` if it is missing, larger than ``LARGEST`` or no font that browsers can draw, if
    its licence bits forbid embedding, or if it lacks a character in ``NEEDED``.
    """
    return from_bytes(contents(path, LARGEST, _EXPECTED), stem)


def from_bytes(data: bytes, stem: str) -> Font:
    """Return the font in ``data``, at most ``LARGEST`` bytes, as ``read`` does; raises as it does."""
    if not looks_so(data):
        raise BrandFileError("brand_file.other_content", content=_EXPECTED, looks=looks_like(data))
    packed, weights = _packed(data)
    return Font(f"{stem}.woff2", packed, weights)


def family(data: bytes) -> str:
    """Return the name of the family of a font that ``from_bytes`` takes; ``""`` if it has none."""
    return str(_open(data)["name"].getBestFamilyName() or "")


def looks_so(data: bytes) -> bool:
    """Tell whether ``data`` begin like a font."""
    return data.startswith(_BEGINNINGS)


# Packing takes up to a second; sites that share a font, and rebuilds of a preview, share the work.
@functools.lru_cache(maxsize=8)
def _packed(data: bytes) -> tuple[bytes, str]:
    import brotli  # noqa: F401, PLC0415 (without it no font is at fault, and fontTools would remember that)

    logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # a fault says what matters
    try:
        return _pack(data)
    except BrandFileError:
        raise
    except Exception as error:  # on a damaged table fontTools may raise any error
        raise BrandFileError("font.damaged") from error


def _pack(data: bytes) -> tuple[bytes, str]:
    font = _open(font_limits.bounded(data))
    _check_limits(font)
    weights = _weights(font)
    _check_licence(font)
    _check_characters(font)
    packed = _save(font)
    _check_tables(_open(packed))
    clean = data.startswith(_WOFF2) and woff2.hold_the_same(data, packed)
    return data if clean else packed, weights


def _open(data: bytes) -> TTFont:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (for sites with a font only)

    return TTFont(io.BytesIO(data), checkChecksums=2, recalcBBoxes=False, recalcTimestamp=False)


def _check_tables(font: TTFont) -> None:
    """Read the tables, so that a damaged or missing one is found here and not in a browser.

    fontTools does not read the layout: without it a browser still draws every character.
    """
    outlines = {"glyf", "loca"} if "glyf" in font else {"CFF2"} if "CFF2" in font else {"CFF "}
    missing = {*_REQUIRED, *outlines} - set(font.keys())
    if missing:
        raise ValueError(f"no table {missing}")
    for tag in set(font.keys()) - font_tables.UNREAD:
        table = font[tag]
        if hasattr(table, "ensureDecompiled"):
            table.ensureDecompiled()


def _check_limits(font: TTFont) -> None:
    """Refuse a font whose tables describe more than any font holds, before fontTools reads them."""
    packed = getattr(font.reader.tables.get("glyf"), "transformed", False)
    if packed:
        font_tables.check_transformed(font.reader.tables["glyf"].loadData(font.reader.transformBuffer))
    font_tables.check(font.reader.keys(), font.reader.__getitem__)


def _check_licence(font: TTFont) -> None:
    rights = font["OS/2"].fsType
    if rights & _BITMAPS_ONLY or (rights & _RESTRICTED and not rights & _LESSER):
        raise BrandFileError("font.forbidden")


def _check_characters(font: TTFont) -> None:
    missing = [character for character in NEEDED if ord(character) not in (font.getBestCmap() or {})]
    if missing:
        more = ("…",) if len(missing) > _MOST_SHOWN else ()
        raise BrandFileError("font.letters_missing", letters=(*missing[:_MOST_SHOWN], *more))


def _weights(font: TTFont) -> str:
    """Return the range of the axis wght; of a font that does not vary, its weight."""
    axes = font["fvar"].axes if "fvar" in font else []
    weights = [(axis.minValue, axis.maxValue) for axis in axes if axis.axisTag == "wght"]
    ends = weights[0] if weights else [font["OS/2"].usWeightClass]
    return " ".join(str(min(max(round(end), 1), 1000)) for end in ends)


def _save(font: TTFont) -> bytes:
    for tag in font.keys():  # noqa: SIM118 (a TTFont is no mapping)
        if tag not in _TABLES:
            del font[tag]
    if "glyf" in font:  # written anew without the gaps that an outline may have, as whoever unpacks it does
        font["glyf"].ensureDecompiled()
    font.flavor, font.flavorData = "woff2", None
    packed = io.BytesIO()
    font.save(packed, reorderTables=None)
    return packed.getvalue()
