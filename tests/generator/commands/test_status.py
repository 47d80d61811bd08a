"""``lastbild status``: where a campaign stands, what is missing, and the next command, on one screen."""

from __future__ import annotations

import copy
import datetime as dt
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from collector import Storage, Submission
from generator import clock
from generator.commands import status
from generator.commands.campaign_screen import Screen, facts
from generator.commands.campaign_state import Build, Campaign, Command, Need, Step
from generator.commands.language import speaking
from generator.commands.main import main
from generator.configuration import load
from generator.configuration.warnings import warnings
from generator.organisation.storage import collecting_survey, open_storage
from harness import sites
from harness.contributions import REGISTERED
from harness.paths import EXAMPLES
from questionnaire import trustee_key

KEY = trustee_key.written(bytes(range(1, 33)))
OPENS, CLOSES = dt.date(2027, 1, 11), dt.date(2027, 1, 29)
BEFORE, WITHIN, AFTER = dt.date(2027, 1, 4), dt.date(2027, 1, 20), dt.date(2027, 2, 1)
SITE = f"""
[site]
languages = ["de"]
address = "https://lastbild.muster.de/"
[brand]
name = "Muster AG"
imprint = "Muster AG, Berlin"
[[contacts]]
label = "Beratung"
phone = "+49 30 901820"
[survey]
id = "muster-2027"
title = "Wie geht es uns?"
headcount = 140
opens = {OPENS}
closes = {CLOSES}
[collection]
mode = "MODE"
url = "https://umfrage.muster.de/"
"""


def site(mode: str, *, seal: bool = False) -> str:
    """Return a site.toml in which nothing is left to do, but for a seal."""
    return SITE.replace("MODE", mode) + (f'seal = "{KEY}"\n' if seal else "")


def written(folder: Path, mode: str, *, seal: bool = False) -> Path:
    """Write the site.toml into ``folder``."""
    text = site(mode, seal=seal)
    return sites.write(folder, text if mode not in ("off", "paper") else re.sub("url = .*\n", "", text))


@pytest.fixture
def campaign(tmp_path: Path, request: pytest.FixtureRequest) -> Campaign:
    """A campaign in the mode of the parameter, built, before its first day."""
    mode, _, seal = request.param.partition(" ")
    config_path = written(tmp_path, mode, seal=bool(seal))
    found = load.load_site(config_path)
    return Campaign(found.surveys[0].config, BEFORE, Build.CURRENT, warnings=warnings(found, BEFORE))


def following(campaign: Campaign) -> tuple[str, dt.date | None]:
    """Return the next command in words, and from which day on."""
    command = campaign.next_command()
    return (" ".join(command.words), command.since) if command else ("", None)


OPEN_DAY = CLOSES + dt.timedelta(days=1)
JOURNEYS: dict[str, list[tuple[dict[str, Any], Step, list[Need], str, dt.date | None]]] = {
    # mode: (changes, step, needs, next command, since)
    "slips seal": [
        ({"build": Build.MISSING}, Step.PREPARE, [Need.BUILD, Need.SLIPS], "build --strict", None),
        ({"build": Build.OUTDATED}, Step.PREPARE, [Need.BUILD_AGAIN, Need.SLIPS], "build --strict", None),
        ({}, Step.PREPARE, [Need.SLIPS], "slips 140", None),
        ({"standing": replace(REGISTERED, slips=120)}, Step.READY, [], "rehearse", None),
        ({"today": WITHIN}, Step.OPEN, [Need.SLIPS, Need.DATABASE], "slips 140", None),
        (
            {"today": WITHIN, "build": Build.MISSING, "standing": replace(REGISTERED, slips=120)},
            Step.OPEN,
            [Need.BUILD],
            "close",
            OPEN_DAY,
        ),
        (
            {"today": WITHIN, "standing": replace(REGISTERED, slips=120)},
            Step.OPEN,
            [],
            "close",
            OPEN_DAY,
        ),
        ({"today": AFTER, "standing": replace(REGISTERED, slips=120)}, Step.OPEN, [], "close", None),
        (
            {"today": AFTER, "standing": replace(REGISTERED, closed=True)},
            Step.CLOSED,
            [Need.URN],
            "close",
            None,
        ),
        (
            {"today": AFTER, "standing": replace(REGISTERED, closed=True, emptied=True)},
            Step.CLOSED,
            [Need.RELEASE],
            "report --release report.json",
            None,
        ),
        (
            {
                "today": AFTER,
                "reported": True,
                "standing": replace(REGISTERED, closed=True, emptied=True),
            },
            Step.REPORTED,
            [Need.PLAN],
            "decisions plan.json",
            None,
        ),
    ],
    "open": [
        ({"build": Build.MISSING}, Step.PREPARE, [Need.BUILD], "build --strict", None),
        ({}, Step.READY, [], "rehearse", None),
        ({"today": OPENS}, Step.OPEN, [Need.DATABASE], "collect", None),
        ({"today": WITHIN, "standing": REGISTERED}, Step.OPEN, [], "report", OPEN_DAY),
        ({"today": AFTER, "standing": REGISTERED}, Step.OPEN, [], "report", None),
        (
            {"today": AFTER, "standing": replace(REGISTERED, closed=True)},
            Step.CLOSED,
            [],
            "report",
            None,
        ),
        (
            {"today": AFTER, "standing": replace(REGISTERED, closed=True, released=True)},
            Step.REPORTED,
            [Need.PLAN],
            "decisions plan.json",
            None,
        ),
    ],
    "paper": [
        ({}, Step.READY, [], "rehearse", None),
        ({"today": WITHIN, "build": Build.MISSING}, Step.OPEN, [Need.BUILD], "build", None),
        ({"today": WITHIN}, Step.OPEN, [], "tally", None),
        ({"today": AFTER, "standing": REGISTERED}, Step.OPEN, [Need.BALLOTS], "report", None),
    ],
    "off": [
        ({"build": Build.MISSING}, Step.PREPARE, [Need.BUILD], "build --strict", None),
        ({}, Step.READY, [], "rehearse", None),
        ({"today": WITHIN, "build": Build.MISSING}, Step.OPEN, [Need.BUILD], "build", None),
        ({"today": WITHIN}, Step.OPEN, [], "", None),
        ({"today": AFTER}, Step.CLOSED, [], "", None),
    ],
}


@pytest.mark.parametrize("campaign", JOURNEYS, indirect=True)
def test_each_step_of_each_way_to_collect(campaign: Campaign, request: pytest.FixtureRequest) -> None:
    """Which step it is, what the next one needs, and the next command, from the first to the last."""
    for changes, step, needs, command, since in JOURNEYS[request.node.callspec.params["campaign"]]:
        then = replace(campaign, **changes)
        assert (then.step, list(then.left)) == (step, needs), changes
        assert following(then) == (command, since), changes


@pytest.mark.parametrize("campaign", ["open"], indirect=True)
def test_after_the_report_it_leads_to_what_employees_are_told(campaign: Campaign) -> None:
    """First a plan is missing; with one it is told; a site that names it is built again, and all is done."""
    reported = replace(campaign, today=AFTER, reported=True)
    assert (list(reported.left), following(reported)[0]) == ([Need.PLAN], "decisions plan.json")
    planned = replace(reported, planned=True)
    assert (list(planned.left), following(planned)[0]) == ([], "decisions plan.json")
    table = campaign.config.survey.model_copy(update={"decisions": "plan.json"})
    told = replace(planned, config=campaign.config.model_copy(update={"survey": table}))
    assert following(replace(told, build=Build.OUTDATED)) == ("build", None)
    assert (list(told.left), following(told)) == ([], ("", None))


@pytest.mark.parametrize("campaign", ["open"], indirect=True)
def test_a_warning_keeps_it_in_preparation_but_a_seal_is_only_recommended(campaign: Campaign) -> None:
    """An unsealed survey may be ready; one with a placeholder is not, and the check names it."""
    assert [fault.kind for fault in campaign.told_warnings] == ["warning.seal"]
    assert campaign.step is Step.READY
    doubtful = replace(campaign, warnings=(replace(campaign.warnings[0], kind="warning.name"),))
    assert (doubtful.step, following(doubtful)[0]) == (Step.PREPARE, "check")
    assert replace(campaign, today=WITHIN).told_warnings == ()  # its seal is settled by then


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to call the command from, on a day within the survey, for a build that is not looked at."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "today", lambda: WITHIN)
    monkeypatch.setattr(status, "_build", lambda *_: Build.CURRENT)
    return tmp_path


def run(*arguments: str, lines: int = 24, columns: int = 80, language: str = "de") -> Result:
    """Run the command in a terminal of this size."""
    size = {"LINES": str(lines), "COLUMNS": str(columns)}
    return CliRunner(env=size).invoke(main, ["--lang", language, "status", *arguments])


def test_it_says_it_in_german(folder: Path) -> None:
    """With the days as German readers write them."""
    written(folder, "paper")
    assert run().stdout.splitlines() == [
        "Wie geht es uns? (muster-2027)",
        "in Vorbereitung > bereit > [offen] > geschlossen > berichtet",
        "Vom 11. Januar 2027 bis zum 29. Januar 2027, noch 9 Tage.",
        "Als Nächstes:",
        "  lastbild tally",
    ]


def test_it_makes_no_database_and_no_tables(folder: Path) -> None:
    """Neither where there is none, nor in an empty file that somebody has put there: that is a fault."""
    written(folder, "open")
    assert "keine Datenbank dieser Befragung" in run().stdout
    assert [path.name for path in folder.iterdir()] == ["site.toml"]
    (folder / "collector.sqlite").touch()
    assert run().exit_code == 1
    assert (folder / "collector.sqlite").stat().st_size == 0


def test_it_never_says_how_many_contributions_there_are(folder: Path) -> None:
    """With one, and with ninety-three, each line is the same; of more than are invited, it says that."""
    config_path = written(folder, "open")
    survey = collecting_survey(config_path)
    shown = []
    for number in (0, 1, 93, 48):
        with open_storage(config_path, f"sqlite:///{folder}/collector.sqlite", survey) as storage:
            storage.record([Submission("muster-2027", "A")] * number, today=WITHIN)
        shown.append(run().stdout)
    assert len({*shown[:3]}) == 1
    assert "mehr Beiträge da, als Menschen eingeladen sind" not in shown[0]
    assert " ".join(shown[3].split()).count("mehr Beiträge da, als Menschen eingeladen sind") == 1


def test_it_reads_what_the_database_holds(folder: Path) -> None:
    """The slips that were drawn; that it was closed; and that it was released."""
    config_path = written(folder, "slips")
    database = f"sqlite:///{folder}/collector.sqlite"
    assert CliRunner().invoke(main, ["slips", "7"]).exit_code == 0
    assert "Zettel gezogen: 7; Menschen eingeladen: 140." in run().stdout
    storage = Storage.open(database)
    try:
        storage.close("muster-2027")
        assert "[geschlossen]" in run().stdout
        storage.save_release("muster-2027", b"{}")
    finally:
        storage.dispose()
    done = run().stdout
    assert "[berichtet]" in done
    assert done.rstrip().endswith("lastbild decisions plan.json")
    assert config_path.exists()


@pytest.mark.parametrize("campaign", ["paper"], indirect=True)
def test_no_day_is_left_of_a_survey_that_was_closed_early(campaign: Campaign) -> None:
    """Within its days an open survey says how many are left; a closed one only which days they were."""
    still_open = replace(campaign, today=WITHIN, standing=REGISTERED)
    closed = replace(still_open, standing=replace(REGISTERED, closed=True))
    with speaking("en"):
        (told, *_), (told_closed, *_) = facts(still_open), facts(closed)
    assert told.startswith(told_closed.removesuffix("."))
    assert " more day" in told.removeprefix(told_closed.removesuffix("."))
    assert "more day" not in told_closed


def test_a_command_can_be_copied(folder: Path) -> None:
    """With the path quoted, the survey named where there are several, and the database that was given."""
    place = folder / "unser Ordner"
    place.mkdir()
    text = (
        site("slips")
        .replace("[survey]", "[[surveys]]")
        .replace("[collection]", "[collection]\nheadcount = 400")
    )
    second = text[text.index("[[surveys]]") : text.index("[collection]")]
    more = second.replace("muster-2027", "nord-2027").replace("es uns", "es Ihnen")
    sites.write(place, text.replace("[collection]", f"{more}[collection]"))
    done = run(
        "--config", str(place / "site.toml"), "--database", f"sqlite:///{folder}/x.sqlite", columns=200
    )
    commands = [shlex.split(line) for line in done.stdout.splitlines() if line.startswith("  lastbild")]
    assert commands
    for name, *words in (command[1:] for command in commands):
        command: click.Command = main.commands[name]
        _, unused, _ = copy.copy(command).make_parser(click.Context(command)).parse_args(list(words))
        assert unused == []
        assert str(place / "site.toml") in words


@pytest.mark.parametrize("by_variable", [True, False])
def test_the_next_command_shows_no_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, by_variable: bool
) -> None:
    """People copy the screen into tickets; what a variable says, the next command knows without an option."""
    written(folder, "open")
    address = "postgresql://lastbild:geheim@host/lastbild"
    monkeypatch.setattr(status, "_standing", lambda *_: None)
    if by_variable:
        monkeypatch.setenv("LASTBILD_DATABASE", address)
    shown = run(*([] if by_variable else ["--database", address]), columns=200).stdout
    assert "lastbild collect" in shown
    assert "geheim" not in shown
    assert ("--database" in shown) is not by_variable


def test_a_faulty_site_is_in_preparation(folder: Path) -> None:
    """Status 1: the step, every fault, and the command that checks again."""
    sites.write(folder, "[brand]\n")
    done = run()
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].startswith("[in Vorbereitung] > bereit")
    assert done.stdout.splitlines()[-1].endswith("lastbild check")
    assert "brand.name" in done.stderr


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("today", [BEFORE, WITHIN, AFTER])
@pytest.mark.parametrize("example", ["hafenkontor", "lumo", "many"])
def test_it_fits_on_one_screen(
    tmp_path: Path, columns: int, language: str, today: dt.date, example: str
) -> None:
    """24 lines for every example, and for forty surveys; nothing is broken within a word or a command."""
    path = EXAMPLES / example / "site.toml"
    if example == "many":
        surveys = "".join(
            f'[[surveys]]\nid = "nummer-{n}-2027"\ntitle = "Befragung {n}"\n' for n in range(40)
        )
        path = sites.write(tmp_path, sites.BRAND + surveys)
    found = load.load_site(path)
    standing = replace(REGISTERED, extended_from=WITHIN, slips=12_000, more_than_invited=True)
    campaigns = [
        Campaign(survey.config, today, Build.OUTDATED, standing, warnings(found, today))
        for survey in found.surveys
    ]

    def command(_: Campaign, following: Command) -> str:
        return " ".join(("lastbild", *following.words, "--config", "/ein/langer/Pfad/zur/site.toml"))

    def sentence(campaign: Campaign, place: int) -> str:
        return campaign.told_warnings[place].said_in(language)

    with speaking(language):
        lines = Screen(columns, 23, command, sentence).shown(campaigns)
    assert sum(-(-len(line) // columns) for line in lines) <= 23
    assert all(len(line) <= columns for line in lines if "lastbild" not in line)
    assert any(campaigns[0].config.survey.id in line for line in lines)
