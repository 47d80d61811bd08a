"""The German catalogue: every sentence is whole German, and a lost word of the English one is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from string import Formatter

import pytest

from questionnaire import messages
from questionnaire.messages import Phrase, Sentences, placeholders
from tests.architecture.test_messages import ENGLISH, KINDS, differences

GERMAN = messages.load("de")
# Words that German sentences never hold, and English ones can hardly do without.
ENGLISH_WORD = re.compile(
    r"\b(the|of|is|are|has|and|or|not|no|but|with|without|expected|write|save|choose|it|this|that|there"
    r"|these|cannot|missing|unknown|holds|because|which|your|be|to|at least|at most|file|line|number)\b"
)
# What Python writes and TOML does not.
PYTHON_WORD = re.compile(r"\b(None|True|False|datetime|Phrase)\b|\bdate\(")
# Details that are phrases of the catalogue, by name; all others come from people, files and programs.
PHRASES = {
    "content": Phrase("content.picture"),
    "plain": Phrase("content.plain_png"),
    "looks": Phrase("looks.png"),
    "shape": Phrase("shape.text"),
}
DAYS = ("opens", "closes")


def details(sentence: str, value: object = "Wert") -> Mapping[str, object]:
    """Return details for ``sentence`` as a fault brings them, with ``value`` for each shown as in TOML."""
    as_toml = {name for _, name, _, conversion in Formatter().parse(sentence) if conversion == "t"}
    return {
        name: value if name in as_toml and not spec else _detail(name, spec)
        for name, spec in placeholders(sentence).items()
    }


def _detail(name: str, spec: str) -> object:
    if name in DAYS:
        return dt.date(2027, 1, 11)
    if spec == "g":
        return 4.5
    return PHRASES.get(name, ("eins", "zwei", "drei") if spec else "Wert")


def rendered(sentences: Sentences, kind: str, value: object = "Wert") -> str:
    """Return the sentence for ``kind`` with sample details, as ``details`` gives them."""
    return messages.say(kind, details(sentences[kind], value), sentences)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sentence_is_whole_in_both_languages(kind: str) -> None:
    """No brace is left that nobody has to type, no English word is left in German, and both end alike."""
    english, german = rendered(ENGLISH, kind), rendered(GERMAN, kind)
    for said, sentences in ((english, ENGLISH), (german, GERMAN)):
        assert said == said.strip() != ""
        assert said.count("{") == said.count("}") == sentences[kind].count("{{")
        assert not PYTHON_WORD.search(said)
        assert said.count("(") == said.count(")")
    assert not ENGLISH_WORD.search(german)
    assert german.count("„") == german.count("“")
    assert (german[-1] in ".,;:") == (english[-1] in ".,;:")


def test_the_telltale_words_are_in_most_english_sentences() -> None:
    """The list would find a sentence that was left untranslated."""
    found = [kind for kind in KINDS if ENGLISH_WORD.search(rendered(ENGLISH, kind))]
    assert len(found) > 0.75 * len(KINDS)


@pytest.mark.parametrize("value", [True, False, dt.date(2027, 1, 11), ["a", True], {"a": 1}, 5, "", "Wert"])
def test_a_value_stands_there_as_toml_writes_it(value: object) -> None:
    """Whatever a fault shows of a file, a German sentence shows nothing that only Python writes."""
    for kind in KINDS:
        if "!t" in GERMAN[kind]:
            assert not PYTHON_WORD.search(rendered(GERMAN, kind, value))
            assert "'" not in rendered(GERMAN, kind, value)


@pytest.mark.parametrize("kind", GERMAN)
def test_whatever_a_sentence_loses_or_adds_is_told(kind: str) -> None:
    """A sentence left out, a name too many, and every single name lost: each is one difference."""
    assert differences({**GERMAN, kind: GERMAN[kind] + "{zuviel}"}, ENGLISH) != []
    without = {other: sentence for other, sentence in GERMAN.items() if other != kind}
    assert differences(without, ENGLISH) == [f"{kind}: is missing"]
    for name in placeholders(GERMAN[kind]):
        lost = re.sub(r"(?<!\{)\{" + name + r"[!:]?[^{}]*\}", "", GERMAN[kind])
        assert differences({**GERMAN, kind: lost}, ENGLISH) != []
