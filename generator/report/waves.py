"""Two released waves of the same survey compared: more or less than chance makes, and nothing finer."""

from __future__ import annotations

import re

from generator.configuration.schema import Config, localised
from generator.rendering.wordings import load_wordings
from questionnaire import CONSTELLATIONS
from questionnaire.chance import Change, surely_changed
from questionnaire.disclosure import Release
from questionnaire.faults import Fault
from questionnaire.fingerprint import InstrumentId, instrument_id
from questionnaire.release_file import ReleaseFile, Wave


def wave_of(config: Config) -> Wave:
    """Return the survey of ``config`` as one wave among those of other years.

    Raises ``InputError`` with every fault of its languages.
    """
    survey = config.survey
    instrument = instrument_id(load_wordings(config))
    return Wave(survey.id, survey.opens, survey.closes, instrument, survey.extended_from)


def title_of(config: Config) -> str:
    """Return the survey's title in the first language of its site."""
    return localised(config.survey.title, config.site.languages[0])


_SHOWN_OF_A_FINGERPRINT = 12


def not_comparable(earlier: Wave, now: Wave) -> Fault | None:
    """Return the reason why ``earlier`` cannot be compared with ``now``; ``None`` if it can.

    Whether both asked the same people, it cannot tell: see ``surely_of_one_survey``.
    """
    if (earlier.survey_id, earlier.opens) == (now.survey_id, now.opens):
        return Fault("report_file.of_this_survey")
    if earlier.closes and now.opens and earlier.closes >= now.opens:
        return Fault("report_file.not_earlier", details={"closes": earlier.closes, "opens": now.opens})
    if earlier.instrument != now.instrument:
        return other_instrument("report_file.of_another_instrument", earlier.instrument, now.instrument)
    return None


def not_of_this_survey(released: Wave, now: Wave) -> tuple[Fault, ...]:
    """Return every reason why a release is not the one of the survey ``now``; none if it is."""
    if released.survey_id != now.survey_id:
        details = {"released": released.survey_id, "now": now.survey_id}
        return (Fault("report_file.not_this_survey", details=details),)
    faults: list[Fault] = []
    days_released, days_now = ((one.opens, one.closes, one.extended_from) for one in (released, now))
    if days_released != days_now:
        days = {"opens": released.opens, "closes": released.closes}
        faults.append(Fault("report_file.other_days", details=days))
    if released.instrument != now.instrument:
        kind = "report_file.not_this_instrument"
        faults.append(other_instrument(kind, released.instrument, now.instrument))
    return tuple(faults)


def other_instrument(kind: str, earlier: InstrumentId, now: InstrumentId) -> Fault:
    """Return the fault ``kind``, which shows the versions and the fingerprints of two instruments."""
    details = {
        "earlier": earlier.version,
        "earlier_fingerprint": earlier.fingerprint[:_SHOWN_OF_A_FINGERPRINT],
        "now": now.version,
        "now_fingerprint": now.fingerprint[:_SHOWN_OF_A_FINGERPRINT],
    }
    return Fault(kind, details=details)


def surely_of_one_survey(earlier: ReleaseFile, survey_id: str, title: str) -> bool:
    """Tell whether ``earlier`` is surely an earlier wave of the survey with this id and title.

    The ids are the same but for the year; another number may be that of a team. The titles are the same but
    for digits, as far as both are known.
    """
    same_title = earlier.title is None or _words(earlier.title) == _words(title)
    return same_title and _without_year(earlier.wave.survey_id) == _without_year(survey_id)


def _without_year(survey_id: str) -> list[str]:
    return [word for word in survey_id.split("-") if not re.fullmatch(r"(19|20)\d\d", word)]


def _words(title: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", title.casefold())


def compare(before: Release, now: Release) -> tuple[tuple[str, Change], ...]:
    """Return the change of every constellation that has a share of its own in both waves, A B C D.

    It is ``"more"`` or ``"less"`` only if chance alone would hardly make such a difference, whatever the
    exact numbers behind the released figures are (``questionnaire.chance``).
    """
    earlier, later = dict(before.types.shares), dict(now.types.shares)
    return tuple(
        (
            constellation,
            surely_changed(
                earlier[constellation], before.contributions, later[constellation], now.contributions
            ),
        )
        for constellation in CONSTELLATIONS
        if constellation in earlier and constellation in later
    )
