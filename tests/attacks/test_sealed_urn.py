"""The urn in the hands of those who have it: a trustee who has no server, an operator who has no key."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from generator.sealing import hpke, opening
from generator.sealing.keys import TrusteeKey
from harness import contributions
from harness.contributions import CLOSES, OPENS, drawn
from questionnaire import all_codes
from questionnaire.disclosure import Withheld, release
from questionnaire.fingerprint import InstrumentId
from questionnaire.sealed_ballot import code_of
from questionnaire.urn import Counted, Urn, UrnError, counted, dump, parse, sorted_ballots, with_one_seal_less
from tests.attacks import traces
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import (
    CODES,
    INFO,
    INSTRUMENT,
    SURVEY_ID,
    drawn_codes,
    opened,
    sealed,
    trustee,
)

_MANY = 300
_PEOPLE = 60
_EXACT = {
    "docs/privacy.md": "**Whoever holds the key and the urn can count exactly**",
    "questionnaire/languages/de/privacy.md": "kennt nach dem Ende die genauen Zahlen",
    "questionnaire/languages/en/privacy.md": "know the exact numbers after the end",
    "questionnaire/languages/de-leicht/privacy.md": "Diese Person kennt am Ende die genauen Zahlen.",
}
_STUFFED = {
    "docs/privacy.md": "not those that were exchanged for as many others",
    "questionnaire/languages/de/privacy.md": "könnte Beiträge weglassen, austauschen oder erfinden",
    "questionnaire/languages/en/privacy.md": "could leave out, exchange or invent contributions",
    "questionnaire/languages/de-leicht/privacy.md": "Vielleicht lässt jemand Codes weg",
}


def _urn(ballots: Sequence[bytes], *trustees: TrusteeKey) -> Urn:
    """Return the urn that the close writes of these ballots."""
    return Urn(
        survey_id=SURVEY_ID,
        opens=OPENS,
        closes=CLOSES,
        instrument=InstrumentId(1, INSTRUMENT),
        mode="slips",
        detail="levers",
        threshold=10,
        headcount=_MANY,
        slips=_MANY,
        all_surveys=None,
        seals=tuple(one.public_text for one in trustees or (trustee(),)),
        opened=(),
        spoilt=0,
        ballots=sorted_ballots(ballots),
    )


def _unsealed(urn: Urn, key: TrusteeKey) -> list[bytes]:
    return [hpke.unseal(ballot, [key.secret], INFO) for ballot in urn.ballots]


def _count(contents: bytes) -> Counted:
    """Return what the trustee counts who gets this file."""
    return opening.counted(parse(contents), trustee())


@attack(
    family="sealed urn",
    attacker="trustee",
    wants="learn from the order of the urn who contributed first, to join codes and people who were seen",
    naive="An urn in the order of arrival: 2 of 2 urns tell it, the first trustee's and the second's.",
    product="Ballots stand in the order of their hashes, which change with each seal: 0 of 2 urns tell it, "
    "and the two orders have nothing in common.",
)
def test_the_urn_has_no_order(found: Found) -> None:
    """The urn that is outside, and the one that is left when the outer seal is off."""
    first, second = trustee(1), trustee(2)
    ballots = sealed(drawn_codes(_MANY), first, second)
    inner = [hpke.unseal(ballot, [second.secret], INFO) for ballot in ballots]
    outer = parse(dump(_urn(ballots, first, second)))
    left = with_one_seal_less(outer, _unsealed(outer, second))
    ours = [_tells(outer.ballots, ballots), _tells(left.ballots, inner)]
    assert not _tells(left.ballots, _unsealed(outer, second))
    naive = [_tells(ballots, ballots), _tells(inner, inner)]
    found(f"{sum(naive)} of 2 urns", f"{sum(ours)} of 2 urns")


def _tells(urn: Sequence[bytes], arrived: Sequence[bytes]) -> bool:
    assert set(urn) == set(arrived)
    return traces.recovered({ballot: float(place) for place, ballot in enumerate(urn)}, arrived)


@attack(
    family="sealed urn",
    attacker="trustee",
    wants="learn from the urn's file when somebody contributed, from where, or with which slip",
    naive="A table of submissions as a file has a time and a slip for each: 300 of 300.",
    product="The file has the survey's two days and no other time, no address and no slip: 0 of 300.",
)
def test_the_urn_has_no_time(found: Found) -> None:
    """As text in the file, and in the bytes of all ballots that it holds."""
    ballots, slips = sealed(drawn_codes(_MANY)), drawn(_MANY)
    rows = [f"2027-01-12 08:{each // 60:02}:{each % 60:02} {slip}" for each, slip in enumerate(slips)]
    contents = dump(_urn(ballots))
    both = contents + b"".join(parse(contents).ballots)
    assert traces.days(contents) == {str(OPENS).encode(), str(CLOSES).encode()}
    assert not traces.addresses(both)
    assert not [slip for slip in slips if slip.encode() in both.upper()]
    naive, ours = (len(traces.clock_times(each)) for each in ("\n".join(rows).encode(), both))
    found(f"{naive} of {_MANY}", f"{ours} of {_MANY}")


@attack(
    family="sealed urn",
    attacker="trustee",
    wants="learn the exact counts, which the report rounds or withholds",
    naive="A program that shows the counts: 18 of 18.",
    product="The program never shows them, but whoever has key and urn can open the ballots with another: 18 "
    "of 18 counts, of an urn of nine ballots, too.",
    told=_EXACT,
)
def test_a_trustee_counts_with_a_program_of_his_own(found: Found) -> None:
    """As whoever counts paper ballots does; nine ballots, of which the report would show nothing."""
    for codes in (drawn_codes(_PEOPLE), drawn_codes(9)):
        own = Counter(
            code_of(contents) for contents in _unsealed(parse(dump(_urn(sealed(codes)))), trustee())
        )
        assert own == Counter(codes)
        assert (release(own) == Withheld()) == (len(codes) < 10)
    right = sum(own[code] == codes.count(code) for code in CODES)
    found(f"{right} of 18", f"{right} of 18 counts")


# ---- who sends or writes what does not belong there ----


@attack(
    family="sealed urn",
    attacker="colleague",
    wants="be counted twice by sending the same ballot again, with another slip",
    naive="Every ballot that comes is a row: 40 more are counted.",
    product="A ballot is kept by its hash: 0 more are counted, also where the operator writes them into the "
    "urn twice.",
)
def test_a_ballot_counts_once(found: Found) -> None:
    """Forty of sixty are there twice."""
    codes = drawn_codes(_PEOPLE)
    ballots = sealed(codes)
    twice = [*ballots, *ballots[:40]]
    naive = sum(opened(ballot) is not None for ballot in twice) - _PEOPLE
    collected = _count(dump(_urn(twice)))
    written = _count(dump(replace(_urn(ballots), ballots=tuple(twice))))
    assert (
        Counter(collected.counts)
        == Counter(written.counts)
        == Counter({**dict.fromkeys(CODES, 0), **Counter(codes)})
    )
    assert (collected.spoilt, written.spoilt) == (0, 40)
    found(f"{naive} more are", f"{sum(written.counts.values()) - _PEOPLE} more are")


@attack(
    family="sealed urn",
    attacker="trustee",
    wants="double ballots as the one of two trustees who opens first, by a seal of his own around them",
    naive="What comes out of the outer seal is counted: 40 more are counted.",
    product="What comes out twice is spoilt: 0 more are counted, and 40 are reported as spoilt.",
)
def test_the_inside_of_a_ballot_counts_once(found: Found) -> None:
    """He knows what is under his seal; the public key to seal it anew is public."""
    first, second = trustee(1), trustee(2)
    codes = drawn_codes(_PEOPLE)
    ballots = sealed(codes, first, second)
    inner = [hpke.unseal(ballot, [second.secret], INFO) for ballot in ballots]
    copies = [hpke.seal(contents, [second.public_key], INFO) for contents in inner[:40]]
    outer = parse(dump(_urn([*ballots, *copies], first, second)))
    assert len(outer.ballots) == _PEOPLE + 40
    naive = len(_unsealed(outer, second)) - _PEOPLE
    left = with_one_seal_less(outer, _unsealed(outer, second))
    result = counted(left, _unsealed(left, first))
    found(
        f"{naive} more are",
        f"{sum(result.counts.values()) - _PEOPLE} more are counted, and {result.spoilt} are reported",
    )


@attack(
    family="sealed urn",
    attacker="operator",
    wants="change the result by ballots of his own in the urn, or by leaving others out",
    naive="Counters in a database can be set to anything: 60 become 80, 40, or 60 others, all are counted.",
    product="The public key is public and the urn is his to write: 60 become 80, 40, or 60 others, and no "
    "ballot is spoilt. Who compares the number notices the first two.",
    told=_STUFFED,
)
def test_the_operator_writes_the_urn(tmp_path: Path, found: Found) -> None:
    """The trustee sees the number in the urn, to compare it with that of people who took part."""
    ballots, forged = sealed(drawn_codes(_PEOPLE)), sealed(["N"] * 20)
    results = [
        _count(dump(_urn(these))) for these in ([*ballots, *forged], ballots[20:], [*ballots[20:], *forged])
    ]
    assert not any(result.spoilt for result in results)
    ours = [sum(result.counts.values()) for result in results]
    naive = [
        _with_counters_set(tmp_path / "naive.db", changed)
        for changed in ({"N": 20}, {"M": -20}, {"N": 20, "M": -20})
    ]
    found(*("60 become {}, {}, or {} others".format(*numbers) for numbers in (naive, ours)))


def _with_counters_set(database: Path, changed: dict[str, int]) -> int:
    """Return how many an unsealed survey counts of 60, after the operator has changed counters by so many."""
    database.unlink(missing_ok=True)
    storage = contributions.opened(f"sqlite:///{database}", contributions.survey())
    storage.record([contributions.send("M")] * _PEOPLE, today=OPENS)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for code, number in changed.items():
            rise = "UPDATE counters SET number = printf('%012d', number + ?) WHERE code = ?"
            connection.execute(rise, (number, code))
    storage.close(SURVEY_ID)
    counts = storage.counts(SURVEY_ID)
    storage.dispose()
    return sum(counts.values())


@attack(
    family="sealed urn",
    attacker="operator",
    wants="have so few ballots counted, or under such rules, that the report shows single people",
    naive="The urn says how many are enough: 5 of 9 thresholds below ten show an urn of five.",
    product="An urn that says less than ten is refused by the program that counts: 0 of 9 thresholds do.",
)
def test_the_threshold_in_the_urn_is_checked(found: Found) -> None:
    """The check sum fits: he writes it, too."""
    urn = _urn(sealed(drawn_codes(5)))
    naive = sum(len(urn.ballots) >= threshold for threshold in range(1, 10))
    ours = sum(_is_read(dump(replace(urn, threshold=threshold))) for threshold in range(1, 10))
    found(f"{naive} of 9 thresholds", f"{ours} of 9 thresholds")


def _is_read(contents: bytes) -> bool:
    with suppress(UrnError):
        return bool(parse(contents))
    return False


@attack(
    family="sealed urn",
    attacker="operator",
    wants="learn who is M or N from the number of spoilt ballots, by an urn that says another detail",
    naive="A code of the other detail is spoilt: in urns of one ballot each the number tells it of 60 of 60.",
    product="Ballots are bound to the detail, too, so that all are spoilt, whatever they hold: of 0 of 60.",
)
def test_an_urn_that_says_another_detail(found: Found) -> None:
    """M and N are codes at both details; the report on a single ballot is withheld, its number is not."""
    codes = drawn_codes(_PEOPLE)
    naive = [int(code not in all_codes("type")) for code in codes]
    ours = [_count(dump(replace(_urn([ballot]), detail="type"))).spoilt for ballot in sealed(codes)]
    of_both = [code in ("M", "N") for code in codes]
    found(f"of {_told(naive, of_both)} of 60", f"of {_told(ours, of_both)} of 60")


def _told(spoilt: Sequence[int], of_both: Sequence[bool]) -> int:
    """Return of how many ballots the number of spoilt ones tells whether their code is of both details."""
    if len(set(spoilt)) == 1:
        return 0
    return sum(bool(number) != both for number, both in zip(spoilt, of_both, strict=True))
