"""A picture that is dropped into the studio becomes one that every build takes, or has a reason at once."""

from __future__ import annotations

import base64
import io
import json
import secrets
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from generator.brand import picture, png
from generator.brand.brand_file import BrandFileError
from harness.engines.relay import relay
from harness.engines.window import Engine, Window
from harness.paths import ROOT
from harness.servers import plain_server

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "site_templates" / "studio" / "convert_picture.js"
# The policy of the studio, as far as a picture needs it.
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Picture</title>
<link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' blob:
 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'">"""
CONVERT = """import("./convert_picture.js").then(async ({ toPng }) => {
    const file = %s;
    try {
        const { name, bytes } = await toPng(file);
        return { name, bytes: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
    } catch ({ name, reason }) {
        return { name, reason };
    }
})"""
RED, BLUE = (200, 30, 40), (20, 40, 190)


@pytest.fixture(scope="module")
def window(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A page under the studio's policy, with the script beside it."""
    folder = tmp_path_factory.mktemp("studio")
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
    with plain_server(folder) as address, relay() as wire, engine.window(wire.host) as opened:
        opened.goto(address)
        yield opened


def dropped(window: Window, name: str, contents: bytes) -> tuple[str, bytes]:
    """Return name and bytes of what becomes of a file; an empty name and the reason if it is refused."""
    bits = f"Uint8Array.from(atob({json.dumps(base64.b64encode(contents).decode())}), (c) => c.charCodeAt(0))"
    return _told(window, f"new File([{bits}], {json.dumps(name)})")


def _told(window: Window, file: str) -> tuple[str, bytes]:
    told = window.evaluate(CONVERT % file)
    if "reason" in told:
        assert told["name"] == "PictureError"
        return "", told["reason"].encode()
    return told["name"], base64.b64decode(told["bytes"])


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return ``image`` as a file of that kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def halves(width: int = 64, height: int = 32) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def shown(contents: bytes) -> Image.Image:
    """Return the picture in a PNG; check that the generator takes it as it is."""
    clean = png.cleaned(contents)
    assert len(contents) <= picture.LARGEST
    image = Image.open(io.BytesIO(clean.contents))
    assert image.size == (clean.width, clean.height)
    return image.convert("RGBA")


def near(one: object, other: tuple[int, ...], most: int = 8) -> bool:
    """Tell whether two colours differ by no more than a lossy format changes them."""
    assert isinstance(one, tuple)
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=False))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "GIF", "BMP"])
def test_every_format_that_browsers_show_becomes_a_plain_png(window: Window, kind: str) -> None:
    """With the same pixels, under the same name with another ending."""
    name, contents = dropped(window, f"Unser Logo.{kind.lower()}", saved(halves(), kind))
    image = shown(contents)
    assert (name, image.size) == ("Unser Logo.png", (64, 32))
    assert near(image.getpixel((8, 8)), RED)
    assert near(image.getpixel((56, 24)), BLUE)


def test_what_is_clear_stays_clear(window: Window) -> None:
    """A logo on a coloured ground has no white box around it."""
    image = halves().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 32, 32))
    _, contents = dropped(window, "logo.webp", saved(image, "WEBP", lossless=True))
    pixels = shown(contents)
    assert pixels.getpixel((8, 8)) == (0, 0, 0, 0)
    assert near(pixels.getpixel((56, 24)), (*BLUE, 255))


def test_a_photo_stands_upright_and_becomes_small(window: Window) -> None:
    """Turned as its EXIF says, and at most as large as a build makes it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by a quarter, clockwise
    _, contents = dropped(window, "IMG_1.JPG", saved(halves(4000, 3000), "JPEG", exif=exif))
    image = shown(contents)
    assert image.size == (300, 400)
    assert near(image.getpixel((150, 50)), RED)
    assert near(image.getpixel((150, 350)), BLUE)
    assert b"Exif" not in contents


def test_a_fine_pattern_becomes_grey_and_not_stripes(window: Window) -> None:
    """Every pixel counts when a picture is made ten times smaller."""
    stripes = Image.frombytes("L", (4000, 64), (bytes(2) + b"\xff\xff") * 1000 * 64)
    _, contents = dropped(window, "logo.png", saved(stripes.convert("RGB"), "PNG") + bytes(1_000_000))
    image = shown(contents)
    assert image.size == (1000, 16)
    assert {near(image.getpixel((x, 8)), (128, 128, 128), 24) for x in range(100, 900)} == {True}


def test_a_photo_full_of_detail_still_fits(window: Window) -> None:
    """A PNG that would be too large is made smaller until it is taken."""
    noise = Image.frombytes("RGB", (1000, 400), secrets.token_bytes(1000 * 400 * 3))
    image = shown(dropped(window, "photo.webp", saved(noise, "WEBP", lossless=True))[1])
    assert 500 <= image.width < 1000


def header(width: int, height: int, depth: int = 8, interlaced: int = 0) -> bytes:
    """Return the beginning of a PNG without colour."""
    return png.SIGNATURE + chunk(b"IHDR", struct.pack(">2I5B", width, height, depth, 0, 0, 0, interlaced))


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    """Return a chunk with the right length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def grey(width: int, height: int, depth: int = 8, *extra: bytes) -> bytes:
    """Return a PNG that is black all over, with ``extra`` chunks before its pixels."""
    rows = zlib.compress(bytes((1 + width * depth // 8) * height), 9)
    return b"".join((header(width, height, depth), *extra, chunk(b"IDAT", rows), chunk(b"IEND")))


AS_THEY_ARE = {
    "a plain PNG": ("logo.png", grey(8, 8)),
    "a plain PNG with a comment": ("logo.png", grey(8, 8, 8, chunk(b"tEXt", b"Comment\0Anna"))),
    "an SVG": ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>'),
    "an SVG with a script": ("logo.SVG", b"<svg onload='alert(1)'/>"),
    "half a PNG": ("logo.png", grey(8, 8)[:40]),
}


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_what_the_generator_takes_or_explains_better_stays_as_it_is(window: Window, name: str) -> None:
    """Its bytes are cleaned or refused by the build, the same everywhere."""
    assert dropped(window, *AS_THEY_ARE[name]) == AS_THEY_ARE[name]


UNUSUAL = {
    "16 bits": grey(8, 8, 16),
    "a colour profile": saved(halves(8, 8), "PNG", icc_profile=b"\0" * 128),
    "moving": saved(halves(8, 8), "PNG", save_all=True, append_images=[Image.new("RGB", (8, 8), BLUE)]),
    "too wide": grey(4800, 16),
    "too many bytes": saved(Image.frombytes("RGB", (640, 640), secrets.token_bytes(640 * 640 * 3)), "PNG"),
}


def taken(contents: bytes) -> bool:
    """Tell whether a build takes this PNG without converting it."""
    try:
        return len(png.cleaned(contents).contents) <= picture.LARGEST
    except BrandFileError:
        return False


@pytest.mark.parametrize("name", UNUSUAL)
def test_an_unusual_png_becomes_a_plain_one(window: Window, name: str) -> None:
    """Those that a build would have to convert, or refuse."""
    given = UNUSUAL[name]
    assert not taken(given)
    named, contents = dropped(window, "logo.png", given)
    assert named == "logo.png"
    assert max(shown(contents).size) <= 1000


REFUSED = {
    "a web page": ("logo.png", b"<!doctype html><title>404</title>", "no_picture"),
    "a letter": ("logo.jpg", b"%PDF-1.7 " + bytes(100), "no_picture"),
    "nothing": ("logo.png", b"", "no_picture"),
    "a beginning": ("logo.jpg", saved(halves(), "JPEG")[:20], "unreadable"),
    "a damaged GIF": ("logo.gif", b"GIF89a" + bytes(4), "unreadable"),
    "too many pixels": ("logo.png", grey(16_000, 2_000, 8), "too_large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_has_a_reason(window: Window, name: str) -> None:
    """One of three, each of which the studio has words for."""
    file, contents, reason = REFUSED[name]
    assert dropped(window, file, contents) == ("", reason.encode())


def test_a_file_of_fifty_megabytes_is_not_read(window: Window) -> None:
    """A photo from a camera neither freezes the page nor fills the memory."""
    file = "Object.assign(new File([new Uint8Array(50_000_000)], 'photo.jpg'), {arrayBuffer: () => 0})"
    assert _told(window, file) == ("", b"too_large")


def test_no_conversion_leaves_a_complaint(window: Window) -> None:
    """The policy of the studio allows everything that the conversion does."""
    dropped(window, "logo.jpg", saved(halves(), "JPEG"))
    assert [one for one in window.complaints() if "policy" in one] == []
