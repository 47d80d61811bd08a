"""The site in a single file and the page that counts its ballots, as a page saves them.

They are byte for byte what ``lastbild build --single-file`` writes: in a browser, the worker keeps the
archives that the count's page holds where a wheel has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from generator.configuration.survey import Site
from generator.configuration.survey_entries import entries
from generator.configuration.values import value_at
from generator.runtime.archive import stored_zip
from generator.site import single_file
from questionnaire.faults import FaultError


class Offer(TypedDict):
    """Which files a site can be saved as: one HTML file, and a page that counts its ballots."""

    single_file: bool
    count_page: bool


class Saved(TypedDict):
    """A file to save."""

    name: str
    contents: bytes


def offer(values: Mapping[str, Any]) -> Offer:
    """Return what can be made of a site with these ``values`` of site.toml, once it has no faults."""
    shared = value_at(values, "collection", "mode", default="off")
    surveys = entries(values).values() if "surveys" in values else ({},)
    modes = {str(value_at(survey, "collection", "mode", default=shared)) for survey in surveys}
    return {"single_file": modes <= set(single_file.MODES), "count_page": "paper" in modes}


def saved_site(site: Site) -> Saved:
    """Return ``site`` in one HTML file; raises ``InputError`` if a survey collects over a network."""
    return {"name": single_file.file_name(site), "contents": single_file.single_file(site)}


def saved_count(site: Site) -> Saved:
    """Return the page that counts the ballots of ``site``; of several surveys, a zip with a page of each.

    Raises ``FaultError`` if none of them collects on paper.
    """
    from generator.count.single_file import NAME, count_files  # noqa: PLC0415 (for those who save it only)

    files = count_files(site)
    if not files:
        raise FaultError("studio.nothing_to_count")
    if len(files) > 1:
        return {"name": f"{NAME}.zip", "contents": stored_zip(files)}
    ((name, contents),) = files.items()
    return {"name": name, "contents": contents}
