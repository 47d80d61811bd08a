"""Wordings that site.toml replaces, [texts.<language>]: which may change, and which rules they keep.

The facilitator may say welcome, thanks and whom to turn to. All else says what the site does, what an answer
means or what a person agrees to: other words would not change what the site does, only what people believe.
So the list of what may change is short and positive, and a text that a later version adds is locked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from generator.configuration import key_places
from generator.configuration.value_types import CONTROL
from questionnaire import blame, language_schema, survey_texts
from questionnaire.faults import Fault, nearest
from questionnaire.language_folder import WordingError
from questionnaire.language_schema import Text

REPLACEABLE = (
    "page.start_title",
    "page.start_lead",
    "page.surveys_title",
    "page.surveys_lead",
    "result.contacts",
    "end.title",
    "end.thanks",
    "poster.title",
    "poster.lead",
    "invitation.subject",
    "invitation.greeting",
    "invitation.closing",
)

# Kind of fault, which says why a text may not be replaced -> the keys of such texts (* matches anything).
# Every other text is part of the page itself.
_REASONS: Mapping[str, str] = {
    "text.of_the_instrument": "items.* scale.* lenses.*",
    "text.names_the_language": "language.*",
    "text.writes_a_day": "dates.*",
    "text.of_a_result": "constellations.* levers.* outcomes.* people.* picture.*",
    "text.explains_a_result": (
        "result.perception result.cause* result.influence* result.also result.close result.job paper.key.*"
        " conversation.quote"
    ),
    "text.of_the_limits": "result.limits*",
    "text.of_a_promise": (
        "page.promises* page.sends_* page.never* page.leaving* page.start_facts page.how page.idle_*"
        " who_sees.* paper.yours_* poster.promises conversation.note conversation.copied end.keep end.delete*"
        " end.report*"
    ),
    "text.of_contributing": (
        "contribute.* paper.ballot.* poster.bring_slip poster.fingerprint invitation.slip"
        " invitation.fingerprint"
    ),
    "text.of_the_invitation": "invitation.body",
}
_OF_THE_PAGE = "text.of_the_page"
_WITH_A_RESULT = ("result.*", "end.*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def checks(texts: object, languages: list[str]) -> Iterator[Fault]:
    """Yield every fault of the replaced ``texts`` (language -> tree) of a site in ``languages``."""
    tables = texts if isinstance(texts, dict) else {}
    replaced: dict[str, list[str]] = {}
    known = _expected_texts() if tables else {}
    for language, tree in tables.items():
        if language not in languages and isinstance(tree, dict):
            yield no_language_of_the_site(f"texts.{language}", language, languages)
        elif isinstance(tree, dict) and tree and known:
            for key, value in language_schema.flatten(tree).items():
                faults = _faults(key, value, known, language)
                yield from (replace(fault, key=f"texts.{language}.{key}") for fault in faults)
                if key in known and lock(key) is None:
                    replaced.setdefault(key, []).append(language)
    yield from _half_translated(replaced, languages)


def no_language_of_the_site(key: str, language: str, languages: list[str], value: object = None) -> Fault:
    """Return the fault that ``key`` is for ``language``, which is none of the site's ``languages``."""
    details = {"languages": tuple(languages), "meant": nearest(language, languages)}
    return Fault("configuration.no_language_of_the_site", key, value, details)


def blame_faults(key: str, text: object, languages: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for every wording in ``text``, the value of ``key``, that blames the person for load."""
    if isinstance(text, str):
        wordings = [wording for language in languages for wording in blame.find(text, language)]
        # A wording that is in several languages' lists is reported once, from the site's first language.
        by_wording = {wording.found.lower(): wording for wording in reversed(wordings)}
        for wording in reversed(by_wording.values()):
            details = {
                "found": wording.found,
                "reason": wording.reason.rstrip("."),
                "instead": wording.instead,
            }
            yield Fault("text.blames", key, details=details)


def _expected_texts() -> Mapping[str, Text]:
    """Return every text that a language must have, by key; none if the German texts are at fault."""
    try:
        return survey_texts.expected()
    except WordingError:  # the check of the site's languages reports it
        return {}


def lock(key: str) -> str | None:
    """Return the kind of fault that says why the text ``key`` may not be replaced; ``None`` if it may."""
    if key in REPLACEABLE:
        return None
    return next((kind for kind, keys in _REASONS.items() if _matches(key, keys.split())), _OF_THE_PAGE)


def lock_details(reason: str) -> Mapping[str, object]:
    """Return the details of a fault of the kind ``reason``, one that ``lock`` returns."""
    return {"replaceable": REPLACEABLE} if reason == _OF_THE_PAGE else {}


def _matches(key: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)


def _faults(key: str, value: object, known: Mapping[str, Text], language: str) -> Iterator[Fault]:
    """Yield every fault of ``value``, which is to replace the text ``key`` in ``language``."""
    reason = lock(key)
    if key not in known:
        details = {"meant": nearest(key, known)}
        yield key_places.misplaced(key, value, None) or Fault("text.unknown", key, value, details)
    elif reason:
        yield Fault(reason, key, value, lock_details(reason))
    else:
        kind_faults = tuple(language_schema.text_faults(key, value, known[key].kind))
        yield from kind_faults or _text_faults(key, str(value), known[key], language)


def _text_faults(key: str, text: str, wanted: Text, language: str) -> Iterator[Fault]:
    if CONTROL.search(text):
        yield Fault("text.control_character", key)
    for tag in dict.fromkeys(_TAG.findall(text)):
        yield Fault("text.html", key, details={"tag": tag})
    if _matches(key, _WITH_A_RESULT) and re.search(r"\d", text):
        yield Fault("text.digit", key, details={"text": text})
    yield from blame_faults(key, text, [language])
    placeholders = language_schema.placeholders(text)
    yield from language_schema.placeholder_faults(key, placeholders, wanted.placeholders)


def _half_translated(replaced: Mapping[str, list[str]], languages: list[str]) -> Iterator[Fault]:
    for key, present in replaced.items():
        missing = tuple(f"texts.{language}.{key}" for language in languages if language not in present)
        if missing:
            yield Fault("text.half_translated", f"texts.{present[0]}.{key}", details={"missing": missing})
