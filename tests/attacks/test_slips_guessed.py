"""Slips: guessing one, mistyping one, using another survey's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from collector.model import Result
from harness.contributions import DAY, drawn, opened, send
from harness.contributions import survey as survey_of
from questionnaire import slips
from tests.attacks.attack import Found, attack

NUMBER = 140  # slips of one survey
GUESSES = 100_000
DIGITS = 6  # of a slip in the naive variant


def numbers() -> list[str]:
    """Return slips of six digits, as one would draw them without thinking further."""
    chance = random.Random(1)  # noqa: S311 (repeatable)
    return [f"{chance.randrange(10**DIGITS):0{DIGITS}}" for _ in range(NUMBER)]


@attack(
    family="slips",
    attacker="colleague",
    wants="guess slips that others hold, with the help of the check character and of the answers",
    naive="Six digits: of 100,000 guesses 15 are slips that somebody holds.",
    product="Twelve characters of 31, and one to check: 0 of 100,000, each with a fitting check character.",
)
def test_guessing_a_slip(found: Found) -> None:
    """The check character can be computed by anybody; it narrows 31^13 codes to 31^12, 59 bits."""
    chance = random.Random(2)  # noqa: S311 (repeatable)
    digits, held = set(numbers()), set(drawn(NUMBER))
    naive = sum(f"{chance.randrange(10**DIGITS):0{DIGITS}}" in digits for _ in range(GUESSES))
    guesses = [slips.draw(chance.randrange) for _ in range(GUESSES)]
    assert [slips.read(guess) for guess in guesses[:100]] == guesses[:100]
    product = sum(guess in held for guess in guesses)
    found(f"100,000 guesses {naive} are", f"{product} of 100,000")


@attack(
    family="slips",
    attacker="colleague",
    wants="use up another person's slip by a typing error",
    naive="Six digits: of 7,560 single wrong digits 4 make a slip that somebody else holds.",
    product="Of 54,600 single wrong characters 0 are sent; the device notices each.",
)
def test_a_slip_typed_wrong(found: Found) -> None:
    """Each slip with each single wrong character."""
    digits, held = numbers(), drawn(NUMBER)
    wrong = [typed for slip in digits for typed in _wrong(slip, "0123456789")]
    naive = sum(typed in set(digits) for typed in wrong)
    mistyped = [typed for slip in held for typed in _wrong(slip, slips.ALPHABET)]
    product = sum(map(_is_read, mistyped))
    found(
        f"{len(wrong):,} single wrong digits {naive}", f"{len(mistyped):,} single wrong characters {product}"
    )


def _wrong(slip: str, alphabet: str) -> Iterator[str]:
    for place, right in enumerate(slip):
        yield from (slip[:place] + wrong + slip[place + 1 :] for wrong in alphabet if wrong != right)


def _is_read(typed: str) -> bool:
    with suppress(slips.SlipError):
        return bool(slips.read(typed))
    return False


@attack(
    family="slips",
    attacker="colleague",
    wants="contribute to a survey with the slip of another one",
    naive="One list of slips for all surveys of a site: 20 of 20 slips of another survey are counted.",
    product="Each survey has slips of its own: 0 of 20 are counted, and each still counts where it belongs.",
)
def test_a_slip_of_another_survey(tmp_path: Path, found: Found) -> None:
    """Two surveys of one site, in one database."""
    north, south = (survey_of(id=name, mode="slips") for name in ("nord", "sued"))
    own = drawn(20, seed=3)
    storage = opened(f"sqlite:///{tmp_path / 'slips.sqlite'}", north, own)
    storage.register(south, today=south.opens - DAY)
    every_slip = set(own)  # the naive variant's list
    foreign = storage.record([send(slip=slip, to="sued") for slip in own], today=south.opens)
    at_home = storage.record([send(slip=slip, to="nord") for slip in own], today=north.opens)
    assert set(at_home) == {Result.ACCEPTED}
    found(
        f"{len(every_slip.intersection(own))} of {len(own)} slips",
        f"{foreign.count(Result.ACCEPTED)} of {len(own)} are",
    )
