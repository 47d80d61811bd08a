"""Replace a folder and die at the first step, at the second, and so on: ``python -m tests.faults.cutting``.

Each time in a new folder, and in a process of its own, which ends without cleaning anything up.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

from generator import output
from harness.failing_disk import FailingDisk, dying, in_use
from harness.paths import ROOT
from tests.faults.folders import FORMER, NEW, remove_and_move

WRITERS = {"product": output.write, "naive": remove_and_move}


def cut(folder: Path, writer: str, before: str) -> list[Path]:
    """Return the targets that ``writer`` was replacing when it died at each of its steps, in their order.

    ``before`` tells what there was: ``"former"`` or ``"nothing"``.
    """
    command = [sys.executable, "-m", "tests.faults.cutting", str(folder), writer, before]
    subprocess.run(command, cwd=ROOT, check=True)
    return [folder / str(at) / "dist" for at in range(1, len(list(folder.iterdir())))]


def _cut_everywhere(folder: Path, writer: str, before: str) -> None:
    for at in count(1):
        target = folder / str(at) / "dist"
        target.parent.mkdir()
        if before == "former":
            output.write(FORMER, target)
        child = os.fork()
        if not child:
            with in_use(FailingDisk(target.parent, dying, at)):
                WRITERS[writer](NEW, target)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:  # it came to its end: there are no more steps
            return


if __name__ == "__main__":
    _cut_everywhere(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
