"""A JPEG, WebP or GIF, or an unusual PNG, becomes the plain PNG of the same picture, or is refused."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from generator import brand
from generator.brand import picture, picture_conversion, png
from generator.brand.brand_file import BrandFileError
from generator.site.files import configured_site_files
from harness import sites
from harness.examples import examples
from tests.generator.brand.pictures import Pixels, chunk, embedded, svg, unusual
from tests.generator.brand.pictures import png as plain_png

RED, BLUE = (200, 30, 40), (20, 40, 190)


def halves(left: tuple[int, ...] = RED, right: tuple[int, ...] = BLUE, mode: str = "RGB") -> Image.Image:
    """Return a picture of 64 by 32 pixels in two colours."""
    picture = Image.new(mode, (64, 32), left)
    picture.paste(right, (32, 0, 64, 32))
    return picture


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return ``image`` as a file of that kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def read(folder: Path, contents: bytes, name: str = "logo.jpg") -> Image.Image:
    """Return the picture that a browser gets of a logo with ``contents``; check that it is a plain PNG."""
    (folder / name).write_bytes(contents)
    logo = picture.read(folder / name, "logo")
    assert logo.name == "logo.png"
    assert png.cleaned(logo.contents).contents == logo.contents
    shown = Image.open(io.BytesIO(logo.contents))
    assert (shown.mode in ("RGB", "RGBA"), shown.info) == (True, {})
    assert logo.ratio == shown.width / shown.height
    return shown


def near(one: object, other: tuple[int, ...], most: int = 6) -> bool:
    """Tell whether two colours differ by no more than a lossy format changes them."""
    assert isinstance(one, tuple)
    return len(one) == len(other) and all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


TAKEN = {
    "JPEG": ("logo.jpg", saved(halves(), "JPEG", quality=95)),
    "progressive JPEG": ("logo.JPEG", saved(halves(), "JPEG", quality=95, progressive=True)),
    "WebP": ("logo.webp", saved(halves(), "WEBP", quality=95)),
    "WebP without loss": ("logo.webp", saved(halves(), "WEBP", lossless=True)),
    "GIF": ("logo.gif", saved(halves(), "GIF")),
    "JPEG called PNG": ("logo.png", saved(halves(), "JPEG", quality=95)),
    "JPEG called SVG": ("logo.svg", saved(halves(), "JPEG", quality=95)),
    "JPEG in CMYK": ("logo.jpg", saved(halves().convert("CMYK"), "JPEG", quality=95)),
}


@pytest.mark.parametrize(("name", "contents"), TAKEN.values(), ids=TAKEN)
def test_what_facilitators_have_becomes_a_plain_png(tmp_path: Path, name: str, contents: bytes) -> None:
    """By its contents, whatever its name: the same colours in the same positions, all opaque."""
    shown = read(tmp_path, contents, name)
    assert (shown.size, shown.mode) == ((64, 32), "RGB")
    assert near(shown.getpixel((8, 8)), RED)
    assert near(shown.getpixel((56, 8)), BLUE)


@pytest.mark.parametrize("kind", ["WEBP", "GIF"])
def test_what_is_see_through_stays_so(tmp_path: Path, kind: str) -> None:
    """A logo without a background stays without one."""
    shown = read(tmp_path, saved(halves((*RED, 255), (0, 0, 0, 0), "RGBA"), kind, lossless=True))
    assert near(shown.getpixel((8, 8)), (*RED, 255))
    right = shown.getpixel((56, 8))
    assert isinstance(right, tuple)
    assert right[3] == 0


# Kinds of PNG: colour type, bits a sample, the transparent colour or ``None``.
KINDS = [
    *((colour, 16, None) for colour in (0, 2, 4, 6)),
    *((0, depth, None) for depth in (1, 2, 4, 8)),
    *((0, depth, (1,)) for depth in (1, 2, 4, 8)),
    (0, 16, (40_000,)),
    (2, 8, None),
    (2, 8, (200, 30, 40)),
    (2, 16, (51_000, 7_000, 10_000)),
    *((3, depth, None) for depth in (1, 2, 4, 8)),
    (4, 8, None),
    (6, 8, None),
]
PALETTE = [(90, 10, 20), (250, 240, 230)] + [(value, 255 - value, 7) for value in range(254)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def rgba(pixel: tuple[int, ...], colour: int, depth: int, clear: tuple[int, ...] | None) -> tuple[int, ...]:
    """Return a pixel of a PNG as the specification reads it: red, green, blue, alpha, each up to 255."""
    if colour == 3:
        return (*PALETTE[pixel[0]], 128 if pixel[0] == 0 else 255)
    if pixel == clear:
        return (0, 0, 0, 0)
    scaled = tuple(sample >> 8 if depth == 16 else sample * 255 // (2**depth - 1) for sample in pixel)
    grey = (scaled[0],) * 3
    return {0: (*grey, 255), 2: (*scaled, 255), 4: (*grey, scaled[-1]), 6: scaled}[colour]


def some_pixels(colour: int, depth: int, clear: tuple[int, ...] | None) -> Pixels:
    """Return 11 by 9 pixels, ``clear`` ones among them: a size that does not fill all passes evenly."""
    chosen = random.Random(colour * 100 + depth)  # noqa: S311 (any pixels will do)
    rows = [
        [tuple(chosen.randrange(2**depth) for _ in range(SAMPLES[colour])) for _ in range(11)]
        for _ in range(9)
    ]
    return [[clear or row[0], *row[1:]] for row in rows]


@pytest.mark.parametrize("interlaced", [True, False])
@pytest.mark.parametrize(("colour", "depth", "clear"), KINDS)
def test_every_kind_of_png_shows_the_same_picture(
    tmp_path: Path, colour: int, depth: int, clear: tuple[int, ...] | None, *, interlaced: bool
) -> None:
    """All fifteen kinds, interlaced or not, pixel by pixel as the specification says."""
    pixels = some_pixels(colour, depth, clear)
    extra = []
    if colour == 3:
        extra = [chunk(b"PLTE", bytes(sum(PALETTE[: 2**depth], ()))), chunk(b"tRNS", b"\x80")]
    elif clear:
        extra = [chunk(b"tRNS", struct.pack(f">{len(clear)}H", *clear))]
    (tmp_path / "logo.png").write_bytes(unusual(pixels, depth, colour, *extra, interlaced=interlaced))
    logo = picture.read(tmp_path / "logo.png", "logo")
    shown = Image.open(io.BytesIO(logo.contents))
    if depth <= 8 and not interlaced:  # it is plain already and stays unchanged; Pillow misreads some
        assert logo.contents[8:33] == unusual(pixels, depth, colour, interlaced=False)[8:33]
        return
    shown_rgba = shown.convert("RGBA")
    for y, row in enumerate(pixels):
        for x, pixel in enumerate(row):
            expected = rgba(pixel, colour, depth, clear)
            actual = shown_rgba.getpixel((x, y))
            assert isinstance(actual, tuple)
            assert actual[3] == expected[3]
            assert actual[:3] == expected[:3] or expected[3] == 0


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_colour_profile_is_applied_and_left_out(tmp_path: Path, kind: str) -> None:
    """With a profile that exchanges red and blue, a browser gets blue where the file says red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"none").replace(b"bXYZ", b"rXYZ").replace(b"none", b"bXYZ")
    red, blue = (255, 0, 0), (0, 0, 255)
    shown = read(tmp_path, saved(halves(red, blue), kind, quality=100, icc_profile=profile))
    assert near(shown.getpixel((8, 8)), blue)
    assert near(shown.getpixel((56, 8)), red)


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_a_profile_that_is_none_is_left_out(tmp_path: Path, mode: str) -> None:
    """The colours stay as they are; no logo is refused for a broken profile."""
    contents = saved(halves().convert(mode), "JPEG", quality=95, icc_profile=b"Anna, Hamburg" * 20)
    assert near(read(tmp_path, contents).getpixel((8, 8)), RED)


def test_a_long_text_beside_an_unusual_picture_is_no_fault(tmp_path: Path) -> None:
    """Pillow would refuse two megabytes of text, but never gets any."""
    text = chunk(b"zTXt", b"Raw\0\0" + zlib.compress(bytes(2_000_000)))
    assert read(tmp_path, unusual([[(7,)] * 8] * 8, 8, 0, text)).getpixel((4, 4)) == (7, 7, 7)


def test_a_gamma_is_applied(tmp_path: Path) -> None:
    """An interlaced PNG in linear light gets the brighter values that a browser would compute."""
    pixels: Pixels = [[(55, 55, 55)] * 8] * 8
    linear = unusual(pixels, 8, 2, chunk(b"gAMA", (100_000).to_bytes(4, "big")))
    assert near(read(tmp_path, linear).getpixel((4, 4)), (127, 127, 127))
    usual = unusual(pixels, 8, 2, chunk(b"gAMA", (45_455).to_bytes(4, "big")))
    assert read(tmp_path, usual).getpixel((4, 4)) == (55, 55, 55)


# Orientation in EXIF -> the side on which a viewer sees the left half of the stored picture.
SEEN_AT = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}
POINTS = {"left": (8, 16), "right": (56, 16), "top": (16, 8), "bottom": (16, 56)}


@pytest.mark.parametrize(("orientation", "seen_at"), SEEN_AT.items())
def test_a_photo_stands_as_it_was_taken(tmp_path: Path, orientation: int, seen_at: str) -> None:
    """For all eight orientations of EXIF; its other entries are left out."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, "Anna, Hamburg"
    shown = read(tmp_path, saved(halves(), "JPEG", quality=95, exif=exif))
    assert shown.size == ((64, 32) if orientation < 5 else (32, 64))
    assert near(shown.getpixel(POINTS[seen_at]), RED)
    assert b"Anna" not in picture.read(tmp_path / "logo.jpg", "logo").contents


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((5000, 2000), (1000, 400)),
        ((4500, 300), (1000, 67)),
        ((600, 900), (267, 400)),
        ((700, 90), (700, 90)),
    ],
)
def test_a_large_picture_gets_as_small_as_it_is_shown(
    tmp_path: Path, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    """Every first visit downloads the logo, even one made for print; a small picture stays as it is."""
    contents = saved(Image.new("RGB", size, RED), "JPEG")
    assert read(tmp_path, contents).size == shown


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    """Converted twice, not remembered."""
    first = read(tmp_path, TAKEN["JPEG"][1]).tobytes()
    picture_conversion.to_plain_png.cache_clear()
    assert read(tmp_path, TAKEN["JPEG"][1]).tobytes() == first


def moving(kind: str) -> bytes:
    """Return a picture that blinks."""
    return saved(halves(), kind, save_all=True, append_images=[halves(BLUE, RED)], duration=100)


def noise(width: int, height: int) -> Image.Image:
    """Return a picture that cannot be compressed."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))  # noqa: S311 (any)


def many_scans() -> bytes:
    """Return a small JPEG that repeats its last scan a thousand times: decoding each goes over all pixels."""
    whole = saved(Image.new("L", (2000, 2000)), "JPEG", progressive=True)
    return whole[:-2] + whole[whole.rindex(b"\xff\xda") : -2] * 1000 + whole[-2:]


def claims(width: int, height: int, contents: bytes = TAKEN["JPEG"][1]) -> bytes:
    """Return a JPEG whose header claims ``width`` by ``height`` pixels."""
    start = contents.index(b"\xff\xc0") + 5
    return contents[:start] + struct.pack(">2H", height, width) + contents[start + 4 :]


def webp_canvas(side: int) -> bytes:
    """Return a WebP of a hundred bytes whose canvas has ``side`` pixels a side."""
    inner = saved(Image.new("RGBA", (4, 4)), "WEBP", lossless=True)[12:]
    canvas = (side - 1).to_bytes(3, "little") * 2
    whole = b"WEBPVP8X" + struct.pack("<I", 10) + bytes((0x10, 0, 0, 0)) + canvas + inner
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


PDF = b"%PDF-1.7\n1 0 obj\n"
REFUSED = {
    "an animated WebP": (
        "a.webp",
        moving("WEBP"),
        "still picture, but it is an animated WEBP; save one frame",
    ),
    "an animated GIF": (
        "a.gif",
        moving("GIF"),
        "still picture, but it is an animated GIF; save one frame as PNG",
    ),
    "a PDF called JPEG": ("a.jpg", PDF, "picture as SVG, PNG, JPEG, WebP or GIF, but it is a PDF; ask for"),
    "a PDF called PNG": ("a.png", PDF, "but it is a PDF; ask for the file itself"),
    "a PDF called SVG": ("a.svg", PDF, "but it is a PDF; ask for the file itself"),
    "an empty JPEG": ("a.jpg", b"", "but it is empty; copy it again"),
    "an empty SVG": ("a.svg", b"", "but it is empty; copy it again"),
    "half a JPEG": ("a.jpg", saved(noise(99, 99), "JPEG")[:3000], "it is damaged; export or copy it again"),
    "half a WebP": ("a.webp", saved(noise(99, 99), "WEBP")[:3000], "it is damaged; export or copy it again"),
    "half a GIF": ("a.gif", saved(noise(99, 99), "GIF")[:3000], "it is damaged; export or copy it again"),
    "a beginning of a JPEG": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "it is damaged; export or copy it"),
    "a PNG sent as text": ("a.png", plain_png().replace(b"\r\n", b"\n"), "it is damaged; export or copy it"),
    "fifty million pixels": (
        "a.jpg",
        claims(8660, 5774),
        "at most 30 million pixels, but it has more; save it",
    ),
    "a JPEG of the largest size": ("a.jpg", claims(65_500, 65_500), "at most 30 million pixels"),
    "a WebP of the largest size": ("a.webp", webp_canvas(16_384), "at most 30 million pixels"),
    "a PNG of the largest size": (
        "a.png",
        unusual([[(0,)]], 1, 0).replace(
            struct.pack(">2I", 1, 1), struct.pack(">2I", 2**31 - 1, 2**31 - 1), 1
        ),
        "a checksum is wrong",
    ),
    "a JPEG of a thousand scans": ("a.jpg", many_scans(), "a JPEG of at most 500 scans; save it as PNG"),
    "a picture that stays large": (
        "a.webp",
        saved(noise(1000, 400), "WEBP"),
        "a logo of at most 1000 kB as PNG, but this picture takes [0-9]+ kB; save a smaller one",
    ),
    "ten megabytes": (
        "a.jpg",
        bytes(picture.LARGEST_TO_CONVERT + 1),
        "at most 10000 kB; save the file smaller",
    ),
    "a photo of Apple's": (
        "a.heic",
        b"\0\0\0\x18ftypheic" + bytes(90),
        "a HEIC or AVIF picture, or a film; open",
    ),
    "a TIFF": ("a.png", b"II*\0" + bytes(90), "but it is a TIFF picture; open it and save a copy as PNG"),
}


@pytest.mark.parametrize(("name", "contents", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_become_a_logo_is_refused(tmp_path: Path, name: str, contents: bytes, said: str) -> None:
    """One sentence says what was expected, what the file is, and what to do."""
    (tmp_path / name).write_bytes(contents)
    with pytest.raises(BrandFileError, match=said) as refused:
        picture.read(tmp_path / name, "logo")
    assert str(refused.value).startswith("expected ")


@pytest.mark.parametrize(
    "case", ["fifty million pixels", "a JPEG of the largest size", "a WebP of the largest size"]
)
def test_a_bomb_of_pixels_is_not_decoded(tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its header is enough to refuse it."""
    name, contents, said = REFUSED[case]
    (tmp_path / name).write_bytes(contents)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("it was decoded"))
    with pytest.raises(BrandFileError, match=said):
        picture.read(tmp_path / name, "logo")


@settings(max_examples=examples(2), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([*TAKEN.values(), ("logo.png", unusual([[(1, 2, 3)] * 20] * 20, 16, 2))]),
    st.integers(0, 2000),
    st.binary(min_size=1, max_size=8),
)
def test_no_damage_leads_to_anything_but_a_sentence(
    tmp_path: Path, given_file: tuple[str, bytes], position: int, damage: bytes
) -> None:
    """Whatever bytes change, the result is a plain PNG, or a sentence that says what was expected."""
    name, whole = given_file
    start = position % len(whole)
    (tmp_path / name).write_bytes(whole[:start] + damage + whole[start + len(damage) :])
    try:
        logo = picture.read(tmp_path / name, "logo")
    except BrandFileError as refused:
        assert str(refused).startswith("expected ")  # noqa: PT017 (either is right)
    else:
        assert png.cleaned(logo.contents).contents == logo.contents


@pytest.mark.parametrize("name", ["photo.jpg", "interlaced.png", "photo in a drawing.svg"])
def test_without_pillow_a_sentence_says_what_to_give(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in the browser, which has no Pillow; a plain PNG and an SVG are still taken."""
    monkeypatch.setitem(sys.modules, "generator.brand.picture_conversion", None)
    monkeypatch.delattr(brand, "picture_conversion")
    drawing = svg(f'<image href="{embedded(TAKEN["JPEG"][1], "jpeg")}" width="8" height="8"/>').encode()
    interlaced = unusual([[(1,)] * 8] * 8, 8, 0)
    contents = {".jpg": TAKEN["JPEG"][1], ".png": interlaced, ".svg": drawing}
    (tmp_path / name).write_bytes(contents[Path(name).suffix])
    expected = r"expected a plain PNG \(.*\), or an SVG that holds no other kind of picture; .* save it"
    with pytest.raises(BrandFileError, match=expected):
        picture.read(tmp_path / name, "logo")
    for kind, plain in {"png": plain_png(), "svg": svg("").encode()}.items():
        (tmp_path / f"plain.{kind}").write_bytes(plain)
        assert picture.read(tmp_path / f"plain.{kind}", "logo").name == f"logo.{kind}"


def test_a_site_with_a_plain_logo_never_loads_pillow(tmp_path: Path) -> None:
    """A site with a plain logo does not pay for the library."""
    (tmp_path / "logo.png").write_bytes(plain_png())
    (tmp_path / "icon.svg").write_text(svg(""), "utf-8")
    keys = 'logo = "logo.png"\nfavicon = "icon.svg"\n'
    config = sites.write(tmp_path, sites.BRAND + keys + sites.SURVEY)
    code = "import pathlib, sys; from generator.site.files import configured_site_files"
    code += "; configured_site_files(pathlib.Path(sys.argv[1])); sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, config], check=False).returncode == 0


def test_a_jpeg_logo_stands_on_every_page(tmp_path: Path) -> None:
    """From the file beside site.toml to the built site: as a PNG, under the name in every page."""
    (tmp_path / "logo.jpg").write_bytes(TAKEN["JPEG in CMYK"][1])
    files = configured_site_files(sites.write(tmp_path, sites.BRAND + 'logo = "logo.jpg"\n' + sites.SURVEY))
    assert files["assets/logo.png"].startswith(png.SIGNATURE)
    assert all(b"assets/logo.png" in page for name, page in files.items() if name.endswith(".html"))
