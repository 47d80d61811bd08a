"""Plans for the tests of documents, and the documents made of them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

from generator.configuration.load import load_surveys
from generator.documents.files import FORMATS, Format, plan_files
from generator.report.waves import title_of, wave_of
from harness.paths import EXAMPLES
from harness.releases import EVERYTHING, PARTLY, released
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.derivation import tension_fields
from questionnaire.disclosure import Release, Withheld
from questionnaire.field_words import field_question, field_title
from questionnaire.measures import load
from questionnaire.release_file import Reach, ReleaseFile

SITE = EXAMPLES / "hafenkontor" / "site.toml"
RESULTS: dict[str, Release | Withheld] = {
    "everything": released(EVERYTHING),
    "partly": released(PARTLY),
    "neither": released({"M": 30, "N": 30}),
    "withheld": Withheld(),
}
# What somebody may type who wants a program to run it, or a page to show it as its own.
FORMULA, MARKUP = '=HYPERLINK("http://bad.example","x")', "<script>alert(1)</script> & <b>Söhne</b>"
BY = dt.date(2027, 3, 31)
DECISIONS = (
    Decision(
        "decided",
        "structure",
        "A",
        "boundary-rule",
        owner="Leitung Kundenservice",
        who="Betriebsrat",
        by=BY,
        check=dt.date(2027, 9, 30),
    ),
    Decision("decided", "training", None, title={"de": FORMULA}, what={"de": MARKUP}, owner="+49 221 555"),
    Decision("not_now", "training", "C", "own-words", reason={"de": "Erst die Inventur."}),
)


@cache
def plan(result: str = "everything", site: Path = SITE) -> ActionPlan:
    """Return a plan of the survey of ``site`` that answers one of ``RESULTS``."""
    config = load_surveys(site)[0].config
    report = ReleaseFile(wave_of(config), RESULTS[result], Reach(140, None, None), title=title_of(config))
    return ActionPlan(report, DECISIONS, "Frau Yıldız, Durchwahl 12", dt.date(2027, 2, 9))


def finding(constellation: str, result: str = "everything") -> str:
    """Return what the release says of ``constellation``, in German."""
    release = RESULTS[result]
    assert isinstance(release, Release)
    (field,) = (each for each in tension_fields(release) if each.constellation == constellation)
    return field_title(field, load("de").texts)


def question(constellation: str) -> str:
    """Return the question to the organisation about ``constellation``, in German."""
    (field,) = (each for each in tension_fields(released(EVERYTHING)) if each.constellation == constellation)
    return field_question(field, load("de").texts)


def files(written: ActionPlan, formats: Collection[Format] = FORMATS, site: Path = SITE) -> dict[str, bytes]:
    """Return the documents of ``written``."""
    survey = load_surveys(site)[0]
    return plan_files(written, survey.config, survey.brand_files, formats)


def crowded(number: int) -> ActionPlan:
    """Return a plan with ``number`` decisions, as long as their texts may be on a slide, and beyond."""
    long = "Eine Vereinbarung über Bearbeitungszeiten und Rückmeldegespräche, die für alle gilt " * 12
    decided = replace(
        DECISIONS[0], title={"de": long}, owner=long[:300], sign={"de": long}, what={"de": long}
    )
    put_off = replace(DECISIONS[2], title={"de": long}, reason={"de": long})
    taken = [decided if place % 2 else put_off for place in range(number)]
    return replace(plan(), decisions=tuple(taken), contact=long[:400])


def part(document: bytes, name: str) -> str:
    """Return the part ``name`` of an Office document."""
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return opened.read(name).decode()
