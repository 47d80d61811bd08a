"""``lastbild plan export``: all documents by one call, the same bytes each time, every fault at once."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from generator.configuration.load import load_surveys
from generator.documents.files import plan_files
from harness import sites
from harness.sites import contents
from questionnaire import action_plan, release_file
from questionnaire.action_plan import ActionPlan
from tests.generator.documents.plans import RESULTS, SITE, files, part, plan

ALL = {
    f"{name}.{form}" for name in ("massnahmenplan", "action-plan") for form in ("docx", "xlsx", "pptx", "csv")
}


def export(folder: Path, written: ActionPlan | bytes, *more: str) -> Result:
    """Run the command in a folder with this plan.json."""
    saved = written if isinstance(written, bytes) else action_plan.dump(written)
    (folder / "plan.json").write_bytes(saved)
    out = str(folder / "documents")
    return CliRunner().invoke(
        main, ["plan", "export", str(folder / "plan.json"), "--config", str(SITE), "--out", out, *more]
    )


def test_it_writes_every_document_in_every_language(tmp_path: Path) -> None:
    """A second call replaces them by the same bytes; what is still open in the plan is told."""
    done = export(tmp_path, plan())
    assert done.exit_code == 0, done.output
    assert "Still open in the plan:\n  plan.json: decisions[2].by: " in done.stdout
    first = contents(tmp_path / "documents")
    assert first.keys() == {*ALL, "manifest.json"}
    assert export(tmp_path, plan()).exit_code == 0
    assert contents(tmp_path / "documents") == first


def test_somebody_may_want_one_form_only(tmp_path: Path) -> None:
    """Several are named one by one."""
    assert export(tmp_path, plan(), "--format", "csv", "--format", "DOCX").exit_code == 0
    assert contents(tmp_path / "documents").keys() == {
        "massnahmenplan.csv", "massnahmenplan.docx", "action-plan.csv", "action-plan.docx", "manifest.json",
    }  # fmt: skip


def test_a_plan_of_another_survey_is_refused(tmp_path: Path) -> None:
    """Or of an earlier wave: the brand and the title would be wrong. Nothing is written."""
    report = plan().report
    others = {
        "answers the survey 'other-2027'": replace(report.wave, survey_id="other-2027"),
        "answers the wave that opened on 2026-01-04": replace(report.wave, opens=dt.date(2026, 1, 4)),
    }
    for said, wave in others.items():
        refused = export(tmp_path, replace(plan(), report=replace(report, wave=wave)))
        assert refused.exit_code == 1
        assert said in refused.stderr
    assert not (tmp_path / "documents").exists()


def test_every_fault_of_a_plan_is_told_with_its_file(tmp_path: Path) -> None:
    """All at once, each with its place in plan.json."""
    tree = json.loads(action_plan.dump(plan()))
    tree["decisions"][0] |= {"by": "31.3.2027", "status": "done"}
    refused = export(tmp_path, json.dumps(tree).encode())
    assert refused.exit_code == 1
    assert [line.split(" = ")[0] for line in refused.stderr.splitlines()] == [
        "plan.json: decisions[1].status", "plan.json: decisions[1].by",
    ]  # fmt: skip


def test_a_plan_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """It says which file, and what was expected."""
    missing = CliRunner().invoke(main, ["plan", "export", str(tmp_path / "plan.json"), "--config", str(SITE)])
    assert missing.exit_code == 1
    assert "expected the plan.json that the page of the action plan has saved" in missing.stderr


def test_a_folder_of_another_kind_is_never_replaced(tmp_path: Path) -> None:
    """A report stays where it is."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "index.html").write_text("a report", "utf-8")
    assert export(tmp_path, plan()).exit_code == 1
    assert contents(tmp_path / "documents") == {"index.html": b"a report"}


@pytest.mark.parametrize("result", ["everything", "withheld"])
def test_documents_of_one_plan_are_the_same_bytes(result: str) -> None:
    """No time of the day and no chance is in them; another day of the plan changes them."""
    assert files(plan(result)) == files(plan(result))
    later = files(replace(plan(result), written=None))
    assert all(later[name] != made for name, made in files(plan(result)).items() if not name.endswith("csv"))


@pytest.mark.parametrize("key", ["title", "name"])
def test_a_very_long_title_or_name_is_no_crash(tmp_path: Path, key: str) -> None:
    """A property of an Office document has at most 255 signs; the document itself has the whole text."""
    long = "Wie geht es uns im Kundenservice der Zentrale? " * 12
    text = re.sub(rf'^{key} = ".*"', f'{key} = "{long}"', sites.COMPLETE, count=1, flags=re.MULTILINE)
    assert long in text
    survey = load_surveys(sites.write(tmp_path, text))[0]
    made = plan_files(plan(), survey.config, survey.brand_files)
    assert long.strip() in part(made["massnahmenplan.docx"], "word/document.xml")
    (named,) = re.findall("<dc:title>(.*)</dc:title>", part(made["massnahmenplan.pptx"], "docProps/core.xml"))
    (foot,) = re.findall(
        "<oddFooter>(.*?)</oddFooter>", part(made["massnahmenplan.xlsx"], "xl/worksheets/sheet1.xml")
    )
    assert max(len(named), len(foot)) <= 255


def test_a_plan_with_other_figures_than_the_report_is_refused(tmp_path: Path) -> None:
    """Authorities read these documents: where the report.json is at hand, they say what it says."""
    genuine = plan().report
    (tmp_path / "report.json").write_bytes(release_file.dump(genuine))
    forged = replace(plan(), report=replace(genuine, result=RESULTS["partly"]))
    refused = export(tmp_path, forged)
    assert refused.exit_code == 1
    assert refused.output.startswith("plan.json: report: holds other figures or days than the report.json")
    assert not (tmp_path / "documents").exists()
    assert export(tmp_path, plan(), "--format", "csv").exit_code == 0
