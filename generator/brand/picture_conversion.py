"""A JPEG, WebP or GIF, or a PNG of an unusual kind, becomes a plain PNG.

The only module that imports Pillow. It is imported itself only when there is something to convert: Pillow
takes its time, and has no build for the browser, where the browser itself decodes pictures.
"""

from __future__ import annotations

import functools
import io
import warnings

from PIL import Image, ImageCms, ImageOps

from generator.brand import png
from generator.brand.brand_file import BrandFileError

_FORMATS = ("JPEG", "WEBP", "GIF", "PNG")
_MOST_PIXELS = 30_000_000
_SCAN, _MOST_SCANS = b"\xff\xda", 500  # of a JPEG; each is decoded over all its pixels
# Pixels: several times as many as a screen shows of a logo, and enough for a poster in A3.
_WIDEST, _HIGHEST = 1000, 400
_DEPTH = 24  # where the header of a PNG says how many bits a sample has
_SRGB_GAMMA, _UNSEEN = 0.45455, 0.05


# Sites that share a logo, and rebuilds of a preview, share the work.
@functools.lru_cache(maxsize=8)
def to_plain_png(given: bytes) -> bytes:
    """Return the picture in ``given`` as a plain PNG in sRGB, the way up that its EXIF says.

    A large one is made smaller, to what a site and its poster show. Raises ``BrandFileError`` if it is
    damaged, moves, or has more pixels than a logo could need; then it is not decoded at all.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what matters is said in a fault
        try:
            picture = _opened(given)
            if picture.format == "PNG":
                picture = _with_eight_bits(picture, depth=given[_DEPTH])
            picture = _rgba(picture)
        except BrandFileError:
            raise
        except Image.DecompressionBombError as error:
            raise _too_many_pixels() from error
        except Exception as error:  # Pillow raises whatever a damaged file leads it into
            raise BrandFileError("picture.damaged") from error
    return png.encoded(picture.width, picture.height, picture.tobytes())


def _opened(given: bytes) -> Image.Image:
    """Return the picture, of which nothing but the header has been read."""
    if given.count(_SCAN) > _MOST_SCANS:
        raise BrandFileError("picture.too_many_scans", most=_MOST_SCANS)
    picture = Image.open(io.BytesIO(given), formats=_FORMATS)
    if picture.width * picture.height > _MOST_PIXELS:
        raise _too_many_pixels()
    # A JPEG of a phone may hold a smaller copy of itself, which is no movement.
    if picture.format != "JPEG" and getattr(picture, "is_animated", False):
        raise BrandFileError("picture.moves", format=picture.format)
    return picture


def _too_many_pixels() -> BrandFileError:
    return BrandFileError("picture.too_many_pixels", millions=_MOST_PIXELS // 1_000_000, widest=_WIDEST)


def _rgba(picture: Image.Image) -> Image.Image:
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode in ("1", "P") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.thumbnail((_WIDEST, _HIGHEST), Image.Resampling.LANCZOS)
    return _in_srgb(picture).convert("RGBA")


def _with_eight_bits(picture: Image.Image, depth: int) -> Image.Image:
    """Return ``picture``, a PNG of ``depth`` bits a sample, on a scale up to 255 throughout.

    Pillow leaves a transparent colour on the scale of the file, and cuts off 16 bits of grey at 255.
    """
    clear = picture.info.pop("transparency", None)
    if picture.mode == "I;16":
        grey = picture.convert("I")
        picture = grey.point([value >> 8 for value in range(1 << 16)], "L")
        picture.putalpha(grey.point([255 * (value != clear) for value in range(1 << 16)], "L"))
    elif picture.mode == "L" and clear is not None:
        picture.info["transparency"] = clear * 255 // ((1 << depth) - 1)
    elif picture.mode == "RGB" and clear is not None:
        picture.info["transparency"] = tuple(sample >> depth - 8 for sample in clear)
    elif clear is not None:
        picture.info["transparency"] = clear
    return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return ``picture`` with its colours as a browser reads those of a file that says nothing of them."""
    profile, gamma = picture.info.get("icc_profile"), picture.info.get("gamma")
    if profile:
        try:
            return _by_profile(picture, profile)
        except ImageCms.PyCMSError:  # it is none, or one for another kind of picture
            return picture
    if gamma and "srgb" not in picture.info and abs(gamma - _SRGB_GAMMA) > _UNSEEN:
        curve = [round(255 * (value / 255) ** (_SRGB_GAMMA / gamma)) for value in range(256)]
        return picture.convert("RGBA").point([*curve * 3, *range(256)])
    return picture


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    output = "RGBA" if picture.mode == "RGBA" else "RGB"
    srgb = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(picture, io.BytesIO(profile), srgb, outputMode=output)
    return converted or picture
