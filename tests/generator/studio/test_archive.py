"""The zip of the studio: the same bytes as a build, opened again; and every zip that is none, refused."""

from __future__ import annotations

import base64
import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator import output
from generator.site.build import build_site
from generator.studio import archive
from generator.studio.desk import Studio, open_desk
from harness import sites
from harness.decided_plans import plan_of
from harness.paths import EXAMPLES
from questionnaire import action_plan
from tests.generator.studio.asking import answered, ask, packed

EDITS: Mapping[str, list[dict[str, Any]]] = {
    "as it is": [],
    "edited": [
        {"op": "set", "at": ["brand", "primary"], "value": "#123456"},
        {"op": "set", "at": ["brand", "imprint"], "value": {"de": "Wir\n\nselbst", "en": "We\n\nourselves"}},
        {"op": "move", "at": ["contacts", 1], "to": 0},
    ],
}


def zipped(files: Mapping[str, bytes], **kept: Any) -> bytes:  # noqa: ANN401
    """Return a zip of ``files``, as a file manager makes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **kept) as made:
        for name, contents in files.items():
            made.writestr(name, contents)
    return buffer.getvalue()


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """A studio of a new folder."""
    return open_desk(tmp_path / "site")


@pytest.mark.parametrize("edits", EDITS)
@pytest.mark.parametrize("example", ["hafenkontor", "lumo"])
def test_the_zip_holds_what_a_build_writes(tmp_path: Path, example: str, edits: str) -> None:
    """Unpacked, site.toml builds into the very bytes of ``dist/``; the zip is the same twice."""
    shutil.copytree(EXAMPLES / example, tmp_path / "site")
    studio = open_desk(tmp_path / "site")
    changes = [one for one in EDITS[edits] if example == "lumo" or one["at"] != ["brand", "imprint"]]
    ask(studio, "change", edits=changes, language="de")
    told = ask(studio, "site_zip")
    contents = base64.b64decode(told["contents"])
    assert ask(studio, "site_zip") == told
    assert told["name"].endswith("-site.zip")
    with zipfile.ZipFile(io.BytesIO(contents)) as made:
        made.extractall(tmp_path / "unpacked")  # our own zip
    unpacked = tmp_path / "unpacked"
    assert (unpacked / "site.toml").read_bytes() == (tmp_path / "site" / "site.toml").read_bytes()
    build_site(unpacked / "site.toml", tmp_path / "dist")
    assert sites.contents(unpacked / "dist") == sites.contents(tmp_path / "dist")
    assert (unpacked / "dist" / output.MANIFEST).is_file()


def test_a_zip_that_was_saved_opens_again(tmp_path: Path, studio: Studio) -> None:
    """Text, logo and fonts are there, whether the zip is opened as it is or packed again in a folder."""
    shutil.copytree(EXAMPLES / "lumo", tmp_path / "lumo")
    contents = base64.b64decode(ask(open_desk(tmp_path / "lumo"), "workspace_zip")["contents"])
    with zipfile.ZipFile(io.BytesIO(contents)) as made:
        inside = {name: made.read(name) for name in made.namelist()}
    for again in (contents, zipped({f"Meine Seite/{name}": each for name, each in inside.items()})):
        state = ask(studio, "open", name="x.zip", contents=packed(again), language="de")
        assert state["faults"] == []
        assert "fonts/zilla-slab-600.woff2" in state["files"]
        assert state["toml"] == (EXAMPLES / "lumo" / "site.toml").read_text("utf-8")


def test_the_plan_goes_along(tmp_path: Path) -> None:
    """A site that tells what came of a survey is built from the zip as it is: plan.json is in it."""
    folder = Path(shutil.copytree(EXAMPLES / "hafenkontor", tmp_path / "site"))
    (folder / "plan.json").write_bytes(action_plan.dump(plan_of("hafen-2027")))
    text = (folder / "site.toml").read_text("utf-8")
    named = text.replace('detail = "levers"', 'detail = "levers"\ndecisions = "plan.json"')
    (folder / "site.toml").write_text(named, "utf-8")
    for kind in ("workspace_zip", "site_zip"):
        files = archive.unpacked(base64.b64decode(ask(open_desk(folder), kind)["contents"]))
        assert files["plan.json"] == (folder / "plan.json").read_bytes()


def _encrypted() -> bytes:
    contents = bytearray(zipped({"site.toml": b"a = 1"}))
    for signature, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        contents[contents.index(signature) + place] |= 1
    return bytes(contents)


def _packed_in_an_unknown_way() -> bytes:
    contents = bytearray(zipped({"site.toml": b"a = 1"}))
    for signature, place in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        contents[contents.index(signature) + place] = 99
    return bytes(contents)


def _twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("site.toml", b"a = 1")
        made.writestr("site.tomm", b"a = 2")
    return buffer.getvalue().replace(b"site.tomm", b"site.toml")


_GOOD = zipped({"site.toml": b"a = 1"})
WRONG = {
    "cut off": (_GOOD[:-20], "damaged"),
    "damaged": (_GOOD.replace(b"a = 1", b"a = 2"), "damaged"),
    "only a beginning": (b"PK\3\4", "damaged"),
    "encrypted": (_encrypted(), "without a password"),
    "packed in an unknown way": (_packed_in_an_unknown_way(), "packed in another way"),
    "without site.toml": (zipped({"index.html": b""}), "with a site.toml"),
    "too deep": (zipped({"a/b/site.toml": b"a = 1"}), "with a site.toml"),
    "only in the finished site": (zipped({"dist/site.toml": b"a = 1"}), "with a site.toml"),
    "several": (zipped({"a/site.toml": b"a = 1", "b/site.toml": b"a = 1"}), "several"),
    "a path out": (zipped({"site.toml": b"a = 1", "../evil.svg": b""}), "inside it"),
    "an absolute path": (zipped({"site.toml": b"a = 1", "/etc/evil.svg": b""}), "inside it"),
    "a drive": (zipped({"site.toml": b"a = 1", "C:/evil.svg": b""}), "inside it"),
    "twice the same": (_twice(), "each once"),
    "a bomb": (zipped({"site.toml": b"#" * 3_000_000}, compression=zipfile.ZIP_DEFLATED), "larger"),
    "a bomb of a logo": (
        zipped(
            {"site.toml": b'[brand]\nlogo = "l.svg"\n', "l.svg": b" " * 20_000_000},
            compression=zipfile.ZIP_DEFLATED,
        ),
        "l.svg is larger",
    ),
    "too large": (b"PK\3\4" + bytes(archive.LARGEST_ZIP), "at most 40 MB"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_zip_is_a_sentence_and_nothing_is_lost(tmp_path: Path, studio: Studio, kind: str) -> None:
    """Nothing is written anywhere, and the workspace stays as it was."""
    before, there = ask(studio, "state", language="en"), sites.contents(tmp_path)
    contents, said = WRONG[kind]
    told = answered(studio, "open", name="x.zip", contents=packed(contents), language="en")
    assert said in told["fault"]["text"]
    assert ask(studio, "state", language="en") == before
    assert sites.contents(tmp_path) == there


def test_a_name_that_leads_out_is_never_taken_from_a_zip(tmp_path: Path, studio: Studio) -> None:
    """A site.toml may name a file elsewhere; opening a zip writes nothing there."""
    contents = zipped({"site.toml": b'[brand]\nname = "A"\nlogo = "../evil.svg"\n', "evil.svg": b"x"})
    ask(studio, "open", name="x.zip", contents=packed(contents), language="en")
    assert not (tmp_path / "evil.svg").exists()
    told = answered(studio, "site_zip")
    assert "fault" in told


def test_what_is_replaced_is_kept(tmp_path: Path, studio: Studio) -> None:
    """The former site.toml and logo lie beside the new ones, as a note says; equal files are not copied."""
    logo = tmp_path / "site" / "logo.svg"
    before = logo.read_bytes()
    new = zipped({"site.toml": b'[brand]\nname = "A"\nlogo = "logo.svg"\n', "logo.svg": sites.LOGO.encode()})
    state = ask(studio, "open", name="x.zip", contents=packed(new), language="en")
    assert "site.former-1.toml" in state["notes"][-1]
    assert logo.with_name("logo.former-1.svg").read_bytes() == before
    again = ask(studio, "open", name="x.zip", contents=packed(new), language="en")
    assert again["notes"] == []
    assert not logo.with_name("logo.former-2.svg").exists()
