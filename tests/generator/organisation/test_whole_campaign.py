"""Whole campaigns by the command line, in German: slips, sealed, extended, paper, open, withheld, next year.

After the reports come the decisions: documents, what came of it, and the next wave beside the plan.

Everything that the commands say is compared with ``transcripts/``, so that no English and no Python can stand
among it. A day stands in brackets, ``< n`` is what somebody types in a terminal (each key that is asked for
apart), and a status that is not 0 is at the end. ``RENEW=1 python -m pytest …`` writes the transcripts anew:
read the difference before it lands.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from collector import Result, SealedSubmission, Storage, Submission, server
from generator import clock
from generator.commands.main import main
from generator.organisation.storage import collecting_survey, database_of, open_storage
from harness import sites
from harness.decided_plans import BOUNDARY, CONTACT, NOT_NOW, OWN
from harness.markup import Page
from harness.releases import EVERYTHING
from harness.terminal import Keyboard
from harness.trustees import COUNCIL, OPENED_BY, ballots, sealing, write_key_file
from questionnaire import action_plan, release_file
from questionnaire import slips as slip
from questionnaire.action_plan import ActionPlan

TRANSCRIPTS = Path(__file__).with_name("transcripts")
DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2027, 1, 11), dt.date(2027, 1, 29)
SITE = """\
[site]
languages = ["de"]
address = "https://umfrage.kontor-versand.de/"

[brand]
name = "Kontor Versand"
imprint = "Kontor Versand AG, Am Kai 1, 20457 Hamburg, 040 901820"

[[contacts]]
label = "Sozialberatung"
phone = "+49 30 901820"

[[contacts]]
label = "Betriebsrat"
role = "representation"
mail = "betriebsrat@kontor-versand.de"

[survey]
id = "kontor-2027"
title = "Wie geht es uns am Telefon?"
headcount = 140
opens = 2027-01-11
closes = 2027-01-29
detail = "levers"

[collection]
mode = "slips"
url = "https://beitrag.kontor-versand.de/"
"""
ON_PAPER = ('mode = "slips"\nurl = "https://beitrag.kontor-versand.de/"', 'mode = "paper"')
OPEN = ('mode = "slips"', 'mode = "open"')
HUNDRED = ("headcount = 140", "headcount = 100")
NEXT_YEAR = (("2027", "2028"), ("closes = 2028-01-29", "closes = 2028-01-28"))
# Two teams that are released in one act; one of them contributes too little for a report of its own.
TEAMS = """\
[collection]
mode = "open"
headcount = 230
release = "whole"
url = "https://beitrag.kontor-versand.de/"

[[surveys]]
id = "nord-2027"
title = "Wie geht es uns in der Auftragsannahme?"
headcount = 120
opens = 2027-01-11
closes = 2027-01-29

[[surveys]]
id = "sued-2027"
title = "Wie geht es uns in der Reklamation?"
headcount = 110
opens = 2027-01-11
closes = 2027-01-29
"""
ELSEWHERE = ("am Telefon", "im Lager")
# What every change of a page would change.
_SIZE = re.compile(r"\d+ Dateien mit zusammen [\d,]+ MB")


@dataclass
class Office:
    """A facilitator's folder and clock, and the transcript of all that was typed and said so far."""

    folder: Path
    clock: pytest.MonkeyPatch
    transcript: list[str] = field(default_factory=list)

    def has_site(self, *changes: tuple[str, str]) -> None:
        """Write the site, with each (old, new) replaced."""
        text = SITE
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        sites.write(self.folder, text)

    def day_is(self, day: dt.date) -> None:
        """Let it be another day."""
        self.clock.setattr(clock, "today", lambda: day)
        self.transcript.append(f"\n[{day}]")

    def call(self, command: str, *keys: str) -> None:
        """Call ``lastbild command``; with ``keys``, in a terminal where somebody types these lines."""
        typed = Keyboard("".join(f"{key}\n" for key in keys)) if keys else None
        done = CliRunner().invoke(main, command.split(), input=typed, env={"LASTBILD_LANG": "de"})
        assert not done.exception or isinstance(done.exception, SystemExit), done.exception
        said = done.output.replace(str(self.folder), "ORDNER")
        self.transcript.append(" < ".join((f"\n$ lastbild {command}", *keys)))
        self.transcript += _SIZE.sub("… Dateien mit zusammen … MB", said).splitlines()
        if done.exit_code:
            self.transcript.append(f"(Status {done.exit_code})")

    def contribute(
        self, counts: Mapping[str, int], drawn: list[str] | None = None, survey: str = "kontor-2027"
    ) -> None:
        """Contribute ``counts`` on the first day, each with one of the slips ``drawn``."""
        codes = [code for code, number in counts.items() for _ in range(number)]
        with_slips = drawn[: len(codes)] if drawn else [None] * len(codes)
        storage = Storage.open(f"sqlite:///{self.folder / 'collector.sqlite'}")
        batch = [Submission(survey, *one) for one in zip(codes, with_slips, strict=True)]
        assert {*storage.record(batch, today=FIRST)} == {Result.ACCEPTED}
        storage.dispose()

    def decide(self, report: str = "report") -> None:
        """Save a plan that answers a report, as its page does; one decision has no owner yet."""
        file = release_file.parse((self.folder / report / "report.json").read_bytes())
        open_one = replace(OWN, owner="")
        plan = ActionPlan(file, (BOUNDARY, NOT_NOW, open_one), CONTACT, dt.date(2027, 2, 9))
        (self.folder / "draft.json").write_bytes(action_plan.dump(plan))
        (self.folder / "plan.json").write_bytes(
            action_plan.dump(replace(plan, decisions=(BOUNDARY, NOT_NOW, OWN)))
        )

    def names_the_plan(self) -> None:
        """Let the site tell what came of the survey."""
        path = self.folder / "site.toml"
        told = path.read_text("utf-8").replace("[collection]", 'decisions = "plan.json"\n\n[collection]')
        path.write_text(told, "utf-8")

    def report(self, folder: str = "report") -> str:
        """Return all text of a report."""
        page = Page((self.folder / folder / "index.html").read_bytes())
        return " ".join(" ".join(text.text for text in page.texts).split())

    def compare(self, name: str) -> None:
        """Compare all that was said with the transcript ``name``."""
        said = "\n".join(self.transcript).strip() + "\n"
        if os.environ.get("RENEW"):
            (TRANSCRIPTS / name).write_text(said, "utf-8")
        assert said == (TRANSCRIPTS / name).read_text("utf-8")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The folder of a survey with slips, on the day before it opens."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(server, "run", lambda *_, **__: None)
    office = Office(tmp_path, monkeypatch)
    office.has_site()
    office.day_is(FIRST - DAY)
    return office


def slips_on(sheet: Path) -> list[str]:
    """Return the slips that are printed on a sheet."""
    return [slip.read(code) for code in re.findall(r'class="code">([^<]+)<', sheet.read_text("utf-8"))]


def test_with_slips_and_extended(office: Office) -> None:
    """From the first check to the report, which tells the extension; what is refused between, too."""
    for command in ("check", "build", "status", "campaign", "poster", "slips 141", "slips 140", "slips 140"):
        office.call(command)
    office.call("slips 1 --out mehr.html")
    office.call("extend --until 2027-02-05 --yes")
    office.day_is(FIRST)
    for command in ("collect", "status", "report", "close", "tally"):
        office.call(command)
    office.call("close", "n")
    office.contribute(EVERYTHING, slips_on(office.folder / "slips.html"))
    office.call("extend --until 2027-01-20 --yes")
    office.call("extend --until 2027-02-05")
    office.call("extend --until 05.02.2027", "j")
    office.call("extend --until 2027-02-12 --yes")
    for command in ("build", "status"):
        office.call(command)
    office.day_is(LAST + DAY)
    office.call("report")
    office.day_is(dt.date(2027, 2, 6))
    for command in (
        "status",
        "report",
        "report",
        "close",
        "close --yes",
        "slips 1 --out mehr.html",
        "status",
    ):
        office.call(command)
    office.call("extend --until 2027-02-12 --yes")
    office.decide()
    for command in ("plan export draft.json", "plan export plan.json --format docx --out word"):
        office.call(command)
    office.call("decisions draft.json")
    office.call("decisions plan.json")
    office.names_the_plan()
    for command in ("build", "decisions plan.json", "plan page --release report/report.json --out alt.html"):
        office.call(command)
    office.compare("slips.txt")
    told = "Die Befragung wurde einmal verlängert, vom 29. Januar 2027 auf den 5. Februar 2027."
    assert told in office.report()
    assert "Ausgezählt wurden mindestens 120 Beiträge." in office.report()


def test_on_paper_and_a_second_wave(office: Office) -> None:
    """Two heaps with every mistake that people make, a report, and a year later the comparison with it."""
    office.has_site(ON_PAPER)
    office.call("tally", "1", "M", "fertig", "1", "j")
    office.day_is(FIRST)
    for command in ("collect", "slips 3", "close --yes"):
        office.call(command)
    first = ("1", "xx", "a-st 30", "b-sb 41", "zurück", "b-sb 40", "liste", "fertig", "72")
    office.call("tally", *first, "ohne 2", "fertig", "72", "j")
    office.call("tally --heap 1")
    office.call("tally", "2", "m 20", "n 51", "n 50")
    for command in ("close --yes", "report --close", "status"):
        office.call(command)
    office.call("tally --heap 2", "zurück n 2", "zurück d-b", "fertig", "68", "n")
    office.call("tally --heap 2", "abbrechen", "n", "abbrechen", "j")
    office.call("tally --heap 2", "m 20", "n 25", "später")
    office.call("tally --heap 2", "fertig", "45", "j")
    office.day_is(LAST + DAY)
    for command in ("report", "tally", "status"):
        office.call(command)
    office.has_site(ON_PAPER, *NEXT_YEAR)
    office.day_is(FIRST + 365 * DAY)
    office.call("tally", "1", "a-st 50", "b-sb 10", "m 20", "n 20", "fertig", "100", "j")
    office.day_is(dt.date(2028, 1, 29))
    office.call("report --previous report/report.json --out zweiter")
    assert "Nicht unterscheidbar: Ob „Zwickmühle“ häufiger oder seltener geworden ist" in office.report(
        "zweiter"
    )
    office.call("report --previous zweiter/report.json --out dritter")
    office.has_site(ON_PAPER, *NEXT_YEAR, ELSEWHERE)
    office.call("report --previous report/report.json --out dritter")
    office.call("report --previous report/report.json --out dritter", "n")
    office.call("report --previous report/report.json --out dritter", "j")
    office.call("report --previous report/report.json --out dritter --same-people")
    office.decide()
    office.call("report --previous plan.json --out vierter --same-people")
    for command in ("decisions plan.json", "plan export plan.json", "plan page --release report/report.json"):
        office.call(command)
    office.compare("paper.txt")
    assert "Eine Grenzregel mit Namen darunter (bis 31. März 2027)" in office.report("vierter")


def test_open_and_withheld(office: Office) -> None:
    """More contributions than invited: status says it while the survey runs, and the report shows nothing."""
    office.has_site(OPEN, HUNDRED)
    office.call("collect")
    office.day_is(FIRST)
    office.contribute({"A-ST": 60, "N": 41})
    office.call("status")
    office.day_is(LAST + DAY)
    for command in ("report", "status"):
        office.call(command)
    office.compare("open.txt")
    assert "Es gab mehr Beiträge als eingeladene Menschen." in office.report()
    assert "Ausgezählt" not in office.report()


def test_sealed(office: Office) -> None:
    """The collector's urn, the trustee's count, and the report; nothing else can count it."""
    counts, config_path = {"A-ST": 20, "B-SB": 15, "M": 10, "N": 15}, office.folder / "site.toml"
    sites.write(office.folder, sealing(SITE, COUNCIL))
    for command in ("check", "slips 60", "status"):
        office.call(command)
    office.day_is(FIRST)
    survey, drawn = collecting_survey(config_path), slips_on(office.folder / "slips.html")
    cast = zip(ballots(survey.configured.config, counts), drawn, strict=True)
    with open_storage(config_path, database_of(config_path), survey) as storage:
        batch = [SealedSubmission(survey.id, *one) for one in cast]
        assert {*storage.record_ballots(batch, today=FIRST)} == {Result.ACCEPTED}
    office.day_is(LAST + DAY)
    office.call("status")
    office.call("close", "j")
    for command in ("status", "report", "close", "close --yes"):
        office.call(command)
    write_key_file(office.folder, "schluessel.json", COUNCIL)
    office.call("count kontor-2027.urn.json")
    office.call("count kontor-2027.urn.json --key schluessel.json --out gezaehlt", "falsch", OPENED_BY)
    office.call("count kontor-2027.urn.json --key schluessel.json --out gezaehlt", OPENED_BY)
    office.call("report --release gezaehlt/report.json")
    office.call("status")
    office.compare("sealed.txt")
    assert "Ausgezählt wurden mindestens 60 Beiträge." in office.report()


def test_teams_in_one_act(office: Office) -> None:
    """One report on all of them, no report on one of them, and a plan that is told to both."""
    sites.write(office.folder, SITE.split("[survey]", maxsplit=1)[0] + TEAMS)
    for command in ("check", "collect"):
        office.call(command)
    office.day_is(FIRST)
    office.contribute({"A": 20, "B": 25, "M": 10, "N": 20}, survey="nord-2027")
    office.contribute({"A": 4, "C": 3}, survey="sued-2027")
    for command in ("status", "report"):
        office.call(command)
    office.day_is(LAST + DAY)
    for command in ("report --survey sued-2027", "report", "status"):
        office.call(command)
    office.decide()
    office.call("plan export plan.json")
    office.call("decisions plan.json")
    office.call("decisions plan.json --survey sued-2027")
    office.compare("teams.txt")


def test_in_the_wrong_folder_and_with_the_database_of_an_earlier_version(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One database, wherever the command is called from; the old place is pointed to, and nothing is made."""
    office.call("slips 3")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    office.clock.chdir(elsewhere)
    config = office.folder / "site.toml"
    office.call(f"slips 3 --config {config}")
    (office.folder / "collector.sqlite").rename(elsewhere / "collector.sqlite")
    office.call(f"close --yes --config {config}")
    office.transcript = [line.replace(str(elsewhere), "ANDERSWO") for line in office.transcript]
    office.transcript = [line.replace(str(office.folder), "ORDNER") for line in office.transcript]
    office.compare("folders.txt")
    assert not (office.folder / "collector.sqlite").exists()


@pytest.mark.parametrize("name", sorted(path.name for path in TRANSCRIPTS.iterdir()))
def test_no_english_and_no_python_is_said(name: str) -> None:
    """What a renewed transcript must not hold either: a class, a bracket without a value."""
    said = [
        line for line in (TRANSCRIPTS / name).read_text("utf-8").splitlines() if line[:2] not in ("$ ", "[2")
    ]
    english = (
        r"(?<!-)\b(the|expected|wrote|is|not|and|command|line|closed|ballots?|heap|Error|None|True|False)\b"
    )
    python = r"datetime|Traceback|Exception|\{\w*\}|'\w+'|<\w+"
    found = [line for line in said if re.search(f"{english}|{python}", line)]
    assert found == []
