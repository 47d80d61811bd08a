"""A PNG reaches a site whole, and with nothing in it but the picture."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.brand.brand_file import BrandFileError
from generator.brand.png import cleaned
from tests.generator.pictures import SIGNATURE, chunk, header, png

END = chunk(b"IEND")
PIXELS = chunk(b"IDAT", zlib.compress(bytes((1 + 4 * 8) * 8)))


def test_names_places_and_times_are_left_out() -> None:
    """Texts, EXIF, the time, what nobody knows and what hides behind the end; the colours stay."""
    told = [chunk(kind, b"Anna, Hamburg") for kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"anNa")]
    colours = chunk(b"gAMA", (45455).to_bytes(4, "big"))
    found = cleaned(png(8, 8, *told, colours) + b"PK\x03\x04 Anna, Hamburg")
    assert found.contents == png(8, 8, colours)
    assert (found.width, found.height) == (8, 8)


REFUSED = {
    "cut in half": (png()[: len(png()) // 2], "ends too early"),
    "only the beginning": (SIGNATURE, "ends too early"),
    "no end": (png()[:-12], "ends too early"),
    "a wrong checksum": (png()[:-1] + b"\0", "a checksum is wrong"),
    "no header": (SIGNATURE + PIXELS + END, "has no header"),
    "a short header": (SIGNATURE + chunk(b"IHDR", b"\0") + PIXELS + END, "has no header"),
    "an unknown kind of colour": (SIGNATURE + header(colour=5) + PIXELS + END, "no PNG can have"),
    "two headers": (SIGNATURE + header() + header() + PIXELS + END, "no PNG can be"),
    "no palette": (SIGNATURE + header(colour=3) + PIXELS + END, "no PNG can be"),
    "a part that must be understood": (png(8, 8, chunk(b"ABCD")), "no PNG can be"),
    "no pixels": (SIGNATURE + header() + END, "another number of pixels"),
    "too few pixels": (SIGNATURE + header(9, 9) + PIXELS + END, "another number of pixels"),
    "too many pixels": (SIGNATURE + header(7, 8) + PIXELS + END, "another number of pixels"),
    "pixels that cannot be unpacked": (SIGNATURE + header() + chunk(b"IDAT", b"x" * 9) + END, "unpacked"),
    "no width": (SIGNATURE + header(0, 8) + PIXELS + END, "expected 1 to 4000 pixels a side"),
    "a huge side": (SIGNATURE + header(4001, 1) + PIXELS + END, "it has 4001 by 1; save it smaller"),
    "movement": (png(8, 8, chunk(b"acTL", bytes(8))), "animated PNG; save one frame"),
}


@pytest.mark.parametrize(("contents", "message"), REFUSED.values(), ids=REFUSED)
def test_a_damaged_or_moving_png_is_refused(contents: bytes, message: str) -> None:
    """Each in words that say what is wrong with it."""
    with pytest.raises(BrandFileError, match=message):
        cleaned(contents)


def test_an_interlaced_png_passes() -> None:
    """Seven passes have more rows than the picture, each with a byte before it."""
    rows = bytes(1 + 4) * 1 + bytes(1 + 4) * 1 + bytes(1 + 8) * 1 + bytes(1 + 8) * 2
    rows += bytes(1 + 16) * 2 + bytes(1 + 16) * 4 + bytes(1 + 32) * 4
    whole = SIGNATURE + header(interlaced=1) + chunk(b"IDAT", zlib.compress(rows)) + END
    assert cleaned(whole).contents == whole


def test_a_bomb_of_pixels_is_not_unpacked() -> None:
    """A hundred kilobytes that unpack to a hundred megabytes are refused by their first one."""
    bomb = SIGNATURE + header() + chunk(b"IDAT", zlib.compress(bytes(100_000_000))) + END
    with pytest.raises(BrandFileError, match="another number of pixels"):
        cleaned(bomb)


@given(st.integers(0, len(png()) - 1), st.binary(min_size=1, max_size=8))
def test_no_damage_gets_through(at: int, damage: bytes) -> None:
    """Bytes that were changed anywhere are noticed, or were never part of the picture."""
    whole = png()
    damaged = whole[:at] + damage + whole[at + len(damage) :]
    try:
        found = cleaned(damaged).contents
    except BrandFileError:
        found = whole
    assert found == whole
