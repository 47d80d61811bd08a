"""``kill -9`` under load, again and again on the same database: nothing is lost and nothing counts twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.collector_process import running_survey
from harness.contributions import counted, rows, used
from harness.sealed_contributions import codes_in, public_texts, stored_ballots
from questionnaire import all_codes
from tests.faults.killing import Ledger, SealedLedger
from tests.faults.kills import SEED, Look, kill_again_and_again, slips_for, used_slips
from tests.faults.length import LENGTH

Figures = Callable[[str], None]


@pytest.fixture
def look(url: str) -> Look:
    """A look at the database from outside."""
    return Look(url)


def test_nothing_is_lost_or_counted_twice(url: str, look: Look, tmp_path: Path, figures: Figures) -> None:
    """After every kill each acknowledged contribution is there; at the end slips and counters agree.

    Whoever got no answer sends again after the restart, as the page does; every eighth slip is sent by
    two people at the same moment. No slip is ever answered 204 twice, and for each code the counter is
    exactly the number of used slips whose owners sent that code.
    """
    survey, ledger = running_survey(mode="slips"), Ledger.of(slips_for(LENGTH.kills), SEED)
    kills = kill_again_and_again(url, survey, ledger, tmp_path, look=look, number=LENGTH.kills)
    used_ones = used_slips(url, ledger)
    figures(kills.said(url, ledger, len(used_ones)))
    assert ledger.strange == []
    assert ledger.uncertain == set()
    assert max(ledger.acknowledged.values()) == 1
    assert set(+ledger.acknowledged) <= used_ones <= ledger.attempted
    assert set(counted(url)) <= set(all_codes("levers"))
    assert counted(url) == Counter(ledger.codes[slip] for slip in used_ones)
    assert_sound(look)
    # The kills met what they were meant to meet.
    assert kills.in_transaction >= kills.number / 2
    assert kills.lost >= kills.number


def test_no_sealed_ballot_is_lost_or_counted_twice(
    url: str, look: Look, tmp_path: Path, figures: Figures
) -> None:
    """Ballots and slips are two transactions, and a kill may fall between them: whoever sends again ends it.

    Whoever got no answer sends the same bytes again, and whoever got one, too: all are told that they are
    stored. At the end the ballots are exactly those whose slips are used, each once, and the trustee reads in
    them what their owners sealed.
    """
    survey = running_survey(mode="slips", seal=public_texts())
    ledger = SealedLedger.of(slips_for(LENGTH.kills), SEED)
    assert isinstance(ledger, SealedLedger)
    between: list[int] = []

    def restarted() -> None:
        ((ballots,),) = rows(url, "(SELECT count(*) FROM ballots) AS number")
        between.append(int(str(ballots)) - used(url))

    kills = kill_again_and_again(
        url, survey, ledger, tmp_path, look=look, number=LENGTH.kills, restarted=restarted
    )
    used_ones, stored = used_slips(url, ledger), stored_ballots(url)
    interrupted = sum(number > 0 for number in between)
    said = kills.said(url, ledger, len(stored))
    figures(f"sealed, {said}; {interrupted} kills between ballots and slips left {sum(between)} ballots")
    assert ledger.strange == []
    assert ledger.uncertain == set()
    assert min(between) == 0  # never a used slip without its ballot
    assert set(+ledger.acknowledged) == used_ones <= ledger.attempted
    assert sorted(stored) == sorted(ledger.ballots[slip] for slip in used_ones)
    assert codes_in(stored) == Counter(ledger.codes[slip] for slip in used_ones)
    assert counted(url) == {}
    assert_sound(look)
    assert kills.in_transaction >= kills.number / 2
    assert kills.lost >= kills.number


def assert_sound(look: Look) -> None:
    """The database finds nothing wrong with itself, and its journal holds zeros only."""
    assert look.faults() == []
    if look.journal:
        assert not any(look.journal.read_bytes())
    look.close()
