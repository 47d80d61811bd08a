"""Between the two transactions of a sealed ballot: somebody sends once more, elsewhere or after a crash."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from collector import Result, SealedSubmission, Storage, StorageError, sealed_ballots, transactions
from collector.tables import ballots
from harness.contributions import OPENS
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import sealed
from tests.attacks.sealed_people import SEALED, crowd, looked_at

_FEW = 5
_USE_SLIPS = sealed_ballots.use_slips
_CRASH = {"docs/privacy.md": "**A power failure between a ballot and its slip**"}

Key = tuple[str, bytes]


class _CrashError(Exception):
    """The power fails."""


@dataclass
class Moments:
    """What happens after the first transaction of a contribution and before the second; once each time."""

    happening: Callable[[], object] | None = None
    deletes: bool = False  # naive: what was new is deleted again if its slip turns out to be used
    marks: bool = True  # naive: slips are marked later

    def use_slips(self, connection: Connection, keys: Collection[Key]) -> None:
        """Take the place of the collector's own function."""
        happening, self.happening = self.happening, None
        if happening:
            happening()
        try:
            _USE_SLIPS(connection, keys if self.marks else [])
        except RuntimeError:
            if not self.deletes:
                raise
            connection.execute(delete(ballots))


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> Moments:
    """Lets something happen between the two transactions."""
    between = Moments()
    monkeypatch.setattr(sealed_ballots, "use_slips", between.use_slips)
    return between


def _send(storage: Storage, ballot: bytes, slip: str) -> Result | None:
    """Contribute a ballot; return the result, or ``None`` where something fails and nobody is answered."""
    with suppress(StorageError, RuntimeError, _CrashError):
        return storage.record_ballots([SealedSubmission(SEALED.id, ballot, slip)], today=OPENS)[0]
    return None


def _without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "alone_with_slips", lambda *_: nullcontext())


@attack(
    family="sealed urn",
    attacker="colleague",
    wants="have two ballots counted with one slip, by sending them to two collectors at the same moment",
    naive="Each looks whether the slip is used, and then stores the ballot: 5 of 5 slips count twice.",
    product="A slip is locked until its ballot is stored and the slip marked: 0 of 5 slips count twice.",
)
def test_one_slip_at_two_collectors(
    postgresql_urls: tuple[str, str], moments: Moments, monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    """The second ballot reaches the other collector when the first is stored and its slip not marked yet."""
    ours = _sent_twice(postgresql_urls[0], moments, another=True)
    _without_lock(monkeypatch)
    naive = _sent_twice(postgresql_urls[1], moments, another=True)
    found(f"{naive[1]} of {_FEW} slips", f"{ours[1]} of {_FEW} slips")


@attack(
    family="sealed urn",
    attacker="colleague",
    wants="have an acknowledged ballot deleted by a retry that reaches another collector at the same moment",
    naive="Who finds the slip used meanwhile deletes the ballot again: 5 of 5 acknowledged ballots are lost.",
    product="Nothing is deleted while a survey runs, and the second collector waits: 0 of 5 acknowledged "
    "ballots are lost.",
)
def test_a_retry_deletes_nothing(
    postgresql_urls: tuple[str, str], moments: Moments, monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    """The page sends the same bytes again, since the first answer is late."""
    ours = _sent_twice(postgresql_urls[0], moments, another=False)
    _without_lock(monkeypatch)
    moments.deletes = True
    naive = _sent_twice(postgresql_urls[1], moments, another=False)
    found(f"{naive[0]} of {_FEW} acknowledged", f"{ours[0]} of {_FEW} acknowledged")


def _sent_twice(url: str, moments: Moments, *, another: bool) -> tuple[int, int]:
    """Let people send to one collector, and between its transactions to another, which has less patience.

    Return how many acknowledged ballots are lost, and how many slips count twice.
    """
    people = crowd(url, _FEW, is_sealed=True)
    one, other = Storage.open(url, patience=1.0), Storage.open(url, patience=0.1)
    seconds = sealed(people.codes) if another else people.traces
    acknowledged, twice = set[bytes](), 0
    for slip, first, second in zip(people.slips, people.traces, seconds, strict=True):
        before, answers = looked_at(url, people).total(), dict[bytes, Result | None]()

        def send_second(ballot: bytes = second, slip: str = slip) -> None:
            answers[ballot] = _send(other, ballot, slip)  # noqa: B023 (it is called before the next turn)

        moments.happening = send_second
        answers[first] = _send(one, first, slip) or answers.get(first)
        lost = {ballot for ballot, answer in answers.items() if answer is Result.ACCEPTED}
        acknowledged |= lost - set(looked_at(url, people))
        twice += looked_at(url, people).total() - before > 1
    one.dispose()
    other.dispose()
    return len(acknowledged), twice


@attack(
    family="sealed urn",
    attacker="colleague",
    wants="have two ballots counted with one slip, by another result after a lost answer",
    naive="Slips are marked once in a while, for all together: 5 of 5 slips count twice.",
    product="A slip is marked before anybody is answered. Only where the power fails between a ballot and "
    "its slip, another ballot can be sent: then 5 of 5 count twice, and 0 of 5 if the same is sent again.",
    told=_CRASH,
)
def test_a_crash_between_ballot_and_slip(tmp_path: Path, moments: Moments, found: Found) -> None:
    """The page sends the same ballot again, unless the person answers anew and has another result."""

    def counted_twice(name: str, happening: Callable[[], object] | None, *, another: bool) -> int:
        return _after_a_crash(f"sqlite:///{tmp_path / name}", moments, happening, another=another)

    assert counted_twice("whole.db", None, another=True) == 0
    same = counted_twice("same.db", _crash, another=False)
    ours = counted_twice("another.db", _crash, another=True)
    moments.marks = False
    naive = counted_twice("naive.db", None, another=True)
    found(f"{naive} of {_FEW} slips", f"then {ours} of {_FEW} count twice, and {same} of {_FEW}")


def _crash() -> None:
    raise _CrashError


def _after_a_crash(
    url: str, moments: Moments, happening: Callable[[], object] | None, *, another: bool
) -> int:
    """Let something happen during each contribution, and people send again; return how many count twice."""
    people = crowd(url, _FEW, is_sealed=True)
    storage = Storage.open(url)
    seconds = sealed(people.codes) if another else people.traces
    for slip, first, second in zip(people.slips, people.traces, seconds, strict=True):
        moments.happening = happening
        assert (_send(storage, first, slip) is None) == (happening is not None)
        _send(storage, second, slip)
    storage.dispose()
    return looked_at(url, people).total() - _FEW
