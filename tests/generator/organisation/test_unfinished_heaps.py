"""The file of a heap that is being typed in: what it keeps, what it never tells, what a power cut costs."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from generator.organisation.unfinished_heaps import TypedPapers, UnfinishedHeaps
from questionnaire.faults import InputError

SUMS = {"A-ST": 3, "N": 1, "without": 2}


@pytest.fixture
def heaps(tmp_path: Path) -> UnfinishedHeaps:
    """The heaps of a survey beside a database that does not exist yet."""
    return UnfinishedHeaps.of(tmp_path / "site.toml", f"sqlite:///{tmp_path / 'x.sqlite'}", "hafen-2027")


def file_of(heaps: UnfinishedHeaps, heap: int) -> Path:
    """Return the file of a heap."""
    return heaps.folder / f"{heaps.prefix}{heap}"


def test_what_was_kept_is_there_again(heaps: UnfinishedHeaps) -> None:
    """The sums, and whether they were handed over; one heap is not the other."""
    with heaps.open(4) as kept:
        assert kept.typed == TypedPapers()
        kept.keep(TypedPapers({"M": 1}))
        kept.keep(TypedPapers(SUMS, handed_over=True))
    with heaps.open(40) as kept:
        kept.keep(TypedPapers({"M": 7}))
    with heaps.open(4) as kept:
        assert kept.typed == TypedPapers(SUMS, handed_over=True)
        assert kept.typed.ballots() == 4
    assert heaps.numbers() == (4, 40)


def test_another_survey_has_other_heaps(tmp_path: Path) -> None:
    """Also if its id begins like that of the first, and where no file is the database: beside site.toml."""
    config = tmp_path / "site.toml"
    one, other, longer = (
        UnfinishedHeaps.of(config, "postgresql://host/lastbild", survey)
        for survey in ("hafen", "hafen-2027", "hafen-heap-3")
    )
    for heaps, number in ((one, 1), (other, 2), (longer, 3)):
        with heaps.open(number) as kept:
            kept.keep(TypedPapers({"M": number}))
    assert (one.numbers(), other.numbers(), longer.numbers()) == ((1,), (2,), (3,))
    assert {path.parent for path in tmp_path.glob("site.toml-tally-*")} == {tmp_path}


def test_a_link_to_the_database_is_the_database(tmp_path: Path) -> None:
    """Else a close by the other name would not see the heap, and it would be lost."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.sqlite").touch()
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "data" / "x.sqlite")
    one, other = (
        UnfinishedHeaps.of(tmp_path / "site.toml", f"sqlite:///{tmp_path / name}", "hafen")
        for name in ("link.sqlite", "data/x.sqlite")
    )
    with one.open(4) as kept:
        kept.keep(TypedPapers(SUMS))
        with pytest.raises(InputError, match="another window"), other.open(4):
            pass
    assert other.numbers() == (4,)


def test_a_heap_of_nothing_leaves_nothing(heaps: UnfinishedHeaps) -> None:
    """Somebody mistypes a number and goes away; a command that was killed before the first entry."""
    with heaps.open(4):
        assert file_of(heaps, 4).exists()
        assert heaps.numbers() == ()
    assert not file_of(heaps, 4).exists()
    file_of(heaps, 5).write_bytes(bytes(8192))
    assert heaps.numbers() == ()


def test_a_power_cut_costs_the_last_entry_at_most(heaps: UnfinishedHeaps) -> None:
    """Whichever of the two records is spoilt, the other one is whole; if both are, it is said."""
    with heaps.open(4) as kept:
        for number in range(1, 8):
            kept.keep(TypedPapers({"M": number}))
    whole, found = file_of(heaps, 4).read_bytes(), []
    for place in (100, 4196):
        file_of(heaps, 4).write_bytes(whole[:place] + b"#" * 30 + whole[place + 30 :])
        with heaps.open(4) as kept:
            found.append(kept.typed.sums["M"])
    assert sorted(found) == [6, 7]
    file_of(heaps, 4).write_bytes(b"#" * 8192)
    with pytest.raises(InputError, match="cannot be read; delete this file"), heaps.open(4):
        pass
    assert heaps.numbers() == (4,)


def test_only_its_owner_reads_it(heaps: UnfinishedHeaps) -> None:
    """Whatever the umask says."""
    with heaps.open(4):
        assert stat.S_IMODE(file_of(heaps, 4).stat().st_mode) == 0o600


def test_nobody_else_has_an_open_heap(heaps: UnfinishedHeaps) -> None:
    """Two windows would overwrite each other's entries; and nobody forgets what somebody types."""
    with heaps.open(4) as kept:
        kept.keep(TypedPapers(SUMS))
        with pytest.raises(InputError, match="being typed in at another window"), heaps.open(4):
            pass
        heaps.forget_all()
        assert kept.typed.sums == SUMS
        assert heaps.numbers() == (4,)
    heaps.forget_all()
    assert heaps.numbers() == ()


def test_what_cannot_be_written_is_said_before_anybody_types(tmp_path: Path) -> None:
    """The folder is missing, or something else stands in the way; a link is not followed."""
    heaps = UnfinishedHeaps.of(tmp_path / "site.toml", f"sqlite:///{tmp_path}/no/x.sqlite", "hafen")
    with pytest.raises(InputError, match="cannot be written"), heaps.open(4):
        pass
    beside = UnfinishedHeaps.of(tmp_path / "site.toml", f"sqlite:///{tmp_path}/x.sqlite", "hafen")
    (tmp_path / "precious").write_text("precious")
    file_of(beside, 4).symlink_to(tmp_path / "precious")
    with pytest.raises(InputError, match="cannot be written"), beside.open(4):
        pass
    assert (tmp_path / "precious").read_text() == "precious"


def test_the_file_is_overwritten_before_it_is_deleted(heaps: UnfinishedHeaps, tmp_path: Path) -> None:
    """Whoever undeletes it finds zeros."""
    with heaps.open(4) as kept:
        kept.keep(TypedPapers(SUMS))
        (tmp_path / "undeleted").hardlink_to(file_of(heaps, 4))
        kept.forget()
    assert (tmp_path / "undeleted").read_bytes() == bytes(8192)
    assert not file_of(heaps, 4).exists()


def test_a_folder_and_file_of_any_name_can_keep_a_heap(tmp_path: Path) -> None:
    """Brackets and stars in a name are letters like others: a close would lose a heap that is not found."""
    heaps = UnfinishedHeaps.of(tmp_path / "site.toml", f"sqlite:///{tmp_path}/[2027]*.sqlite", "hafen")
    with heaps.open(4) as kept:
        kept.keep(TypedPapers(SUMS))
    assert heaps.numbers() == (4,)


def test_what_is_no_file_of_a_heap_stops_nobody(
    heaps: UnfinishedHeaps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shared folder: a folder, a link, a pipe that never ends; a colleague's own file counts as kept."""
    file_of(heaps, 1).mkdir()
    (tmp_path / "text").write_text("text")
    file_of(heaps, 2).symlink_to(tmp_path / "text")
    os.mkfifo(file_of(heaps, 3))
    assert heaps.numbers() == ()
    with heaps.open(4) as kept:
        kept.keep(TypedPapers(SUMS))

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert heaps.numbers() == (4,)


def test_a_code_that_the_survey_has_no_longer_is_not_dropped(heaps: UnfinishedHeaps) -> None:
    """Somebody changes survey.detail while half of a heap is typed in."""
    with heaps.open(4) as kept:
        kept.keep(TypedPapers(SUMS))
        kept.must_hold_codes(("A-ST", "N"))
        with pytest.raises(InputError, match="no longer \\(A-ST\\)"):
            kept.must_hold_codes(("A", "N"))
        assert kept.typed.sums == SUMS
