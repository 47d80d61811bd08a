"""The folder that ``lastbild decisions`` writes: the page for employees, and a text for a mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.configuration.schema import localised
from generator.decisions.page import DecidedSurvey, pages
from generator.rendering.stylesheets import style_files
from generator.rendering.templates import Renderer
from questionnaire import decisions


def folder_files(decided: DecidedSurvey, links: Mapping[str, str]) -> dict[str, bytes]:
    """Return every file but the posters: path within the folder -> contents.

    ``links`` are the addresses of the site's page in the languages that have one; the mail leads there.
    """
    survey = replace(decided.survey, folder="")  # no other survey is in there
    alone = replace(decided, survey=survey)
    return {
        **dict(pages(alone, Renderer(), page="index.html")),
        **style_files(survey.config.brand, survey.brand_files),
        **{
            f"mail-{language}.txt": _mail(decided, language, links.get(language)).encode()
            for language in decided.words
        },
    }


def _mail(decided: DecidedSurvey, language: str, link: str | None) -> str:
    """Return the text to paste into a mail; its first line is the subject."""
    texts, contact = decisions.load(language)["mail"], decided.plan.contact
    title = localised(decided.survey.config.survey.title, language)
    titles = [
        f"- {entry.title.text}" for group in decided.view(language).decided() for entry in group.entries
    ]
    paragraphs = [
        texts["subject"].replace("{title}", title),
        texts["greeting"],
        *(paragraph.replace("{title}", title) for paragraph in texts["body"]),
        "\n".join([texts["decided"], *titles]) if titles else texts["none"],
        f"{texts['link']}\n{link}" if link else None,
        texts["ask"].replace("{contact}", contact) if contact else None,
        decided.survey.config.brand.name,
    ]
    return "\n\n".join(text.strip() for text in paragraphs if text) + "\n"
