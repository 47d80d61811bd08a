"""The release: the one moment at which counts become figures that the organisation may read.

Promise: a survey is released once, after it was closed, and only the result of the disclosure rule is ever
saved or returned. It takes three steps in this order, and no other way leads from the counts to a report:

1. **close**: from now on nothing is counted, so nobody can compare a second release with the first;
2. **disclose**: ``questionnaire.disclosure.release`` rounds, merges or withholds; the exact counts stay in
   this function, which neither returns nor logs them;
3. **save**: the storage keeps the released bytes with the survey, and destroys the exact counts in the same
   transaction; then it removes what the database keeps of former rows. Every later call returns the same
   bytes.

If it fails between two steps, the survey is closed and either not released, with its counts, or released,
without them. The next call goes on from there: closing twice changes nothing, the same counts give the same
bytes, and what was left of former rows is removed then.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from collector.storage import Storage
from generator.organisation.storage import CollectingSurvey
from generator.report.disclosed import disclosed_bytes
from questionnaire.faults import COMMAND_LINE, Fault, InputError


def release_survey(
    storage: Storage,
    survey: CollectingSurvey,
    config_path: Path,
    *,
    today: dt.date,
    close_now: bool = False,
) -> bytes:
    """Return the survey's release as the bytes of report.json; release the survey first if it is not yet.

    Raises ``InputError`` if ``today`` is before the survey's first day; also if it is not after the last day,
    unless the survey is closed already or ``close_now`` is set. A sealed survey is always refused: only its
    trustee can count it.
    """
    if survey.configured.teams:
        details = {"teams": survey.configured.teams}
        raise InputError([Fault("joint.not_alone", "--survey", survey.id, details, file=COMMAND_LINE)])
    if survey.configured.config.collection.seal:
        raise InputError([Fault("command.sealed", "--release", file=COMMAND_LINE)])
    saved = storage.load_release(survey.id)
    if saved is not None:
        storage.forget_history(survey.id)  # again: the first time may have been cut off
        return saved
    refuse_too_early(storage, survey, config_path, today, close_now=close_now)
    storage.close(survey.id)
    counted = survey.counted
    released = disclosed_bytes(
        survey.configured.config,
        storage.counts(survey.id),
        threshold=counted.threshold,
        headcount=counted.headcount,
        slips=slips_of(storage, survey),
    )
    storage.save_release(survey.id, released)
    return released


def slips_of(storage: Storage, survey: CollectingSurvey) -> int | None:
    """Return how many slips of the survey were drawn; ``None`` if it has none."""
    return (storage.slips_issued(survey.id) or 0) if survey.counted.mode == "slips" else None


def refuse_too_early(
    storage: Storage, survey: CollectingSurvey, config_path: Path, today: dt.date, *, close_now: bool
) -> None:
    """Raise ``InputError`` before the first day, and up to the last one unless it is closed."""
    opens, closes = survey.counted.opens, survey.counted.closes
    if today < opens:
        key = survey.configured.key("survey.opens")
        raise InputError([Fault("command.release_before_first_day", key, str(opens), file=config_path.name)])
    if not (close_now or storage.is_closed(survey.id)) and today <= closes:
        key, details = survey.configured.key("survey.closes"), {"closes": closes}
        raise InputError(
            [Fault("command.release_before_last_day", key, str(closes), details, file=config_path.name)]
        )
