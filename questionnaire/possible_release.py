"""Tell what the rule of disclosure can have released from what somebody wrote into a report.json.

Whoever reads a file back takes its figures for the rule's. A number that the rule never gives, such as an
exact one, is none of a release, whoever wrote it. Never imported in the survey's page.
"""

from __future__ import annotations

from collections.abc import Sequence

from questionnaire.codes import all_codes
from questionnaire.disclosure import (
    FEWEST,
    STEP,
    THRESHOLD,
    TOP,
    TOP_CODED_FROM,
    TWENTIETHS,
    Picture,
    Release,
    Share,
    constellations_with_levers,
)
from questionnaire.instrument import CONSTELLATIONS, LEVERS

_TOP_CODED = (Share(TOP, "more"), Share(TWENTIETHS - TOP, "less"))


def is_possible(result: Release) -> bool:
    """Tell whether the rule can have released ``result``.

    It holds for every release of the rule; not all for which it holds are one.
    """
    contributions = result.contributions
    return (
        contributions >= THRESHOLD
        and contributions % STEP == 0
        and _is_picture(result.types, all_codes("type"), contributions)
        and _levers_can_be(result)
    )


def exact_counts(share: Share, number: int) -> tuple[int, int]:
    """Return the fewest and the most of ``number`` contributions that read as ``share``.

    The fewest can be more than the most: then no count reads like that.
    """
    if share.reading == "more":
        return number * TOP // TWENTIETHS + 1, number
    if share.reading == "less":
        return 0, -(-number * (TWENTIETHS - TOP) // TWENTIETHS) - 1
    if share.reading == "some":
        return 1, -(-number // TWENTIETHS) - 1
    # Rounded up or down by less than one twentieth.
    fewest = (share.twentieths - 1) * number // TWENTIETHS + 1
    return max(fewest, 0), min(-(-(share.twentieths + 1) * number // TWENTIETHS) - 1, number)


def _levers_can_be(result: Release) -> bool:
    shown = [constellation for constellation, _ in result.levers]
    allowed = constellations_with_levers(result.types)
    return shown == [each for each in CONSTELLATIONS if each in shown and each in allowed] and all(
        _is_picture(picture, LEVERS, result.contributions) for _, picture in result.levers
    )


def _is_picture(picture: Picture, known: Sequence[str], contributions: int) -> bool:
    """Tell whether ``picture`` can be one of at most so many contributions and ``STEP`` - 1 more."""
    own = [category for category, _ in picture.shares]
    shares = [share for _, share in picture.shares]
    in_order = own == [each for each in known if each in own]
    if not (own and in_order and picture.others == tuple(each for each in known if each not in own)):
        return False
    if any(share.reading in ("more", "less") for share in (*shares, picture.rest) if share):
        enough = contributions + STEP > TOP_CODED_FROM
        return enough and len(shares) == 1 and (shares[0], picture.rest) == _TOP_CODED
    if picture.rest:
        if len(picture.others) == 1:  # it would be the exact share of a small one
            return False
        shares.append(picture.rest)
    people = contributions + STEP - 1
    return sum(share.twentieths for share in shares) == TWENTIETHS and all(
        _is_share(share, people) for share in shares
    )


def _is_share(share: Share, people: int) -> bool:
    """Tell whether ``share`` of at most so many people can be three of them, and no more than four fifths."""
    shown = share.reading == ("about" if share.twentieths else "some")
    return shown and 0 <= share.twentieths <= TOP and (share.twentieths + 1) * people > FEWEST * TWENTIETHS
