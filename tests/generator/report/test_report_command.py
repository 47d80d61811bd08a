"""report: one release, once, after the close; refused before anything is touched, and never changed later."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.configuration import load
from generator.plan.single_file import load_program, plan_file
from generator.report.files import report_files
from generator.report.waves import wave_of
from harness import language_files, sites
from harness.desk import SURVEY, Desk, refusal
from harness.releases import CLOSES, DAY, EVERYTHING, OPENS, configured, released, saved, site
from questionnaire import action_plan, language_folder, measures, release_file
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.disclosure import Withheld
from questionnaire.fingerprint import InstrumentId
from questionnaire.release_file import ReleaseFile, Wave

PAPER = ('mode = "slips"', 'mode = "paper"')
ON_PAPER = replace(SURVEY, mode="paper")


@pytest.fixture
def counted(desk: Desk, today: Callable[[dt.date], None]) -> Desk:
    """The desk on the day after the survey, in which 120 people took part."""
    desk.count(EVERYTHING)
    today(CLOSES + DAY)
    return desk


def untouched(desk: Desk) -> None:
    """Check that nothing was closed, released or written."""
    assert not desk.closed()
    assert desk.releases() == []
    assert not desk.out.exists()


def test_a_report_is_the_release_as_a_site(counted: Desk, tmp_path: Path) -> None:
    """The survey is closed, the release saved, and the folder holds exactly the report's files."""
    done = counted.report()
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"wrote {counted.out}\n", "")
    release = released(EVERYTHING)
    assert counted.closed()
    config, brand_files = configured(tmp_path)
    file = saved(config, release, slips=120)
    assert counted.releases() == [release_file.dump(file)]
    written = sites.contents(counted.out)
    assert written.pop("manifest.json")
    plan_page = plan_file(config, brand_files, file, load_program())
    assert written == report_files(config, brand_files, file, plan_page=plan_page)


@pytest.mark.parametrize("day", [OPENS, CLOSES])
def test_there_is_no_report_before_the_last_day_has_passed(
    counted: Desk, today: Callable[[dt.date], None], day: dt.date
) -> None:
    """Without --close, it is refused with advice; with it and a yes, the survey is closed and released."""
    today(day)
    message = refusal(counted.report())
    assert message.startswith('site.toml: line 15: survey.closes = "2027-01-29": has not passed; wait until')
    assert "--close" in message
    untouched(counted)
    assert "--yes: is missing; expected it where nobody can be asked" in refusal(counted.report("--close"))
    untouched(counted)
    assert counted.report("--close", "--yes").exit_code == 0
    assert counted.closed()
    assert [release_file.parse(body).result for body in counted.releases()] == [released(EVERYTHING)]


def test_a_second_call_renders_the_same_bytes_and_never_counts_anew(counted: Desk) -> None:
    """Even if somebody changed the counters meanwhile: there is one release."""
    counted.report()
    first, stored_first = sites.contents(counted.out), counted.releases()
    counted.change("UPDATE counters SET number = '000000000400' WHERE code = 'A-ST'")
    assert counted.report().exit_code == 0
    assert (sites.contents(counted.out), counted.releases()) == (first, stored_first)
    shutil.rmtree(counted.out)
    assert counted.report("--close", "--yes").exit_code == 0
    assert sites.contents(counted.out) == first


@pytest.mark.parametrize("counts", [{"A-ST": 9}, {"A-ST": 120}, {"A-ST": 118, "B-T": 2}, {}])
def test_what_may_not_be_shown_is_withheld_once_and_for_all(
    desk: Desk, today: Callable[[dt.date], None], tmp_path: Path, counts: dict[str, int]
) -> None:
    """The folder is the same, byte for byte, whatever the reason, and so is the output on the terminal."""
    site(desk.folder, PAPER)
    desk.count(counts, ON_PAPER)
    today(CLOSES + DAY)
    done = desk.report()
    assert (done.exit_code, done.stdout) == (0, f"wrote {desk.out}\n")
    config, brand_files = configured(tmp_path, PAPER)
    assert desk.releases() == [release_file.dump(saved(config, Withheld()))]
    written = sites.contents(desk.out)
    del written["manifest.json"]
    file = saved(config, Withheld())
    plan_page = plan_file(config, brand_files, file, load_program())
    assert written == report_files(config, brand_files, file, plan_page=plan_page)


def test_a_report_prints_no_count(counted: Desk) -> None:
    """Output on a terminal or in a log reveals nothing of the tally."""
    done = counted.report()
    assert not re.search(r"\d", done.output.replace(str(counted.folder), ""))


def wave_before(desk: Desk, **changes: Any) -> Wave:  # noqa: ANN401 (any field of a wave)
    """Return the wave one year before the desk's survey, with ``changes``."""
    now = wave_of(load.load_surveys(desk.folder / "site.toml")[0].config)
    year = dt.timedelta(days=365)
    return replace(
        now, **{"survey_id": "hafen-2026", "opens": OPENS - year, "closes": CLOSES - year, **changes}
    )


OTHER_VERSION = InstrumentId(0, "0" * 64)
ANOTHER_YEAR = {"opens": OPENS + dt.timedelta(days=365), "closes": CLOSES + dt.timedelta(days=365)}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"survey_id": "hafen-2027", "opens": OPENS, "closes": CLOSES},
            "is the report of this very survey; expected the report.json of an earlier wave",
        ),
        (
            {"survey_id": "werft-2026"},
            (
                "is of another survey (werft-2026, 11 January 2026 – 29 January 2026, not hafen-2027, "
                '"Wie geht es uns am Telefon?", 11 January 2027 – 29 January 2027); expected an earlier wave'
            ),
        ),
        (
            {"survey_id": "hafen-2028", **ANOTHER_YEAR},
            "ends on 2028-01-29, not before this survey opens on 2027-01-11; expected an earlier wave",
        ),
        (
            {"instrument": OTHER_VERSION},
            "was asked with another instrument (version 0, fingerprint 000000000000…",
        ),
    ],
    ids=["itself", "another survey", "later", "another instrument"],
)
def test_a_wave_that_cannot_be_compared_is_refused(
    counted: Desk, changes: dict[str, Any], reason: str
) -> None:
    """A sentence says why, before anything is closed or released."""
    previous = counted.folder / "previous.json"
    earlier = ReleaseFile(wave_before(counted, **changes), released(EVERYTHING))
    previous.write_bytes(release_file.dump(earlier))
    assert refusal(counted.report("--previous", previous)).startswith(
        f'command line: --previous = "{previous}": {reason}'
    )
    untouched(counted)


def test_a_report_is_compared_with_the_wave_before(counted: Desk) -> None:
    """--previous takes the report.json of an earlier report; without it, there is no comparison."""
    previous = counted.folder / "previous.json"
    earlier = ReleaseFile(wave_before(counted), released({"A-ST": 60, "B-ST": 10, "M": 20, "N": 20}))
    previous.write_bytes(release_file.dump(earlier))
    assert counted.report("--previous", previous).exit_code == 0
    page = (counted.out / "index.html").read_text("utf-8")
    texts = measures.load("de").texts
    assert '<section id="waves">' in page
    assert texts["waves"]["less"].format(name="Gegenwind") in page
    counted.report()
    assert '<section id="waves">' not in (counted.out / "index.html").read_text("utf-8")


def test_an_earlier_plan_brings_its_decisions(counted: Desk) -> None:
    """--previous takes the plan.json of an earlier wave, too: decided then, changed since."""
    previous = counted.folder / "plan.json"
    earlier = ReleaseFile(wave_before(counted), released(EVERYTHING))
    decision = Decision("decided", "structure", "A", "boundary-rule", owner="Frau Lübbers")
    previous.write_bytes(action_plan.dump(ActionPlan(earlier, (decision,))))
    assert counted.report("--previous", previous).exit_code == 0
    page = (counted.out / "index.html").read_text("utf-8")
    assert measures.load("de").texts["waves"]["title_decided"] in page
    assert "Eine Grenzregel mit Namen darunter</span>" in page
    assert "Lübbers" not in page


@pytest.mark.parametrize(
    ("wave", "changes", "said"),
    [
        ({}, {"by": "soon", "owner": 5}, ["decisions[1].owner", "decisions[1].by"]),
        (
            {"survey_id": "hafen-2027", "opens": OPENS, "closes": CLOSES},
            {},
            ["is the report of this very survey"],
        ),
    ],
    ids=["faults", "of this survey"],
)
def test_an_earlier_plan_that_cannot_be_used_is_refused(
    counted: Desk, wave: dict[str, Any], changes: dict[str, object], said: list[str]
) -> None:
    """All faults at once, each with the file and its place in it, before anything is closed or released."""
    previous = counted.folder / "plan.json"
    earlier = ReleaseFile(wave_before(counted, **wave), released(EVERYTHING))
    tree = json.loads(action_plan.dump(ActionPlan(earlier, (Decision("decided", "structure", "A"),))))
    tree["decisions"][0] |= changes
    previous.write_text(json.dumps(tree), "utf-8")
    lines = refusal(counted.report("--previous", previous)).splitlines()
    assert len(lines) == len(said)
    assert all(part in line and str(previous) in line for part, line in zip(said, lines, strict=True))
    untouched(counted)


def test_a_second_wave_may_have_another_id_if_somebody_says_so(counted: Desk) -> None:
    """The same people under another id: --same-people compares, and the report holds the title."""
    previous = counted.folder / "previous.json"
    earlier = ReleaseFile(
        wave_before(counted, survey_id="kundenservice"), released(EVERYTHING), title="Befragung"
    )
    previous.write_bytes(release_file.dump(earlier))
    message = refusal(counted.report("--previous", previous))
    assert 'is of another survey (kundenservice, "Befragung", 11 January 2026' in message
    untouched(counted)
    assert counted.report("--previous", previous, "--same-people").exit_code == 0
    assert '<section id="waves">' in (counted.out / "index.html").read_text("utf-8")
    made = release_file.parse((counted.out / "report.json").read_bytes())
    assert made.title == "Wie geht es uns am Telefon?"
    assert [release_file.parse(body).title for body in counted.releases()] == [None]


@pytest.mark.parametrize(
    "contents",
    [b"", b"<html>", b"{}", b"[]", b"\xff\xfe\x00", b'{"released": true}', b"[" * 100_000],
    ids=["empty", "html", "no key", "a list", "no text", "cut off", "deep"],
)
def test_a_previous_wave_that_is_none_is_refused(counted: Desk, contents: bytes) -> None:
    """The message names the option, before anything is closed or released."""
    previous = counted.folder / "previous.json"
    previous.write_bytes(contents)
    message = refusal(counted.report("--previous", previous))
    assert message.startswith(f'command line: --previous = "{previous}": ')
    untouched(counted)


def test_a_previous_wave_that_is_not_there_is_wrong_usage(counted: Desk) -> None:
    """Status 2, and nothing is touched."""
    assert counted.report("--previous", counted.folder / "nothing.json").exit_code == 2
    untouched(counted)


def test_the_threshold_that_stood_at_the_opening_stands(desk: Desk, today: Callable[[dt.date], None]) -> None:
    """A threshold that is lower or higher afterwards is refused, and nothing is released."""
    twenty = ('detail = "levers"', 'detail = "levers"\nthreshold = 20')
    path = site(desk.folder, PAPER, twenty)
    desk.run("tally", typed="1\nA-ST 9\nB-T 6\ndone\n15\ny\n")
    today(CLOSES + DAY)
    for other in ("15", "25"):
        path.write_text(path.read_text("utf-8").replace("threshold = 20", f"threshold = {other}"), "utf-8")
        expected = "expected 20, as when survey 'hafen-2027' opened"
        assert refusal(desk.report()) == f"site.toml: line 17: survey.threshold = {other}: {expected}\n"
        untouched(desk)
        path = site(desk.folder, PAPER, twenty)
    assert desk.report().exit_code == 0
    assert [release_file.parse(body).result for body in desk.releases()] == [Withheld()]


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("threshold = 9", "site.toml: line 17: survey.threshold = 9: expected a number of at least 10"),
        ("threshold = 150", "site.toml: line 13: survey.headcount = 140: expected at least 150"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(counted: Desk, setting: str, fault: str) -> None:
    """Below ten, or above the number of people invited."""
    site(counted.folder, ('detail = "levers"', f'detail = "levers"\n{setting}'))
    assert refusal(counted.report()).startswith(fault)
    untouched(counted)


def test_a_catalogue_with_a_missing_text_is_refused_before_anything_is_touched(
    counted: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A survey is released only once, so it is not released while its report cannot be made."""
    folder = language_files.copied(tmp_path)
    language_files.rewrite(folder / "en" / "measures.toml", (r"^withheld = .*$", ""))
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    missing = "languages/en/measures.toml: report.withheld: is missing; expected a text\n"
    assert refusal(counted.report()) == missing
    untouched(counted)


def test_a_folder_that_is_not_ours_is_refused_before_anything_is_touched(counted: Desk) -> None:
    """A report never replaces somebody's thesis."""
    counted.out.mkdir()
    (counted.out / "thesis.txt").write_text("precious", "utf-8")
    message = refusal(counted.report())
    assert message.startswith(f'command line: --out = "{counted.out}": is a folder that no build has made')
    assert sites.contents(counted.out) == {"thesis.txt": b"precious"}
    assert not counted.closed()
    assert counted.releases() == []


def test_a_survey_of_types_has_a_report_without_levers(desk: Desk, today: Callable[[dt.date], None]) -> None:
    """The report shows the pattern, and nothing of cause and influence."""
    site(desk.folder, PAPER, ('detail = "levers"', 'detail = "type"'))
    desk.run("tally", typed="1\nA 20\nB 20\nM 5\ndone\n45\ny\n")
    today(CLOSES + DAY)
    assert desk.report().exit_code == 0
    tree = json.loads((desk.out / "report.json").read_bytes())
    assert tree["levers"] == {}
    assert tree["reach"] == {"invited": 140, "slips": None, "all_surveys": None}
    assert 'id="tensions"' not in (desk.out / "index.html").read_text("utf-8")
    assert SURVEY.detail == "levers"
