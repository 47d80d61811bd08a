"""Turns a JPEG, WebP or GIF, or a PNG of an unusual kind, into a plain PNG.

The only module that imports Pillow, and imported only when a picture has to be converted: Pillow takes long
to import, and has no build for the browser, where the browser itself decodes pictures.
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
_SCAN, _MOST_SCANS = b"\xff\xda", 500  # of a JPEG; decoding each goes over all pixels
# Pixels: several times those of a logo on a screen, and enough for a poster in A3.
_WIDEST, _HIGHEST = 1000, 400
_DEPTH = 24  # the offset of the byte in a PNG that says how many bits a sample has
_SRGB_GAMMA, _UNSEEN = 0.45455, 0.05


# Sites that share a logo, and rebuilds of a preview, share the work.
@functools.lru_cache(maxsize=8)
def to_plain_png(data: bytes) -> bytes:
    """Return the picture in ``data`` as a plain PNG in sRGB, turned as its EXIF says.

    A large picture is made smaller, to the size that a site and its poster need. Raises ``BrandFileError`` if
    it is damaged, moves, or has more pixels than a logo could need; such a picture is not decoded at all.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fault says what matters
        try:
            picture = _opened(data)
            if picture.format == "PNG":
                picture = _with_eight_bits(picture, depth=data[_DEPTH])
            picture = _rgba(picture)
        except BrandFileError:
            raise
        except Image.DecompressionBombError as error:
            raise _too_many_pixels() from error
        except Exception as error:  # on a damaged file Pillow may raise any error
            raise BrandFileError("picture.damaged") from error
    return png.encoded(picture.width, picture.height, picture.tobytes())


def _opened(data: bytes) -> Image.Image:
    """Return the picture in ``data`` with only its header read."""
    if data.count(_SCAN) > _MOST_SCANS:
        raise BrandFileError("picture.too_many_scans", most=_MOST_SCANS)
    picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    if picture.width * picture.height > _MOST_PIXELS:
        raise _too_many_pixels()
    # A JPEG from a phone may hold a smaller copy of itself, and counts as animated, but does not move.
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
    """Return ``picture``, a PNG of ``depth`` bits a sample, with samples and transparent colour up to 255.

    Pillow leaves the transparent colour on the scale of the file, and cuts 16 bits of grey off at 255.
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
    """Return ``picture`` in sRGB, as a browser reads a file without profile and gamma."""
    profile, gamma = picture.info.get("icc_profile"), picture.info.get("gamma")
    if profile:
        try:
            return _by_profile(picture, profile)
        except ImageCms.PyCMSError:  # it is no profile, or one for another kind of picture
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
