"""The sites to photograph: both examples, the first in every mode of collecting, the studio and the count."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.decided_plans import BOUNDARY, CONTACT, NOT_NOW, OWN
from harness.example_modes import example_in
from harness.paths import EXAMPLES, ROOT
from harness.servers import plain_server
from questionnaire import action_plan, release_file
from questionnaire.action_plan import ActionPlan
from tests.pictures import load_pictures

MODES = ("off", "paper", "slips")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Build every site below ``folder``, serve them, and yield their address."""
    web = folder / "web"
    for example in ("hafenkontor", "lumo"):
        _run("build", "--config", EXAMPLES / example / "site.toml", "--out", web / example)
    for mode in MODES:
        _run("build", "--config", _collecting(folder / mode, mode), "--out", web / mode)
    for site in ("hafenkontor", "lumo"):
        load_pictures.write(web / site)
    _run("poster", "--config", EXAMPLES / "hafenkontor" / "site.toml", "--out", web / "poster")
    drawing = ("--config", folder / "slips" / "site.toml", "--database", f"sqlite:///{folder}/slips.sqlite")
    _run("slips", "6", *drawing, "--out", web / "slips.html")
    _run("studio", "--out", web / "studio")
    _run("build", "--single-file", "--config", folder / "paper" / "site.toml", "--out", web)
    for name, counts in REPORTS.items():
        _report(folder / name, counts, web / name)
    _decide(folder / "report", web)
    with plain_server(web) as address:
        yield address


# The heap's number and the number of ballots by code, for a report that shows a pattern and one that
# withholds everything.
REPORTS = {
    "report": "1\na-sb 24\na-st 12\nb-sb 18\nb-t 5\nc-sb 12\nd-b 13\nm 9\nn 7\ndone\n100\ny\n",
    "withheld": "1\na-sb 4\ndone\n4\ny\n",
}


def example_zip() -> bytes:
    """Return a zip of the first example, which the studio opens."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for path in sorted((EXAMPLES / "hafenkontor").iterdir()):
            archive.write(path, path.name)
    return zipped.getvalue()


def _report(folder: Path, ballots: str, out: Path) -> None:
    config = _collecting(folder, "paper", closes="2026-01-30")
    database = f"sqlite:///{folder}/counters.sqlite"
    _run("tally", "--config", config, "--database", database, typed=ballots)
    _run("report", "--config", config, "--database", database, "--out", out)


def _decide(folder: Path, web: Path) -> None:
    """Write what came of the survey whose report is in ``web``, as if its workshop had saved a plan."""
    plan = folder / "plan.json"
    report = release_file.parse((web / "report" / "report.json").read_bytes())
    plan.write_bytes(action_plan.dump(ActionPlan(report, (BOUNDARY, OWN, NOT_NOW), CONTACT)))
    _run("decisions", plan, "--config", folder / "site.toml", "--out", web / "decided")


def _collecting(folder: Path, mode: str, closes: str = "2036-01-29") -> Path:
    """Return the first example's configuration, collecting in ``mode`` until the day ``closes``."""
    shutil.copytree(EXAMPLES / "hafenkontor", folder)
    path = folder / "site.toml"
    text = re.sub(r"(?m)^opens = \S+$", "opens = 2026-01-12", example_in(mode))
    path.write_text(re.sub(r"(?m)^closes = \S+$", f"closes = {closes}", text), "utf-8")
    return path


def _run(*arguments: object, typed: str = "") -> None:
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, input=typed, text=True, check=True, stdout=subprocess.DEVNULL)
