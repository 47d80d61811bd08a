"""``lastbild decisions``: it refuses what cannot be told, and says who becomes public."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from harness import sites
from harness.decided_plans import BOUNDARY, CONTACT, NOT_NOW, OWN, plan_of
from harness.markup import Page
from harness.releases import OPENS
from questionnaire import action_plan, measures
from questionnaire.action_plan import ActionPlan

ADDRESS = "https://kontor.example/umfrage/"
TEXT = sites.COMPLETE.replace("[site]\n", f'[site]\naddress = "{ADDRESS}"\n')
SURVEY_ID = "hafen-2027"
PLAN = plan_of(SURVEY_ID)


def run(folder: Path, plan: ActionPlan | bytes, text: str = TEXT, *options: str) -> Result:
    """Run the command on ``plan`` and the site of ``text`` in ``folder``; it writes to ``folder``/out."""
    config_path = sites.write(folder, text)
    path = folder / "plan.json"
    path.write_bytes(plan if isinstance(plan, bytes) else action_plan.dump(plan))
    arguments = ["--config", str(config_path), str(path), "--out", str(folder / "out"), *options]
    return CliRunner().invoke(main, ["decisions", *arguments])


def test_it_writes_page_poster_and_mail_in_every_language(tmp_path: Path) -> None:
    """One folder, with all that its pages load; nothing else leads out of it."""
    result = run(tmp_path, PLAN)
    assert result.exit_code == 0, result.output
    files = set(sites.contents(tmp_path / "out"))
    named = {"index.html", "en/index.html", *(f"{what}-{each}" for what, each in (
        ("poster", "de.html"), ("poster", "en.html"), ("mail", "de.txt"), ("mail", "en.txt")
    ))}  # fmt: skip
    assert named <= files
    for name in ("index.html", "en/index.html"):
        page = Page((tmp_path / "out" / name).read_bytes())
        loaded = [*(link["href"] for link in page.all("link")), *(link["href"] for link in page.all("a"))]
        inside = [each for each in loaded if not each.startswith(("#", "tel:", "mailto:"))]
        assert all((tmp_path / "out" / name).parent.joinpath(each).resolve().is_file() for each in inside)


def test_every_gap_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    """Each line names the plan's file, the place in it and what is missing."""
    nobody = replace(BOUNDARY, owner="", by=None)
    result = run(tmp_path, plan_of(SURVEY_ID, nobody, replace(NOT_NOW, reason={}), replace(OWN, title={})))
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["plan.json", f"decisions[{place}]"] if name is None else ["plan.json", f"decisions[{place}].{name}"]
        for place, name in ((1, "owner"), (1, "by"), (2, "reason"), (3, "title"))
    ]
    assert not (tmp_path / "out").exists()


def test_a_plan_of_another_survey_or_wave_is_refused(tmp_path: Path) -> None:
    """Nobody is told of decisions that answer somebody else's results, or last year's."""
    other = run(tmp_path / "one", plan_of("lumo-2027"))
    assert other.exit_code == 1
    assert "plan.json: file: the plan answers the survey 'lumo-2027'" in other.output
    earlier = run(tmp_path / "two", plan_of(SURVEY_ID, opens=OPENS.replace(year=2026)))
    assert earlier.exit_code == 1
    assert "the plan answers the wave that opened on 2026-01-11" in earlier.output


@pytest.mark.parametrize("contents", [b"", b"{}", b"[1]", b'{"format": 9}', b"\xff\xfe"])
def test_another_file_is_no_plan(tmp_path: Path, contents: bytes) -> None:
    """It says what was expected, and names the file."""
    result = run(tmp_path, contents)
    assert (result.exit_code, result.output.startswith("plan.json: ")) == (1, True)


def test_every_fault_of_a_plan_is_told_with_its_place(tmp_path: Path) -> None:
    """A plan that somebody has edited by hand, wrongly in two places, names both."""
    tree = json.loads(action_plan.dump(PLAN))
    tree["decisions"][0]["status"], tree["decisions"][1]["by"] = "maybe", "soon"
    result = run(tmp_path, json.dumps(tree).encode())
    assert [line.split(" = ")[0] for line in result.output.splitlines()] == [
        "plan.json: decisions[1].status",
        "plan.json: decisions[2].by",
    ]


def test_it_warns_of_texts_that_a_language_lacks(tmp_path: Path) -> None:
    """And of a measure that the plan words anew in one language only: the others keep the catalogue's."""
    result = run(tmp_path, plan_of(SURVEY_ID, replace(BOUNDARY, what={"de": "Gilt ab Mai."}), OWN, NOT_NOW))
    assert result.exit_code == 0
    warnings = [line for line in result.output.splitlines() if line.startswith("decisions[")]
    assert [line.split(":")[0] for line in warnings] == [
        "decisions[1].what",
        "decisions[2].title",
        "decisions[2].what",
    ]
    assert "the page shows the catalogue's words there" in warnings[0]
    assert "there is no text in en; the page shows the one in de" in warnings[1]


def test_it_says_which_names_become_public(tmp_path: Path) -> None:
    """Once each, so that somebody can ask them before."""
    line = "Everybody can read these names and positions; ask the people before: "
    twice = run(tmp_path / "one", plan_of(SURVEY_ID, OWN, OWN))
    assert f"{line}{OWN.owner}, {CONTACT}\n" in twice.output
    nobody = run(tmp_path / "two", replace(PLAN, decisions=(NOT_NOW,), contact=""))
    assert line not in nobody.output


def test_a_plan_without_decisions_is_told_with_a_warning(tmp_path: Path) -> None:
    """It may be the truth; whoever runs the command is asked to look."""
    result = run(tmp_path, replace(PLAN, decisions=()))
    assert result.exit_code == 0
    assert "The plan holds no decision" in result.output


def test_poster_and_mail_lead_to_the_page_only_if_the_site_has_it(tmp_path: Path) -> None:
    """With decisions in site.toml to the page in their language; without it nowhere, and it says so."""
    without = run(tmp_path / "one", PLAN)
    assert "The site does not show it yet" in without.output
    assert ADDRESS not in (tmp_path / "one" / "out" / "mail-en.txt").read_text("utf-8")
    assert 'class="code"' not in (tmp_path / "one" / "out" / "poster-en.html").read_text("utf-8")
    text = TEXT.replace('detail = "levers"', 'detail = "levers"\ndecisions = "plan.json"')
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "plan.json").write_bytes(action_plan.dump(PLAN))
    assert "The site does not show it yet" not in run(tmp_path / "two", PLAN, text).output
    for language, folder in (("de", ""), ("en", "en/")):
        address = f"{ADDRESS}{folder}decisions.html"
        assert address in (tmp_path / "two" / "out" / f"mail-{language}.txt").read_text("utf-8")
        poster = Page((tmp_path / "two" / "out" / f"poster-{language}.html").read_bytes())
        assert [each["aria-label"] for each in poster.all("div") if "aria-label" in each] == [address]


def test_the_poster_names_the_first_decisions_and_whom_to_ask(tmp_path: Path) -> None:
    """At most five, each with its day; one in another language is marked; HTML in them is text."""
    bold = replace(OWN, title={"de": "<b>Ruheraum</b>"})
    assert run(tmp_path, plan_of(SURVEY_ID, *[BOUNDARY] * 3, *[bold] * 3)).exit_code == 0
    poster = Page((tmp_path / "out" / "poster-en.html").read_bytes())
    lines = [text for text in poster.texts if text.within(**{"class": "promises"}) and text.text.strip()]
    assert len(lines) == 6  # five, and where the others are
    assert [line.inside[-1].attributes.get("lang") for line in lines] == [None] * 3 + ["de"] * 2 + [None]
    assert lines[3].text == "<b>Ruheraum</b> (until 1 April 2027)"
    assert any(CONTACT in text.text for text in poster.texts)


def test_a_folder_that_is_not_ours_stays(tmp_path: Path) -> None:
    """It never replaces a folder that another command, or somebody else, has made."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine", "utf-8")
    assert run(tmp_path, PLAN).exit_code == 1
    assert sites.contents(tmp_path / "out") == {"letter.txt": b"mine"}


TEAMS = f"""{sites.BRAND}
[collection]
mode = "paper"
headcount = 400
release = "whole"
""" + "".join(
    f"""[[surveys]]
id = "{team}-2027"
title = "Team {team}"
headcount = 100
opens = {opens}
closes = 2027-01-29
"""
    for team, opens in (("nord", "2027-01-11"), ("sued", "2027-01-18"))
)


def test_of_several_surveys_it_is_the_one_that_the_plan_answers(tmp_path: Path) -> None:
    """Nobody has to name it again; a plan of none of them is refused with the ids that there are."""
    each = TEAMS.replace('release = "whole"\n', "")
    assert run(tmp_path / "one", plan_of("nord-2027"), each).exit_code == 0
    assert "Team nord" in (tmp_path / "one" / "out" / "index.html").read_text("utf-8")
    other = run(tmp_path / "two", plan_of("west-2027"), each)
    assert (other.exit_code, "expected a plan of 'nord-2027, sued-2027'" in other.output) == (1, True)
    named = run(tmp_path / "three", plan_of("nord-2027"), each, "--survey", "sued-2027")
    assert (named.exit_code, "answers the survey 'nord-2027'" in named.output) == (1, True)


def test_a_plan_of_a_joint_release_is_told_of_all_surveys_together(tmp_path: Path) -> None:
    """Its page has the title of the whole; each survey can show it, whatever its own first day within it."""
    plan = plan_of("whole-2027")
    assert run(tmp_path, plan, TEAMS).exit_code == 0
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert measures.load("de").texts["whole"]["title"] in page
    for team in ("nord-2027", "sued-2027"):
        assert run(tmp_path, plan, TEAMS, "--survey", team).exit_code == 0
    later = replace(plan, report=replace(plan.report, wave=replace(plan.report.wave, closes=OPENS)))
    refused = run(tmp_path, later, TEAMS, "--survey", "sued-2027")
    assert (refused.exit_code, "answers the wave that opened on 2027-01-11" in refused.output) == (1, True)


@pytest.mark.parametrize("key", ["title", "together_title"])
def test_what_several_surveys_showed_never_stands_under_the_name_of_one(tmp_path: Path, key: str) -> None:
    """Nor what some of them showed under that of all: the page has the title of the report, in each language.

    So do poster and mail, and the page in the site of each.
    """
    titles = {language: measures.load(language).texts["whole"][key] for language in ("de", "en")}
    plan = plan_of("whole-2027")
    plan = replace(plan, report=replace(plan.report, title=titles["de"]))
    for option in ((), ("--survey", "nord-2027")):
        assert run(tmp_path, plan, TEAMS, *option).exit_code == 0
        for file, language in (
            ("index.html", "de"),
            ("en/index.html", "en"),
            ("poster-en.html", "en"),
            ("mail-de.txt", "de"),
        ):
            text = (tmp_path / "out" / file).read_text("utf-8")
            assert (titles[language] in text, "Team nord" in text) == (True, False)
    site = TEAMS.replace('id = "nord-2027"', 'id = "nord-2027"\ndecisions = "plan.json"')
    done = CliRunner().invoke(
        main, ["build", "--config", str(sites.write(tmp_path, site)), "--out", str(tmp_path / "dist")]
    )
    assert done.exit_code == 0, done.output
    page = Page((tmp_path / "dist" / "nord-2027" / "decisions.html").read_bytes())
    assert titles["de"] in " ".join(text.text for text in page.texts)


def test_poster_and_mail_of_a_joint_release_lead_to_a_page_that_there_is(tmp_path: Path) -> None:
    """Each survey has its own folder: the page is that of the first one that shows the plan."""
    plan = plan_of("whole-2027")
    shown = TEAMS.replace('id = "sued-2027"', 'id = "sued-2027"\ndecisions = "plan.json"')
    (tmp_path / "plan.json").write_bytes(action_plan.dump(plan))
    assert (
        run(
            tmp_path, plan, shown.replace("[collection]", f'[site]\naddress = "{ADDRESS}"\n[collection]')
        ).exit_code
        == 0
    )
    assert f"{ADDRESS}sued-2027/decisions.html" in (tmp_path / "out" / "mail-de.txt").read_text("utf-8")


def test_a_plan_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The command that ``status`` names says what is missing where nobody has saved a plan yet."""
    path = sites.write(tmp_path, TEXT)
    result = CliRunner().invoke(main, ["decisions", "--config", str(path), str(tmp_path / "plan.json")])
    assert (result.exit_code, "plan.json" in result.output) == (1, True)
