"""The site's pages for a frame of the studio, as they are built."""

from __future__ import annotations

from collections.abc import Mapping

from generator.configuration.survey import Site
from questionnaire.faults import FaultError

_PAGES = {"start": "index.html", "privacy": "privacy.html", "method": "method.html"}


def page_list(site: Site, language: str) -> list[dict[str, str]]:  # noqa: ARG001 (titles come with the states)
    """Return the pages that can be looked at."""
    return [{"group": "", "id": name, "title": name} for name in _PAGES]


def page_html(  # noqa: PLR0913, PLR0917
    site: Site, files: Mapping[str, bytes], id: str, survey_folder: str, language: str, scheme: str  # noqa: A002, ARG001
) -> str:
    """Return the page ``id`` of a survey as it is built; raises ``FaultError`` if there is none."""
    surveys = {survey.folder: survey for survey in site.surveys}
    if survey_folder not in surveys or language not in site.first.config.site.languages or id not in _PAGES:
        raise FaultError("studio.nothing_to_show")
    return files[f"{surveys[survey_folder].page_folder(language)}{_PAGES[id]}"].decode()
