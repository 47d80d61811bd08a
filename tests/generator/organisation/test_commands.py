"""collect, slips, tally and close: what they refuse, what they store, and that nothing is half-done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from collector import server
from collector.app import Settings
from collector.storage import Storage
from generator.commands.main import main
from harness import sites
from harness.desk import SURVEY, Desk, refusal
from harness.markup import Page
from harness.releases import ADDRESS, CLOSES, DAY, OPENS, site
from questionnaire import slips

DATABASES = ["mysql://user:geheim@host/lastbild", "no address at all", "sqlite:////no/such/folder/x.sqlite"]
TAKES_A_DATABASE = {"collect": (), "slips": ("3",), "tally": (), "close": ("--yes",), "report": ()}
PAPER = ('mode = "slips"', 'mode = "paper"')


def mode(desk: Desk, other: str) -> None:
    """Change the survey's mode."""
    site(desk.folder, ('mode = "slips"', f'mode = "{other}"'))


# ---- every command


@pytest.mark.parametrize(
    ("command", "modes"),
    [
        ("collect", ["off", "paper"]),
        ("slips", ["off", "paper", "open"]),
        ("close", ["off"]),
        ("report", ["off"]),
    ],
)
def test_a_command_refuses_a_mode_that_it_is_not_for(desk: Desk, command: str, modes: list[str]) -> None:
    """The message has the key, the mode and the allowed modes; no database is made."""
    allowed = [name for name in ("paper", "open", "slips") if name not in modes]
    for other in modes:
        mode(desk, other)
        message = refusal(desk.run(command, *TAKES_A_DATABASE[command], typed="done\n"))
        expected = f"expected {' or '.join(allowed)} for this command"
        assert sites.unplaced(message) == f'site.toml: collection.mode = "{other}": {expected}\n'
    assert [path.name for path in desk.folder.iterdir()] == ["site.toml"]


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("command", TAKES_A_DATABASE)
def test_a_database_that_cannot_be_opened_is_refused(desk: Desk, command: str, database: str) -> None:
    """Of another kind, no address, in no folder: the message has no password, and nothing is made."""
    typed = None
    if command == "tally":
        mode(desk, "paper")
        typed = "1\nA-SB\ndone\n1\ny\n"
    done = desk.run(command, *TAKES_A_DATABASE[command], typed=typed, database=database)
    message = refusal(done)
    assert "expected" in message
    assert "geheim" not in done.output
    assert [path.name for path in desk.folder.iterdir()] == ["site.toml"]


def test_a_database_is_named_as_the_option_it_came_with(desk: Desk) -> None:
    """Nobody should look for it in site.toml, which does not name it."""
    assert refusal(desk.run("close", "--yes", database=DATABASES[0])).startswith("command line: --database")


@pytest.mark.parametrize(
    "address",
    [
        "lastbild:geheim@127.0.0.1:1/lastbild",
        "lastbild:sehr/geheim@127.0.0.1:1/lastbild",
        "lastbild@127.0.0.1:1/lastbild?password=geheim",
        "127.0.0.1:1/lastbild?user=lastbild&sslpassword=geheim",
    ],
)
def test_a_password_in_an_address_is_never_shown(desk: Desk, address: str) -> None:
    """Not even if the server cannot be reached: people copy the output of a terminal into tickets."""
    message = refusal(desk.run("close", "--yes", database=f"postgresql://{address}"))
    assert "command line: --database" in message
    assert "geheim" not in message


@pytest.mark.parametrize("command", ["close", "report"])
def test_a_database_without_the_survey_is_refused(
    desk: Desk, today: Callable[[dt.date], None], command: str
) -> None:
    """In another folder the default is another file: nothing may be "closed" or "released" there."""
    desk.count({"A-ST": 20, "B-ST": 20})
    today(CLOSES + DAY)
    arguments = TAKES_A_DATABASE[command]
    message = refusal(desk.run(command, *arguments, database="sqlite:///elsewhere.sqlite"))
    assert "--database" in message
    assert "there is no such file" in message
    Storage.open(f"sqlite:///{desk.folder / 'other.sqlite'}").dispose()
    other = desk.run(command, *arguments, database=f"sqlite:///{desk.folder / 'other.sqlite'}")
    assert "hafen-2027" in refusal(other)
    (desk.folder / "other.sqlite").unlink()
    left = {path.name for path in desk.folder.iterdir() if not path.name.endswith("-journal")}
    assert left == {"collector.sqlite", "site.toml"}


def test_a_configuration_with_faults_is_refused_before_anything_else(desk: Desk) -> None:
    """Every fault is on a line, nothing is asked, and no file is made."""
    site(desk.folder, ("headcount = 140", "headcount = 9"), ('id = "hafen-2027"', 'id = "Hafen 2027"'))
    for command, arguments in TAKES_A_DATABASE.items():
        lines = refusal(desk.run(command, *arguments)).splitlines()
        assert [sites.unplaced(line).split(" = ")[0] for line in lines] == [
            "site.toml: survey.id",
            "site.toml: survey.headcount",
            "site.toml: survey.detail",
        ]
    assert [path.name for path in desk.folder.iterdir()] == ["site.toml"]


# ---- collect


def test_collect_needs_the_sites_address(desk: Desk) -> None:
    """Without it, any page of the intranet could send codes."""
    site(desk.folder, (f'address = "{ADDRESS}"\n', ""))
    message = refusal(desk.run("collect"))
    assert message.startswith("site.toml: line 1: site.address: is missing; expected the site's own address")
    assert not desk.file.exists()


def test_collect_serves_this_survey_to_this_site(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The survey as configured, codes from the site's origin only, no proxy trusted without the option."""
    calls: list[tuple[object, ...]] = []

    def run(*arguments: object, settings: object, workers: int) -> None:
        calls.append((*arguments, settings, workers))

    monkeypatch.setattr(server, "run", run)
    assert desk.run("collect").exit_code == 0
    assert desk.run("collect", "--port", "9000", "--host", "0.0.0.0", "--trust-proxy").exit_code == 0  # noqa: S104
    origin = "https://kontor.example"
    assert calls == [
        (desk.url, [SURVEY], "127.0.0.1", 8080, Settings(origin=origin), 1),
        (desk.url, [SURVEY], "0.0.0.0", 9000, Settings(origin=origin, trust_proxy=True), 1),  # noqa: S104
    ]


def test_collect_refuses_several_workers_on_one_file(desk: Desk) -> None:
    """A SQLite file has a single writer."""
    assert "expected 1: a SQLite file has a single writer" in refusal(desk.run("collect", "--workers", "2"))


# ---- slips


def sheet(desk: Desk) -> Path:
    """Return the path of the sheet of slips."""
    return desk.folder / "slips.html"


def drawn(desk: Desk) -> list[str]:
    """Return the slips on the sheet."""
    page = Page(sheet(desk).read_bytes())
    return [slips.read(text.text) for text in page.texts if text.within(**{"class": "code"})]


def test_slips_are_on_the_sheet_and_only_hashes_in_the_database(desk: Desk) -> None:
    """The database holds no slip in any form in which people type it, but each slip counts once."""
    done = desk.run("slips", "40", "--out", sheet(desk))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"made a new database: {desk.file}\n"
        f"wrote {sheet(desk)} with 40 slips; print it, then delete it\n"
        "Drawn so far: 40 slips; 140 people are invited.\n"
    )
    on_paper = drawn(desk)
    assert len(set(on_paper)) == 40
    stored = desk.file.read_bytes()
    for slip in on_paper:
        for form in (slip, slips.grouped(slip), slip[:-1], slip.lower()):
            assert form.encode() not in stored
            assert form.encode("utf-16-le") not in stored
        assert slip not in done.output
    assert desk.rows("SELECT count(*), sum(used) FROM slips") == [(40, 0)]
    storage = Storage.open(desk.url)
    assert storage.add_slips(SURVEY.id, on_paper) == 0
    storage.dispose()


def test_a_sheet_is_never_overwritten(desk: Desk) -> None:
    """It may hold slips that count; the second call changes neither the sheet nor the database."""
    desk.run("slips", "3", "--out", sheet(desk))
    before = sheet(desk).read_bytes(), desk.file.read_bytes()
    message = refusal(desk.run("slips", "3", "--out", sheet(desk)))
    assert message.startswith(
        f'command line: --out = "{sheet(desk)}": is there already and is not overwritten'
    )
    assert (sheet(desk).read_bytes(), desk.file.read_bytes()) == before


@pytest.mark.parametrize("number", ["0", "-1", "100001", "ten"])
def test_a_number_of_slips_that_cannot_be_is_wrong_usage(desk: Desk, number: str) -> None:
    """Status 2, and nothing is made."""
    done = desk.run("slips", "--out", sheet(desk), "--", number)
    assert (done.exit_code, done.stdout) == (2, "")
    assert [path.name for path in desk.folder.iterdir()] == ["site.toml"]


def test_a_sheet_that_cannot_be_written_makes_no_slip(desk: Desk) -> None:
    """The database never holds slips that nobody can draw."""
    message = refusal(desk.run("slips", "3", "--out", desk.folder / "missing" / "slips.html"))
    assert "--out" in message
    assert "cannot be written (No such file or directory)" in message
    assert desk.rows("SELECT * FROM slips") == []


def test_slips_that_do_not_count_are_not_left_on_a_sheet(desk: Desk) -> None:
    """A closed survey takes no more slips, so no sheet may be printed."""
    desk.count({})
    desk.run("close", "--yes")
    assert "expected a survey that is not closed yet" in refusal(desk.run("slips", "3", "--out", sheet(desk)))
    assert not sheet(desk).exists()


def test_no_more_slips_are_drawn_than_people_are_invited(desk: Desk) -> None:
    """All sheets count together; the refusal says how many are left, and leaves no sheet."""
    assert desk.run("slips", "100", "--out", desk.folder / "first.html").exit_code == 0
    message = refusal(desk.run("slips", "41", "--out", sheet(desk)))
    assert message == (
        "command line: NUMBER = 41: expected at most 40, because 140 people are invited and 100 slips were"
        " drawn already: more slips than people would let somebody fill the survey up\n"
    )
    assert not sheet(desk).exists()
    assert desk.run("slips", "40", "--out", sheet(desk)).exit_code == 0


def test_without_an_address_slips_carry_no_qr_code_and_that_is_said(desk: Desk) -> None:
    """A note on stderr says so; with an address, every card has a QR code."""
    desk.run("slips", "2", "--out", desk.folder / "with.html")
    assert (desk.folder / "with.html").read_text("utf-8").count("<svg") == 2
    site(desk.folder, (f'address = "{ADDRESS}"\n', ""))
    done = desk.run("slips", "2", "--out", sheet(desk))
    assert (done.exit_code, "carry no QR code" in done.stderr) == (0, True)
    assert "<svg" not in sheet(desk).read_text("utf-8")
    assert desk.rows("SELECT count(*) FROM slips") == [(4,)]


# ---- close


def test_close_ends_the_survey_and_its_slips(desk: Desk) -> None:
    """It is closed for good; its slips are gone, so that nobody finds out who used one; twice is fine."""
    desk.run("slips", "3", "--out", sheet(desk))
    for _ in range(2):
        assert desk.run("close", "--yes").stdout == "closed 'hafen-2027'\n"
    assert desk.closed()
    assert desk.rows("SELECT * FROM slips") == []
    message = refusal(desk.run("slips", "3", "--out", desk.folder / "more.html"))
    assert "expected a survey that is not closed yet" in message
    assert desk.counted() == {}


def test_help_names_the_five_commands_of_the_organisation() -> None:
    """Help lists them beside the facilitator's commands."""
    assert set(TAKES_A_DATABASE) < set(main.commands)
    assert OPENS < CLOSES


@pytest.mark.parametrize("typed", ["", "n\n", "y\n"])
def test_close_closes_nothing_where_nobody_can_be_asked(desk: Desk, typed: str) -> None:
    """`echo n | lastbild close` is no answer, and neither is `yes |`: there is no opening again."""
    desk.count({})
    assert refusal(desk.run("close", typed=typed)) == (
        "command line: --yes: is missing; expected it where nobody can be asked: a closed survey never opens"
        " again\n"
    )
    assert not desk.closed()
