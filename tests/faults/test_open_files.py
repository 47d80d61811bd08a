"""Slow clients shall not use up the files that the database needs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from harness.collector_process import running_survey, start
from harness.servers import free_port

_LIMITED = """
import os, resource, sys
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (1024, int(sys.argv[1]) or hard))
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


@pytest.mark.parametrize(("hard", "made"), [(0, 1536), (1024, 1024), (1200, 1200)])
def test_the_server_makes_room_for_its_files(tmp_path: Path, hard: int, made: int) -> None:
    """A soft limit of 1,024 open files is raised, as far as the hard one (0: as it is here) allows."""
    surveys, port = tmp_path / "surveys.json", free_port()
    surveys.write_text(json.dumps([asdict(running_survey())], default=str), "utf-8")
    collector = [
        "-m",
        "collector",
        "--database",
        f"sqlite:///{tmp_path}/c.sqlite",
        "--survey-file",
        str(surveys),
    ]
    server = start(["-c", _LIMITED, str(hard), *collector, "--port", str(port)], port, tmp_path / "log")
    try:
        limits = Path(f"/proc/{server.process.pid}/limits").read_text("ascii")
        soft = next(line.split()[3] for line in limits.splitlines() if line.startswith("Max open files"))
        assert int(soft) >= made
    finally:
        server.kill()
