"""The storage's contract: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, text

from collector import CollectorError, Result, Storage, StorageError, recording
from collector.database import WRITING, connect
from collector.tables import releases
from harness.contributions import CLOSES, DAY, OPENS, counted, dump, rows, send, survey, used
from questionnaire import all_codes
from tests.collector.conftest import SLIPS


@pytest.fixture
def open_survey(storage: Storage) -> Storage:
    """A storage with a survey that anybody may contribute to."""
    storage.register(survey(), today=OPENS - DAY)
    return storage


def test_every_code_has_its_counters_from_the_start(open_survey: Storage, url: str) -> None:
    """No row ever appears: who was first to contribute a code cannot be told from a new row."""
    before = rows(url, "counters")
    assert {row[1] for row in before} == set(all_codes("levers"))
    assert {int(str(row[3])) for row in before} == {0}
    open_survey.record([send(code) for code in all_codes("levers")], today=OPENS)
    assert len(rows(url, "counters")) == len(before)


def test_each_accepted_submission_counts_exactly_once(open_survey: Storage, url: str) -> None:
    """A batch of many is their sum, and the next batch adds to it."""
    batch = [send("A-ST")] * 3 + [send("M")] * 2 + [send("A-ST")]
    assert open_survey.record(batch, today=OPENS) == (Result.ACCEPTED,) * 6
    assert open_survey.record([send("N")], today=CLOSES) == (Result.ACCEPTED,)
    assert counted(url) == {"A-ST": 4, "M": 2, "N": 1}


def test_counts_come_after_the_close_and_in_the_order_of_the_codes(open_survey: Storage) -> None:
    """Nobody looks while it runs; then every code stands there, also those that nobody had."""
    open_survey.record([send("N")], today=OPENS)
    with pytest.raises(CollectorError, match="nobody looks at counts while it runs"):
        open_survey.counts("hafen-2027")
    open_survey.close("hafen-2027")
    assert list(open_survey.counts("hafen-2027").items()) == [
        (code, int(code == "N")) for code in all_codes("levers")
    ]


def test_counters_pass_every_width(open_survey: Storage) -> None:
    """Hundreds of thousands are counted as exactly as one."""
    open_survey.register(survey(id="many", mode="paper", headcount=10**9), today=OPENS)
    for heap, number in enumerate((1, 126, 1, 128, 70_000, 40_000_000, 1), start=1):
        open_survey.tally("many", {"M": number}, heap=heap, today=OPENS)
    open_survey.close("many")
    assert open_survey.counts("many")["M"] == 40_070_257


REFUSED = {
    "unknown survey": (send(to="hafen-2028"), OPENS, Result.UNKNOWN_SURVEY),
    "an id with a zero byte": (send(to="hafen\x00"), OPENS, Result.UNKNOWN_SURVEY),
    "an id that is no text": (send(to="\ud800"), OPENS, Result.UNKNOWN_SURVEY),
    "paper only": (send(to="paper"), OPENS, Result.UNKNOWN_SURVEY),
    "the day before": (send(), OPENS - DAY, Result.NOT_OPEN),
    "a clock years behind": (send(), OPENS.replace(year=1970), Result.NOT_OPEN),
    "the day after": (send(), CLOSES + DAY, Result.CLOSED),
    "a clock years ahead": (send(), OPENS.replace(year=2099), Result.CLOSED),
    "unknown code": (send("E-ST"), OPENS, Result.UNKNOWN_CODE),
    "another detail": (send("A"), OPENS, Result.UNKNOWN_CODE),
    "empty code": (send(""), OPENS, Result.UNKNOWN_CODE),
    "a slip nobody asked for": (send(slip=SLIPS[0]), OPENS, Result.SLIP_UNWANTED),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_counts_nothing_and_spoils_nothing(open_survey: Storage, url: str, case: str) -> None:
    """Whatever stands beside it in the batch is judged on its own."""
    open_survey.register(survey(id="paper", mode="paper"), today=OPENS)
    open_survey.register(
        survey(id="other", opens=OPENS.replace(year=1960), closes=CLOSES.replace(year=2100)), today=OPENS
    )
    submission, today, result = REFUSED[case]
    beside = send("M", to="other")
    assert open_survey.record([beside, submission, beside], today=today) == (
        Result.ACCEPTED,
        result,
        Result.ACCEPTED,
    )
    assert counted(url) == {}
    assert counted(url, "other") == {"M": 2}


def test_a_closed_survey_takes_nothing_more(with_slips: Storage, url: str) -> None:
    """Neither submissions nor slips; closing again is fine; its slips are gone."""
    with_slips.record([send("M", SLIPS[0])], today=OPENS)
    for _ in range(2):
        with_slips.close("hafen-2027")
    assert with_slips.record([send("M", SLIPS[0]), send("M", SLIPS[1])], today=OPENS) == (
        (Result.CLOSED,) * 2
    )
    with pytest.raises(CollectorError, match="not closed yet"):
        with_slips.add_slips("hafen-2027", SLIPS)
    assert counted(url) == {"M": 1}
    assert rows(url, "slips") == []


def test_a_release_is_kept_once_and_byte_for_byte(open_survey: Storage) -> None:
    """After the close only; a second one is refused, even the same; what is loaded is what was saved."""
    body = '{"n":140,"übrige":"…"}\r\n\x00'.encode()
    assert open_survey.load_release("hafen-2027") is None
    with pytest.raises(CollectorError, match="expected a closed survey"):
        open_survey.save_release("hafen-2027", body)
    open_survey.close("hafen-2027")
    open_survey.save_release("hafen-2027", body)
    for again in (body, b"another"):
        with pytest.raises(CollectorError, match="one release"):
            open_survey.save_release("hafen-2027", again)
    assert open_survey.load_release("hafen-2027") == body


def test_the_counts_are_destroyed_once_the_release_is_saved(open_survey: Storage, url: str) -> None:
    """All counters are zero from then on, of this survey alone; whoever asks for counts is told why not."""
    open_survey.register(survey(id="other"), today=OPENS)
    open_survey.record([send("A-ST"), send("M"), send("M", to="other")], today=OPENS)
    open_survey.close("hafen-2027")
    open_survey.save_release("hafen-2027", b"released")
    assert counted(url) == {}
    assert counted(url, of="other") == {"M": 1}
    with pytest.raises(CollectorError, match="one release"):
        open_survey.counts("hafen-2027")


@pytest.mark.parametrize("cut", ["releasing.destroy_counts", "forgetting.remove_former_rows"])
def test_a_release_that_is_cut_off_has_its_counts_or_is_saved(
    open_survey: Storage, url: str, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    """Unreleased with all counts, or released with zeros; what is left to do is done when it is asked again.

    Cut off between the release and the zeros (one transaction), or before former rows are removed.
    """
    open_survey.record([send("A-ST")] * 12, today=OPENS)
    open_survey.close("hafen-2027")
    before = open_survey.counts("hafen-2027")

    def fail(*_: object) -> None:
        raise OSError(28, "the disk is full")

    monkeypatch.setattr(f"collector.{cut}", fail)
    with pytest.raises(StorageError):
        open_survey.save_release("hafen-2027", b"released")
    monkeypatch.undo()
    if cut == "releasing.destroy_counts":
        assert open_survey.load_release("hafen-2027") is None
        assert open_survey.counts("hafen-2027") == before
        open_survey.save_release("hafen-2027", b"released")
    open_survey.forget_history("hafen-2027")
    assert open_survey.load_release("hafen-2027") == b"released"
    assert counted(url) == {}


def test_counts_that_a_former_version_kept_are_destroyed_later(open_survey: Storage, url: str) -> None:
    """A survey that was released with its counts loses them when its report is rendered again."""
    open_survey.record([send("A-ST")] * 12, today=OPENS)
    open_survey.close("hafen-2027")
    engine = connect(url, 0.2)
    with engine.begin() as connection:
        connection.execute(insert(releases).values(survey="hafen-2027", body=b"released"))
    engine.dispose()
    assert counted(url) == {"A-ST": 12}
    open_survey.forget_history("hafen-2027")
    assert counted(url) == {}


def test_every_operation_names_a_survey_that_is_not_there(storage: Storage) -> None:
    """Key, value and expectation, whichever operation was asked for."""
    operations = (
        lambda: storage.add_slips("none", SLIPS),
        lambda: storage.tally("none", {}, heap=1, today=OPENS),
        lambda: storage.heaps("none", today=OPENS),
        lambda: storage.slips_issued("none"),
        lambda: storage.close("none"),
        lambda: storage.counts("none"),
        lambda: storage.save_release("none", b""),
        lambda: storage.load_release("none"),
    )
    for operation in operations:
        with pytest.raises(CollectorError) as refused:
            operation()
        assert str(refused.value) == 'survey.id = "none": expected the id of a registered survey'


def test_surveys_share_a_database_and_nothing_else(open_survey: Storage, url: str) -> None:
    """Closing, counting and releasing one leaves the other as it is."""
    open_survey.register(survey(id="other", detail="type"), today=OPENS)
    open_survey.record([send("M"), send("M", to="other"), send("A", to="other")], today=OPENS)
    open_survey.close("other")
    assert open_survey.record([send("M"), send("M", to="other")], today=OPENS) == (
        Result.ACCEPTED,
        Result.CLOSED,
    )
    assert counted(url) == {"M": 2}
    assert open_survey.counts("other") == {"A": 1, "B": 0, "C": 0, "D": 0, "M": 1, "N": 0}


def test_a_batch_that_fails_half_way_counts_nothing(with_slips: Storage, url: str) -> None:
    """Slip and counter change together or not at all; afterwards the same batch is counted."""
    before = dump(url)
    batch = [send("A-ST", slip) for slip in SLIPS[:6]] + [send("M", slip) for slip in SLIPS[6:]]
    engine = connect(url, 0.2)
    with engine.begin() as connection:  # a fault that only a database can have
        connection.execute(text("UPDATE counters SET code = 'gone' WHERE code = 'M'"))
    with pytest.raises(RuntimeError, match="no counter"):
        with_slips.record(batch, today=OPENS)
    assert counted(url) == {}
    assert used(url) == 0
    with engine.begin() as connection:
        connection.execute(text("UPDATE counters SET code = 'M' WHERE code = 'gone'"))
    engine.dispose()
    assert {name: sorted(map(repr, rows)) for name, rows in dump(url).items()} == {
        name: sorted(map(repr, rows)) for name, rows in before.items()
    }
    assert with_slips.record(batch, today=OPENS) == (Result.ACCEPTED,) * 12
    assert counted(url) == {"A-ST": 6, "M": 6}


@pytest.mark.parametrize("address", ["mysql://u:secret@h/d", "nonsense", "", "sqlserver://x"])
def test_another_database_is_refused_by_name(address: str) -> None:
    """The expectation is named, and a password in the address is not repeated."""
    with pytest.raises(CollectorError, match="expected sqlite:///") as refused:
        Storage.open(address)
    assert "secret" not in str(refused.value)


def test_a_database_that_is_not_there_is_a_storage_error() -> None:
    """No traceback full of addresses: a kind of error, and nothing else."""
    with pytest.raises(StorageError) as refused:
        Storage.open("postgresql://someone:secret@127.0.0.1:1/none")
    assert str(refused.value) == "OperationalError"
    with pytest.raises(CollectorError, match="expected a file in a folder"):
        Storage.open("sqlite:////nowhere/at/all.db")


def test_a_wrong_clock_leaves_nothing_behind(open_survey: Storage) -> None:
    """With the right day the survey is open again, as if nothing had been."""
    for wrong in (OPENS.replace(year=1970), OPENS.replace(year=2199)):
        open_survey.record([send()], today=wrong)
    assert open_survey.record([send()], today=OPENS + DAY) == (Result.ACCEPTED,)


def test_a_survey_is_not_closed_over_a_batch_under_way(open_survey: Storage, url: str) -> None:
    """Nothing is counted after the close: once a batch has seen the survey open, the close has to wait."""
    other = Storage.open(url, patience=0.1)
    engine = connect(url, 0.2)
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        recording.record(connection, [send("no such code")], OPENS)  # a look, and nothing written
        with pytest.raises(StorageError):
            other.close("hafen-2027")
        assert recording.record(connection, [send()], OPENS) == (Result.ACCEPTED,)
    other.close("hafen-2027")
    assert other.counts("hafen-2027")["A-ST"] == 1
    assert open_survey.record([send()], today=OPENS) == (Result.CLOSED,)
    other.dispose()
    engine.dispose()


def test_several_servers_may_start_at_once(url: str) -> None:
    """Tables and surveys are made once, whoever comes first, and everybody can go on."""

    def start(_: int) -> None:
        started = Storage.open(url, patience=20)
        started.register(survey(), today=OPENS)
        assert started.record([send()], today=OPENS) == (Result.ACCEPTED,)
        started.dispose()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(start, range(6)))
    assert counted(url) == {"A-ST": 6}
