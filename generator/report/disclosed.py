"""The step from counts to a release, the same for a database, for a box of ballots and for an urn."""

from __future__ import annotations

from collections.abc import Mapping

from generator.configuration.schema import Config
from generator.report.waves import wave_of
from questionnaire.disclosure import release
from questionnaire.release_file import Reach, ReleaseFile, Wave, dump
from questionnaire.urn import Urn


def disclosed_bytes(
    config: Config, counts: Mapping[str, int], *, threshold: int, headcount: int, slips: int | None = None
) -> bytes:
    """Return the bytes of report.json: what the rule of disclosure lets through of ``counts``.

    ``threshold`` and ``headcount`` are those under which the survey was counted. ``slips`` is how many were
    drawn; ``None`` if the survey has none. Raises ``InputError`` with every fault of the languages.
    """
    reach = Reach(headcount, slips, config.collection.headcount)
    return _disclosed(wave_of(config), counts, threshold, reach)


def disclosed_bytes_of_urn(urn: Urn, counts: Mapping[str, int]) -> bytes:
    """Return the same for the ``counts`` of an urn, which says itself what they were collected under."""
    wave = Wave(urn.survey_id, urn.opens, urn.closes, urn.instrument, urn.extended_from)
    return _disclosed(wave, counts, urn.threshold, Reach(urn.headcount, urn.slips, urn.all_surveys))


def _disclosed(wave: Wave, counts: Mapping[str, int], threshold: int, reach: Reach) -> bytes:
    result = release(counts, threshold=threshold, invited=reach.invited)
    return dump(ReleaseFile(wave, result, reach, more_than_invited=sum(counts.values()) > reach.invited))
