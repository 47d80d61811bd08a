"""The sites under test: the example in every mode of collecting, two reports of it, and what came of them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.configuration import load
from generator.decisions.folder import folder_files
from generator.decisions.page import DecidedSurvey
from generator.rendering.wordings import load_wordings
from generator.report.files import report_files
from generator.report.waves import wave_of
from generator.site.pages import PAGES
from harness.decided_plans import plan_of
from harness.example_modes import example_in
from harness.paths import EXAMPLE
from harness.releases import EVERYTHING
from harness.stub_python import site_files
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.disclosure import release
from questionnaire.release_file import Reach, ReleaseFile

MODES = ("off", "paper", "open", "slips")
# Of the wave before: in the catalogue's words, in those of one language, and not taken then.
DECISIONS = (
    Decision("decided", "structure", "A", "boundary-rule", by=dt.date(2026, 6, 30)),
    Decision("not_now", "training", "A", "stating-limits"),
    Decision("decided", "accompaniment", None, title={"en": "A quiet room"}),
)
REPORTS = {"report": EVERYTHING, "withheld": {"A-ST": 3}}
TEXTS = tuple(page for page in PAGES if page != "index.html")


@dataclass(frozen=True, slots=True)
class Sites:
    """The address of the sites, and their languages; the first language is at the root of each site."""

    root: str
    languages: tuple[str, ...]
    reported: tuple[str, ...]  # the languages of the reports

    def address(self, site: str, language: str, page: str = "index.html") -> str:
        """Return the address of ``page`` in ``language``; ``site`` is a mode of collecting or a report."""
        folder = "" if language == self.languages[0] else f"{language}/"
        return f"{self.root}{site}/{folder}{page}"

    def prose(self, language: str) -> list[str]:
        """Return the addresses of all pages to read: the texts, both reports, and what came of them."""
        reports = REPORTS if language in self.reported else ()
        decided = (f"{report}-decided" for report in REPORTS)
        return self.texts(language) + [self.address(site, language) for site in (*reports, *decided)]

    def texts(self, language: str) -> list[str]:
        """Return the addresses of the survey's pages of text."""
        return [self.address("slips", language, page) for page in TEXTS]


def build(web: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Build every site into a folder of ``web``; return the languages of all, and those of the reports."""
    here = Path(shutil.copytree(EXAMPLE.parent, web.with_name("input"))) / "site.toml"
    for mode in MODES:
        here.write_text(example_in(mode), "utf-8")
        _write(web / mode, site_files(here))
    (survey,) = load.load_surveys(here)
    for name, counts in REPORTS.items():
        released = ReleaseFile(wave_of(survey.config), release(counts), Reach(140, 140, 165))
        _write(web / name, report_files(survey.config, survey.brand_files, released))
        plan = plan_of(survey.config.survey.id, result=released.result)
        decided = DecidedSurvey(survey, plan, load_wordings(survey.config))
        _write(web / f"{name}-decided", folder_files(decided, {}))
        earlier = ActionPlan(replace(released, result=release(EVERYTHING)), DECISIONS)
        _write(web / name, report_files(survey.config, survey.brand_files, released, before=earlier))
    first, *others = survey.config.site.languages
    reported = (first, *(other for other in others if (web / "report" / other / "index.html").is_file()))
    return (first, *others), reported


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, contents in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
