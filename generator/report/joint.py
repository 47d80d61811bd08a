"""The step from the counts of several surveys to their joint release, for a database and for urns alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.configuration.schema import Config
from generator.configuration.survey import Site
from generator.report.waves import not_of_this_survey, wave_of
from questionnaire.disclosure import Release, Withheld
from questionnaire.faults import Fault
from questionnaire.levels import release_levels
from questionnaire.levels_file import Kind, LevelsFile, dump, whole_id
from questionnaire.release_file import Reach, ReleaseFile, Wave
from questionnaire.urn import Urn


@dataclass(frozen=True, slots=True)
class TeamTally:
    """The exact counts of one survey, and what they were collected under. Nobody but the rule may see it."""

    wave: Wave
    reach: Reach
    threshold: int
    counts: Mapping[str, int]


def tally_of(
    config: Config, counts: Mapping[str, int], *, threshold: int, headcount: int, slips: int | None
) -> TeamTally:
    """Return the tally of the survey of ``config``; ``InputError`` has the faults of its languages."""
    return TeamTally(wave_of(config), Reach(headcount, slips, config.collection.headcount), threshold, counts)


def tally_of_urn(urn: Urn, counts: Mapping[str, int]) -> TeamTally:
    """Return the same for the ``counts`` of an urn, which says itself what they were collected under."""
    wave = Wave(urn.survey_id, urn.opens, urn.closes, urn.instrument, urn.extended_from)
    return TeamTally(wave, Reach(urn.headcount, urn.slips, urn.all_surveys), urn.threshold, counts)


def disclosed_jointly(tallies: Sequence[TeamTally], kind: Kind) -> bytes:
    """Return the bytes of levels.json: what the rule lets through of all ``tallies``, in the site's order.

    They agree in detail and instrument; the highest of their thresholds holds for all.
    """
    by_id = {tally.wave.survey_id: tally for tally in tallies}
    levels = release_levels(
        {team: tally.counts for team, tally in by_id.items()},
        threshold=max(tally.threshold for tally in tallies),
        invited={team: tally.reach.invited for team, tally in by_id.items()},
        teams=kind == "teams",
    )
    own = tuple(_alone(by_id[team], result) for team, result in levels.own)
    joined = [by_id[team] for team in levels.joined]
    wave = whole_wave([tally.wave for tally in tallies])
    together = None if levels.together is None else _together(joined, wave, levels.together)
    return dump(LevelsFile(kind, tuple(by_id), own, together))


def _alone(tally: TeamTally, result: Release) -> ReleaseFile:
    return ReleaseFile(tally.wave, result, tally.reach)


def _together(joined: Sequence[TeamTally], wave: Wave, result: Release | Withheld) -> ReleaseFile:
    slips = [tally.reach.slips for tally in joined]
    reach = Reach(
        sum(tally.reach.invited for tally in joined),
        sum(each or 0 for each in slips) if any(each is not None for each in slips) else None,
        joined[0].reach.all_surveys,
    )
    contributions = sum(sum(tally.counts.values()) for tally in joined)
    return ReleaseFile(wave, result, reach, more_than_invited=contributions > reach.invited)


def whole_wave(waves: Sequence[Wave]) -> Wave:
    """Return the wave of what is released together: from the first day of any survey to the last of any.

    Its days are those of all surveys of the site, whichever are in it: so they say nothing of that.
    """
    closes = _last([wave.closes for wave in waves])
    former = _last([wave.extended_from or wave.closes for wave in waves])
    opens = min((wave.opens for wave in waves if wave.opens), default=None)
    survey_id = whole_id(tuple(wave.survey_id for wave in waves))
    return Wave(survey_id, opens, closes, waves[0].instrument, former if former != closes else None)


def _last(days: Sequence[dt.date | None]) -> dt.date | None:
    return max((day for day in days if day), default=None)


def not_of_this_site(file: LevelsFile, site: Site) -> tuple[Fault, ...]:
    """Return every reason why ``file`` is not the joint release of the surveys of ``site``; none if it is."""
    teams = tuple(survey.config.survey.id for survey in site.surveys)
    if file.teams != teams:
        details = {"released": file.teams, "now": teams}
        return (Fault("joint.other_teams", details=details),)
    kind = site.surveys[0].config.collection.release
    if file.kind != kind:
        return (Fault("joint.other_kind", details={"released": file.kind, "now": kind}),)
    waves = {survey.config.survey.id: wave_of(survey.config) for survey in site.surveys}
    faults = [fault for own in file.own for fault in not_of_this_survey(own.wave, waves[own.wave.survey_id])]
    if file.together:
        faults += not_of_this_survey(file.together.wave, whole_wave([waves[team] for team in teams]))
    return tuple(faults)
