"""The contexts of templates: the part that every page needs, and the part that describes a survey."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.configuration.schema import Config, localised
from generator.configuration.survey import Survey, language_path
from generator.rendering.bare_addresses import in_angle_brackets
from generator.rendering.content_security_policy import content_security_policy
from generator.rendering.markdown import imprint
from questionnaire import trustee_key
from questionnaire.dates import written
from questionnaire.language_folder import Tree

# The foot of every page links to these pages, in this order.
ABOUT = ("method.html", "privacy.html", "accessibility.html", "imprint.html", "paper.html")

# When accessibility was last tested as the statement says; a build's own date would change its bytes.
ACCESSIBILITY_TESTED = dt.date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the same page in another language."""

    code: str
    tag: str  # as in HTML's lang, such as "de-simple"
    name: str
    href: str


def page_context(
    survey: Survey, language: str, page: str, words: dict[str, Tree], style_folder: str = ""
) -> dict[str, Any]:
    """Return the context of every page; ``style_folder`` holds the survey's stylesheets and pictures."""
    config, depth = survey.config, survey.page_folder(language).count("/")
    return {
        "page": page,
        "language": language,
        "root": "../" * depth,
        "color_scheme": "light dark",  # HTML's own name and value
        "style_root": "../" * (depth - style_folder.count("/")),
        "links": tuple(links(config, words, language, page)),
        "logo": survey.brand_files.logo,
        "icon": survey.brand_files.favicon.name if survey.brand_files.favicon else "icon.svg",
        "title": localised(config.survey.title, language),
        "brand": config.brand,
        "brand_footer": localised(config.brand.footer, language) if config.brand.footer else None,
        "back": words[language]["page"]["back_to_survey"],
        "about": tuple((name, words[language]["page"][name.removesuffix(".html")]) for name in ABOUT),
        "kiosk": config.site.kiosk,
        "framed_by": tuple(config.site.framed_by),
        "framing_sites": ", ".join(config.site.framed_by),
        "policy": content_security_policy(collector_origin(config)),
        "w": words[language],
    }


def survey_context(survey: Survey, language: str, words: Tree) -> dict[str, Any]:
    """Return the part of a context that describes a survey: who is responsible, and how it behaves."""
    config, brand = survey.config, survey.config.brand
    return {
        "contacts": tuple(_contacts(config, language)),
        "collection": _collection(config, language, words),
        "leaving": words["page"][_leaving(config)],
        "imprint": imprint(_own(brand.imprint, language)),
        "responsible": _own(brand.privacy, language),
        "barriers": _own(brand.accessibility, language),
        "idle_minutes": config.site.idle_after,
        "home": posixpath.relpath("index.html", language_path(config, language) or "."),
        "languages": config.site.languages,
        "threshold": config.survey.threshold,
        "statement_date": written(ACCESSIBILITY_TESTED, words["dates"]),
    }


def _leaving(config: Config) -> str:
    """Return the key of the text that says what leaves the device."""
    if config.collection.mode == "off":
        return "leaving"
    return "leaving_sealed" if config.collection.seal else "leaving_collecting"


def _own(text: str | dict[str, str] | None, language: str) -> Markup:
    """Return a facilitator's own Markdown for use within a page: its headings are below the page's."""
    # It stays unescaped here: it is Markdown, and ``markdown`` shows any HTML in it as text.
    markdown = _HEADING.sub(r"### \1\2", localised(text, language)) if text else ""
    return Markup(in_angle_brackets(markdown))  # noqa: S704 (see above)


# Markdown's two ways to write a heading: signs before it, or a line below it. We change the text, not its
# tokens, since it becomes a part of our own Markdown before we parse that.
_HEADING = re.compile(r"(?m)^ {0,3}#{1,4} +(.*)$|^(?![ \t]*[-|>*#])(\S.*)\n {0,3}(?:=+|-+)[ \t]*$")


def links(config: Config, words: dict[str, Tree], language: str, page: str) -> Iterator[Link]:
    """Yield a link to ``page`` in each language of ``words``, relative to the page in ``language``."""
    here = language_path(config, language) or "."
    for other in words:
        target = posixpath.relpath(f"{language_path(config, other)}{page}", here)
        names = words[other]["language"]
        yield Link(other, names["tag"], names["name"], target)


def collector_origin(config: Config) -> str | None:
    """Return the origin that may receive a type code, such as ``https://umfrage.intern.example``."""
    if config.collection.mode in ("off", "paper") or config.collection.url is None:
        return None
    return origin(config.collection.url)


def origin(address: str) -> str:
    """Return the origin of ``address``: scheme, host and port, without a path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _collection(config: Config, language: str, words: Tree) -> dict[str, Any] | None:
    """Return the values for the contribution below a result; ``None`` if nothing is collected."""
    survey, seal = config.survey, config.collection.seal
    if config.collection.mode == "off":
        return None
    url = config.collection.url if collector_origin(config) else None
    what = "ballots" if seal else "codes"
    return {
        "mode": config.collection.mode,
        "sealed": bool(config.collection.seal),
        "detail": survey.detail,
        "endpoint": f"{url.rstrip('/')}/v1/surveys/{survey.id}/{what}" if url else None,
        "fingerprints": fingerprints(config),
        "closes": written(survey.closes, words["dates"]) if survey.closes else None,
        "extended_from": written(survey.extended_from, words["dates"]) if survey.extended_from else None,
        "report_place": localised(survey.report_place, language) if survey.report_place else None,
        "all_surveys": config.collection.headcount,
        "release": config.collection.release,
    }


def fingerprints(config: Config) -> tuple[str, ...]:
    """Return the fingerprint of each public key that seals contributions; none if nothing is sealed."""
    return tuple(trustee_key.fingerprint(trustee_key.read(key)) for key in config.collection.seal)


def _contacts(config: Config, language: str) -> Iterator[dict[str, str | None]]:
    for contact in config.contacts:
        yield {
            "role": contact.role,
            "label": localised(contact.label, language),
            "note": localised(contact.note, language) if contact.note is not None else None,
            "phone": contact.phone,
            "mail": contact.mail,
            "url": contact.url,
        }
