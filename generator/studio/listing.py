"""What the studio's page offers to choose from: the surveys of the site, and the languages that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.configuration.schema import localised
from generator.configuration.survey import Site
from generator.configuration.survey_entries import entries, folder
from generator.configuration.values import value_at
from generator.studio.naming import language_called
from questionnaire import language_folder


def surveys(values: Mapping[str, Any], site: Site | None) -> Iterable[dict[str, str]]:
    """Yield folder and title of each survey, also of those that are at fault."""
    shown = site.surveys if site else ()
    if "surveys" not in values:
        config = next((survey.config for survey in shown if not survey.folder), None)
        title = _title(value_at(values, "survey", "title"))
        yield {
            "folder": "",
            "title": localised(config.survey.title, config.site.languages[0]) if config else title,
        }
        return
    listed = entries(values).values()
    # A survey without an id has no folder yet; the draft that is shown gives it one.
    folders = [each.folder for each in shown] if len(shown) == len(listed) else map(_folder, listed)
    for entry, place in zip(listed, folders, strict=True):
        yield {"folder": place, "title": _title(entry.get("title"))}


def _folder(entry: Mapping[str, Any]) -> str:
    return f"{folder(entry)}/"


def _title(title: object) -> str:
    texts = list(title.values()) if isinstance(title, Mapping) else [title]
    return next((text for text in texts if isinstance(text, str)), "")


def languages() -> Iterable[dict[str, str]]:
    """Yield code, name and tag of each language that a site can have."""
    for code in language_folder.available():
        yield {"code": code, **language_called(code)}
