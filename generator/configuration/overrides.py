"""Wordings that site.toml replaces, [texts.<language>]: which may change, and what must still hold.

Buttons, titles and explanations are the facilitator's to word. What the instrument means, and what the
site promises, is not: a wording cannot change what the site does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from generator.configuration.config import CONTROL
from generator.faults import did_you_mean
from questionnaire import blame, survey_texts

Check = tuple[str, str, object]  # key, what was expected, value received

# Why some texts stay as they are -> which (* stands for anything).
_PROTECTED: Mapping[str, str] = {
    "this text is part of the instrument, the same at every site": "items.* scale.* lenses.*",
    "this names the language for browsers and screen readers": "language.*",
    "this says what a result means, and a result means the same at every site": "constellations.* outcomes.*",
    "this explains a result from the person's own answers, and puts nothing down to the person": (
        "result.causes* result.influence* result.why*"
    ),
    "these limits are honest towards employees, as the law and research ask": "result.limits",
    "this promises what the site really does, and other words would not change what it does": (
        "page.promises page.promises_collecting page.sends_* page.never* page.leaving* page.paper_reading*"
        " poster.promises"
    ),
    "this tells somebody who contributes exactly what is sent and what became of it": (
        "contribute.preview contribute.before contribute.detail_* contribute.sent contribute.kept*"
        " contribute.failed_* contribute.slip_*"
    ),
}
_EXPECTED = survey_texts.expected()
_WITH_A_RESULT = ("result.*", "page.print", "page.delete", "page.restart", "page.keep_*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?")


def checks(texts: object, languages: list[str]) -> Iterator[Check]:
    """Yield every fault of the replaced ``texts`` (language -> tree) of a site in ``languages``."""
    tables = texts if isinstance(texts, dict) else {}
    replaced: dict[str, list[str]] = {}
    for language, tree in tables.items():
        if language not in languages:
            yield f"texts.{language}", one_of(languages), None
        elif isinstance(tree, dict) and tree:
            shipped = _shipped(language)
            for key, value in survey_texts.flatten(tree).items():
                found = list(_faults(key, value, shipped, language))
                yield from ((f"texts.{language}.{key}", fault, shown) for fault, shown in found)
                if _replaceable(key):
                    replaced.setdefault(key, []).append(language)
    yield from _half_translated(replaced, languages)


def one_of(languages: list[str]) -> str:
    """Return what is expected of a language's code at a site in ``languages``."""
    return f"expected one of the site's languages ({', '.join(languages)})"


def blame_faults(text: object, languages: Iterable[str]) -> Iterator[str]:
    """Yield a fault for every wording in ``text`` that makes load a failing of the person."""
    if isinstance(text, str):
        told = [word for language in languages for word in blame.find(text, language)]
        # A word that several lists hold is told once, by the site's first language.
        found = {word.found.lower(): word for word in reversed(told)}
        yield from (
            f'expected words that blame nobody, not "{word.found}": {word.reason.rstrip(".")}; '
            f"instead: {word.instead}"
            for word in reversed(found.values())
        )


def _shipped(language: str) -> dict[str, object]:
    file = survey_texts.LANGUAGES_FOLDER / language / "survey.toml"
    return _texts_of(language, file.stat().st_mtime_ns if file.exists() else 0)


@lru_cache(maxsize=32)  # many surveys, few languages
def _texts_of(language: str, _version: int) -> dict[str, object]:
    try:
        return survey_texts.flatten(survey_texts.load(language))
    except survey_texts.WordingError:  # reported where the language is used
        return {}


def _replaceable(key: str) -> bool:
    return key in _EXPECTED and _protection(key) is None


def _protection(key: str) -> str | None:
    for reason, patterns in _PROTECTED.items():
        if any(fnmatchcase(key, pattern) for pattern in patterns.split()):
            return reason
    return None


def _faults(
    key: str, value: object, shipped: Mapping[str, object], language: str
) -> Iterator[tuple[str, object]]:
    """Yield (what was expected, value to show) for the text ``value`` that is to replace ``key``."""
    reason = _protection(key)
    if key not in _EXPECTED:
        yield f"unknown text{did_you_mean(key, _EXPECTED)}", value
    elif reason:
        yield f"expected no change: {reason}", value
    else:
        wrong = list(survey_texts.text_faults(key, value, _EXPECTED[key]))
        yield from ((fault, None) for fault in wrong or _text_faults(key, value, shipped.get(key), language))


def _text_faults(key: str, value: object, shipped: object, language: str) -> Iterator[str]:
    texts = _texts(value)
    for text in texts:
        if CONTROL.search(text):
            yield "holds a control character, which no page can show; type the text anew"
        for tag in dict.fromkeys(_TAG.findall(text)):
            yield f"holds {tag}, but is shown as plain text; expected no HTML"
        if any(fnmatchcase(key, pattern) for pattern in _WITH_A_RESULT) and re.search(r"\d", text):
            yield f'is "{text}"; expected no digit, because nothing shown with a result may look like a score'
        yield from blame_faults(text, [language])
    if shipped is not None:
        yield from _placeholder_faults(_placeholders(texts), _placeholders(_texts(shipped)))


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else [str(value)]


def _placeholders(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(name for text in texts for name in _PLACEHOLDER.findall(text)))


def _placeholder_faults(own: list[str], wanted: list[str]) -> Iterator[str]:
    for name in wanted:
        if name not in own:
            yield f"lacks {name}; expected it in the text, because the page puts a value there"
    for name in own:
        if name not in wanted:
            known = f"; expected only {', '.join(wanted)}" if wanted else "; expected no braces"
            yield f"holds {name}, but the page has no such value{known}{did_you_mean(name, wanted)}"


def _half_translated(replaced: Mapping[str, list[str]], languages: list[str]) -> Iterator[Check]:
    for key, present in replaced.items():
        missing = [language for language in languages if language not in present]
        if missing:
            names = ", ".join(f"texts.{language}.{key}" for language in missing)
            expected = f"is half translated; expected your own words in every language: add {names}"
            yield f"texts.{present[0]}.{key}", expected, None
