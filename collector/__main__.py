"""Serve surveys from a JSON file, for development and tests: ``python -m collector --help``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import cast

from collector.app import Settings, local_date
from collector.errors import CollectorError, StorageError
from collector.model import Survey
from collector.server import run
from collector.storage import Storage

_SECONDS_BETWEEN_SIGNALS = 0.5  # the first may come before the server listens to any


def main() -> int:
    """Serve until interrupted; return 1, with each fault on a line, if the input is at fault."""
    arguments = _arguments()
    if arguments.end_with_stdin:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    try:
        tables = json.loads(arguments.survey_file.read_bytes())
        drawn = {table["id"]: table.pop("slips", []) for table in tables}
        surveys = [_survey(table) for table in tables]
        _add(arguments.database, surveys, drawn)
        run(
            arguments.database,
            surveys,
            arguments.host,
            arguments.port,
            settings=Settings(arguments.origin, arguments.trust_proxy, arguments.body_seconds),
            workers=arguments.workers,
            header_seconds=arguments.header_seconds,
        )
    except (CollectorError, StorageError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _end_with_stdin() -> None:
    """End this process once the standard input ends: however its parent ends, the system closes it then."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    while True:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_SECONDS_BETWEEN_SIGNALS)


def _add(database: str, surveys: list[Survey], drawn: dict[str, list[str]]) -> None:
    """Register the surveys of the file, and the slips that it lists."""
    storage = Storage.open(database)
    storage.register_all(surveys, today=local_date())
    for survey in surveys:
        if drawn[survey.id]:
            storage.add_slips(survey.id, drawn[survey.id])
    storage.dispose()


def _survey(table: dict[str, object]) -> Survey:
    named = ("opens", "closes", "extended_from")
    days = {key: dt.date.fromisoformat(str(table[key])) for key in named if table.get(key)}
    lists = {key: tuple(cast("list[str]", table.get(key, []))) for key in ("seal", "teams")}
    return Survey(**{**table, **days, **lists})  # type: ignore[arg-type]  # a developer's own file


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("collector", description=__doc__)
    parser.add_argument("--database", required=True, metavar="URL")
    parser.add_argument(
        "--survey-file",
        required=True,
        type=Path,
        metavar="JSON",
        help="a list of surveys, each with slips if it likes",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default=8080, type=int)
    parser.add_argument("--origin", help="the one site whose pages may send")
    parser.add_argument("--trust-proxy", action="store_true")
    parser.add_argument("--workers", default=1, type=int)
    parser.add_argument("--body-seconds", default=10.0, type=float)
    parser.add_argument("--header-seconds", default=10.0, type=float)
    parser.add_argument(
        "--end-with-stdin", action="store_true", help="end when the standard input does, as with a parent"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
