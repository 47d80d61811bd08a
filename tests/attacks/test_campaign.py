"""The campaign as it is set up: who is invited, and who sends or holds how much."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from collector import CollectorError, Result, Storage
from harness import sites
from harness.contributions import DAY, OPENS, drawn, send, survey
from questionnaire import all_codes
from questionnaire.disclosure import release
from tests.attacks.attack import Found, attack

TYPES = all_codes("type")
# What somebody contributes who wants to know the code of the one other: three of each.
CHAFF = Counter(dict.fromkeys(TYPES, 3))


def recognised(chaff: Counter[str], invited: int | None = None) -> str:
    """Return how many of the six codes of one honest person the report on chaff and that person tells."""
    reports = [repr(release(chaff + Counter([honest]), invited=invited)) for honest in TYPES]
    return f"{sum(reports.count(report) == 1 for report in reports)} of 6"


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    """An empty storage."""
    return Storage.open(f"sqlite:///{tmp_path / 'lastbild.db'}")


def used_up(storage: Storage, of: str, slips: list[str]) -> Counter[str]:
    """Return the codes that are counted if somebody uses ``slips`` for ``CHAFF``."""
    batch = [send(code, slip, of) for code, slip in zip(sorted(CHAFF.elements()), slips, strict=False)]
    results = storage.record(batch, today=OPENS)
    return Counter(
        sent.code for sent, result in zip(batch, results, strict=True) if result is Result.ACCEPTED
    )


@attack(
    family="slips",
    attacker="manager",
    wants="draw 18 slips beside those of 12 invited people, to know the code of the only one who takes part",
    naive="As many slips as they like, with a note: the report tells 6 of 6 codes.",
    product="No more slips than invited people, over all sheets: the report tells 0 of 6 codes.",
)
def test_more_slips_than_people(found: Found, storage: Storage) -> None:
    """All twelve slips were given out; the extra ones would be known to whoever drew them."""
    twelve = survey(id="twelve", mode="slips", detail="type", headcount=12)
    storage.register(twelve, today=OPENS - DAY)
    storage.add_slips("twelve", drawn(12))
    extra = drawn(18, seed=2)
    with pytest.raises(CollectorError, match="expected at most 0, because 12 people are invited"):
        storage.add_slips("twelve", extra)
    chaff = used_up(storage, "twelve", extra)
    storage.dispose()
    found(f"{recognised(CHAFF)} codes", f"{recognised(chaff, 12)} codes")


@attack(
    family="slips",
    attacker="manager",
    wants="keep 18 slips that people did not draw, and use them beside the one who takes part",
    naive="Slips go to whoever wants one: the report tells 6 of 6 codes.",
    product="The report tells how many slips there are, and people are asked to draw theirs whatever they "
    "do; where 18 are kept, it tells 6 of 6 codes.",
    told={
        "docs/privacy.md": "**Whoever keeps slips** that others did not draw can contribute as often",
        "questionnaire/languages/de/privacy.md": "Wer mehrere Zettel hat, kann mehrmals beitragen.",
        "questionnaire/languages/en/privacy.md": "Whoever has several slips can contribute several times.",
        "questionnaire/languages/de-leicht/privacy.md": "Dann kann die Person mehrmals beitragen.",
    },
)
def test_slips_that_nobody_drew(found: Found, storage: Storage) -> None:
    """No rule tells a kept slip from one whose owner uses it."""
    forty = survey(id="forty", mode="slips", detail="type", headcount=40)
    storage.register(forty, today=OPENS - DAY)
    storage.add_slips("forty", drawn(40))
    chaff = used_up(storage, "forty", drawn(40))
    assert storage.slips_issued("forty") == 40
    storage.dispose()
    found(f"{recognised(CHAFF)} codes", f"{recognised(chaff, 40)} codes")


@attack(
    family="disclosure",
    attacker="colleague",
    wants="learn one person's answer by sending 18 known codes beside it, where 12 are invited",
    naive="The rule counted contributions and not people: the report tells 6 of 6 codes.",
    product="More contributions than invited are withheld, as for any other reason: it tells 0 of 6 codes.",
)
def test_chaff_beyond_the_invited(found: Found) -> None:
    """Ten people are behind a figure, and not ten contributions of one sender, where few are invited."""
    found(f"{recognised(CHAFF)} codes", f"{recognised(CHAFF, 12)} codes")


@attack(
    family="disclosure",
    attacker="colleague",
    wants="send 18 codes of their own to an open survey of 19, to know that of the one other who takes part",
    naive="Any survey may be open: the report tells 6 of 6 codes.",
    product="A survey of 19 is refused in site.toml and by the collector: the report tells 0 of 6 codes.",
)
def test_an_open_survey_of_few(found: Found, tmp_path: Path) -> None:
    """Neither the page nor the collector exists, so nobody sends anything."""
    with pytest.raises(CollectorError, match=r'because "open" needs survey\.headcount of at least 100'):
        survey(headcount=19)
    days = "headcount = 19\nopens = 2027-01-11\ncloses = 2027-01-29\n"
    collection = '[collection]\nmode = "open"\nurl = "https://umfrage.example/"\n'
    assert sites.faults(sites.write(tmp_path, sites.SMALLEST + days + collection))
    found(f"{recognised(CHAFF)} codes", f"{recognised(Counter(), 19)} codes")


@attack(
    family="disclosure",
    attacker="colleague",
    wants="send 18 codes of their own to an open survey of 100 in which one other takes part",
    naive="Whatever is sent is counted: the report tells 6 of 6 codes.",
    product="More contributions than 100 would be withheld, but 19 are not: the report tells 6 of 6 codes.",
    told={
        "docs/privacy.md": "if only one other person took part, all of it.",
        "questionnaire/languages/de/privacy.md": "Wer selbst oft sendet, kennt seine eigenen Beiträge",
        "questionnaire/languages/en/privacy.md": "Those who send many times know their own contributions",
        "questionnaire/languages/de-leicht/privacy.md": "Diese Person kennt ihre eigenen Beiträge.",
    },
)
def test_an_open_survey_in_which_few_take_part(found: Found, storage: Storage) -> None:
    """Nothing tells contributions of one person from those of many."""
    storage.register(survey(id="hundred", detail="type", headcount=100), today=OPENS - DAY)
    batch = [send(code, to="hundred") for code in CHAFF.elements()]
    assert set(storage.record(batch, today=OPENS)) == {Result.ACCEPTED}
    storage.dispose()
    found(f"{recognised(CHAFF)} codes", f"{recognised(CHAFF, 100)} codes")
