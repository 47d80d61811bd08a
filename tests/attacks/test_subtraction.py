"""Subtraction: what somebody knows from elsewhere, or from another report, taken from a report.

Known are 15 to 30 codes; those of three others are wanted.
"""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable
from functools import cache
from operator import add
from pathlib import Path

import pytest

from collector import CollectorError, Storage
from generator.configuration import load
from generator.report.files import report_files
from generator.report.waves import wave_of
from harness import sites
from harness.contributions import DAY, OPENS, survey
from questionnaire import all_codes
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.release_file import Reach, ReleaseFile
from tests.attacks.attack import Found, attack

CAMPAIGNS = 10_000
OTHERS = 3
TYPES = all_codes("type")

Counts = tuple[int, ...]  # how many contributions have each of the six codes


def counts(codes: Iterable[str]) -> Counts:
    """Return how often each of the six codes is in ``codes``."""
    number = Counter(codes)
    return tuple(number[code] for code in TYPES)


@cache
def campaigns() -> tuple[tuple[Counts, Counts], ...]:
    """Return campaigns: 15 to 30 codes that whoever counted the ballots knows, and those of three others."""
    chance = random.Random(16)  # noqa: S311 (repeatable)
    return tuple(
        (counts(chance.choices(TYPES, k=chance.randint(15, 30))), counts(chance.choices(TYPES, k=OTHERS)))
        for _ in range(CAMPAIGNS)
    )


POSSIBLE = tuple(map(counts, itertools.combinations_with_replacement(TYPES, OTHERS)))
# For each code, every possible choice of three codes none of which is that code.
WITHOUT = tuple(tuple(one for one in POSSIBLE if not one[place]) for place in range(len(TYPES)))


def report(known: Counts, others: Counts) -> Release | Withheld:
    """Return what is published of the known codes and those of the others together."""
    return release(dict(zip(TYPES, map(add, known, others), strict=True)))


def certain(known: Counts, others: Counts) -> bool:
    """Return whether whoever knows ``known`` is certain, for a code, that one of the others has it."""
    seen = report(known, others)
    return any(
        all(report(known, possible) != seen for possible in WITHOUT[place])
        for place in range(len(TYPES))
        if others[place]
    )


@cache
def certain_together() -> int:
    """Return in how many campaigns a code of the three others is certain if all are in one report."""
    return sum(certain(known, others) for known, others in campaigns())


def certain_alone() -> int:
    """Return in how many campaigns a code of the three is certain if the report is on them alone."""
    return sum(certain(counts(()), others) for _, others in campaigns())


def of_campaigns(cases: int) -> str:
    """Return a share of the campaigns in steps of 5 per cent."""
    return f"about {round(cases / CAMPAIGNS * 20) * 5} %" if cases else f"0 of {CAMPAIGNS}"


@attack(
    family="tally",
    attacker="manager",
    wants="subtract 15 to 30 ballots that they counted themselves, to know a code of three who sent theirs",
    naive="One counter for both channels: certain in about 95 % of 10,000 simulated campaigns.",
    product="Ballots are refused where codes are sent, and three alone are withheld: certain in 0 of 10000.",
)
def test_ballots_are_subtracted_from_the_report(found: Found, tmp_path: Path) -> None:
    """Whoever counts the ballots knows them exactly, so the report is on the others alone."""
    storage = Storage.open(f"sqlite:///{tmp_path / 'lastbild.db'}")
    for mode in ("slips", "open"):
        storage.register(survey(id=mode, mode=mode, detail="type"), today=OPENS - DAY)
        with pytest.raises(CollectorError, match="a survey has one channel"):
            storage.tally(mode, {"A": 1}, heap=1, today=OPENS)
    storage.dispose()
    found(of_campaigns(certain_together()), of_campaigns(certain_alone()))


# The survey that is asked again, from the day after the first one ends.
AGAIN = "headcount = 32\nopens = 2027-01-30\ncloses = 2027-02-12"
CHANGED = "once the first is taken out or has other days"


def site(people: int) -> str:
    """Return a site.toml with a survey of 33 people, and one of a team of 30 of them."""
    days = "opens = 2027-01-11\ncloses = 2027-01-29\n"
    whole, team = (
        f'[[surveys]]\nid = "{name}"\ntitle = "{name}"\nheadcount = {headcount}\n{days}'
        for name, headcount in (("whole", 33), ("team", 30))
    )
    return f'{sites.BRAND}[collection]\nmode = "paper"\nheadcount = {people}\n{whole}{team}'


@attack(
    family="disclosure",
    attacker="manager",
    wants="ask a team in a survey of its own and in that of the whole, and subtract the team's codes, which "
    "whoever counted its ballots knows, to know a code of the three others",
    naive="Both surveys are released: certain in about 95 % of 10,000 simulated campaigns.",
    product="Surveys at the same time may not invite more people than there are: certain in 0 of 10000.",
)
def test_a_team_within_the_whole(found: Found, tmp_path: Path) -> None:
    """The site with both is not built, so there is no second report to subtract from."""
    assert [
        sites.unplaced(line).split(" = ")[0] for line in sites.faults(sites.write(tmp_path, site(33)))
    ] == ["site.toml: surveys[2].headcount"]
    reports = len(load.load_surveys(sites.write(tmp_path, site(33).split('[[surveys]]\nid = "team"')[0])))
    held = certain_together() if reports > 1 else 0
    found(of_campaigns(certain_together()), of_campaigns(held))


@attack(
    family="disclosure",
    attacker="manager",
    wants="take a survey out of site.toml once its report is there, and ask all but one of its people again",
    naive="A list of surveys that anybody may change: 1 of 1 second surveys is accepted.",
    product="While both stand in it, 0 of 1; once the first is taken out or has other days, 1 of 1 second "
    "surveys is accepted.",
    told={
        "docs/privacy.md": "It does not know of a survey that was taken out of the file",
        "questionnaire/languages/de/privacy.md": "nur die Befragungen, die jetzt in seiner Liste stehen",
        "questionnaire/languages/en/privacy.md": "only the surveys that are on its list now",
        "questionnaire/languages/de-leicht/privacy.md": "die jetzt auf seiner Liste stehen",
    },
)
def test_a_survey_that_was_taken_out(found: Found, tmp_path: Path) -> None:
    """The second survey opens the day after the first ends."""
    both = site(33).replace("headcount = 30\nopens = 2027-01-11\ncloses = 2027-01-29", AGAIN)
    assert AGAIN in both
    refused = sites.faults(sites.write(tmp_path, both))
    start, _first, again = both.split("[[surveys]]")
    taken_out = f"{start}[[surveys]]{again}"
    other_days = both.replace("2027-01-11", "2026-01-11").replace("2027-01-29", "2026-01-29")
    accepted = [load.load_surveys(sites.write(tmp_path, one)) for one in (taken_out, other_days)]
    held = f"While both stand in it, {int(not refused)} of 1"
    found(
        f"{int(bool(accepted))} of 1 second surveys",
        f"{held}; {CHANGED}, {int(all(accepted))} of 1 second surveys",
    )


@attack(
    family="disclosure",
    attacker="manager",
    wants="state more people than there are, so that a team may be asked within the whole after all",
    naive="The number stands nowhere: 0 of 2 reports show it.",
    product="Both are accepted, but the number stands where people can check it: 2 of 2 reports show it.",
    told={
        "docs/privacy.md": "The program cannot recognise a false number there, nor a second site.",
        "questionnaire/languages/de/privacy.md": "Ob die Zahl stimmt, kann das Programm nicht prüfen.",
        "questionnaire/languages/en/privacy.md": "The program cannot check whether the number is right.",
        "questionnaire/languages/de-leicht/privacy.md": "Das Programm kann nicht prüfen, ob die Zahl stimmt.",
    },
)
def test_a_false_number_of_people(found: Found, tmp_path: Path) -> None:
    """63 people are stated where 33 work."""
    shown, naive = 0, 0
    for one in load.load_surveys(sites.write(tmp_path, site(63))):
        assert one.config.survey.headcount is not None
        reach = Reach(one.config.survey.headcount, None, one.config.collection.headcount)
        counted = release({"A": 15, "B": 15})
        for with_reach in (reach, None):
            file = ReleaseFile(wave_of(one.config), counted, with_reach)
            files = report_files(one.config, one.brand_files, file)
            said = "laden zusammen 63 Menschen ein" in files["index.html"].decode()
            assert (json.loads(files["report.json"]).get("reach", {}).get("all_surveys") == 63) == said
            shown, naive = (shown + said, naive) if with_reach else (shown, naive + said)
    found(f"{naive} of 2 reports", f"{shown} of 2 reports")
