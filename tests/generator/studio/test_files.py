"""The studio's folder: its own words in two languages, a strict policy, and nothing that is not needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from generator.configuration.text_overrides import REPLACEABLE
from generator.studio.files import PAGES, studio_files, words
from generator.studio.frames import frame_files
from generator.studio.naming import names

_TEMPLATES = files("site_templates") / "studio"


def flat(tree: dict[str, Any], at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each text with its dotted key."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from flat(value, f"{at}{key}.")
        else:
            yield f"{at}{key}", value


def sources(ending: str) -> str:
    """Return the text of all templates of the studio with this ending."""
    return "\n".join(part.read_text("utf-8") for part in _TEMPLATES.iterdir() if part.name.endswith(ending))


def test_both_languages_have_the_same_words() -> None:
    """Every key of the German words is in the English ones, with the same marks to fill in; none is empty."""
    german, english = (dict(flat(words(language))) for language in PAGES)
    assert german.keys() == english.keys()
    for key, text in german.items():
        assert text, key
        assert sorted(re.findall(r"{\w+}", str(text))) == sorted(re.findall(r"{\w+}", str(english[key]))), key


def test_every_sentence_that_a_script_says_exists_and_is_said() -> None:
    """The scripts name the sentences in [said] and the buttons of the banner; none is left over."""
    scripts, templates = sources(".js"), sources(".j2")
    said = words("de")["said"]
    named = set(re.findall(r'say\(\s*"(\w+)"', scripts))
    assert named <= said.keys()
    assert [key for key in said if f'"{key}"' not in scripts and f"said.{key}" not in templates] == []


def test_every_text_that_may_be_replaced_says_where_it_stands() -> None:
    """The form for own texts has a name for each of them, and for nothing else."""
    for language in PAGES:
        assert tuple(names(language)["own_texts"]) == REPLACEABLE


@pytest.mark.parametrize("page", PAGES.values())
def test_the_page_runs_its_own_scripts_only(page: str) -> None:
    """No script or style stands in it, the policy forbids both and evaluation; no address leads away."""
    html = studio_files("server")[page].decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert "unsafe-inline" not in policy[1]
    assert "'unsafe-eval'" not in policy[1]
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", html)
    assert not re.search(r'(?:src|href)="(?:\w+:)?//', html)


def test_the_folder_is_within_its_budget() -> None:
    """All of it, with the library for fonts that few need, on a server without compression.

    The design's budget is 12,000,000.
    """
    assert sum(map(len, studio_files().values())) <= 12_000_000


def test_the_page_for_serve_brings_no_python() -> None:
    """``lastbild serve`` answers by itself; the page loads what stands in its folder."""
    served = studio_files("server")
    assert not any(name.startswith("python/") for name in served)
    html = served["index.html"].decode()
    assert 'data-desk="server"' in html
    for name in re.findall(r'(?:src|href)="([\w./-]+\.\w+)"', html):
        assert name in served


def test_the_folder_says_whose_work_it_holds() -> None:
    """Beside Python stands what a site has, too: the bill of materials, and every licence."""
    folder = studio_files()
    bill = json.loads(folder["licences/sbom.json"])
    named = {
        each["value"]
        for component in bill["components"]
        for each in component.get("properties", ())
        if each["value"].startswith("python/")
    }
    held = {re.sub(r"\.\d+\.zip$", ".zip", name) for name in folder if name.startswith("python/")}
    # What is ours alone has no entry.
    assert named == held - {"python/generator.zip"}
    assert len([name for name in folder if name.startswith("licences/")]) > 1


def test_scripts_of_frames_come_without_comments() -> None:
    """They are read in the repository; every line of code is there, in its order."""
    served, written = studio_files("server"), frame_files()
    assert written
    for name, script in written.items():
        code = [line.strip() for line in served[name].decode().splitlines()]
        assert not any(line.startswith(("//", "/*", "* ", "*/")) for line in code), name
        left = iter(line.strip() for line in script.decode().splitlines())
        assert all(any(line in original or "/** @" in original for original in left) for line in code), name
