"""The studio's desk: every change is in the folder at once; nothing typed is lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.studio import starter
from generator.studio.desk import Studio, open_desk
from harness.paths import ROOT
from tests.generator.studio.asking import answered, ask, packed, setting

LIMIT = 0.2  # seconds for a change of colour, as the studio promises


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """A studio of a new folder."""
    return open_desk(tmp_path / "site")


def test_a_new_folder_is_started_as_init_does(studio: Studio, tmp_path: Path) -> None:
    """The commented starter and its logo; an existing site.toml is taken as it is."""
    assert (tmp_path / "site" / "site.toml").read_text("utf-8") == starter.template()
    (tmp_path / "site" / "site.toml").write_text("# mine\n", "utf-8")
    open_desk(tmp_path / "site")
    assert (tmp_path / "site" / "site.toml").read_text("utf-8") == "# mine\n"
    assert ask(studio, "toml") == "# mine\n"


def test_the_state_tells_everything_that_the_page_shows(studio: Studio) -> None:
    """Values, text, faults, tasks, surveys, languages, pages, colours, files and notes."""
    state = ask(studio, "state", language="de")
    assert state["values"]["brand"]["name"] == "Ihre Organisation"
    assert state["toml"] == starter.template()
    assert state["faults"] == state["notes"] == []
    assert state["surveys"] == [{"folder": "", "title": "Wie geht es uns im Kundenservice?"}]
    assert {"code": "de", "name": "Deutsch", "tag": "de"} in state["languages"]
    assert {"start", "privacy"} <= {page["id"] for page in state["pages"]}
    assert state["contrast"]
    assert state["files"] == ["logo.svg", "site.toml"]


def test_what_the_check_refuses_is_kept_and_told_at_its_field(studio: Studio, tmp_path: Path) -> None:
    """A half-typed colour and day stand in site.toml, each with its fault, in the studio's language."""
    ask(studio, "change", edits=setting("#12", "brand", "primary"), language="de")
    state = ask(studio, "change", edits=setting("2027-01-1", "survey", "opens"), language="de")
    assert {tuple(fault["at"]) for fault in state["faults"]} == {("brand", "primary"), ("survey", "opens")}
    assert all(fault["text"].startswith("erwartet") for fault in state["faults"])
    assert 'primary = "#12"' in (tmp_path / "site" / "site.toml").read_text("utf-8")
    assert any(task["id"] == "fault" and task["at"] == ["brand", "primary"] for task in state["ready"])
    assert state["surveys"][0]["title"]
    page = ask(studio, "page", id="start", survey="", language="de", scheme="light")
    assert "Wie geht es uns im Kundenservice?" in page  # the last page without faults


def test_a_page_shows_the_change_at_once(studio: Studio) -> None:
    """The colour that was set a moment ago, in the scheme and the language that are asked for."""
    ask(
        studio,
        "change",
        edits=setting({"de": "Ganz neu", "en": "Brand new"}, "survey", "title"),
        language="de",
    )
    assert "Ganz neu" in ask(studio, "page", id="start", survey="", language="de", scheme="light")
    assert "Brand new" in ask(studio, "page", id="start", survey="", language="en", scheme="dark")


def test_a_colour_is_answered_and_shown_within_200_milliseconds(studio: Studio) -> None:
    """Every time but the first, which reads templates and languages."""
    times = []
    for colour in ("#123456", "#345678", "#567890", "#7a1f3d"):
        start = time.perf_counter()
        ask(studio, "change", edits=setting(colour, "brand", "primary"), language="de")
        ask(studio, "page", id="start", survey="", language="de", scheme="light")
        times.append(time.perf_counter() - start)
    assert min(times[1:]) < LIMIT


def test_an_edit_that_is_refused_changes_nothing(studio: Studio) -> None:
    """Not even the edits before it."""
    before = ask(studio, "state", language="de")
    edits = [*setting("A", "brand", "name"), {"op": "move", "at": ["contacts", 7], "to": 0}]
    assert "fault" in answered(studio, "change", edits=edits, language="de")
    assert ask(studio, "state", language="de") == before


def test_two_windows_do_not_overwrite_each_other(studio: Studio) -> None:
    """The second of two edits on one state is refused with a sentence, and with what is there now."""
    version = ask(studio, "state", language="en")["version"]
    first = ask(studio, "change", edits=setting("First", "brand", "name"), language="en", version=version)
    told = answered(
        studio, "change", edits=setting("Second", "brand", "name"), language="en", version=version
    )
    assert told["fault"]["text"].startswith("site.toml was changed elsewhere")
    assert told["fault"]["state"] == first
    again = told["fault"]["state"]["version"]
    after = ask(studio, "change", edits=setting("Second", "brand", "name"), language="en", version=again)
    assert after["values"]["brand"]["name"] == "Second"


def test_an_editor_outside_counts_as_another_window(studio: Studio, tmp_path: Path) -> None:
    """A change in the file, or in a file that it names, makes another version."""
    config, logo = tmp_path / "site" / "site.toml", tmp_path / "site" / "logo.svg"
    versions = [ask(studio, "state", language="en")["version"]]
    config.write_text(config.read_text("utf-8").replace("Ihre Organisation", "Andere"), "utf-8")
    versions.append(ask(studio, "state", language="en")["version"])
    logo.write_bytes(logo.read_bytes() + b"\n")
    versions.append(ask(studio, "state", language="en")["version"])
    assert len(set(versions)) == 3
    stale = answered(
        studio, "change", edits=setting("A", "brand", "name"), language="en", version=versions[0]
    )
    assert "fault" in stale
    assert "Andere" in config.read_text("utf-8")


def test_a_site_toml_that_an_editor_broke_is_left_alone(studio: Studio, tmp_path: Path) -> None:
    """Its text stays, its fault names the line, no edit is made in it, and once it is mended all goes on."""
    config = tmp_path / "site" / "site.toml"
    broken = '[brand]\nname = "A\n# mine\n'
    config.write_text(broken, "utf-8")
    state = ask(studio, "state", language="de")
    assert state["toml"] == broken
    assert state["values"] == {}
    assert state["faults"][0]["text"].startswith("Zeile 2: ")
    assert "fault" in answered(studio, "change", edits=setting("B", "brand", "name"), language="de")
    assert config.read_text("utf-8") == broken
    config.write_text(broken.replace('"A', '"A"'), "utf-8")
    assert ask(studio, "state", language="de")["values"] == {"brand": {"name": "A"}}


def test_a_site_toml_of_a_newer_version_keeps_what_nobody_knows(studio: Studio) -> None:
    """It is opened; a note names the keys that this version does not know, and they survive edits."""
    text = (
        starter.template().replace('name = "Ihre', 'slogan = "Neu"\nname = "Ihre') + "\n[future]\nkey = 1\n"
    )
    state = ask(studio, "open", name="site.toml", contents=packed(text.encode()), language="en")
    assert any("brand.slogan" in note and "future" in note for note in state["notes"])
    after = ask(studio, "change", edits=setting("A", "brand", "name"), language="en")
    assert after["values"]["future"] == {"key": 1}
    assert 'slogan = "Neu"' in after["toml"]


@pytest.mark.parametrize(
    ("name", "contents", "said"),
    [
        ("site.toml", "a = 1".encode("utf-16"), "UTF-16"),
        ("site.toml", "a = 'Größe'".encode("cp1252"), "encoding"),
        ("site.toml", b'[brand]\nname = "A\n', "line 2"),
        ("photo.jpg", b"\xff\xd8\xff", "photo.jpg"),
        ("site.toml", b"#" * 1_000_001, "1000 kB"),
    ],
)
def test_what_is_no_site_toml_is_refused(studio: Studio, name: str, contents: bytes, said: str) -> None:
    """A sentence says what is expected, and the workspace stays."""
    before = ask(studio, "state", language="en")
    told = answered(studio, "open", name=name, contents=packed(contents), language="en")
    assert said.lower() in told["fault"]["text"].lower()
    assert ask(studio, "state", language="en") == before


def test_a_mark_of_the_byte_order_is_no_fault(studio: Studio) -> None:
    """Some editors write one before UTF-8."""
    contents = b"\xef\xbb\xbf" + starter.template().encode()
    assert ask(studio, "open", name="site.toml", contents=packed(contents), language="en")["faults"] == []
    assert ask(studio, "change", edits=setting("A", "brand", "name"), language="en")["faults"] == []


def test_several_surveys_are_listed_even_with_faults(tmp_path: Path) -> None:
    """The page can show each survey while one of them is at fault."""
    folder = tmp_path / "lumo"
    studio = open_desk(folder)
    text = (ROOT / "examples" / "lumo" / "site.toml").read_bytes()
    state = ask(studio, "open", name="site.toml", contents=packed(text), language="de")
    assert state["faults"]  # its files are not there
    assert [survey["folder"] for survey in state["surveys"]] == ["technik/", "vertrag/"]


def test_colours_are_told_without_a_build(studio: Studio) -> None:
    """Both schemes as CSS, and a sentence for what is no colour."""
    told = ask(studio, "colours", primary="#7a1f3d", accent=None)
    assert told["light"]["--accent"].startswith("#")
    assert set(told["light"]) == set(told["dark"])
    assert "fault" in answered(studio, "colours", primary="#7a1f", accent=None)


NO_TOML = '[brand]\nname = "A"\n[survey]\nopens = 1.2.2027\n'


def test_a_file_that_cannot_be_read_is_told_with_its_line_and_mended_as_a_text(
    studio: Studio, tmp_path: Path
) -> None:
    """The text and the line at fault; what is put in its place is in the folder, right or not."""
    path = tmp_path / "site" / "site.toml"
    assert ask(studio, "state", language="de")["unreadable"] is None
    path.write_text(NO_TOML, "utf-8")
    state = ask(studio, "state", language="de")
    assert state["toml"] == NO_TOML
    assert state["unreadable"]["line"] == 4
    assert state["unreadable"]["text"].startswith("Zeile 4: erwartet wird ein Tag")
    still = ask(studio, "write", text=f"\n{NO_TOML}", language="de", version=state["version"])
    assert still["unreadable"]["line"] == 5
    mended = ask(studio, "write", text=starter.template(), language="de", version=still["version"])
    assert mended["unreadable"] is None
    assert path.read_text("utf-8") == starter.template()


def test_a_text_that_rests_on_an_old_file_is_refused(studio: Studio, tmp_path: Path) -> None:
    """Somebody has mended the file meanwhile: it stays, and so does a file for a text without an end."""
    path = tmp_path / "site" / "site.toml"
    path.write_text(NO_TOML, "utf-8")
    version = ask(studio, "state", language="en")["version"]
    path.write_text(starter.template(), "utf-8")
    refused = answered(studio, "write", text="[", language="en", version=version)["fault"]
    assert "elsewhere" in refused["text"]
    assert refused["state"]["unreadable"] is None
    assert "fault" in answered(studio, "write", text="#" * 2_000_000, language="en")
    assert path.read_text("utf-8") == starter.template()


@pytest.mark.parametrize("coding", ["cp1252", "utf-16"])
def test_a_file_in_another_coding_is_shown_as_it_was_written(
    studio: Studio, tmp_path: Path, coding: str
) -> None:
    """An editor of Windows has written the umlauts: they are not lost when somebody saves the text."""
    text = starter.template().replace("Ihre Organisation", "Größe").replace("…", "")
    (tmp_path / "site" / "site.toml").write_bytes(text.encode(coding, "replace"))
    state = ask(studio, "state", language="de")
    assert "Größe" in state["toml"]
    assert state["unreadable"]["line"] >= 1


def test_a_fault_tells_its_line(studio: Studio) -> None:
    """As the terminal does: whoever has the file open finds it."""
    state = ask(studio, "change", edits=setting("#12", "brand", "primary"), language="de")
    (fault,) = state["faults"]
    assert state["toml"].splitlines()[fault["line"] - 1].startswith("primary")
