"""Close a sealed survey and die at its first step, its second, and so on: ``python -m tests.faults.closing``.

Each time in a new copy of the workplace, and in a process of its own, which ends as by ``kill -9``. Not every
step is tried in ``make test``.
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
from tests.faults.length import LENGTH
from tests.faults.organising import Workplace


class DeadlyDisk(FailingDisk):
    """A disk at whose step the process dies, before it is done; SQLite would only be told that it failed."""

    def refuses(self, name: str) -> bool:
        """Count a step, and end the process if it is its turn."""
        if super().refuses(name):
            self.fail()
        return False


def die_closing(workplace: Workplace) -> list[Workplace]:
    """Return copies of ``workplace`` in which ``lastbild close`` died, each at another of its steps."""
    subprocess.run([sys.executable, "-m", "tests.faults.closing", workplace.folder], cwd=ROOT, check=True)
    copies = sorted(workplace.folder.parent.glob("step *"), key=lambda path: int(path.name.split()[1]))
    return [Workplace(copy) for copy in copies[:-1]]  # in the last one it came to its end


def _die_everywhere(workplace: Workplace) -> None:
    for at in count(1, LENGTH.step):
        copy = workplace.copied(f"step {at}")
        child = os.fork()
        if not child:
            with in_use_by_sqlite(DeadlyDisk(copy.work, dying, at)):
                copy.run("close", "--yes", "--out", str(copy.work))
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:  # it came to its end: there are no more steps
            return


if __name__ == "__main__":
    _die_everywhere(Workplace(Path(sys.argv[1])))
