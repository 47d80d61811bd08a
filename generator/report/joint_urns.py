"""The urns of surveys that are released in one act: they are counted at once, and only if none is missing.

Whoever counted one of them alone would have a release of a team beside the one of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.report.joint import disclosed_jointly, tally_of_urn
from questionnaire.faults import COMMAND_LINE, Fault, InputError, Key
from questionnaire.urn import Urn

# What all urns have to agree on, and its key in the configuration.
_KEYS = {
    "release": "collection.release",
    "detail": "survey.detail",
    "threshold": "survey.threshold",
    "seals": "collection.seal",
}


def must_be_counted_together(urns: Sequence[Urn]) -> None:
    """Raise ``InputError`` unless ``urns`` are one that is counted alone, or all of a joint release."""
    if faults := list(_faults(urns)):
        raise InputError(faults)


def disclosed_bytes_of_urns(urns: Sequence[Urn], counts: Sequence[Mapping[str, int]]) -> bytes:
    """Return the bytes of levels.json for ``urns``, all of a joint release, with these exact counts."""
    by_id = {urn.survey_id: (urn, tally) for urn, tally in zip(urns, counts, strict=True)}
    teams, kind = urns[0].teams, urns[0].release
    if kind == "each":
        raise ValueError("urns: expected those of a joint release")
    return disclosed_jointly([tally_of_urn(*by_id[team]) for team in teams], kind)


def _faults(urns: Sequence[Urn]) -> Iterator[Fault]:
    first, several = urns[0], len(urns) > 1
    for urn in urns:
        if several and not urn.teams:
            yield Fault("joint.urn_of_its_own", "URN", urn.survey_id, file=COMMAND_LINE)
    if not first.teams or not all(urn.teams for urn in urns):
        return
    for survey, number in Counter(urn.survey_id for urn in urns).items():
        if number > 1:
            twice = {"survey": survey, "teams": first.teams}
            yield Fault("joint.urn_twice", "URN", survey, twice, file=COMMAND_LINE)
    if {urn.survey_id for urn in urns} != set(first.teams):
        yield Fault("joint.urn_alone", "URN", first.survey_id, {"teams": first.teams}, file=COMMAND_LINE)
    for urn in urns[1:]:
        yield from _differences(first, urn)


def _differences(first: Urn, urn: Urn) -> Iterator[Fault]:
    if urn.teams != first.teams:
        yield _differs(urn, "surveys", ", ".join(urn.teams), ", ".join(first.teams))
    for name, key in _KEYS.items():
        found, expected = getattr(urn, name), getattr(first, name)
        if found != expected:
            yield _differs(urn, key, _shown(found), _shown(expected))
    if urn.instrument != first.instrument:
        found, expected = urn.instrument.fingerprint[:12], first.instrument.fingerprint[:12]
        yield _differs(urn, "instrument", found, expected)


def _differs(urn: Urn, key: str, found: str, expected: str) -> Fault:
    details = {"key": Key(key), "found": found, "expected": expected}
    return Fault("joint.urns_differ", "URN", urn.survey_id, details, file=COMMAND_LINE)


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
