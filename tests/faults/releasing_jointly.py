"""Release surveys in one act and die at the first step, the second, and so on.

``python -m tests.faults.releasing_jointly``: each time in a new copy of the workplace, and in a process of
its own, which ends as by ``kill -9``. Not every step is tried in ``make test``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

from collector.storage import Storage
from generator.organisation.joint_release import release_jointly
from generator.organisation.storage import COLLECTING_MODES, collecting_surveys, register_all
from harness import sites
from harness.failing_disk import dying
from harness.failing_sqlite import in_use_by_sqlite
from harness.paths import ROOT
from harness.teams import site_toml
from tests.faults.closing import DeadlyDisk
from tests.faults.length import LENGTH
from tests.faults.organising import AFTERWARDS, FIRST_DAY, Workplace

TALLIES = {"nord-2027": {"A": 18, "B": 9, "D": 12, "N": 3}, "sued-2027": {"A": 12}}
_SITE = site_toml({"nord-2027": 60, "sued-2027": 20})


def counted_teams(folder: Path) -> Workplace:
    """Return a workplace in ``folder`` whose two teams are counted, and not closed."""
    workplace = Workplace(folder / "first")
    sites.write(workplace.folder / "config", _SITE)
    workplace.work.mkdir()
    surveys = collecting_surveys(workplace.config_path, COLLECTING_MODES)
    register_all(workplace.config_path, workplace.url, surveys)
    storage = Storage.open(workplace.url)
    for team, tally in TALLIES.items():
        storage.tally(team, tally, heap=1, today=FIRST_DAY)
    storage.dispose()
    return workplace


def released(workplace: Workplace) -> bytes:
    """Release the teams of ``workplace``, and return the bytes of levels.json."""
    surveys = collecting_surveys(workplace.config_path, COLLECTING_MODES)
    storage = Storage.open(workplace.url)
    try:
        return release_jointly(storage, surveys, workplace.config_path, today=AFTERWARDS)
    finally:
        storage.dispose()


def die_releasing(workplace: Workplace) -> list[Workplace]:
    """Return copies of ``workplace`` in which the release died, each at another of its steps."""
    command = [sys.executable, "-m", "tests.faults.releasing_jointly", str(workplace.folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    copies = sorted(workplace.folder.parent.glob("step *"), key=lambda path: int(path.name.split()[1]))
    return [Workplace(copy) for copy in copies[:-1]]  # in the last one it came to its end


def _die_everywhere(workplace: Workplace) -> None:
    for at in count(1, LENGTH.step):
        copy = workplace.copied(f"step {at}")
        child = os.fork()
        if not child:
            with in_use_by_sqlite(DeadlyDisk(copy.work, dying, at)):
                released(copy)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:  # it came to its end: there are no more steps
            return


if __name__ == "__main__":
    _die_everywhere(Workplace(Path(sys.argv[1])))
