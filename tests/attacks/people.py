"""People who contribute one after the other, each in a transaction of their own, as at real rates."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from collector import Result, Storage
from collector.slip_hashes import slip_hash
from harness.contributions import OPENS, drawn, opened, rows, send, survey
from questionnaire import all_codes

SURVEY = survey(mode="slips", headcount=200)
_CODES = all_codes("levers")


@dataclass(frozen=True, slots=True)
class People:
    """Slips with their hashes, and the code that each is used for."""

    slips: list[str]
    hashes: list[bytes]
    codes: list[str]

    @property
    def pairs(self) -> dict[bytes, bytes]:
        """Which code each hash is used for."""
        return {one: code.encode() for one, code in zip(self.hashes, self.codes, strict=True)}

    def right(self, joined: Mapping[bytes, bytes]) -> int:
        """Return how many of the pairs ``joined`` by an attacker, hash -> code, are true."""
        return sum(self.pairs.get(one) == code for one, code in joined.items())

    def contribute(self, storage: Storage) -> Iterator[tuple[bytes, str]]:
        """Contribute one after the other; yields each hash and code once it is stored."""
        for slip, hashed, code in zip(self.slips, self.hashes, self.codes, strict=True):
            assert storage.record([send(code, slip)], today=OPENS) == (Result.ACCEPTED,)
            yield hashed, code

    def contribute_all(self, storage: Storage) -> None:
        """Contribute one after the other."""
        assert len(list(self.contribute(storage))) == len(self.slips)


def with_slips(url: str, number: int, *, all_different: bool = False) -> People:
    """Register a survey in the database at ``url`` and give a slip to each of ``number`` people.

    Their codes are drawn; or each has another one, as far as there are codes.
    """
    slips = drawn(number, seed=16)
    opened(url, SURVEY, slips).dispose()
    salt = bytes(rows(url, "surveys")[0][-1])  # type: ignore[call-overload]
    chance = random.Random(16)  # noqa: S311 (repeatable)
    codes = chance.sample(_CODES, number) if all_different else chance.choices(_CODES, k=number)
    return People(slips, [slip_hash(slip, salt) for slip in slips], codes)
