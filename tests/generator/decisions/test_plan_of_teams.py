"""The plan that answers a joint release: it is told to the employees of every team in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from generator.configuration import load
from generator.decisions.plan import must_be_told
from generator.report.waves import wave_of
from harness import sites
from harness.teams import site_toml
from questionnaire.action_plan import ActionPlan
from questionnaire.disclosure import Withheld
from questionnaire.faults import InputError
from questionnaire.release_file import ReleaseFile, Wave

TEAMS = ("nord-2027", "west-2027")


def plan(wave: Wave) -> ActionPlan:
    """Return a plan without decisions that answers the release of ``wave``."""
    return ActionPlan(ReleaseFile(wave, Withheld()), (), "Ada Lang", dt.date(2027, 3, 1))


def test_every_team_is_told_the_plan_of_all(tmp_path: Path) -> None:
    """But no team that of another team, nor the plan of other days."""
    text = site_toml(dict.fromkeys(TEAMS, 60), release="whole")
    site = load.load_site(sites.write(tmp_path, text))
    instrument = wave_of(site.surveys[0].config).instrument
    of_all = Wave("whole-2027", dt.date(2027, 1, 11), dt.date(2027, 1, 29), instrument)
    for survey in site.surveys:
        must_be_told(plan(of_all), survey, "plan.json")
    north, west = site.surveys
    earlier = Wave("whole-2027", dt.date(2026, 1, 11), dt.date(2026, 1, 29), instrument)
    for wave in (wave_of(west.config), earlier):
        with pytest.raises(InputError):
            must_be_told(plan(wave), north, "plan.json")
    with pytest.raises(InputError):
        must_be_told(plan(of_all), replace(north, teams=()), "plan.json")
