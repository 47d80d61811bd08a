"""The invitation as paragraphs: for a text to paste into a mail, and for the campaign's folder."""

from __future__ import annotations

from collections.abc import Iterator

from generator.configuration.schema import Config, ContactTable, localised
from generator.rendering.page_context import fingerprints
from questionnaire.dates import written
from questionnaire.language_folder import Tree


def invitation(config: Config, words: Tree, address: str) -> str:
    """Return the invitation as a text to paste into a mail; its first line is the subject."""
    paragraphs = [subject(config, words), *paragraphs_of(config, words, address), *closing(config, words)]
    return "\n\n".join(paragraphs) + "\n"


def subject(config: Config, words: Tree) -> str:
    """Return the subject of the mail."""
    title = localised(config.survey.title, words["language"]["code"])
    return str(words["invitation"]["subject"]).replace("{title}", title)


def paragraphs_of(config: Config, words: Tree, address: str) -> list[str]:
    """Return the paragraphs from the greeting up to the closing; they lead to ``address``."""
    texts = words["invitation"]
    paragraphs = [
        texts["greeting"],
        *texts["body"],
        link(words, address),
        period(config, texts["period"], words["dates"]),
        texts["slip"] if config.collection.mode == "slips" else None,
        "\n".join([texts["fingerprint"], *fingerprints(config)]) if config.collection.seal else None,
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def link(words: Tree, address: str) -> str:
    """Return the paragraph that leads to ``address``."""
    return f"{words['invitation']['link']}\n{address}"


def closing(config: Config, words: Tree) -> list[str]:
    """Return the paragraphs at the end of a letter: whom to ask, and the organisation's name."""
    contacts = _contacts(config, words["language"]["code"])
    asked = "\n".join([words["invitation"]["closing"], *contacts]) if config.contacts else None
    return [paragraph for paragraph in (asked, config.brand.name) if paragraph]


def period(config: Config, text: str, dates: Tree) -> str | None:
    """Return ``text`` with the first and the last day; ``None`` if the survey has none."""
    opens, closes = config.survey.opens, config.survey.closes
    if opens is None or closes is None:
        return None
    # Not str.format: a facilitator's text may hold braces that mean nothing.
    return text.replace("{opens}", written(opens, dates)).replace("{closes}", written(closes, dates))


def _contacts(config: Config, language: str) -> Iterator[str]:
    for contact in config.contacts:
        yield f"- {', '.join(_ways(contact, language))}"


def _ways(contact: ContactTable, language: str) -> Iterator[str]:
    yield localised(contact.label, language)
    yield from (way for way in (contact.phone, contact.mail, contact.url) if way)
    if contact.note is not None:
        yield localised(contact.note, language)
