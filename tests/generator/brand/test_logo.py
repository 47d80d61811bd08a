"""A logo is a still picture that becomes PNG or SVG; any other file is refused and never reaches a site."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.brand import picture
from generator.brand.brand_file import BrandFileError
from generator.brand.picture import LARGEST
from generator.commands.main import main
from harness import sites
from tests.generator.brand.pictures import XLINK, chunk, embedded, png, svg

BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
)


REFUSED_SVGS = {
    "script": svg("<script>alert(1)</script>"),
    "script in a namespace": svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
    "handler": svg("<circle r='1'/>", "onload='alert(1)'"),
    "handler in capitals": svg("<circle r='1' OnClick='alert(1)'/>"),
    "link": svg("<a href='https://spy.example/'><circle r='1'/></a>"),
    "script address": svg("<a href='javascript:alert(1)'><circle r='1'/></a>"),
    "foreign picture": svg("<image href='https://spy.example/a.png'/>"),
    "foreign picture, the old way": svg("<image xlink:href='//spy.example/a.png'/>", XLINK),
    "page inside": svg("<foreignObject/>"),
    "animation": svg("<animate attributeName='r'/>"),
    "animated transform": svg("<animateTransform attributeName='transform'/>"),
    "animated motion": svg("<animateMotion path='M0 0h9'/>"),
    "entities": BOMB,
    "foreign style": svg("<style>circle{fill:url(https://spy.example/a)}</style>"),
    "foreign style in capitals": svg("<style>circle{fill:URL(https://spy.example/a)}</style>"),
    "imported style": svg("<style>@import 'https://spy.example/a.css';</style>"),
    "imported style in capitals": svg("<style>@IMPORT 'https://spy.example/a.css';</style>"),
    "foreign style attribute": svg("<circle r='1' style='fill:url(https://spy.example/a)'/>"),
    "foreign paint": svg("<circle r='1' fill='url(https://spy.example/a#b)'/>"),
    "style sheet": "<?xml-stylesheet href='https://spy.example/a.css'?>" + svg(""),
    "another root": "<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "no namespace": "<svg/>",
    "broken": "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
    "empty": "",
    "no XML": "logo",
    "an unknown encoding": "<?xml version='1.0' encoding='klingon'?>" + svg(""),
    "an encoding of many bytes": "<?xml version='1.0' encoding='utf-7'?>" + svg(""),
}


@pytest.mark.parametrize("drawing", REFUSED_SVGS.values(), ids=REFUSED_SVGS)
def test_an_svg_that_could_do_more_than_be_looked_at_is_refused(tmp_path: Path, drawing: str) -> None:
    """Scripts, handlers, links, other files, entities, movement, and files that are no SVG at all."""
    path = tmp_path / "logo.svg"
    path.write_text(drawing, "utf-8")
    with pytest.raises(BrandFileError, match="expected"):
        picture.read(path, "logo")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_entities_are_refused_in_every_encoding_that_xml_knows(tmp_path: Path, encoding: str) -> None:
    """A DOCTYPE is still a DOCTYPE with two bytes a character."""
    path = tmp_path / "logo.svg"
    path.write_bytes(BOMB.encode(encoding))
    with pytest.raises(BrandFileError, match="expected"):
        picture.read(path, "logo")


ACCEPTED_SVGS = {
    "plain": sites.LOGO,
    "gradient": svg("<linearGradient id='g'/><circle r='1' fill='url(#g)'/>"),
    "use": svg("<circle id='c' r='1'/><use href='#c'/><use xlink:href='#c'/>", XLINK),
    "picture inside": svg(f"<image href='{embedded(png(3, 2))}'/>"),
    "style": svg("<style>.a{fill:#7a1f3d}</style><circle class='a' r='1'/>"),
    "XML declaration": "<?xml version='1.0' encoding='utf-8'?><!-- Söhne -->" + svg("<title>Söhne</title>"),
}


@pytest.mark.parametrize("drawing", ACCEPTED_SVGS.values(), ids=ACCEPTED_SVGS)
def test_a_still_svg_is_taken(tmp_path: Path, drawing: str) -> None:
    """Files that drawing programs export as plain SVG pass, and pass again unchanged."""
    path = tmp_path / "Marke.SVG"
    path.write_text(drawing, "utf-8")
    logo = picture.read(path, "logo")
    assert (logo.name, logo.ratio) == ("logo.svg", 1)
    path.write_bytes(logo.contents)
    assert picture.read(path, "logo") == logo


@pytest.mark.parametrize("name", ["logo.png", "marke", "logo.svg"])
def test_a_png_is_told_by_its_contents(tmp_path: Path, name: str) -> None:
    """A PNG is taken whatever its file is called, and gets a name that a server knows."""
    (tmp_path / name).write_bytes(png(12, 6))
    assert picture.read(tmp_path / name, "logo") == picture.Picture("logo.png", png(12, 6), 2)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    """Missing, a folder, a text called .png, another format, too large: each fault says so."""
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "text.png").write_text("logo", "utf-8")
    (tmp_path / "page.png").write_text("\n<!DOCTYPE html><title>404</title>", "utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    (tmp_path / "large.png").write_bytes(png(8, 8, chunk(b"tEXt", bytes(LARGEST))))
    for name, message in {
        "missing.png": "No such file or directory; expected a picture as SVG, PNG, .* GIF beside site.toml",
        "folder.png": "Is a directory; expected a picture as SVG, PNG, JPEG, WebP or GIF",
        "text.png": "expected a picture as SVG, PNG, JPEG, WebP or GIF, but it is something else",
        "page.png": "expected a picture as SVG, PNG, JPEG, WebP or GIF, but it is a web page",
        "photo.jpg": "expected a whole picture, but it is damaged; export or copy it again",
        "large.png": "expected at most 1000 kB",
    }.items():
        with pytest.raises(BrandFileError, match=message):
            picture.read(tmp_path / name, "logo")


def test_the_largest_logo_passes(tmp_path: Path) -> None:
    """A file of exactly the limit passes; the limit counts the bytes before cleaning."""
    path = tmp_path / "logo.png"
    path.write_bytes(png(8, 8, chunk(b"tEXt", bytes(LARGEST - len(png()) - 12))))
    assert path.stat().st_size == LARGEST
    assert picture.read(path, "logo").contents == png()


@pytest.mark.parametrize("drawing", [REFUSED_SVGS["script"], REFUSED_SVGS["foreign picture"], BOMB])
def test_nothing_of_a_refused_logo_reaches_the_output(tmp_path: Path, drawing: str) -> None:
    """A build with a faulty logo names brand.logo and writes nothing at all."""
    (tmp_path / "logo.svg").write_text(drawing, "utf-8")
    config = sites.write(tmp_path, sites.BRAND + 'logo = "logo.svg"\n' + sites.SURVEY)
    done = CliRunner().invoke(main, ["build", "--config", str(config), "--out", str(tmp_path / "dist")])
    assert done.exit_code == 1
    assert done.stderr.startswith('site.toml: line 3: brand.logo = "logo.svg": expected ')
    assert sorted(path.name for path in tmp_path.iterdir()) == ["logo.svg", "site.toml"]


def test_a_good_logo_stands_on_every_page(rich_files: dict[str, bytes]) -> None:
    """The site holds the file's bytes, and each page refers to them."""
    assert rich_files["assets/logo.svg"] == sites.LOGO.encode()
    assert all(b"assets/logo.svg" in page for name, page in rich_files.items() if name.endswith(".html"))
