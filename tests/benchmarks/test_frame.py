"""``make bench`` measures what it can, says what it cannot, and writes down all of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import peers, record
from benchmarks.page.visit import chromium
from benchmarks.record import Record
from benchmarks.results import Budget, MissingError, Result
from harness import browsers
from tests.benchmarks.chapters import PEER, Stage, whole


def _lacking() -> Result:
    raise PEER


def _broken() -> Result:
    raise ZeroDivisionError("a mistake of the chapter's own")


def test_a_missing_peer_is_named_and_the_rest_is_measured(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing is said in a sentence with the way to get it; the other chapters run; status 0."""
    stage.add("page", _lacking)
    stage.add(
        "partly", lambda: whole("partly", missing=[MissingError("Firefox", "apt-get install firefox-esr")])
    )
    stage.add("collector", lambda: whole("collector"))
    assert stage.run() == 0
    said = capsys.readouterr().out
    assert "Not measured: SurveyJS is not there; get it: python -m benchmarks.peers" in said
    assert "Not measured: Firefox is not there; get it: apt-get install firefox-esr" in said
    assert "Table of collector" in said
    assert "Table of partly" in said


def test_a_missing_python_package_is_named(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    """A chapter whose imports are not installed says which module, and how to get it."""
    stage.add_module("plot", "not_installed_anywhere")
    stage.add("collector", lambda: whole("collector"))
    assert stage.run() == 0
    said = capsys.readouterr().out
    assert "the Python module not_installed_anywhere is not there; get it: python -m pip install" in said
    assert "Table of collector" in said


def test_no_browser_is_something_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Chromium the page's chapters lack something; they do not break."""

    def nowhere(_playwright: object) -> Path:
        raise RuntimeError("no chromium; run: python -m harness.browsers")

    monkeypatch.setattr(browsers, "chromium_path", nowhere)
    with (
        pytest.raises(MissingError, match="Chromium is not there; get it: no chromium; run: python"),
        chromium(),
    ):
        pytest.fail("a browser started")


def test_a_missing_npm_package_is_something_missing(tmp_path: Path) -> None:
    """A peer that npm has not installed is named with the command that gets it."""
    with pytest.raises(
        MissingError, match="npm package survey-core is not there; get it: python -m benchmarks"
    ):
        peers.package("survey-core", tmp_path)
    assert peers.version("survey-core", tmp_path) is None


def test_a_chapter_that_breaks_costs_no_other(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in a chapter is shown, the others are measured and kept, and the status says so."""
    stage.add("page", _broken)
    stage.add("collector", lambda: whole("collector"))
    assert stage.run() == 1
    said = capsys.readouterr()
    assert "a mistake of the chapter's own" in said.err
    assert "Table of collector" in said.out
    assert list(_written(stage)["chapters"]) == ["collector"]


def test_budgets_are_told_at_the_end(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    """Every budget stands in one table: limit, figure, met or missed."""
    stage.add("quick", lambda: whole("quick", measured=1.5))
    stage.add("late", lambda: whole("late", measured=2.5))
    stage.run()
    told = capsys.readouterr().out.rpartition("Budgets\n")[2].splitlines()
    assert [line.split() for line in told[1:3]] == [
        ["quick", "ready", "≤", "2", "ms", "1.5", "ms", "met"],
        ["late", "ready", "≤", "2", "ms", "2.5", "ms", "missed"],
    ]


@pytest.mark.parametrize(
    ("budget", "met"),
    [
        (Budget("ratio", 0.4, 0.4, "×"), True),
        (Budget("ratio", 0.4, 0.41, "×"), False),
        (Budget("throughput", 0.5, 0.5, "×", at_most=False), True),
        (Budget("throughput", 0.5, 0.49, "×", at_most=False), False),
    ],
)
def test_a_limit_itself_is_met(budget: Budget, met: bool) -> None:  # noqa: FBT001 (a case's expectation)
    """A budget is kept up to its limit and including it, whichever way it points."""
    assert budget.met is met


def test_json_holds_every_round_the_machine_and_the_command(stage: Stage) -> None:
    """The file tells what was measured, on what, when and by which command."""
    stage.add("page", lambda: whole("page", measured=3.0, missing=[PEER]))
    stage.run("page")
    written = _written(stage)
    page = written["chapters"]["page"]
    assert page["figures"] == {"ready_ms": [1.0, 3.0]}
    assert page["budgets"][0]["met"] is False
    assert page["missing"] == [str(PEER)]
    assert page["command"] == "python -m benchmarks page"
    assert page["at"].endswith("+00:00")
    assert set(written["machine"]) == {"processor", "cores", "memory", "operating system"}
    assert {"Python", "Chromium", "Pyodide", "PyScript", "SurveyJS"} <= set(written["versions"])


def test_json_keeps_what_was_measured_before(stage: Stage) -> None:
    """Measuring one chapter leaves the figures of the others, with their own date and command."""
    stage.add("page", lambda: whole("page"))
    stage.add("collector", lambda: whole("collector"))
    stage.run()
    stage.run("page")
    written = _written(stage)["chapters"]
    assert written["page"]["command"] == "python -m benchmarks page"
    assert written["collector"]["command"] == "python -m benchmarks"


def test_only_the_chapters_asked_for_run(stage: Stage) -> None:
    """A name runs that chapter and no other."""
    stage.add("page", _broken)
    stage.add("collector", lambda: whole("collector"))
    assert stage.run("collector") == 0


def test_rounds_reach_the_chapters_that_count_them(stage: Stage) -> None:
    """--rounds sets a chapter's number of rounds; one that counts by other things keeps its own."""
    seen: list[object] = []

    def counting(rounds: int = 7) -> Result:
        seen.append(rounds)
        return whole("counting")

    def otherwise(rounds: str = "by brands") -> Result:
        seen.append(rounds)
        return whole("otherwise")

    stage.add("counting", counting)
    stage.add("otherwise", otherwise)
    stage.run("--rounds", "2")
    stage.run()
    assert seen == [2, "by brands", 7, "by brands"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("pages",), "no chapter pages; there are page"), (("--rounds", "0"), "--rounds 0: at least 1")],
)
def test_a_wrong_command_is_refused_with_what_there_is(
    stage: Stage, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    """An unknown chapter or an impossible number of rounds measures nothing; status 2."""
    stage.add("page", _broken)
    with pytest.raises(SystemExit) as ended:
        stage.run(*arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_the_command_names_its_chapters() -> None:
    """Help comes without a browser, a peer or a database, and lists every chapter."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"], capture_output=True, text=True, check=True
    )
    for name in ("first-question", "python-ready", "slow", "result", "bytes", "building", "collecting"):
        assert name in done.stdout


def _written(stage: Stage) -> Record:
    return record.read(stage.root / ".cache" / "benchmarks.json")
