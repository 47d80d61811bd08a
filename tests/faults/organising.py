"""A survey with its database, and the commands on it, to be run on a failing disk."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

from collector import SealedSubmission, Storage, Submission
from generator.organisation.storage import collecting_survey, open_storage
from generator.sealing.keys import TrusteeKey
from harness import sites
from harness.contributions import counted
from harness.trustees import COUNCIL, ballots, sealing
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
class Workplace:
    """A folder with the configuration (in ``config``) and with everything that commands write (``work``)."""

    folder: Path

    @property
    def config_path(self) -> Path:
        """The configuration."""
        return self.folder / "config" / "site.toml"

    @property
    def work(self) -> Path:
        """The folder of database and report."""
        return self.folder / "work"

    @property
    def url(self) -> str:
        """The database's address."""
        return f"sqlite:///{self.work / 'collector.sqlite'}"

    def storage(self) -> AbstractContextManager[Storage]:
        """Return the storage in which the survey is registered, to be used in a ``with``."""
        return open_storage(self.config_path, self.url, collecting_survey(self.config_path))

    def copied(self, name: str) -> Workplace:
        """Return a workplace with the same files, beside this one."""
        return Workplace(Path(shutil.copytree(self.folder, self.folder.parent / name)))

    def run(self, command: str, *arguments: str, typed: str = "") -> Done:
        """Run a command with the configuration and the database."""
        options = ("--config", str(self.config_path), "--database", self.url)
        return run(command, *options, *arguments, typed=typed)

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


def collected(folder: Path) -> Workplace:
    """Return a workplace in ``folder`` whose survey has collected ``COUNTS`` online and is not closed."""
    workplace = _workplace(folder, "open")
    with workplace.storage() as storage:
        batch = [Submission("probe", code) for code, number in COUNTS.items() for _ in range(number)]
        storage.record(batch, today=FIRST_DAY)
    return workplace


def tallied(folder: Path, heap: Mapping[str, int]) -> Workplace:
    """Return a workplace in ``folder`` whose survey is on paper; ``heap`` was counted as number 1."""
    workplace = _workplace(folder, "paper")
    with workplace.storage() as storage:
        storage.tally("probe", heap, heap=1, today=FIRST_DAY)
    return workplace


def sealed(folder: Path) -> Workplace:
    """Return a workplace in ``folder`` whose survey is sealed, has collected ``COUNTS`` and is not closed."""
    workplace = _workplace(folder, "open", COUNCIL)
    config = collecting_survey(workplace.config_path).configured.config
    with workplace.storage() as storage:
        batch = [SealedSubmission("probe", ballot) for ballot in ballots(config, COUNTS)]
        storage.record_ballots(batch, today=FIRST_DAY)
    return workplace


def _workplace(folder: Path, mode: str, *trustees: TrusteeKey) -> Workplace:
    workplace = Workplace(folder / "first")
    sites.write(workplace.folder / "config", sealing(_SITE.format(mode=mode), *trustees))
    workplace.work.mkdir()
    return workplace
