"""Urns that the operator filled himself: ballots of his own around those of other people.

The public key is public, so everybody can seal ballots; and the operator of the collector writes the urn.
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path

from generator.output_file import write_once
from questionnaire.disclosure import release
from questionnaire.faults import InputError
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import CODES, drawn_codes

_TRIED = 150  # urns of forged ballots that the operator compares before he takes one
_PEOPLE = 60
_ONE_URN = {
    "docs/privacy.md": "So a trustee opens one urn of a survey, once",
    "questionnaire/languages/de/privacy.md": "Deshalb soll für eine Befragung nur eine Urne geöffnet werden",
    "questionnaire/languages/en/privacy.md": "So only one urn of a survey should be opened, and only once",
    "questionnaire/languages/de-leicht/privacy.md": "Darum soll es nur eine Urne geben.",
}


@attack(
    family="sealed urn",
    attacker="operator",
    wants="learn one person's code by an urn with that ballot, forged ones of his own and no others",
    naive="Exact counts tell it whatever he forges: 18 of 18 codes.",
    product="The report is rounded, but he chooses what is around the one: with 19 forged ballots it tells "
    "5 of 18 codes, with 59 18 of 18. The trustee sees the number that took part, and no more.",
    told=_ONE_URN,
)
def test_one_ballot_among_forged_ones(found: Found) -> None:
    """He draws 150 urns at random, and takes the one that tells most; both have as many ballots as people."""
    exact = Counter(str(sorted(Counter([*_chosen(59).elements(), code]).items())) for code in CODES)
    told = {number: _told_by(_chosen(number)) for number in (19, 59)}
    ours = f"it tells {told[19]} of 18 codes, with 59 {told[59]} of 18"
    found(f"{len(exact)} of 18 codes", ours)


@attack(
    family="sealed urn",
    attacker="operator",
    wants="learn everybody's code by an urn for each person, with forged ballots around that person's",
    naive="A trustee who counts whatever comes opens 60 urns: 60 of 60 codes.",
    product="No program knows what other urns there are, but `lastbild count` replaces no report in a folder: of "
    "60 urns 1 of 60 codes there, and 60 of 60 if somebody counts each in a folder of its own.",
    told=_ONE_URN,
)
def test_an_urn_for_each_person(tmp_path: Path, found: Found) -> None:
    """The same forged ballots each time; each report is looked up among those on all 18 codes."""
    forged = _chosen(_PEOPLE - 1)
    known = {repr(release(forged + Counter([code]))): code for code in CODES}
    codes = drawn_codes(_PEOPLE)
    reports = [release(forged + Counter([code])) for code in codes]
    right = sum(known[repr(report)] == code for report, code in zip(reports, codes, strict=True))
    kept = sum(_is_written(report.encode(), tmp_path / "report.json") for report in {*map(repr, reports)})
    found(f"{right} of {_PEOPLE} codes", f"{kept} of {_PEOPLE} codes there, and {right} of {_PEOPLE} if")


def _is_written(contents: bytes, path: Path) -> bool:
    with suppress(InputError):
        write_once(contents, path)
        return True
    return False


def _told_by(forged: Counter[str]) -> int:
    """Return of how many codes the report leaves no doubt, if the one other ballot holds one of them."""
    reports = Counter(repr(release(forged + Counter([code]))) for code in CODES)
    return sum(number == 1 for number in reports.values())


@cache
def _chosen(number: int) -> Counter[str]:
    """Return the best of 150 drawn urns of ``number`` forged ballots."""
    drawn = (random.Random(seed).choices(CODES, k=number) for seed in range(_TRIED))  # noqa: S311
    return max(map(Counter, drawn), key=_told_by)
