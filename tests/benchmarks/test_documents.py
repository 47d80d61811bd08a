"""``--docs`` renews the tables, and nothing of what people wrote around them."""

from __future__ import annotations

import json

import pytest

from benchmarks.__main__ import CHAPTERS
from benchmarks.documents import filled
from benchmarks.peers import CHECKOUT
from benchmarks.record import Record
from tests.benchmarks.chapters import PEER, Stage, whole

_NAMES = ("budgets", "page", "collector", "machine")
_PAGE = "Words.\n" + "".join(
    f"About {name}.\n<!-- begin {name} -->\n<!-- end {name} -->\n" for name in _NAMES
)


@pytest.fixture
def documented(stage: Stage) -> Stage:
    """A stage with a page to fill."""
    (stage.root / "docs").mkdir()
    (stage.root / "docs" / "benchmarks.md").write_text(_PAGE, "utf-8")
    return stage


def _text(stage: Stage) -> str:
    return (stage.root / "docs" / "benchmarks.md").read_text("utf-8")


def test_tables_are_renewed_between_their_marks(documented: Stage) -> None:
    """The page gets table, date, command and what is missing; the words around stay, however often."""
    documented.add("page", lambda: whole("page", missing=[PEER]))
    documented.run("--docs")
    documented.run("--docs")
    text = _text(documented)
    assert text.startswith("Words.\nAbout budgets.\n<!-- begin budgets -->\n")
    assert text.count("| ours | 1 ms |") == 1
    assert text.count("| page ready | ≤ 2 ms | 1 ms | met |") == 1
    assert "Not measured: SurveyJS is not there" in text
    assert "by `python -m benchmarks --docs`" in text
    assert "| cores |" in text


def test_a_chapter_measured_alone_leaves_the_others(documented: Stage) -> None:
    """Measuring one chapter anew replaces that one; the others keep figures, date and budgets."""
    documented.add("page", lambda: whole("page", measured=1.0))
    documented.add("collector", lambda: whole("collector", measured=2.0))
    documented.run("--docs")
    documented.add("page", lambda: whole("page", measured=1.0))
    documented.run("--docs", "collector")
    kept = json.loads((documented.root / ".cache" / "benchmarks.json").read_text("utf-8"))["chapters"]
    assert kept["page"]["command"] == "python -m benchmarks --docs"
    assert kept["collector"]["command"] == "python -m benchmarks --docs collector"
    assert "| page ready | ≤ 2 ms | 1 ms | met |" in _text(documented)


def test_what_is_about_all_chapters_waits_for_all_of_them(
    documented: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a chapter was never measured, budgets and picture stay; the command that measures it is told."""
    page = documented.root / "docs" / "benchmarks.md"
    page.write_text(_PAGE.replace("<!-- end budgets -->", "every budget\n<!-- end budgets -->"), "utf-8")
    documented.add("page", lambda: whole("page", measured=1.0))
    documented.add("collector", lambda: whole("collector", measured=2.0))
    documented.run("--docs", "page")
    told = capsys.readouterr().err
    assert "collector was never measured on this machine" in told
    assert "python -m benchmarks --docs collector" in told
    assert "| ours | 1 ms |" in _text(documented)
    assert "every budget" in _text(documented)
    assert not (documented.root / "docs" / "benchmarks.svg").exists()
    documented.run("--docs", "collector")
    assert "every budget" not in _text(documented)
    assert "| page ready | ≤ 2 ms | 1 ms | met |" in _text(documented)
    assert "| collector ready | ≤ 2 ms | 2 ms | met |" in _text(documented)


def test_a_table_without_a_place_is_refused() -> None:
    """A page that lacks a chapter's marks is not silently left without its table."""
    empty: Record = {"machine": {}, "versions": {}, "chapters": {}}
    with pytest.raises(ValueError, match="no place for budgets; write <!-- begin budgets -->"):
        filled("Words only.\n", empty)


def test_the_page_has_a_place_for_every_chapter() -> None:
    """docs/benchmarks.md can hold whatever ``make bench`` measures, and its picture has words for it."""
    text = (CHECKOUT / "docs" / "benchmarks.md").read_text("utf-8")
    for name in ("budgets", "machine", *(chapter.name for chapter in CHAPTERS)):
        assert f"<!-- begin {name} -->" in text
        assert f"<!-- end {name} -->" in text
    assert "![Four charts" in text


def test_the_peers_are_pinned_by_hash_and_no_server_is_named() -> None:
    """What is measured beside us is the same package for everybody, wherever it comes from."""
    lock = (CHECKOUT / "benchmarks" / "package-lock.json").read_text("utf-8")
    assert '"integrity": "sha512-' in lock
    assert "resolved" not in lock
    assert "://" not in lock
