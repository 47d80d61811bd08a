"""A survey with its database, and the commands on it, to be run on a failing disk."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from collector import Storage, Submission
from generator.organisation.storage import collecting_survey, open_storage
from harness import sites
from harness.contributions import counted
from tests.faults.commands import Done, run

FIRST_DAY = dt.date(2027, 1, 11)
AFTERWARDS = dt.date(2027, 1, 30)
COUNTS = {"A": 40, "B": 12, "C": 21, "M": 15, "N": 11}
_SITE = """
[brand]
name = "Probe GmbH"
[survey]
id = "probe"
title = "Probelauf"
headcount = 140
opens = 2027-01-11
closes = 2027-01-29
detail = "type"
[collection]
mode = "{mode}"
url = "https://umfrage.intern.example/"
"""


@dataclass(frozen=True, slots=True)
class State:
    """What a database holds: whether the survey is closed, the counters, and the release."""

    closed: bool
    counts: Mapping[str, int]
    release: bytes | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with the configuration (in ``config``) and with everything that commands write (``work``)."""

    folder: Path

    @property
    def work(self) -> Path:
        """The folder of database and report."""
        return self.folder / "work"

    @property
    def url(self) -> str:
        """The database's address."""
        return f"sqlite:///{self.work / 'collector.sqlite'}"

    def copied(self, name: str) -> Desk:
        """Return a desk with the same files, beside this one."""
        return Desk(Path(shutil.copytree(self.folder, self.folder.parent / name)))

    def run(self, command: str, *arguments: str, typed: str = "") -> Done:
        """Run a command with the configuration and the database."""
        config = str(self.folder / "config" / "site.toml")
        return run(command, "--config", config, "--database", self.url, *arguments, typed=typed)

    def state(self) -> State:
        """Return what the database holds, after it has recovered; it must be sound."""
        storage = Storage.open(self.url)
        try:
            state = State(
                storage.is_closed("probe"), counted(self.url, "probe"), storage.load_release("probe")
            )
        finally:
            storage.dispose()
        with closing(sqlite3.connect(self.work / "collector.sqlite")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return state

    def left(self) -> set[str]:
        """Return the names of everything that was written."""
        return {path.name for path in self.work.iterdir()}


def collected(folder: Path) -> Desk:
    """Return a desk in ``folder`` with a survey that has collected ``COUNTS`` online and is not closed."""
    desk = _desk(folder, "open")
    config_path = desk.folder / "config" / "site.toml"
    with open_storage(config_path, desk.url, collecting_survey(config_path)) as storage:
        batch = [Submission("probe", code) for code, number in COUNTS.items() for _ in range(number)]
        storage.record(batch, today=FIRST_DAY)
    return desk


def tallied(folder: Path, heap: Mapping[str, int]) -> Desk:
    """Return a desk in ``folder`` with a survey on paper, of which ``heap`` was counted as number 1."""
    desk = _desk(folder, "paper")
    config_path = desk.folder / "config" / "site.toml"
    with open_storage(config_path, desk.url, collecting_survey(config_path)) as storage:
        storage.tally("probe", heap, heap=1, today=FIRST_DAY)
    return desk


def _desk(folder: Path, mode: str) -> Desk:
    desk = Desk(folder / "first")
    sites.write(desk.folder / "config", _SITE.format(mode=mode))
    desk.work.mkdir()
    return desk
