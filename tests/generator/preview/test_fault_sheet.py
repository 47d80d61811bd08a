"""The sheet with the faults of a site: each with its line, in words for people, and nothing of it runs."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from generator.configuration import load
from generator.preview.fault_sheet import fault_sheet
from harness import sites
from questionnaire.faults import Fault, InputError


def faults_of(path: Path) -> list[Fault]:
    """Return what keeps the site of ``path`` from being built, with lines."""
    with pytest.raises(InputError) as caught:
        load.load_site(path)
    return load.with_lines(caught.value.faults, path)


def test_a_fault_stands_beside_its_line(tmp_path: Path) -> None:
    """File, line and key, the sentence of the terminal, and the line itself between its neighbours."""
    text = sites.COMPLETE.replace("headcount = 140 ", "headcount = 0 ")
    path = sites.write(tmp_path, text)
    sheet = fault_sheet(faults_of(path)[:1], path.name, text, "de")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if each.startswith("headcount"))
    assert f"<b>site.toml</b> <b>Zeile {line}</b> <code>survey.headcount = 0</code>" in sheet.part
    assert "erwartet wird eine Zahl ab 1" in sheet.part
    marked = f'<span class="here"><span class="number">{line}</span> headcount = 0'
    assert marked in sheet.part
    assert f'<span class="near"><span class="number">{line - 1}</span> title = ' in sheet.part
    assert "Noch ein Fehler" in sheet.part
    assert sheet.part in sheet.page.decode()


def test_a_file_that_is_no_toml_has_its_line_too(tmp_path: Path) -> None:
    """The line at which reading it ends."""
    text = sites.COMPLETE.replace("closes = 2027-01-29", "closes = 29.1.2027")
    path = sites.write(tmp_path, text)
    sheet = fault_sheet(faults_of(path), path.name, text, "en")
    assert '<span class="here"><span class="number">14</span> closes = 29.1.2027</span>' in sheet.part
    assert "One fault is left" in sheet.part
    assert 'href="/studio/en.html"' in sheet.part


def test_what_people_wrote_is_shown_and_never_run(tmp_path: Path) -> None:
    """A value, a key and a line with markup are text in the sheet; so is what a template says."""
    evil = "<img src=x onerror=alert(1)>"
    text = f'{sites.SMALLEST}"{evil}" = 1\ndetail = "{evil}"\n'
    path = sites.write(tmp_path, text)
    sheet = fault_sheet([*faults_of(path), f"template: {evil}"], path.name, text, "de")
    assert "&lt;img src=x onerror=alert(1)&gt;" in sheet.part
    assert "<img" not in sheet.page.decode()
    assert "Noch 3 Fehler" in sheet.part


def test_both_languages_have_the_same_words() -> None:
    """Every key of the German words is in the English ones."""
    folder = files("generator.preview") / "words"
    german, english = (tomllib.loads((folder / f"{code}.toml").read_text("utf-8")) for code in ("de", "en"))
    assert german.keys() == english.keys()
    assert all(german.values())
    assert all(english.values())
