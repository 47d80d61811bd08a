"""A site whose survey names a plan: every language has the page, and the start page leads there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import main
from generator.configuration import load
from generator.site.files import configured_site_files, site_files
from generator.site.part_cache import PartCache
from harness import sites
from harness.decided_plans import BOUNDARY, OWN, plan_of
from harness.markup import Page, resolved
from questionnaire import action_plan, decisions
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.faults import InputError

SURVEY = '[survey]\nid = "muster"\ntitle = "Wie geht es uns?"\n'
DAYS = "opens = 2027-01-11\ncloses = 2027-01-29\n"
NAMED = f'{sites.BRAND}{SURVEY}{DAYS}decisions = "plan.json"\n'
PLAN = plan_of("muster")
PAGES = {"de": "decisions.html", "en": "en/decisions.html"}


def site(folder: Path, text: str = NAMED, **plans: ActionPlan) -> Path:
    """Write the site.toml of ``text`` with plan.json, and ``plans`` by their names, and return its path."""
    path = sites.write(folder, text)
    for name, plan in {"plan": PLAN, **plans}.items():
        (folder / f"{name}.json").write_bytes(action_plan.dump(plan))
    return path


def faults(path: Path) -> list[str]:
    """Return the lines of the faults with which the site of ``path`` is refused."""
    with pytest.raises(InputError) as refused:
        configured_site_files(path)
    return list(map(str, refused.value.faults))


def links(page: Page) -> list[str]:
    """Return where the links of ``page`` lead."""
    return [link["href"] for link in page.all("a")]


def test_every_language_has_the_page_and_the_start_page_leads_there(tmp_path: Path) -> None:
    """First of all it says that the survey is over; then where to read what came of it."""
    files = configured_site_files(site(tmp_path))
    for language, name in PAGES.items():
        start = Page(files[name.replace("decisions", "index")])
        texts = decisions.load(language)
        notice = [text.text.strip() for text in start.texts if text.within(**{"class": "notice came-of-it"})]
        assert notice == [texts["start"]["over"], texts["start"]["link"], texts["start"]["still"]]
        assert "decisions.html" in links(start)
        page = Page(files[name])
        assert any(BOUNDARY.owner in text.text for text in page.texts)
        for element in page.elements:
            for reference in (element.attributes.get("href"), element.attributes.get("src")):
                if reference and not reference.startswith("#"):
                    assert resolved(name, reference) in files, reference


def test_without_a_plan_nothing_of_it_is_there(tmp_path: Path) -> None:
    """A survey that nobody has decided about yet is as light as ever."""
    files = configured_site_files(site(tmp_path, NAMED.replace('decisions = "plan.json"\n', "")))
    assert not [name for name in files if "decisions" in name]
    assert b"came-of-it" not in files["index.html"]


@pytest.mark.parametrize(
    ("name", "contents"),
    [("plan.json", None), ("lost.json", b"{}"), (".", b"{}"), ("plan.json", b" " * 1_000_001)],
)
def test_a_plan_that_cannot_be_read_is_a_fault_of_its_key(
    tmp_path: Path, name: str, contents: bytes | None
) -> None:
    """It names the key and the value in site.toml, and its line; every command says so."""
    path = sites.write(tmp_path, NAMED.replace("plan.json", name))
    if contents:
        (tmp_path / "plan.json").write_bytes(contents)
    (fault,) = faults(path)
    assert fault.startswith(f'site.toml: line 8: survey.decisions = "{name}": ')


def test_a_plan_with_gaps_is_refused_by_build_and_check_but_not_by_the_configuration(tmp_path: Path) -> None:
    """All gaps at once, of the plan's file; who has to fill them can still use what fills them."""
    path = site(
        tmp_path, plan=plan_of("muster", Decision("decided", "structure"), Decision("not_now", "training"))
    )
    gaps = [
        "plan.json: decisions[1].title", "plan.json: decisions[1].owner", "plan.json: decisions[1].by",
        "plan.json: decisions[2].title", "plan.json: decisions[2].reason",
    ]  # fmt: skip
    assert [": ".join(line.split(": ")[:2]) for line in faults(path)] == gaps
    for command in (["check"], ["build", "--out", str(tmp_path / "dist")]):
        result = CliRunner().invoke(main, [*command, "--config", str(path)])
        assert (result.exit_code, len(result.output.splitlines())) == (1, len(gaps)), result.output
    assert not (tmp_path / "dist").exists()
    named = load.load_surveys(path)[0].plan
    assert named
    assert named.contents == (tmp_path / "plan.json").read_bytes()


def test_a_plan_of_another_survey_or_wave_is_refused(tmp_path: Path) -> None:
    """A site never tells of decisions that answer other people's results, or an earlier wave's."""
    assert "answers the survey 'nord'" in faults(site(tmp_path / "one", plan=plan_of("nord")))[0]
    later = NAMED.replace("2027-01-11", "2027-01-18")
    assert "answers the wave that opened on 2027-01-11" in faults(site(tmp_path / "two", later))[0]


def test_each_of_several_surveys_has_its_own(tmp_path: Path) -> None:
    """The page in front leads to both the survey and what came of it, where there is something."""
    text = f"""{sites.BRAND}
[[surveys]]
id = "nord"
title = "Nord"
folder = "nord"
{DAYS}decisions = "nord.json"
[[surveys]]
id = "sued"
title = "Süd"
folder = "sued"
{DAYS}"""
    files = configured_site_files(site(tmp_path, text, nord=plan_of("nord", OWN)))
    assert {name for name in files if name.endswith("decisions.html")} == {
        "nord/decisions.html",
        "nord/en/decisions.html",
    }
    assert [each for each in links(Page(files["index.html"])) if "nord" in each or "sued" in each] == [
        "nord/index.html",
        "nord/decisions.html",
        "sued/index.html",
    ]
    assert "../nord/en/decisions.html" in links(Page(files["en/index.html"]))
    (style,) = [
        link["href"]
        for link in Page(files["nord/en/decisions.html"]).all("link")
        if "decisions" in link["href"]
    ]
    assert resolved("nord/en/decisions.html", style) in files


def test_a_preview_shows_the_plan_anew(tmp_path: Path) -> None:
    """A plan that was saved again changes the page, although site.toml is the same."""
    cache, path = PartCache(), site(tmp_path)
    before = site_files(load.load_site(path), cache=cache)
    site(tmp_path, plan=plan_of("muster", OWN))
    after = site_files(load.load_site(path), cache=cache)
    assert before["decisions.html"] != after["decisions.html"]
    assert before["index.html"] == after["index.html"]


def test_a_single_file_holds_it_too(tmp_path: Path) -> None:
    """Also where the site is one file: its start page leads to the page within it."""
    path = site(tmp_path)
    result = CliRunner().invoke(
        main, ["build", "--single-file", "--config", str(path), "--out", str(tmp_path)]
    )
    assert result.exit_code == 0, result.output
    contents = (tmp_path / "muster.html").read_text("utf-8")
    assert 'id="/decisions.html"' in contents
    assert 'href="#/decisions.html"' in contents
