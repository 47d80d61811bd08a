"""What all documents of a plan say, in one language: from the plan, its release and the site's own texts."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from generator.configuration.schema import Config, localised
from generator.report.files import Texts
from generator.report.findings import Figure, figures, part, words
from questionnaire import CONSTELLATIONS
from questionnaire.action_plan import ActionPlan
from questionnaire.dates import written
from questionnaire.derivation import (
    WITH_CAUSE,
    WITH_INFLUENCE,
    TensionField,
    tension_fields,
)
from questionnaire.disclosure import Picture, Release, Share
from questionnaire.field_words import field_question, field_title
from questionnaire.language_folder import base
from questionnaire.model import ConstellationId
from questionnaire.plan_table import PlanLine, plan_lines
from questionnaire.release_file import ReleaseFile

LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A share with its name: in words, and as twenty figures; none if the release does not show it."""

    name: str
    words: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """What the documents say of one constellation: its finding, its question, the measures to choose from.

    ``title`` is the constellation's name if the result is withheld; then there are no shares.
    """

    constellation: ConstellationId
    name: str
    title: str
    question: str
    measures: tuple[str, ...]
    share: str
    shares: tuple[ShownShare, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the documents of one plan say in one language.

    about:    label and value of each line at the head, without those that nobody knows.
    pattern:  the shares of the release in the order A B C D M N and the rest; none if it is withheld.
    withheld: the sentences that say so; none if it is not.
    fields:   of each constellation with a share of its own; of all four if the result is withheld.
    """

    language: str
    words: Mapping[str, Any]
    texts: Mapping[str, Any]
    dates: Mapping[str, Any]
    organisation: str
    survey: str
    about: tuple[tuple[str, str], ...]
    pattern: tuple[ShownShare, ...]
    withheld: tuple[str, ...]
    fields: tuple[Field, ...]
    lines: tuple[PlanLine, ...]
    contact: str
    stamp: dt.date

    def day(self, day: dt.date) -> str:
        """Return ``day`` in words, such as "31. März 2027"."""
        return written(day, self.dates)

    def of(self, status: str) -> tuple[PlanLine, ...]:
        """Return the lines that are ``"decided"``, or those that are ``"not_now"``."""
        return tuple(line for line in self.lines if line.status == status)

    @property
    def file(self) -> str:
        """The name of each document, without its ending."""
        return str(self.words["file"])


@cache
def own_words(language: str) -> dict[str, Any]:
    """Return the documents' own words in ``language``; in English if there are none."""
    code = base(language) if base(language) in LANGUAGES else "en"
    return tomllib.loads((files("generator.documents") / "words" / f"{code}.toml").read_text("utf-8"))


def content(plan: ActionPlan, config: Config, language: str, texts: Texts) -> Content:
    """Return what the documents of ``plan`` say in ``language``; ``texts`` are the report's in it."""
    own, dates, result = own_words(language), texts.words["dates"], plan.report.result
    names = _names(texts)
    survey = localised(config.survey.title, language)
    organisation = localised(config.brand.name, language)
    return Content(
        language=language,
        words=own,
        texts=texts.catalogue.texts,
        dates=dates,
        organisation=organisation,
        survey=survey,
        about=_about(plan, own, dates, organisation, survey),
        pattern=_pattern(result, texts, names) if isinstance(result, Release) else (),
        withheld=() if isinstance(result, Release) else _withheld(plan.report, texts),
        fields=tuple(_fields(plan.report, texts, names)),
        lines=plan_lines(plan, language, texts.catalogue, names),
        contact=plan.contact,
        stamp=_stamp(plan),
    )


def _stamp(plan: ActionPlan) -> dt.date:
    """Return the day that documents bear: the same plan gives the same bytes, whenever it is exported."""
    return plan.written or plan.report.wave.closes or dt.date(2000, 1, 1)


def _names(texts: Texts) -> dict[str, str]:
    of = texts.words["constellations"]
    report = texts.catalogue.texts
    return {
        **{each: str(of[each]["name"]) for each in CONSTELLATIONS},
        "M": report["mixed_title"],
        "N": report["none_title"],
    }


def _about(
    plan: ActionPlan, own: Mapping[str, Any], dates: Mapping[str, Any], organisation: str, survey: str
) -> tuple[tuple[str, str], ...]:
    wave, values = plan.report.wave, own["values"]
    period = ""
    if wave.opens and wave.closes:
        period = values["period"].format(opens=written(wave.opens, dates), closes=written(wave.closes, dates))
    told = {
        "organisation": organisation,
        "survey": survey,
        "period": period,
        "reach": _reach(plan.report, values),
        "written": written(plan.written, dates) if plan.written else "",
        "contact": plan.contact,
    }
    return tuple((own["about"][key], value) for key, value in told.items() if value)


def _reach(report: ReleaseFile, values: Mapping[str, str]) -> str:
    number = report.result.contributions if isinstance(report.result, Release) else None
    invited = report.reach.invited if report.reach else None
    known = {"reach": number and invited, "contributions": number, "invited": invited}
    key = next((key for key, is_known in known.items() if is_known), None)
    return values[key].format(number=number, invited=invited) if key else ""


def _withheld(report: ReleaseFile, texts: Texts) -> tuple[str, ...]:
    said = texts.catalogue.texts
    why = "withheld_more_than_invited" if report.more_than_invited else "withheld"
    return str(said[why]), str(said["withheld_means"])


def _pattern(release: Release, texts: Texts, names: Mapping[str, str]) -> tuple[ShownShare, ...]:
    said, picture = texts.catalogue.texts, release.types
    shares = [_shown(names[category], share, texts) for category, share in picture.shares]
    return (*shares, *([_shown(str(said["rest"]), picture.rest, texts)] if picture.rest else []))


def _shown(name: str, share: Share, texts: Texts) -> ShownShare:
    return ShownShare(name, words(share, texts.catalogue.texts), figures(share))


def _fields(report: ReleaseFile, texts: Texts, names: Mapping[str, str]) -> list[Field]:
    said = texts.catalogue.texts["fields"]
    if not isinstance(report.result, Release):
        return [
            Field(each, names[each], names[each], str(said[each]["question_hidden"]), (), "", ())
            for each in CONSTELLATIONS
        ]
    return [_field(field, report.result, texts, names) for field in tension_fields(report.result)]


def _field(field: TensionField, release: Release, texts: Texts, names: Mapping[str, str]) -> Field:
    catalogue, each = texts.catalogue, field.constellation
    perception, levers = dict(release.types.shares)[each], dict(release.levers).get(each)
    shares = (
        _shown(str(catalogue.texts["tension_perception"]), perception, texts),
        _together(levers, WITH_CAUSE, "tension_cause_column", texts),
        _together(levers, WITH_INFLUENCE, "tension_influence_column", texts),
    )
    return Field(
        constellation=each,
        name=names[each],
        title=field_title(field, catalogue.texts),
        question=field_question(field, catalogue.texts),
        measures=tuple(catalogue.measure(measure).title for measure in field.measures),
        share=shares[0].words,
        shares=shares,
    )


def _together(levers: Picture | None, described: frozenset[str], name: str, texts: Texts) -> ShownShare:
    said = texts.catalogue.texts
    shown = part(levers, described, said) if levers else None
    if shown is None:
        return ShownShare(str(said[name]), str(said["tension_hidden"]))
    return ShownShare(str(said[name]), shown.words, shown.figures)
