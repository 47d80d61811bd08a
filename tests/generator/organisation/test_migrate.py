"""``lastbild migrate``: an older database is refused by every command, which names this one."""

from __future__ import annotations

import pytest

from harness.database_fixtures import cluster, postgresql_url, sqlite_url
from harness.desk import Desk, refusal
from harness.former_databases import restore

__all__ = ["cluster", "postgresql_url", "sqlite_url"]

COMMANDS = {
    "collect": (),
    "slips": ("3",),
    "close": ("--yes",),
    "report": (),
    "extend": ("--until", "2027-02-05", "--yes"),
}


@pytest.fixture
def old_desk(desk: Desk) -> Desk:
    """A facilitator's folder with the database of an earlier version."""
    restore(desk.url)
    return desk


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_an_older_database(old_desk: Desk, command: str) -> None:
    """It names the next command, and changes nothing: the earlier version could go on with it."""
    before = old_desk.file.read_bytes()
    message = refusal(old_desk.run(command, *COMMANDS[command]))
    assert message == (
        f'command line: --database = "{old_desk.url}": is the database of an earlier version of Lastbild (its'
        " tables have version 1; expected 3); end every collector (`lastbild collect`), then start `lastbild"
        " migrate` with the same --config and --database\n"
    )
    assert old_desk.file.read_bytes() == before


def test_a_migrated_database_goes_on(old_desk: Desk) -> None:
    """In one step; the second time it says that there is nothing to do."""
    done = old_desk.run("migrate")
    assert done.output == f"migrated {old_desk.url} from version 1 to version 3 of its tables\n"
    done = old_desk.run("migrate")
    assert done.output == f"{old_desk.url} is of this version already; nothing was changed.\n"
    of_slips = "SELECT number FROM counters WHERE survey = 'slips-2027' AND code = 'B-T'"
    assert old_desk.rows(of_slips) == [("000000000003",)]
    assert sorted(path.name for path in old_desk.folder.iterdir()) == [
        "collector.sqlite",
        "collector.sqlite-journal",
        "site.toml",
    ]


def test_a_newer_database_is_refused_by_every_command(old_desk: Desk) -> None:
    """Also by the migration: nothing is ever taken back."""
    old_desk.run("migrate")
    old_desk.change("UPDATE schema SET version = version + 1")
    for command, arguments in (*COMMANDS.items(), ("migrate", ())):
        message = refusal(old_desk.run(command, *arguments))
        assert "is the database of a newer version of Lastbild" in message


def test_a_database_that_is_not_there_is_not_made(desk: Desk) -> None:
    """A wrong name is told."""
    assert "there is no such file" in refusal(desk.run("migrate"))
    assert [path.name for path in desk.folder.iterdir()] == ["site.toml"]


def test_a_server_is_migrated_too_and_its_password_is_not_shown(desk: Desk, postgresql_url: str) -> None:
    """People copy what they see into tickets."""
    restore(postgresql_url)
    address = postgresql_url.replace("//lastbild@", "//lastbild:geheim@")
    assert address != postgresql_url
    done = desk.run("migrate", "--lang", "de", database=address)
    assert done.exit_code == 0, done.output
    assert "ist umgestellt: Die Tabellen hatten Version 1 und haben jetzt Version 3." in done.output
    assert "geheim" not in done.output
