"""Tallies, releases and sites for the tests of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.files import report_files
from generator.report.waves import title_of, wave_of
from harness import sites
from harness.markup import Page
from questionnaire import LEVERS, all_codes, release_file
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.release_file import Reach, ReleaseFile

OPENS = dt.date(2027, 1, 11)
CLOSES = dt.date(2027, 1, 29)
DAY = dt.timedelta(days=1)

# The design's own site, with the address that slips lead to.
ADDRESS = "https://kontor.example/umfrage/"
SITE = sites.COMPLETE.replace("[site]\n", f'[site]\naddress = "{ADDRESS}"\n')

TYPES = all_codes("type")
# Small numbers are the delicate cases of the rules, large ones the usual cases.
PEOPLE = st.one_of(st.integers(0, 6), st.integers(0, 40), st.integers(0, 3000))
TYPE_TALLIES = st.fixed_dictionaries(dict.fromkeys(TYPES, PEOPLE))
LEVER_TALLIES = st.fixed_dictionaries(dict.fromkeys(all_codes("levers"), PEOPLE))

# Every constellation with levers of its own; in B nobody has influence.
EVERYTHING = {
    **dict(zip(("A-ST", "A-SB", "B-SB", "B-B"), (10, 10, 12, 8), strict=True)),
    **dict(zip(("C-ST", "C-T", "D-T", "D-B"), (5, 15, 4, 16), strict=True)),
    **dict.fromkeys("MN", 20),
}
# A and C are shown, with levers in A alone; everything else is merged.
PARTLY = {"A-SB": 30, "A-B": 10, "B-T": 2, "C-ST": 9, "D-SB": 1, "M": 1}

PAGES = {"de": "index.html", "en": "en/index.html"}
BRAND = "Kontor <script>alert()</script> & Söhne"
TITLE = "Wie <em>geht</em> es uns?"


def released(counts: Mapping[str, int], threshold: int = 10) -> Release:
    """Return the release of ``counts``, which must not be withheld."""
    result = release(counts, threshold=threshold)
    assert isinstance(result, Release)
    return result


RELEASES = {"everything": released(EVERYTHING), "partly": released(PARTLY)}


def saved(config: Config, result: Release | Withheld, slips: int | None = None) -> ReleaseFile:
    """Return ``result`` as it is saved for the survey of ``config``, with ``slips`` drawn."""
    return ReleaseFile(wave_of(config), result, Reach(config.survey.headcount or 0, slips, None))


def extended(config: Config) -> Config:
    """Return ``config`` as ``lastbild extend`` leaves it, with a week more."""
    last = config.survey.closes or CLOSES
    days = {"closes": last + 7 * DAY, "extended_from": last}
    return config.model_copy(update={"survey": config.survey.model_copy(update=days)})


def told(config: Config) -> Iterator[ReleaseFile]:
    """Yield releases that tell something beside the result: an extension, too many contributions."""
    yield saved(extended(config), RELEASES["everything"])
    yield replace(saved(config, Withheld()), more_than_invited=True)


def published(config: Config, file: ReleaseFile) -> bytes:
    """Return the report.json that a report holds of the release ``file``: it has the survey's title."""
    return release_file.dump(replace(file, title=title_of(config)))


def people_by_lever(counts: Mapping[str, int], constellation: str) -> dict[str, int]:
    """Return how many people of ``constellation`` have each lever."""
    return {lever: counts.get(f"{constellation}-{lever}", 0) for lever in LEVERS}


def site(folder: Path, *changes: tuple[str, str], text: str = SITE) -> Path:
    """Write ``text``, with each (old, new) replaced, as a site.toml and return its path."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return sites.write(folder, text)


def configured(folder: Path, *changes: tuple[str, str], text: str = SITE) -> tuple[Config, BrandFiles]:
    """Return the configuration and brand files of such a site."""
    return sites.only(site(folder, *changes, text=text))


def report(config: Config, result: Release | Withheld, before: Release | Withheld | None = None) -> Page:
    """Return the German page of a report."""
    return Page(report_files(config, BrandFiles(), saved(config, result), before=before)[PAGES["de"]])


def within(page: Page, **attributes: str) -> list[str]:
    """Return the texts inside the element with one of these attributes."""
    return [text.text.strip() for text in page.texts if text.within(**attributes)]
