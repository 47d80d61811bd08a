"""Where a text of the pages is seen, so that people who want other words find it."""

from __future__ import annotations

from fnmatch import fnmatchcase

from generator.studio.naming import StudioLanguage, names

# Patterns of keys -> the place that has them (names/de.toml, "places"); the first that fits counts.
_PLACES = {
    "language.*": "languages",
    "dates.*": "days",
    "items.* scale.* page.progress page.choose page.next page.back page.finish page.keyboard": "questions",
    "lenses.* page.goes_on": "chapters",
    "constellations.*.essence": "paper",
    "constellations.* outcomes.* levers.* people.* result.* picture.* page.result_ready": "result",
    "conversation.*": "conversation",
    "end.*": "end",
    "contribute.ballot_* paper.ballot.*": "ballot",
    "contribute.sheet_*": "slips",
    "contribute.*": "contribution",
    "paper.*": "paper",
    "poster.*": "poster",
    "invitation.*": "invitation",
    "single.*": "single_file",
    "page.surveys_title page.surveys_lead": "overview",
    "page.surveys_*": "front",
    "page.imprint_default": "imprint",
    "page.leaving*": "method",
    "page.start* page.promises* page.how* page.sends_* page.never* who_sees.*": "start",
    (
        "page.idle_* page.no_script page.failed_* page.neighbour page.language_failed page.interrupted"
        " page.waiting page.arriving page.to_paper"
    ): "notices",
    "page.*": "every_page",
}


def place(key: str) -> str:
    """Return the place of the text ``key``: a key of the names' table ``places``."""
    return next(name for keys, name in _PLACES.items() if _matches(key, keys))


def _matches(key: str, patterns: str) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns.split())


def place_called(key: str, language: StudioLanguage) -> str:
    """Return where the text ``key`` is seen, in the studio's ``language``."""
    called = names(language)
    return str(called["own_texts"].get(key) or called["places"][place(key)])
