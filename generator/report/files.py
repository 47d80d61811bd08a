"""The files of a report, all in memory: pages, report.json and report.csv, from one release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from typing import Any, TypeVar

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config, Table, localised
from generator.configuration.survey import Survey, language_path
from generator.rendering.content_security_policy import content_security_policy
from generator.rendering.page_context import fingerprints, page_context
from generator.rendering.stylesheets import style_files
from generator.rendering.templates import Renderer
from generator.rendering.wordings import folder_faults, in_every_language, wordings_in
from generator.report.bearing import bearing
from generator.report.deck import Deck
from generator.report.findings import Findings
from generator.report.first_page import FirstPage
from generator.report.side_by_side import Earlier, SideBySide
from generator.report.waves import title_of
from questionnaire import CONSTELLATIONS, assessment, dates, language_folder, measures, release_file, workshop
from questionnaire.disclosure import Release
from questionnaire.faults import InputError
from questionnaire.language_folder import FILES_OF_THE_REPORT, Tree
from questionnaire.measures import KINDS, Catalogue
from questionnaire.release_file import ReleaseFile, Wave

# Page name -> template; every language has each page.
PAGES = {"index.html": "report.html.j2", "workshop.html": "workshop.html.j2", "agenda.html": "agenda.html.j2"}
# The appendix: every language has it if the release shows a constellation.
APPENDIX = {"measures.html": "measures.html.j2"}
PLAN_PAGE = "plan.html"

# Only the report's pages load them: the survey's page stays light.
STYLES = ("report.css", "bearing.css", "assessment.css", "workshop.css", "guide.css")

_Table = TypeVar("_Table", bound=Table)


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of the report in one language: the survey's wordings, the measures, the workshop."""

    words: Tree
    catalogue: Catalogue
    workshop: Tree


def report_files(  # noqa: PLR0913 (what a report may hold besides is named)
    config: Config,
    brand_files: BrandFiles,
    released: ReleaseFile,
    *,
    before: Earlier | None = None,
    texts: Mapping[str, Texts] | None = None,
    plan_page: bytes | None = None,
) -> dict[str, bytes]:
    """Return every file of the report: path within it -> contents.

    If the survey is sealed, they show the fingerprints of its keys.

    ``before`` is the release of an earlier wave to compare with, or the plan that answers it. ``texts`` are
    those of ``load_texts``, which is called (and may raise its errors) if they are missing. ``plan_page`` is
    the page of the action plan; all pages lead to it if it is there.
    """
    texts = texts or load_texts(config)
    with_title = replace(released, title=title_of(config))
    config = in_report_languages(config)
    return {
        **dict(_pages(config, brand_files, texts, released, before, has_plan=plan_page is not None)),
        **({PLAN_PAGE: plan_page} if plan_page is not None else {}),
        **style_files(config.brand, brand_files),
        "assets/report.css": report_style(),
        "report.json": release_file.dump(with_title),
        "report.csv": release_file.table(released.result),
    }


def load_texts(config: Config) -> dict[str, Texts]:
    """Return the texts of every language that the report has after ``in_report_languages``.

    Raises ``InputError`` with every fault of the languages and catalogues. Call it before the release, so
    that no survey is released without a report.
    """
    config = in_report_languages(config)
    if faults := folder_faults(config.site.languages, files=("survey.toml", *FILES_OF_THE_REPORT)):
        raise InputError(faults)
    return in_every_language(
        config,
        lambda language: Texts(
            wordings_in(config, language), measures.load(language), workshop.load(language)
        ),
    )


def report_style() -> bytes:
    """Return the stylesheet of a report's pages."""
    folder = files("site_templates") / "styles"
    return b"\n".join((folder / name).read_bytes() for name in STYLES)


def in_report_languages(config: Config) -> Config:
    """Return ``config`` with only those of its languages that have a catalogue of measures.

    If none has one, the report is in the language of which the first is a variant: ``de`` for ``de-leicht``.
    The survey's title and the page's footer are then those of the first language.
    """
    first, known = config.site.languages[0], measures.available()
    languages = [language for language in config.site.languages if language in known]
    if languages:
        return _with(config, site=_with(config.site, languages=languages))
    site = _with(config.site, languages=[language_folder.base(first)])
    survey = _with(config.survey, title=localised(config.survey.title, first))
    footer = localised(config.brand.footer, first) if config.brand.footer else None
    return _with(config, site=site, survey=survey, brand=_with(config.brand, footer=footer))


def _with(table: _Table, **values: object) -> _Table:
    return table.model_copy(update=values)


def _pages(  # noqa: PLR0913 (as above)
    config: Config,
    brand_files: BrandFiles,
    texts: Mapping[str, Texts],
    released: ReleaseFile,
    before: Earlier | None,
    *,
    has_plan: bool,
) -> Iterator[tuple[str, bytes]]:
    renderer, survey, result = Renderer(), Survey("", config, brand_files), released.result
    words = {language: text.words for language, text in texts.items()}
    for language, text in texts.items():
        names = _names(text)
        findings = Findings(result, text.catalogue.texts, names) if isinstance(result, Release) else None
        written = partial(dates.written, rule=text.words["dates"])
        waves = SideBySide(language, text.catalogue, names, written).waves(before, result)
        context: dict[str, Any] = {
            "policy": content_security_policy(),
            "t": text.catalogue.texts,
            "measures": text.catalogue.measures,
            "kinds": KINDS,
            "constellations": CONSTELLATIONS,
            "assessment": assessment.rows(text.catalogue.texts),
            "names": names,
            "result": result if isinstance(result, Release) else None,
            "reach": released.reach,
            "extended": _extended(released.wave, text),
            "more_than_invited": released.more_than_invited,
            "fingerprints": fingerprints(config),
            "found": findings,
            "first": FirstPage(text.words, text.catalogue, names, findings),
            "released": released,
            "plan_page": PLAN_PAGE if has_plan else None,
            "bearing": bearing(result, text.catalogue.texts, names) if isinstance(result, Release) else None,
            "waves": waves,
            "k": text.workshop,
            "path": workshop.PATH,
            "deck": Deck(text.workshop, text.catalogue, names, findings, bool(waves and waves.compared)),
        }
        shows_any = bool(findings and findings.fields())
        for page, template in (PAGES | (APPENDIX if shows_any else {})).items():
            frame = page_context(survey, language, page, words)
            yield f"{language_path(config, language)}{page}", renderer.page(template, frame | context)


def _extended(wave: Wave, text: Texts) -> dict[str, str] | None:
    """Return the former and the present last day in words; ``None`` for a survey that was not extended."""
    if not (wave.extended_from and wave.closes):
        return None
    days = {"former": wave.extended_from, "closes": wave.closes}
    return {name: dates.written(day, text.words["dates"]) for name, day in days.items()}


def _names(text: Texts) -> dict[str, str]:
    constellations = text.words["constellations"]
    return {
        **{constellation: constellations[constellation]["name"] for constellation in CONSTELLATIONS},
        "M": text.catalogue.texts["mixed_title"],
        "N": text.catalogue.texts["none_title"],
    }
