"""The release: the one moment at which counts become something that the organisation may read.

Promise: a survey is released once, after it was closed, and only what the disclosure rule lets through is
ever saved or returned. Three acts in this order, and no other way leads from the counts to a report:

1. **close**: from here on nothing is counted any more, so no second release can be compared with the first;
2. **disclose**: ``questionnaire.disclosure.release`` rounds, merges or withholds; the exact counts stay in
   this function and are neither returned nor logged;
3. **save**: the released bytes are kept with the survey. Who asks again gets the same bytes, whatever the
   database holds by then.

If it fails between the acts, the survey is closed and not released, and the next call goes on from there:
closing twice changes nothing, and the same counts give the same bytes.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from collector.storage import Storage
from generator.organisation.storage import CollectingSurvey
from generator.report.release_file import ReleaseFile, dump
from generator.report.waves import wave_of
from questionnaire import release
from questionnaire.faults import Fault, InputError


def release_survey(
    storage: Storage,
    survey: CollectingSurvey,
    config_path: Path,
    *,
    today: dt.date,
    close_now: bool = False,
) -> bytes:
    """Return the survey's release as the bytes of report.json; release the survey if that was not done yet.

    A survey whose last day has not passed is released only with ``close_now`` or if it is closed already.
    Raises ``InputError`` if ``today`` is before its first day, or not after its last one.
    """
    saved = storage.load_release(survey.id)
    if saved is not None:
        return saved
    _refuse_too_early(storage, survey, config_path, today, close_now=close_now)
    storage.close(survey.id)
    disclosed = release(storage.counts(survey.id), threshold=survey.counted.threshold)
    released = dump(ReleaseFile(wave_of(survey.configured.config), disclosed))
    storage.save_release(survey.id, released)
    return released


def _refuse_too_early(
    storage: Storage, survey: CollectingSurvey, config_path: Path, today: dt.date, *, close_now: bool
) -> None:
    opens, closes = survey.counted.opens, survey.counted.closes
    if today < opens:
        key = survey.configured.key("survey.opens")
        raise InputError([Fault("command.release_before_first_day", key, str(opens), file=config_path.name)])
    if not (close_now or storage.is_closed(survey.id)) and today <= closes:
        key, details = survey.configured.key("survey.closes"), {"closes": closes}
        raise InputError(
            [Fault("command.release_before_last_day", key, str(closes), details, file=config_path.name)]
        )
