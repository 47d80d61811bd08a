"""A site whose report the tests plan, and a folder in which they run the commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.configuration.schema import Config
from generator.organisation import storage
from harness.releases import BRAND, DAY, OPENS, TITLE, configured, site
from tests.report.commands import Desk


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The design's site, under names that look like HTML."""
    folder = tmp_path_factory.mktemp("site")
    names = (("Hafenkontor Versand AG", BRAND), ("Wie geht es uns am Telefon?", TITLE))
    return configured(folder, *names)[0]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Set the day on which the commands run; without it they run while the survey is open."""

    def set_to(day: dt.date) -> None:
        monkeypatch.setattr(storage, "today", lambda: day)

    set_to(OPENS + DAY)
    return set_to


@pytest.fixture
def desk(tmp_path: Path, today: Callable[[dt.date], None], monkeypatch: pytest.MonkeyPatch) -> Desk:  # noqa: ARG001 (sets the day)
    """A folder with the design's site, during its survey; what a command writes by default lands there."""
    site(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)
