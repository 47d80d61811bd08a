"""Several surveys of a site that are released in one act, as if they were one survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from generator.configuration.survey import Site, Survey
from questionnaire import measures
from questionnaire.language_folder import base
from questionnaire.release_file import ReleaseFile

Title = Literal["title", "together_title"]  # of all teams; of those that have no report of their own


def titles(title: Title, languages: Sequence[str]) -> dict[str, str]:
    """Return the title of a report on several teams in each of ``languages``, those of a site.

    A language that has no reports has the title of its base, or of the first language that has them.
    """
    known = {each: str(measures.load(each).texts["whole"][title]) for each in measures.available()}
    told = {
        each: next(own for own in (each, base(each), *languages, *known) if own in known)
        for each in languages
    }
    return {each: known[own] for each, own in told.items()}


def titles_of(released: ReleaseFile, languages: Sequence[str]) -> dict[str, str]:
    """Return the title of the report that holds ``released`` in each of ``languages``.

    It is the report's own in all of them if it has one that is in no language's texts.
    """
    for title in get_args(Title):
        if released.title in titles(title, measures.available()).values():
            return titles(title, languages)
    return dict.fromkeys(languages, released.title) if released.title else titles("title", languages)


def one_survey(site: Site, released: ReleaseFile, title: Title | None = None) -> Survey:
    """Return a survey for the teams of ``site`` that ``released`` is of, with its days and its number.

    It has the brand, languages and address of the page in front, and without ``title`` that of the report.
    """
    front, wave = site.first, released.wave
    languages = front.config.site.languages
    values = {
        "id": wave.survey_id,
        "title": titles(title, languages) if title else titles_of(released, languages),
        "opens": wave.opens,
        "closes": wave.closes,
        "extended_from": wave.extended_from,
        "headcount": released.reach.invited if released.reach else None,
    }
    first = site.surveys[0].config
    tables = {
        "survey": first.survey.model_copy(update=values),
        "brand": front.config.brand,
        "site": front.config.site,
    }
    return Survey("", first.model_copy(update=tables), front.brand_files)
