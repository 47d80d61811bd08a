"""SQLite's journal is overwritten after each transaction, and what fails in doing so harms nobody."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from collector import Result, Storage, StorageError, forgetting
from collector.journal import overwriting_if_deleted
from harness.contributions import OPENS, drawn, opened, send, survey

SLIPS = drawn(600, seed=8)


@pytest.fixture
def with_slips(tmp_path: Path) -> Storage:
    """A survey on SQLite, with slips."""
    return opened(f"sqlite:///{tmp_path}/x.db", survey(mode="slips", headcount=600), SLIPS)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Its journal."""
    return tmp_path / "x.db-journal"


def test_a_long_journal_leaves_nothing_behind_a_short_one(with_slips: Storage, journal: Path) -> None:
    """Many slips at once make a long journal; all of it is zeros, not only what the next one overwrites."""
    batch = [send("M", slip) for slip in SLIPS[:256]]
    assert set(with_slips.record(batch, today=OPENS)) == {Result.ACCEPTED}
    assert journal.stat().st_size > 5 * 4096
    assert not any(journal.read_bytes())
    with_slips.record([send("N", SLIPS[300])], today=OPENS)
    assert not any(journal.read_bytes())


def test_a_very_long_journal_is_cut(
    with_slips: Storage, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that overwriting stays cheap: the file is as long as the last transaction needed."""
    monkeypatch.setattr(forgetting, "_USUAL_SIZE", 4096)
    with_slips.record([send("M", SLIPS[0])], today=OPENS)
    assert journal.stat().st_size == 0


def test_a_contribution_counts_although_its_journal_cannot_be_overwritten(
    with_slips: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored by then: an error would make the person send again, and be told that the slip was used."""
    monkeypatch.setattr(forgetting, "overwrite", _failing)
    assert with_slips.record([send("M", SLIPS[0])], today=OPENS) == (Result.ACCEPTED,)


def test_the_close_says_if_the_journal_cannot_be_overwritten(
    with_slips: Storage, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an error then, and closing again goes on; afterwards the journal is empty."""
    monkeypatch.setattr(forgetting, "overwrite", _failing)
    with pytest.raises(StorageError):
        with_slips.close("hafen-2027")
    monkeypatch.undo()
    with_slips.close("hafen-2027")
    assert journal.stat().st_size == 0


def test_nobody_waits_for_ever_while_others_hold_the_database(tmp_path: Path, with_slips: Storage) -> None:
    """The close gives up after its patience if somebody else keeps the file locked."""
    with sqlite3.connect(tmp_path / "x.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="SQLITE_BUSY"):
            with_slips.forget_history("hafen-2027")
        other.execute("ROLLBACK")
    other.close()
    with_slips.forget_history("hafen-2027")


def test_a_journal_that_is_deleted_is_overwritten_first(tmp_path: Path) -> None:
    """Whoever still has it open, or undeletes it, reads zeros; one that stays is left alone."""
    deleted, kept = tmp_path / "deleted", tmp_path / "kept"
    for path in (deleted, kept):
        path.write_bytes(b"pages")
    with deleted.open("rb") as reader:
        with overwriting_if_deleted(deleted):
            deleted.unlink()
        assert reader.read() == bytes(5)
    with overwriting_if_deleted(kept), overwriting_if_deleted(tmp_path / "none"):
        pass
    assert kept.read_bytes() == b"pages"


def _failing(_: object) -> int:
    raise OSError(5, "Input/output error")
