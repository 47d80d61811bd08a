"""The step from counts to a release, the same for a database and for a box of ballots."""

from __future__ import annotations

from collections.abc import Mapping

from generator.configuration.schema import Config
from generator.report.release_file import Reach, ReleaseFile, dump
from generator.report.waves import wave_of
from questionnaire.disclosure import release


def disclosed_bytes(
    config: Config, counts: Mapping[str, int], *, threshold: int, headcount: int, slips: int | None = None
) -> bytes:
    """Return the bytes of report.json: what the rule of disclosure lets through of ``counts``.

    ``threshold`` and ``headcount`` are those under which the survey was counted. ``slips`` is how many were
    drawn; ``None`` if the survey has none. Raises ``InputError`` with every fault of the languages.
    """
    disclosed = release(counts, threshold=threshold, invited=headcount)
    return dump(ReleaseFile(wave_of(config), disclosed, Reach(headcount, slips, config.collection.headcount)))
