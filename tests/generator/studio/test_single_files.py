"""The studio saves the site as one file, and the count: what the command writes, byte for byte."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from generator.commands.main import main
from generator.studio.desk import Studio, open_desk
from harness.archives import unpacked
from tests.generator.studio.asking import answered, ask, setting


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a new workspace."""
    return tmp_path / "site"


@pytest.fixture
def studio(folder: Path) -> Studio:
    """A studio of a new workspace whose survey collects on paper."""
    studio = open_desk(folder)
    assert collected_by(studio, "paper")["faults"] == []
    return studio


def collected_by(studio: Studio, mode: str, url: str | None = None) -> dict[str, Any]:
    """Set how the survey collects; return the state."""
    survey = {"headcount": 120, "opens": "2030-01-14", "closes": "2030-02-01"}
    edits = setting(mode, "collection", "mode")
    for key, value in survey.items():
        edits += setting(value, "survey", key)
    edits += setting(url, "collection", "url") if url else []
    state: dict[str, Any] = ask(studio, "change", edits=edits, language="de")
    return state


def saved(studio: Studio, method: str) -> tuple[str, bytes]:
    """Return name and contents of the file that ``method`` makes."""
    told = ask(studio, method)
    return told["name"], base64.b64decode(told["contents"])


def test_both_files_are_what_the_command_writes(studio: Studio, folder: Path, tmp_path: Path) -> None:
    """The site in one HTML file, and the page that counts its ballots beside it."""
    out = tmp_path / "out"
    arguments = ("build", "--single-file", "--config", str(folder / "site.toml"), "--out", str(out))
    main(arguments, standalone_mode=False)
    files = dict(saved(studio, method) for method in ("single_file", "count_page"))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == files
    assert "auswertung.html" in files


def test_several_surveys_on_paper_have_a_count_each(studio: Studio) -> None:
    """They come in one zip; the site is still one file."""
    survey = ask(studio, "state", language="de")["values"]["survey"]
    for_each = [{**survey, "id": name, "title": name} for name in ("nord", "sued")]
    edits = [{"op": "remove", "at": ["survey"]}, *setting(for_each, "surveys")]
    edits += setting(240, "collection", "headcount")
    assert ask(studio, "change", edits=edits, language="de")["faults"] == []
    name, contents = saved(studio, "count_page")
    assert (name, sorted(unpacked(contents))) == (
        "auswertung.zip",
        ["auswertung-nord.html", "auswertung-sued.html"],
    )
    assert saved(studio, "single_file")[0] == "lastbild.html"


def test_what_can_be_saved_is_told_with_the_state(studio: Studio) -> None:
    """A single file where nothing is sent; a count where ballots are on paper."""
    assert ask(studio, "state", language="de")["offer"] == {"single_file": True, "count_page": True}
    assert collected_by(studio, "off")["offer"] == {"single_file": True, "count_page": False}
    assert collected_by(studio, "slips")["faults"]  # the address is still missing
    assert ask(studio, "state", language="de")["offer"]["single_file"] is False
    state = collected_by(studio, "slips", "https://umfrage.example/")
    assert (state["faults"], state["offer"]) == ([], {"single_file": False, "count_page": False})


def test_a_survey_that_sends_is_refused_in_a_sentence(studio: Studio) -> None:
    """Whoever asks all the same is told why, in their language, at the key; nothing is made."""
    collected_by(studio, "slips", "https://umfrage.example/")
    fault = answered(studio, "single_file", language="de")["fault"]
    assert fault["faults"][0]["at"] == ["collection", "mode"]
    assert 'erwartet wird "paper" oder "off"' in fault["text"]
    assert "ballots on paper" in answered(studio, "count_page")["fault"]["text"]
