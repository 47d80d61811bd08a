"""Files that somebody drops into the studio: kept if they can be used, refused with a sentence if not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.studio.desk import Studio, open_desk
from generator.studio.workspace import Workspace, is_inside
from harness import fonts, sites
from harness.paths import EXAMPLES
from questionnaire.faults import InputError
from tests.generator.studio.asking import answered, ask, packed

LOGO = sites.LOGO.encode()


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """A studio of a new folder."""
    return open_desk(tmp_path / "site")


def test_a_file_is_kept_and_named(tmp_path: Path, studio: Studio) -> None:
    """Its bytes are in the folder, and its name is in the field."""
    state = ask(
        studio,
        "put_file",
        at=["brand", "logo"],
        name="Neues Logo (2).SVG",
        contents=packed(LOGO),
        language="de",
    )
    assert state["values"]["brand"]["logo"] == "Neues Logo (2).SVG"
    assert (tmp_path / "site" / "Neues Logo (2).SVG").read_bytes() == LOGO
    font = EXAMPLES / "lumo" / "fonts" / "zilla-slab-600.woff2"
    state = ask(
        studio,
        "put_file",
        at=["brand", "font"],
        name="a.woff2",
        contents=packed(font.read_bytes()),
        language="de",
    )
    assert state["faults"] == []


def test_a_file_never_takes_the_place_of_another_fields(tmp_path: Path, studio: Studio) -> None:
    """A favicon called as the logo gets a number; the logo stays. The same field's file is replaced."""
    before = (tmp_path / "site" / "logo.svg").read_bytes()
    state = ask(
        studio, "put_file", at=["brand", "favicon"], name="logo.svg", contents=packed(LOGO), language="de"
    )
    assert state["values"]["brand"]["favicon"] == "logo-2.svg"
    assert (tmp_path / "site" / "logo.svg").read_bytes() == before
    state = ask(
        studio,
        "put_file",
        at=["brand", "favicon"],
        name="logo-2.svg",
        contents=packed(LOGO + b"\n"),
        language="de",
    )
    assert state["values"]["brand"]["favicon"] == "logo-2.svg"
    assert (tmp_path / "site" / "logo-2.svg").read_bytes() == LOGO + b"\n"


def test_another_weight_of_a_font_joins_and_another_font_takes_its_place(studio: Studio) -> None:
    """Whoever drops the bold font after the regular one gets both, and not a site that is all bold."""

    def put(name: str, weight: int, family: str = "Kontor") -> object:
        font = fonts.made(weight=weight)
        font["name"].setName(family, 1, 3, 1, 0x409)
        contents = packed(fonts.written(font))
        state = ask(studio, "put_file", at=["brand", "font"], name=name, contents=contents, language="de")
        assert state["faults"] == []
        return state["values"]["brand"]["font"]

    assert put("bold.ttf", 700) == "bold.ttf"
    assert put("regular.ttf", 400) == ["regular.ttf", "bold.ttf"]
    assert put("regular.ttf", 400) == ["regular.ttf", "bold.ttf"]
    assert put("other-bold.ttf", 700) == ["regular.ttf", "other-bold.ttf"]
    assert put("else.ttf", 600, "Else") == "else.ttf"


def test_a_file_that_nobody_named_is_not_overwritten(tmp_path: Path, studio: Studio) -> None:
    """It lies in the folder for a reason of its owner's."""
    mine = tmp_path / "site" / "mine.svg"
    mine.write_bytes(b"mine")
    ask(studio, "put_file", at=["brand", "logo"], name="mine.svg", contents=packed(LOGO), language="de")
    assert mine.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("at", "name", "contents"),
    [
        (["brand", "logo"], "../logo.svg", LOGO),
        (["brand", "logo"], "a/logo.svg", LOGO),
        (["brand", "logo"], "a\\logo.svg", LOGO),
        (["brand", "logo"], ".logo.svg", LOGO),
        (["brand", "logo"], "con.svg", LOGO),
        (["brand", "logo"], "c:logo.svg", LOGO),
        (["brand", "logo"], "lo\ngo.svg", LOGO),
        (["brand", "logo"], "logo", LOGO),
        (["brand", "logo"], "a" * 200 + ".svg", LOGO),
        (["brand", "logo"], "site.toml", LOGO),
        (["brand", "logo"], "logo.woff2", LOGO),
        (["brand", "font"], "font.svg", LOGO),
        (["brand", "font"], "font.woff2", LOGO),
        (["brand", "logo"], "logo.png", b"no picture"),
        (["brand", "logo"], "photo.png", bytes(50_000_000)),
        (["brand", "favicon"], "wide.svg", LOGO.replace(b"0 0 8 8", b"0 0 80 8")),
        (["brand", "name"], "logo.svg", LOGO),
        (["contacts", 0, "logo"], "logo.svg", LOGO),
        ([], "logo.svg", LOGO),
        (["surveys", 4, "brand", "logo"], "new.svg", LOGO),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, studio: Studio, at: list[object], name: str, contents: bytes
) -> None:
    """A sentence, and neither the folder nor site.toml changes."""
    there = sites.contents(tmp_path)
    told = answered(studio, "put_file", at=at, name=name, contents=packed(contents), language="en")
    assert told["fault"]["text"]
    assert sites.contents(tmp_path) == there


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk fails in the middle, the former file is there, and nothing is left beside it."""
    site = Workspace(tmp_path)
    site.write("site.toml", b"before")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(InputError) as refused:
        site.write("site.toml", b"after")
    assert refused.value.faults[0].kind == "studio.not_written"
    assert sites.contents(tmp_path) == {"site.toml": b"before"}


def test_a_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    """A new one can be read by colleagues; one that its owner has closed stays closed."""
    site = Workspace(tmp_path)
    site.write("site.toml", b"a")
    assert site.config_path.stat().st_mode & 0o777 == 0o644
    site.config_path.chmod(0o600)
    site.write("site.toml", b"b")
    assert site.config_path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("a.svg", True),
        ("fonts/a.woff2", True),
        ("./a.svg", True),
        ("../a", False),
        ("/a", False),
        ("a/../../b", False),
        ("C:a", False),
        ("a\\b", False),
        ("a\0b", False),
        ("", False),
    ],
)
def test_a_name_stays_in_the_folder(name: str, *, inside: bool) -> None:
    """On every system, whatever it takes for a separator."""
    assert is_inside(name) is inside
