"""Run the organisation's commands in a folder with a site, and look into the database behind them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from collector.model import Survey
from collector.storage import Storage
from generator.commands.main import main
from harness.contributions import contribute
from harness.releases import CLOSES, OPENS

SURVEY = Survey("hafen-2027", "slips", "levers", OPENS, CLOSES, 10, 140)


@dataclass(frozen=True, slots=True)
class Desk:
    """A facilitator's folder: ``site.toml`` in it, and the database that the commands use."""

    folder: Path

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.folder / "collector.sqlite"

    @property
    def url(self) -> str:
        """The database's address."""
        return f"sqlite:///{self.file}"

    @property
    def out(self) -> Path:
        """The folder that ``report`` writes."""
        return self.folder / "report"

    def run(
        self, command: str, *arguments: str | Path, typed: str | None = None, database: str | None = None
    ) -> Result:
        """Run ``lastbild command`` on this site and database; ``typed`` is the person's input."""
        options = ["--config", str(self.folder / "site.toml"), "--database", database or self.url]
        return CliRunner().invoke(main, [command, *options, *map(str, arguments)], input=typed)

    def report(self, *arguments: str | Path) -> Result:
        """Run ``lastbild report`` into ``out``."""
        return self.run("report", "--out", self.out, *arguments)

    def count(self, counts: Mapping[str, int], survey: Survey = SURVEY) -> None:
        """Register the survey before it opens, and count ``counts`` on its first day."""
        storage = Storage.open(self.url)
        storage.register(survey, today=OPENS - dt.timedelta(days=1))
        contribute(storage, survey, counts, today=OPENS)
        storage.dispose()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows that the database itself gives for ``query``."""
        with closing(sqlite3.connect(self.file)) as connection:
            return list(connection.execute(query))

    def change(self, statement: str) -> None:
        """Change the database directly, without any command."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            assert connection.execute(statement).rowcount > 0

    def counted(self) -> dict[str, int]:
        """Return the number for each counted code, without zeros."""
        rows = self.rows("SELECT code, number FROM counters")
        return {str(code): int(str(number)) for code, number in rows if int(str(number))}

    def releases(self) -> list[bytes]:
        """Return every release that is stored."""
        return [bytes(body) for (body,) in self.rows("SELECT body FROM releases")]  # type: ignore[call-overload]

    def closed(self) -> bool:
        """Return whether the survey was closed."""
        return self.rows("SELECT closed FROM surveys") == [(1,)]


def refusal(done: Result) -> str:
    """Return the error output of a command that refused its input, with status 1 and without a traceback."""
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit)
    assert "Traceback" not in done.output
    return done.stderr
