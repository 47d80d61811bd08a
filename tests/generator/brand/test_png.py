"""A PNG reaches a site whole, and with nothing in it but the picture."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.brand.brand_file import BrandFileError
from generator.brand.png import NotPlainError, Png, cleaned, encoded
from tests.generator.brand.pictures import SIGNATURE, Pixels, chunk, header, png, unusual

END = chunk(b"IEND")
PIXELS = chunk(b"IDAT", zlib.compress(bytes((1 + 4 * 8) * 8)))


def test_names_places_and_times_are_left_out() -> None:
    """Texts, EXIF, the time, unknown chunks and bytes behind the end are left out; the colours stay."""
    private = [
        chunk(kind, b"Anna, Hamburg")
        for kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"pHYs", b"anNa")
    ]
    colours = chunk(b"gAMA", (45455).to_bytes(4, "big"))
    clean = cleaned(png(8, 8, *private, colours) + b"PK\x03\x04 Anna, Hamburg")
    assert clean.contents == png(8, 8, colours)
    assert (clean.width, clean.height) == (8, 8)


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
    """Each message says what is wrong with it."""
    with pytest.raises(BrandFileError, match=message):
        cleaned(contents)


NOT_PLAIN = {
    "interlaced": unusual([[(1,)] * 8] * 8, 8, 0),
    "sixteen bits": unusual([[(1,)] * 8] * 8, 16, 0, interlaced=False),
    "a colour profile": png(8, 8, chunk(b"iCCP", b"monitor of Anna\0\0")),
    "no PNG": b"\xff\xd8\xff",
}


@pytest.mark.parametrize("contents", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_has_to_be_converted_is_told_apart(contents: bytes) -> None:
    """Such a picture is no fault, but a site cannot use it as it is."""
    with pytest.raises(NotPlainError, match="expected a plain PNG"):
        cleaned(contents)


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_few_colours_need_few_bits(depth: int) -> None:
    """Grey and palettes of less than a byte a pixel pass as they are: no small file gets larger."""
    pixels: Pixels = [[(column % 2,) for column in range(11)]] * 5
    palette = chunk(b"PLTE", bytes(6)), chunk(b"tRNS", bytes(2))
    for whole in (
        unusual(pixels, depth, 3, *palette, interlaced=False),
        unusual(pixels, depth, 0, interlaced=False),
    ):
        assert cleaned(whole).contents == whole


@pytest.mark.parametrize("alpha", [255, 7])
def test_what_is_written_is_plain(alpha: int) -> None:
    """Pixels become a PNG that passes as it is; it has alpha only if a pixel is not opaque."""
    pixels = bytes((1, 2, 3, 255)) * 5 + bytes((4, 5, 6, alpha))
    whole = encoded(2, 3, pixels)
    assert cleaned(whole) == Png(whole, 2, 3)
    samples, colour = (3, 2) if alpha == 255 else (4, 6)
    rows = [[tuple(pixels[at : at + samples]) for at in (start, start + 4)] for start in (0, 8, 16)]
    assert whole[:33] == unusual(rows, 8, colour, interlaced=False)[:33]
    packed = whole[whole.index(b"IDAT") + 4 : -16]
    expected = b"".join(b"\0" + bytes(sample for pixel in row for sample in pixel) for row in rows)
    assert zlib.decompress(packed) == expected


def test_a_bomb_of_pixels_is_not_unpacked() -> None:
    """A hundred kilobytes that unpack to a hundred megabytes are refused at the first megabyte."""
    bomb = SIGNATURE + header() + chunk(b"IDAT", zlib.compress(bytes(100_000_000))) + END
    with pytest.raises(BrandFileError, match="another number of pixels"):
        cleaned(bomb)


@given(st.integers(0, len(png()) - 1), st.binary(min_size=1, max_size=8))
def test_no_damage_gets_through(start: int, damage: bytes) -> None:
    """A changed byte is noticed, or was never part of the picture."""
    whole = png()
    damaged = whole[:start] + damage + whole[start + len(damage) :]
    try:
        clean = cleaned(damaged).contents
    except BrandFileError:
        clean = whole
    assert clean == whole
