"""Close a sealed survey and die at its first step, its second, and so on: ``python -m tests.faults.closing``.

Each time in a new copy of the workplace, and in a process of its own, which ends as by ``kill -9``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

from harness.failing_disk import FailingDisk, dying
from harness.failing_sqlite import in_use_by_sqlite
from harness.paths import ROOT
from tests.faults.organising import Workplace


def die_closing(workplace: Workplace) -> list[Workplace]:
    """Return copies of ``workplace`` in which ``lastbild close`` died, one for each of its steps."""
    subprocess.run([sys.executable, "-m", "tests.faults.closing", workplace.folder], cwd=ROOT, check=True)
    beside = workplace.folder.parent
    return [Workplace(beside / f"step {at}") for at in range(1, len([*beside.glob("step *")]))]


def _die_everywhere(workplace: Workplace) -> None:
    for at in count(1):
        copy = workplace.copied(f"step {at}")
        child = os.fork()
        if not child:
            with in_use_by_sqlite(FailingDisk(copy.work, dying, at)):
                copy.run("close", "--out", str(copy.work))
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:  # it came to its end: there are no more steps
            return


if __name__ == "__main__":
    _die_everywhere(Workplace(Path(sys.argv[1])))
