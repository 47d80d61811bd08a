"""The same people in an unsealed and in a sealed survey: one after the other, each with a slip and a code."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from collector import Result, SealedSubmission, Storage, Submission, Survey
from collector.slip_hashes import slip_hash
from harness.contributions import OPENS, counted, drawn, opened, rows, survey
from questionnaire.sealed_ballot import plaintext
from tests.attacks import sealed_ballots
from tests.attacks.sealed_ballots import CODES, drawn_codes, sealed, trustee

UNSEALED = survey(mode="slips", headcount=200)
SEALED = survey(mode="slips", headcount=200, seal=(trustee().public_text,))

Reading = Callable[[bytes], str | None]  # what somebody reads in the trace of a contribution
Written = tuple[set[bytes], set[bytes]]  # the traces and the slips that one transaction wrote


@dataclass(frozen=True, slots=True)
class Crowd:
    """Slips with their hashes, the code that each is used for, and the trace that it leaves.

    traces: what the database gets for each: the code itself, or the sealed ballot.
    """

    slips: list[str]
    hashes: list[bytes]
    codes: list[str]
    traces: list[bytes]
    is_sealed: bool

    @property
    def pairs(self) -> dict[bytes, bytes]:
        """The trace of each slip."""
        return dict(zip(self.hashes, self.traces, strict=True))

    def links(self, joined: Mapping[bytes, bytes], reading: Reading) -> str:
        """Return how many slips get their own code by the traces that somebody ``joined`` with them."""
        own = dict(zip(self.hashes, self.codes, strict=True))
        right = sum(reading(trace) == own[one] for one, trace in joined.items() if one in own)
        return f"{right} of {len(self.slips)}"

    def submissions(self) -> list[Submission] | list[SealedSubmission]:
        """Return what they send."""
        if self.is_sealed:
            return [SealedSubmission(SEALED.id, *one) for one in zip(self.traces, self.slips, strict=True)]
        return [Submission(UNSEALED.id, *one) for one in zip(self.codes, self.slips, strict=True)]

    def contribute(self, storage: Storage, at_once: int = 1) -> Iterator[int]:
        """Contribute, so many in a batch; yields how many have, after each batch."""
        record: Callable[..., Sequence[Result]] = storage.record_ballots if self.is_sealed else storage.record
        sent = self.submissions()
        for start in range(0, len(sent), at_once):
            batch = sent[start : start + at_once]
            assert set(record(batch, today=OPENS)) == {Result.ACCEPTED}
            yield start + len(batch)

    def contribute_all(self, storage: Storage, at_once: int = 1) -> None:
        """Contribute, so many in a batch."""
        assert list(self.contribute(storage, at_once))[-1] == len(self.slips)


def crowd(url: str, number: int, *, is_sealed: bool, all_different: bool = False) -> Crowd:
    """Register the survey in the new database at ``url``, and give a slip to each of ``number`` people.

    Both surveys have the same people with the same codes: drawn, or another one each.
    """
    of: Survey = SEALED if is_sealed else UNSEALED
    slips = drawn(number, seed=18)
    opened(url, of, slips).dispose()
    salt = bytes(rows(url, "surveys")[0][-1])  # type: ignore[call-overload]
    codes = random.Random(18).sample(CODES, number) if all_different else drawn_codes(number)  # noqa: S311
    traces = sealed(codes) if is_sealed else [code.encode() for code in codes]
    return Crowd(slips, [slip_hash(slip, salt) for slip in slips], codes, traces, is_sealed)


def read_plain(trace: bytes) -> str | None:
    """Return the code that anybody reads in the trace of a contribution, if it is there to be read."""
    return next((code for code in CODES if trace in (code.encode(), plaintext(code))), None)


def read_with_key(trace: bytes) -> str | None:
    """Return the code that whoever has the trustee's key reads, too."""
    return sealed_ballots.opened(trace)


def neighbours(written: Sequence[Written]) -> dict[bytes, bytes]:
    """Join slips and traces that were written together, or one just before the other.

    ``written`` holds for each transaction, in order, the traces and the slips that it wrote. Where several
    were written at once, nobody can tell which belong together.
    """
    joined, last = dict[bytes, bytes](), set[bytes]()
    for traces, slips in written:
        last = traces or last
        if len(slips) == len(last) == 1:
            joined[next(iter(slips))] = next(iter(last))
    return joined


def looked_at(url: str, people: Crowd) -> Counter[bytes]:
    """Return how often each trace stands in the tables, for whoever may query the database."""
    if people.is_sealed:
        return Counter(bytes(row[2]) for row in rows(url, "ballots"))  # type: ignore[call-overload]
    return Counter({code.encode(): number for code, number in counted(url).items()})


def codes_in(traces: Iterable[bytes], codes: Iterable[str], reading: Reading) -> int:
    """Return how many of ``codes`` somebody knows who reads ``traces``; not whose they are."""
    return (Counter(map(reading, traces)) & Counter(codes)).total()
