"""Wordings that site.toml replaces, [texts.<language>]: which may change, and what must still hold.

Buttons, titles and explanations are the facilitator's to word. What the instrument means, and what the
site promises, is not: a wording cannot change what the site does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from generator.configuration.schema import CONTROL
from generator.faults import did_you_mean
from questionnaire import blame, language_schema, survey_texts
from questionnaire.language_folder import WordingError
from questionnaire.language_schema import Text

Check = tuple[str, str, object]  # key, what was expected, value received

# Why some texts stay as they are -> which (* stands for anything).
_PROTECTED: Mapping[str, str] = {
    "this text is part of the instrument, the same at every site": "items.* scale.* lenses.*",
    "this names the language for browsers and screen readers": "language.*",
    "this writes a day as everybody does in that language": "dates.*",
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
_WITH_A_RESULT = ("result.*", "page.print", "page.delete", "page.restart", "page.keep_*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def checks(texts: object, languages: list[str]) -> Iterator[Check]:
    """Yield every fault of the replaced ``texts`` (language -> tree) of a site in ``languages``."""
    tables = texts if isinstance(texts, dict) else {}
    replaced: dict[str, list[str]] = {}
    known = _known() if tables else {}
    for language, tree in tables.items():
        if language not in languages:
            yield f"texts.{language}", one_of(languages), None
        elif isinstance(tree, dict) and tree and known:
            for key, value in language_schema.flatten(tree).items():
                found = list(_faults(key, value, known, language))
                yield from ((f"texts.{language}.{key}", fault, shown) for fault, shown in found)
                if key in known and _protection(key) is None:
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


def _known() -> Mapping[str, Text]:
    """Return every text there is, as it must be in each language; none where German is at fault."""
    try:
        return survey_texts.expected()
    except WordingError:  # told where the site's languages are checked
        return {}


def _protection(key: str) -> str | None:
    for reason, patterns in _PROTECTED.items():
        if any(fnmatchcase(key, pattern) for pattern in patterns.split()):
            return reason
    return None


def _faults(
    key: str, value: object, known: Mapping[str, Text], language: str
) -> Iterator[tuple[str, object]]:
    """Yield (what was expected, value to show) for the text ``value`` that is to replace ``key``."""
    reason = _protection(key)
    if key not in known:
        yield f"unknown text{did_you_mean(key, known)}", value
    elif reason:
        yield f"expected no change: {reason}", value
    else:
        wrong = list(language_schema.text_faults(key, value, known[key].kind))
        yield from ((fault, None) for fault in wrong or _text_faults(key, value, known[key], language))


def _text_faults(key: str, value: object, wanted: Text, language: str) -> Iterator[str]:
    for text in [str(one) for one in value] if isinstance(value, list) else [str(value)]:
        if CONTROL.search(text):
            yield "holds a control character, which no page can show; type the text anew"
        for tag in dict.fromkeys(_TAG.findall(text)):
            yield f"holds {tag}, but is shown as plain text; expected no HTML"
        if any(fnmatchcase(key, pattern) for pattern in _WITH_A_RESULT) and re.search(r"\d", text):
            yield f'is "{text}"; expected no digit, because nothing shown with a result may look like a score'
        yield from blame_faults(text, [language])
    own = language_schema.placeholders(value)
    for fault, name in language_schema.placeholder_faults(own, wanted.placeholders):
        yield fault + (did_you_mean(name, wanted.placeholders) if name in own else "")


def _half_translated(replaced: Mapping[str, list[str]], languages: list[str]) -> Iterator[Check]:
    for key, present in replaced.items():
        missing = [language for language in languages if language not in present]
        if missing:
            names = ", ".join(f"texts.{language}.{key}" for language in missing)
            expected = f"is half translated; expected your own words in every language: add {names}"
            yield f"texts.{present[0]}.{key}", expected, None
