"""The files of a brand: read as site.toml names them, all faults at once, and no faulty file in a site."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.brand import brand_files
from generator.brand.brand_files import BrandFiles, font_faces
from generator.brand.font import Font
from generator.commands.main import main
from generator.site.files import configured_site_files
from harness import sites
from harness.fonts import made, written
from harness.markup import Page
from tests.generator.brand.pictures import chunk, png, svg

FONT = written(made())
BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + svg("<text>&b;</text>")
HTML = b"<!DOCTYPE html><title>404 Not Found</title>"

# Key of [brand], the file's name, its contents, and the advice of the fault.
HOSTILE = {
    "SVG with a script": ("logo", "a.svg", svg("<script/>").encode(), "export it again as plain SVG"),
    "SVG that calls home": (
        "favicon",
        "a.svg",
        svg("<image href='//spy.example/a.png'/>").encode(),
        "export it again as plain SVG",
    ),
    "SVG with an entity bomb": ("logo", "a.svg", BOMB.encode(), "export it again as plain SVG"),
    "SVG in UTF-16": ("logo", "a.svg", svg("").encode("utf-16"), "expected an SVG in UTF-8; export it again"),
    "PNG cut in half": ("logo", "a.png", png()[:40], "ends too early; export or copy it again"),
    "page called PNG": ("favicon", "a.png", HTML, "it is a web page (HTML); the download may have failed"),
    "moving PNG": ("logo", "a.png", png(8, 8, chunk(b"acTL")), "save one frame as PNG"),
    "page called font": ("font", "a.ttf", HTML, "it is a web page (HTML); the download may have failed"),
    "font cut in half": ("font_headings", "a.ttf", FONT[:2000], "it is damaged; download it again"),
    "archive of fonts": ("font", "a.zip", b"PK\x03\x04", "it is a ZIP archive; unpack it first"),
    "font in a logo's place": ("logo", "a.ttf", FONT, "expected a picture as SVG, PNG, JPEG, WebP or GIF"),
    "PDF called JPEG": ("logo", "a.jpg", b"%PDF-1.7", "it is a PDF; ask for the file itself"),
    "JPEG cut off": (
        "favicon",
        "a.jpg",
        b"\xff\xd8\xff\xe0" + bytes(99),
        "it is damaged; export or copy it again",
    ),
}


def fault(folder: Path, key: str, name: str) -> str:
    """Return the fault that `check` and `build` print for a site with the file; check that neither writes."""
    config = sites.write(folder, f'{sites.BRAND}{key} = "{name}"\n{sites.SURVEY}')
    before = {path.name for path in folder.iterdir()}
    checked = CliRunner().invoke(main, ["check", "--config", str(config)])
    built = CliRunner().invoke(main, ["build", "--config", str(config), "--out", str(folder / "dist")])
    assert (checked.exit_code, built.exit_code, built.stderr) == (1, 1, checked.stderr)
    assert {path.name for path in folder.iterdir()} == before
    assert checked.stderr.startswith(f'site.toml: line 3: brand.{key} = "{name}": ')
    return checked.stderr


@pytest.mark.parametrize(("key", "name", "contents", "to_do"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_or_damaged_file_is_refused(
    tmp_path: Path, key: str, name: str, contents: bytes, to_do: str
) -> None:
    """One line names the key and says what to do; nothing reaches the output."""
    (tmp_path / name).write_bytes(contents)
    assert to_do in fault(tmp_path, key, name)


@pytest.mark.parametrize("key", ["logo", "favicon", "font", "font_headings"])
def test_what_is_no_file_is_refused(tmp_path: Path, key: str) -> None:
    """A folder, a device that never ends, a missing file."""
    (tmp_path / "folder").mkdir()
    for name, reason in {
        "folder": "Is a directory",
        "/dev/zero": "is no file",
        "none": "No such file or directory",
    }.items():
        assert f"{reason}; expected a" in fault(tmp_path, key, name)


@pytest.mark.parametrize(("key", "name"), [("logo", "a.svg"), ("favicon", "a.png"), ("font", "a.woff2")])
def test_a_huge_file_is_never_read(
    tmp_path: Path, key: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty megabytes are refused for their size alone; the file is not even opened."""
    with (tmp_path / name).open("wb") as file:
        file.truncate(50_000_000)
    with monkeypatch.context() as changed:
        changed.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
        files, faults = brand_files.read(tmp_path, {key: name})
    assert files == BrandFiles()
    assert [(fault.key, fault.value) for fault in faults] == [(f"brand.{key}", name)]
    assert "000 kB; save the file smaller" in faults[0].said


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Four keys, four faults; a value that is no file name is a fault of the schema, and none here."""
    keys = ("logo", "favicon", "font", "font_headings")
    files, faults = brand_files.read(tmp_path, dict.fromkeys(keys, "none"))
    assert files == BrandFiles()
    assert [fault.key for fault in faults] == [f"brand.{key}" for key in keys]
    assert brand_files.read(tmp_path, {"logo": 7, "font": [7], "favicon": " "}) == (BrandFiles(), [])


def test_several_sites_may_share_one_file(tmp_path: Path) -> None:
    """A name may lead out of the folder of site.toml; the file is checked like any other."""
    (tmp_path / "shared.png").write_bytes(png())
    (tmp_path / "site").mkdir()
    files, faults = brand_files.read(tmp_path / "site", {"logo": "../shared.png"})
    assert (files.assets(), faults) == ({"logo.png": png()}, [])


def test_everything_a_brand_brings_is_in_the_site(tmp_path: Path) -> None:
    """Logo, favicon and both fonts lie in assets/ under names that every server knows."""
    for name, contents in {"a.png": png(), "b.SVG": svg("").encode(), "c.ttf": FONT}.items():
        (tmp_path / name).write_bytes(contents)
    keys = 'logo = "a.png"\nfavicon = "b.SVG"\nfont = "c.ttf"\nfont_headings = "c.ttf"\n'
    files_of_site = configured_site_files(sites.write(tmp_path, sites.BRAND + keys + sites.SURVEY))
    for name in ("logo.png", "favicon.svg", "font.woff2", "font-headings.woff2"):
        assert files_of_site[f"assets/{name}"]
    style = files_of_site["assets/later.css"].decode()
    assert 'src:url("font.woff2") format("woff2");font-weight:400;font-display:swap' in style
    assert '--font-text:"brand text";--font-headings:"brand headings";' in style
    assert "alegreya" not in style  # no text of the page uses it


def test_the_house_font_stands_where_a_brand_has_none(tmp_path: Path) -> None:
    """Even if headings have a font of the brand."""
    (tmp_path / "c.ttf").write_bytes(FONT)
    files_of_site = configured_site_files(
        sites.write(tmp_path, sites.BRAND + 'font_headings = "c.ttf"\n' + sites.SURVEY)
    )
    assert b"alegreya-sans-400.woff2" in files_of_site["assets/later.css"]
    assert b'"font-headings.woff2"' in files_of_site["assets/later.css"]


def test_a_logo_has_its_place_before_it_is_there(tmp_path: Path) -> None:
    """The page reserves its width at a height of 40 pixels, so that the brand's name never moves."""
    (tmp_path / "a.png").write_bytes(png(60, 20))
    page = Page(
        configured_site_files(sites.write(tmp_path, sites.BRAND + 'logo = "a.png"\n' + sites.SURVEY))[
            "index.html"
        ]
    )
    (logo,) = page.all("img")
    assert (logo["width"], logo["height"], logo["loading"]) == ("120", "40", "lazy")


def test_one_font_serves_for_headings_too() -> None:
    """Text and headings share it; a font for headings alone leaves the text as it is."""
    face = Font("font.woff2", b"", "200 900")
    assert '--font-text:"brand text";--font-headings:"brand text";' in font_faces(BrandFiles(font=(face,)))
    assert "font-weight:200 900;" in font_faces(BrandFiles(font=(face,)))
    headings = font_faces(BrandFiles(font_headings=(face,)))
    assert '{--font-headings:"brand headings";}' in headings
    assert "brand text" not in headings
    assert not font_faces(BrandFiles())
