"""The release of several surveys in one act: one moment at which all their counts become figures.

The steps and the promise are those of ``generator.organisation.release``: close all, disclose by the one rule
for all (``questionnaire.levels``), save; the counts of all are destroyed in the transaction that saves. Every
survey keeps the same bytes, and every later call returns them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from collector.storage import Storage
from generator.configuration.survey import Survey
from generator.organisation.release import refuse_too_early, slips_of
from generator.organisation.storage import CollectingSurvey
from generator.report.joint import TeamTally, disclosed_jointly, tally_of
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.levels_file import Kind


def is_joint(surveys: Sequence[Survey]) -> bool:
    """Tell whether the surveys of a site are released in one act."""
    return bool(surveys and surveys[0].teams)


def release_jointly(
    storage: Storage,
    surveys: Sequence[CollectingSurvey],
    config_path: Path,
    *,
    today: dt.date,
    close_now: bool = False,
) -> bytes:
    """Return the joint release as the bytes of levels.json; release all surveys first if they are not yet.

    Raises ``InputError`` with every survey that is not at its end (see ``release_survey``), or that was
    released on its own before: who has that release could subtract it. Sealed surveys are always refused.
    """
    kind = surveys[0].configured.config.collection.release
    if kind == "each":
        raise ValueError("release: expected surveys that are released in one act")
    if surveys[0].configured.config.collection.seal:
        raise InputError([Fault("joint.sealed", "--release", file=COMMAND_LINE)])
    saved = {survey.id: storage.load_release(survey.id) for survey in surveys}
    bodies = {body for body in saved.values() if body is not None}
    if len(bodies) == 1 and None not in saved.values():
        storage.forget_history(surveys[0].id)  # again: the first time may have been cut off
        return bodies.pop()
    if alone := tuple(survey_id for survey_id, body in saved.items() if body is not None):
        raise InputError(
            [Fault("joint.released_alone", "--survey", None, {"teams": alone}, file=COMMAND_LINE)]
        )
    _refuse_too_early(storage, surveys, config_path, today, close_now=close_now)
    for survey in surveys:
        storage.close(survey.id)
    released = _disclosed(storage, surveys, kind)
    storage.save_joint_release([survey.id for survey in surveys], released)
    return released


def _disclosed(storage: Storage, surveys: Sequence[CollectingSurvey], kind: Kind) -> bytes:
    tallies: list[TeamTally] = [
        tally_of(
            survey.configured.config,
            storage.counts(survey.id),
            threshold=survey.counted.threshold,
            headcount=survey.counted.headcount,
            slips=slips_of(storage, survey),
        )
        for survey in surveys
    ]
    return disclosed_jointly(tallies, kind)


def _refuse_too_early(
    storage: Storage,
    surveys: Sequence[CollectingSurvey],
    config_path: Path,
    today: dt.date,
    *,
    close_now: bool,
) -> None:
    faults: list[Fault] = []
    for survey in surveys:
        try:
            refuse_too_early(storage, survey, config_path, today, close_now=close_now)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
