"""close, extend and tally in a terminal, as a person meets them: asked before, and nothing is ever lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.configuration import load
from harness.desk import Desk
from harness.organisation import site_toml
from harness.terminal import END_OF_INPUT, Terminal, terminal
from questionnaire import survey_texts

HEAP = "collector.sqlite-tally-probe-heap-4"
GERMAN = {"LASTBILD_LANG": "de", "LANGUAGE": "de"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of a survey on paper that has opened yesterday."""
    text = site_toml("https://kontor.example/", "https://umfrage.kontor.example/", "paper")
    (tmp_path / "site.toml").write_text(text, "utf-8")
    return Desk(tmp_path)


def enter(table: Terminal, *lines: str) -> None:
    """Type each of ``lines`` when the next ballot is asked for."""
    for line in lines:
        table.answer("ballot> ", line)


def counted(desk: Desk) -> Desk:
    """Count a heap of three ballots, so that there is a database."""
    with terminal("tally", "--heap", "1", folder=desk.folder) as table:
        enter(table, "M 3", "done")
        table.answer("in the heap?", "3")
        table.answer("Count these 3 ballots?", "y")
        assert table.end() == 0
    return desk


def interrupted(table: Terminal) -> None:
    """Press Ctrl+C."""
    assert table.interrupt() == 1
    assert "The 6 papers of heap 4 are kept; call the same command again to go on." in table.said


def at_the_end_of_input(table: Terminal) -> None:
    """Press Ctrl+D."""
    table.press(END_OF_INPUT)
    assert table.end() == 1
    assert "The 6 papers of heap 4 are kept; call the same command again to go on." in table.said


def window_closed(table: Terminal) -> None:
    """Close the window."""
    assert table.close_window() != 0


def put_off(table: Terminal) -> None:
    """Say that it goes on later."""
    table.type("later")
    assert table.end() == 0
    assert "The 6 papers of heap 4 are kept; call the same command again to go on." in table.said


@pytest.mark.parametrize("end", [interrupted, at_the_end_of_input, window_closed, Terminal.kill, put_off])
def test_what_was_typed_survives_whatever_ends_the_command(
    desk: Desk, end: Callable[[Terminal], None]
) -> None:
    """Ctrl+C, Ctrl+D, a closed window, kill -9, or another day: the next call goes on where it was."""
    with terminal("tally", "--heap", "4", folder=desk.folder) as table:
        enter(table, "A-SB 3", "B-T", "without 2")
        table.wait_for("6 so far\nballot> ")
        end(table)
    assert stat.S_IMODE((desk.folder / HEAP).stat().st_mode) == 0o600
    with terminal("tally", folder=desk.folder) as table:
        table.wait_for("Typed in, but not counted yet: heap 4.")
        table.answer("Number of this heap: ", "4")
        table.wait_for("Of heap 4, 6 papers are typed in: A-SB 3, B-T 1, without a code 2.")
        enter(table, "N", "undo A-SB 2", "done")
        table.answer("in the heap?", "5")
        table.wait_for("A-SB 1, B-T 1, N 1, without a code 2\n")
        table.answer("Count these 3 ballots?", "y")
        assert table.end() == 0
        assert "counted heap 4 with 3 ballots\n2 papers without a code were not counted\n" in table.said
    assert desk.counted() == {"A-SB": 1, "B-T": 1, "N": 1}
    assert not (desk.folder / HEAP).exists()


def test_a_wrong_total_costs_no_ballot(desk: Desk) -> None:
    """The person looks for the mistake and goes on, in the same call."""
    with terminal("tally", "--heap", "4", folder=desk.folder) as table:
        enter(table, "A-SB 3", "done")
        table.answer("in the heap?", "4")
        table.wait_for("3 were entered, but the heap holds 4")
        enter(table, "without", "done")
        table.answer("in the heap?", "4")
        table.answer("Count these 3 ballots?", "y")
        assert table.end() == 0
    assert desk.counted() == {"A-SB": 3}


def test_two_windows_never_type_the_same_heap(desk: Desk) -> None:
    """The second one is told at once; another heap it may type."""
    with terminal("tally", "--heap", "4", folder=desk.folder) as table:
        enter(table, "A-SB 3")
        table.wait_for("3 so far")
        with terminal("tally", "--heap", "4", folder=desk.folder) as other:
            assert other.end() == 1
            assert "--heap = 4: is being typed in at another window of this machine" in other.said
        counted(desk)
        enter(table, "done")
        table.answer("in the heap?", "3")
        table.answer("Count these 3 ballots?", "y")
        assert table.end() == 0
    assert desk.counted() == {"A-SB": 3, "M": 3}


def test_a_heap_that_was_counted_elsewhere_under_the_same_number_gets_another_one(desk: Desk) -> None:
    """The papers in the hand tell which it is; nothing that was typed is lost by the mistake."""
    with terminal("tally", "--heap", "1", folder=desk.folder) as table:
        enter(table, "A-SB 3", "later")
        assert table.end() == 0
    kept = (desk.folder / "collector.sqlite-tally-probe-heap-1").rename(desk.folder / "kept")
    counted(desk)
    kept.rename(desk.folder / "collector.sqlite-tally-probe-heap-1")
    with terminal("tally", "--heap", "1", folder=desk.folder) as table:
        table.wait_for("Heap 1 was counted elsewhere, with 3 ballots. Typed in here: A-SB 3.")
        table.answer("Is it the same heap?", "n")
        table.answer("Write another number on this heap, and type it here: ", "1")
        table.answer("Write another number on this heap, and type it here: ", "7")
        enter(table, "done")
        table.answer("in the heap?", "3")
        table.answer("Count these 3 ballots?", "y")
        assert table.end() == 0
    assert desk.counted() == {"A-SB": 3, "M": 3}
    assert desk.rows("SELECT heap FROM heaps") == [(1,), (7,)]
    assert [*desk.folder.glob("*heap*")] == []


def test_a_heap_that_was_counted_as_the_command_was_killed_is_not_typed_again(desk: Desk) -> None:
    """The file of the heap says that it was handed over, and the database that it was counted."""
    counted(desk)
    with terminal("tally", "--heap", "4", folder=desk.folder) as table:
        enter(table, "A-SB 3", "later")
        assert table.end() == 0
    file = desk.folder / HEAP
    handed_over = json.dumps({"turn": 9, "sums": {"M": 3}, "handed_over": True}).encode()
    assert b'"handed_over": false' in file.read_bytes()
    file.write_bytes(record(handed_over) + bytes(4096))
    file.rename(desk.folder / "collector.sqlite-tally-probe-heap-1")
    with terminal("tally", folder=desk.folder) as table:
        before = table.wait_for("Number of this heap: ")
        assert "Typed in" not in before
    assert [*desk.folder.glob("*heap*")] == []


def record(body: bytes) -> bytes:
    """Return ``body`` as a record of a heap's file."""
    return (hashlib.sha256(body).hexdigest().encode() + b"\n" + body).ljust(4096)


@pytest.mark.parametrize("command", [("close", "--yes"), ("report", "--close", "--yes")])
def test_a_close_loses_no_heap_that_was_typed(desk: Desk, command: tuple[str, ...]) -> None:
    """It is refused as long as a heap is typed in and not counted; discarding it is an answer, too."""
    counted(desk)
    with terminal("tally", "--heap", "4", folder=desk.folder) as table:
        enter(table, "A-SB 3", "later")
        assert table.end() == 0
    with terminal(*command, folder=desk.folder) as closing:
        assert closing.end() == 1
        assert "--heap = 4: was typed in, but not counted, and a close would lose it" in closing.said
    assert not desk.closed()
    with terminal("tally", "--heap", "4", folder=desk.folder) as table:
        enter(table, "cancel")
        table.answer("Discard the 3 papers that were typed in? [y/N]: ", "n")
        enter(table, "cancel")
        table.answer("Discard the 3 papers that were typed in? [y/N]: ", "y")
        assert table.end() == 0
    with terminal(*command, folder=desk.folder) as closing:
        assert closing.end() == 0
    assert desk.closed()


def test_a_report_asks_before_it_closes_early(desk: Desk) -> None:
    """``--close`` alone closes nothing: Enter leaves the survey open, "y" closes and releases it."""
    counted(desk)
    for answer, status in (("", 1), ("y", 0)):
        with terminal("report", "--close", folder=desk.folder) as closing:
            closing.wait_for("its last day has not passed.")
            closing.answer("Close 'probe' for good? [y/N]: ", answer)
            assert closing.end() == status
        assert desk.closed() == (status == 0)


def test_close_asks_and_no_is_no(desk: Desk) -> None:
    """The enter key alone, "n" and Ctrl+C leave the survey open; "y" closes it for good."""
    counted(desk)
    for keys in ("\n", "n\n", ""):
        with terminal("close", folder=desk.folder) as closing:
            closing.wait_for("its last day has not passed.")
            closing.wait_for("Close 'probe' for good? [y/N]: ")
            closing.press(keys)
            assert (closing.end() if keys else closing.interrupt()) == 1
        assert not desk.closed()
    with terminal("close", folder=desk.folder) as closing:
        closing.answer("Close 'probe' for good? [y/N]: ", "y")
        assert closing.end() == 0
    assert desk.closed()
    with terminal("close", folder=desk.folder) as closing:
        assert closing.end() == 0, "a closed survey is not asked about again"


def test_german_words_are_understood(desk: Desk) -> None:
    """fertig, zurück, liste, ohne, abbrechen and später, beside the English ones."""
    with terminal("tally", "--heap", "4", folder=desk.folder, environment=GERMAN) as table:
        for line in ("a-sb 3", "ohne 2", "B-T", "zurück", "zurück A-SB 1", "liste", "später"):
            table.type(line)
        assert table.end() == 0
        assert "A-SB 2, ohne Code 2\n" in table.said
    with terminal("tally", "--heap", "4", folder=desk.folder, environment=GERMAN) as table:
        table.type("fertig")
        table.type("5")
        table.wait_for("Eingegeben: 4. Im Stapel: 5.")
        table.type("abbrechen")
        table.wait_for("Eingetippt: 4 Stimmzettel. Alles verwerfen?")


def test_an_extension_is_asked_about_with_both_days(desk: Desk) -> None:
    """A no changes nothing; a "j" extends, and the command that comes next is shown."""
    last = load.load_surveys(desk.folder / "site.toml")[0].config.survey.closes
    assert last
    later = last + dt.timedelta(days=7)
    before = (desk.folder / "site.toml").read_bytes()
    for answer, status in (("nein", 1), ("j", 0)):
        with terminal(
            "extend", "--until", f"{later:%d.%m.%Y}", folder=desk.folder, environment=GERMAN
        ) as table:
            table.wait_for("Verlängern lässt sich eine Befragung nur einmal, und der Bericht sagt es.")
            table.answer(f"vom {_in_words(last)} auf den {_in_words(later)} verlängern? [j/N]", answer)
            assert table.end() == status
            if answer == "nein":
                assert (desk.folder / "site.toml").read_bytes() == before
            else:
                assert "lastbild build --config site.toml" in table.said
    survey = load.load_surveys(desk.folder / "site.toml")[0].config.survey
    assert (survey.closes, survey.extended_from) == (later, last)


def _in_words(day: dt.date) -> str:
    months = survey_texts.load("de")["dates"]["months"]
    return f"{day.day}. {months[day.month - 1]} {day.year}"
