"""The urn of a configured survey, and how an urn that somebody passes on differs from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from generator.configuration.schema import Config
from generator.report.waves import other_instrument, wave_of
from questionnaire.faults import Fault, Key
from questionnaire.urn import Urn, sorted_ballots

# Where the configuration says what an urn says, but for the instrument.
_KEYS = {
    "opens": "survey.opens",
    "closes": "survey.closes",
    "extended_from": "survey.extended_from",
    "threshold": "survey.threshold",
    "headcount": "survey.headcount",
    "detail": "survey.detail",
    "mode": "collection.mode",
    "all_surveys": "collection.headcount",
    "release": "collection.release",
}


def urn_of(config: Config, ballots: Sequence[bytes], slips: int | None, teams: tuple[str, ...] = ()) -> Urn:
    """Return the urn of a closed survey with all its ``ballots``; ``slips`` is how many were drawn.

    ``teams`` are the ids of all surveys of the site, if they are released in one act.

    Raises ``InputError`` with every fault of the languages, and ``ValueError`` for a survey that is not
    sealed or lacks what a sealed one needs.
    """
    survey, collection, wave = config.survey, config.collection, wave_of(config)
    if wave.opens is None or wave.closes is None or survey.headcount is None:
        raise ValueError("survey: expected headcount, opens and closes, as collecting requires them")
    if collection.mode not in ("open", "slips") or not collection.seal:
        raise ValueError("collection: expected a seal, and mode open or slips, which alone can have one")
    if bool(teams) == (collection.release == "each"):
        raise ValueError("teams: expected the ids of all surveys that are released in one act, and none else")
    return Urn(
        survey_id=wave.survey_id,
        opens=wave.opens,
        closes=wave.closes,
        instrument=wave.instrument,
        mode=collection.mode,
        detail=survey.detail,
        threshold=survey.threshold,
        headcount=survey.headcount,
        slips=(slips or 0) if collection.mode == "slips" else None,
        all_surveys=collection.headcount,
        seals=collection.seal,
        opened=(),
        spoilt=0,
        ballots=sorted_ballots(ballots),
        extended_from=wave.extended_from,
        release=collection.release,
        teams=teams,
    )


def differences(urn: Urn, config: Config, teams: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Yield a fault for each value of ``urn`` that the survey of ``config``, which has its id, does not have.

    ``teams`` are those of ``urn_of``. Raises as ``urn_of`` does.
    """
    agreed = urn_of(config, (), urn.slips, teams)
    for name, key in _KEYS.items():
        found, expected = getattr(urn, name), getattr(agreed, name)
        if found != expected:
            yield _differs(key, _shown(found), _shown(expected))
    if urn.teams != agreed.teams:
        yield _differs("surveys", ", ".join(urn.teams) or "–", ", ".join(agreed.teams) or "–")
    seals = (*urn.seals, *reversed(urn.opened))
    if seals != agreed.seals:
        yield _differs("collection.seal", ", ".join(seals), ", ".join(agreed.seals))
    if urn.instrument != agreed.instrument:
        yield other_instrument("urn.of_another_instrument", urn.instrument, agreed.instrument)


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _differs(key: str, found: str, expected: str) -> Fault:
    return Fault("urn.differs", details={"key": Key(key), "found": found, "expected": expected})
