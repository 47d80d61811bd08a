"""The surveys and the languages that a page can choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.configuration.schema import localised
from generator.configuration.survey import Site
from generator.configuration.survey_entries import entries, folder
from generator.configuration.values import value_at
from questionnaire import language_folder, survey_texts
from questionnaire.language_folder import WordingError


def surveys(values: Mapping[str, Any], site: Site | None) -> Iterable[dict[str, str]]:
    """Yield folder and title of each survey, also of those that are at fault."""
    titles = {survey.folder: survey.config for survey in site.surveys} if site else {}
    if "surveys" not in values:
        config = titles.get("")
        title = _title(value_at(values, "survey", "title"))
        yield {
            "folder": "",
            "title": localised(config.survey.title, config.site.languages[0]) if config else title,
        }
        return
    for entry in entries(values).values():
        yield {"folder": f"{folder(entry)}/", "title": _title(entry.get("title"))}


def _title(title: object) -> str:
    texts = list(title.values()) if isinstance(title, Mapping) else [title]
    return next((text for text in texts if isinstance(text, str)), "")


def languages() -> Iterable[dict[str, str]]:
    """Yield code, name and tag of every language."""
    for code in language_folder.available():
        try:
            words = survey_texts.load(code)["language"]
        except WordingError:  # somebody is translating it
            yield {"code": code, "name": code, "tag": code}
        else:
            yield {"code": code, "name": str(words["name"]), "tag": str(words["tag"])}
