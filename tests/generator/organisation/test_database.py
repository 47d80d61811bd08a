"""The database stands beside site.toml, wherever a command is called from; a second one is never silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from collector.storage import Storage
from generator.commands.main import main
from generator.organisation.storage import database_file, database_of
from harness.desk import Desk, refusal
from harness.releases import CLOSES, DAY, EVERYTHING, site
from questionnaire.faults import InputError

PAPER = ('mode = "slips"', 'mode = "paper"')


def run(*arguments: str | Path, typed: str | None = None, **environment: str) -> Result:
    """Run ``lastbild`` as somebody does who names no database."""
    return CliRunner().invoke(main, [*map(str, arguments)], input=typed, env=environment)


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder."""
    folder = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(folder)
    return folder


def test_every_command_finds_the_database_beside_the_configuration(
    desk: Desk, elsewhere: Path, today: Callable[[dt.date], None]
) -> None:
    """From another folder, by option or by environment variable: one database, and none in that folder."""
    config = desk.folder / "site.toml"
    assert run("slips", "130", "--config", config).exit_code == 0
    assert run("slips", "10", "--out", "more.html", LASTBILD_CONFIG=str(config)).exit_code == 0
    assert desk.rows("SELECT count(*) FROM slips") == [(140,)]
    today(CLOSES + DAY)
    assert run("close", "--yes", "--config", config).exit_code == 0
    assert run("report", "--config", config).exit_code == 0
    assert desk.closed()
    assert {path.name for path in elsewhere.iterdir()} == {"slips.html", "more.html", "report"}


def test_options_can_be_set_by_the_environment(desk: Desk, elsewhere: Path) -> None:
    """Configuration, survey and database; an option on the command line comes first, an empty one is none."""
    variables = {"LASTBILD_CONFIG": str(desk.folder / "site.toml"), "LASTBILD_SURVEY": "hafen-2027"}
    other = f"sqlite:///{elsewhere / 'other.sqlite'}"
    assert run("slips", "3", LASTBILD_DATABASE=other, **variables).exit_code == 0
    assert not desk.file.exists()
    assert (elsewhere / "other.sqlite").exists()
    arguments = ("slips", "3", "--out", "more.html", "--database", desk.url)
    assert run(*arguments, LASTBILD_DATABASE=other, **variables).exit_code == 0
    assert desk.rows("SELECT count(*) FROM slips") == [(3,)]
    assert run("slips", "4", "--out", "m.html", LASTBILD_DATABASE="", **variables).exit_code == 0
    assert desk.rows("SELECT count(*) FROM slips") == [(7,)]
    message = refusal(run("slips", "3", "--out", "n.html", **{**variables, "LASTBILD_SURVEY": "werft"}))
    assert "werft" in message


@pytest.mark.parametrize(
    "command", [("slips", "3"), ("tally",), ("close", "--yes"), ("report",), ("collect",)]
)
def test_the_database_of_an_earlier_version_is_pointed_to(
    desk: Desk, elsewhere: Path, command: tuple[str, ...]
) -> None:
    """It stands in the working folder: nothing new is made beside it, and the message says what to do."""
    if command == ("tally",):
        site(desk.folder, PAPER)
    former = elsewhere / "collector.sqlite"
    former.write_bytes(b"")
    message = refusal(run(*command, "--config", desk.folder / "site.toml"))
    assert message.startswith(f'command line: --database = "{former}": is a database that an earlier version')
    assert f"to {desk.folder}, or name it with --database sqlite:///{former}\n" in message
    assert not desk.file.exists()
    assert [path.name for path in elsewhere.iterdir()] == ["collector.sqlite"]


def test_the_advice_about_an_earlier_database_helps(
    desk: Desk, elsewhere: Path, today: Callable[[dt.date], None]
) -> None:
    """Moved beside the configuration, or named: either way the report is made of what it counted."""
    desk.count(EVERYTHING)
    today(CLOSES + DAY)
    moved = [path.rename(elsewhere / path.name) for path in desk.folder.glob("collector.sqlite*")]
    assert run("report", "--config", desk.folder / "site.toml").exit_code == 1
    named = ("--database", f"sqlite:///{elsewhere / 'collector.sqlite'}")
    assert run("report", "--config", desk.folder / "site.toml", *named).exit_code == 0
    for path in moved:
        path.rename(desk.folder / path.name)
    assert run("report", "--config", desk.folder / "site.toml").exit_code == 0


def test_a_new_database_is_told(desk: Desk) -> None:
    """Counters that begin anew in the middle of a survey are seen; the second time nothing is said."""
    first = desk.run("slips", "3", "--out", desk.folder / "a.html")
    second = desk.run("slips", "3", "--out", desk.folder / "b.html")
    assert f"made a new database: {desk.file}\n" in first.stdout
    assert "new database" not in second.stdout


def test_a_folder_that_no_address_can_name_is_refused(tmp_path: Path) -> None:
    """SQLAlchemy ends the path at a question mark, and would make a database elsewhere."""
    folder = tmp_path / "wirklich?"
    folder.mkdir()
    site(folder, PAPER)
    message = refusal(run("tally", "--config", folder / "site.toml", typed="1\nM\ndone\n1\ny\n"))
    assert "expected a folder without ? in its path" in message
    assert [path.name for path in folder.iterdir()] == ["site.toml"]


@pytest.mark.parametrize("name", ["100%25", "a%20b", "%2e%2e", "a b#c&d=e@f:g", "Ümlaut"])
def test_the_database_stands_beside_the_configuration_whatever_the_folder_is_called(
    tmp_path: Path, name: str
) -> None:
    """SQLAlchemy reads %20 as a space: the database would stand in another folder, or nowhere."""
    folder = tmp_path / name
    folder.mkdir()
    site(folder, PAPER)
    address = database_of(folder / "site.toml")
    assert database_file(address) == folder / "collector.sqlite"
    Storage.open(address).dispose()
    assert {path.name for path in folder.iterdir()} >= {"collector.sqlite"}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_folder_is_that_of_the_configurations_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A linked folder is the folder, and a linked file stands where its link stands."""
    (tmp_path / "real").mkdir()
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "site.toml").write_text("")
    (tmp_path / "real" / "site.toml").symlink_to(tmp_path / "kept" / "site.toml")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "kept")
    expected = f"sqlite:///{tmp_path / 'real' / 'collector.sqlite'}"
    for name in ("../real/site.toml", "../linked/site.toml"):
        assert database_of(Path(name)) == expected
    assert database_of(Path("site.toml"), "sqlite://") == "sqlite://"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("sqlite:///a/b.sqlite", "a/b.sqlite"),
        ("sqlite+pysqlite:////a/b.sqlite?timeout=5", "/a/b.sqlite"),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql://name@host/database", None),
        ("no address", None),
    ],
)
def test_what_file_an_address_names(address: str, file: str | None) -> None:
    """None for what is no file: a database in memory, a server, and what is no address at all."""
    assert database_file(address) == (Path(file) if file else None)


def test_the_fault_of_an_earlier_database_needs_an_earlier_database(desk: Desk, elsewhere: Path) -> None:
    """With one beside the configuration, another one in the working folder is somebody else's."""
    desk.count({})
    (elsewhere / "collector.sqlite").write_bytes(b"")
    assert database_of(desk.folder / "site.toml") == desk.url
    desk.file.unlink()
    with pytest.raises(InputError, match="an earlier version has put into the working folder"):
        database_of(desk.folder / "site.toml")
