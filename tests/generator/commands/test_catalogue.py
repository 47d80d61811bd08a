"""The German catalogue of the command line: every text of ours, of help and of Click, and no others."""

from __future__ import annotations

import os
import re
from collections import Counter
from gettext import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from generator.commands import language
from harness import speech
from harness.speech import Text, forms, names_in_braces

TEXTS = speech.all_texts()
ENTRIES = list(speech.german())
BY_TEXT = {forms(message.id): (file, message) for file, message in ENTRIES}
# What English sentences can hardly do without, and German ones never hold.
ENGLISH_WORD = re.compile(
    r"\b(the|of|is|are|has|and|or|not|but|with|without|expected|this|that|there|your|be|wrote)\b"
)
# "Ctrl" is "Strg" on a German keyboard; "Treuhänder" and the like are said without a sex.
FOREIGN = re.compile(r"\bCtrl\b|\bURL\b|\bPasswort\b|Ihre? Mitarbeiter\b")


def shown(text: Text) -> str:
    """Return the text as the name of a test: its place and its beginning."""
    return f"{TEXTS[text]} {forms(text)[0][:40]!r}"


@pytest.mark.parametrize("text", TEXTS, ids=shown)
def test_every_text_has_its_german(text: Text) -> None:
    """Each text that the command line can show stands in the catalogue, translated and not merely guessed."""
    assert forms(text) in BY_TEXT, f"no German for {text!r}: python -m harness.speech shows what is missing"
    file, message = BY_TEXT[forms(text)]
    assert all(forms(message.string)), f"{file}: empty German for {text!r}"
    assert not message.fuzzy, f"{file}: the German of {text!r} is marked as fuzzy"


@pytest.mark.parametrize(("file", "message"), ENTRIES, ids=lambda each: getattr(each, "id", each))
def test_an_entry_is_whole_german(file: str, message: Message) -> None:
    """It fills in the names that the English text has, no others; its brackets close; no English."""
    english, german = forms(message.id), forms(message.string)
    assert len(german) == len(english), f"{file}: one German text for each form of {message.id!r}"
    for one, other in zip(english, german, strict=True):
        assert names_in_braces(other) <= names_in_braces(one) | names_in_braces(english[-1])
    assert names_in_braces(german[-1]) == names_in_braces(english[-1])
    for text in german:
        assert text.count("„") == text.count("“")
        assert text.count("(") == text.count(")")
        assert text.count("[") == text.count("]")
        assert not ENGLISH_WORD.search(re.sub(r"`[^`]*`|\{[^}]*\}|--[a-z-]+", "", text))
        assert not FOREIGN.search(text)


def test_nothing_obsolete_is_kept() -> None:
    """An entry that nothing shows any more is named with its file."""
    known = {forms(text) for text in TEXTS} | {forms(text) for text in speech.DYNAMIC}
    obsolete = [f"{file}: {message.id!r}" for file, message in ENTRIES if forms(message.id) not in known]
    assert obsolete == []


def test_a_text_has_one_german_only() -> None:
    """Two files may translate the same text, but only alike: one of them would never be shown."""
    differing = Counter(
        forms(message.id) for message in {(forms(m.id), forms(m.string)): m for _, m in ENTRIES}.values()
    )
    assert [text for text, number in differing.items() if number > 1] == []


def test_a_missing_message_falls_back_to_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue with a hole, with a fuzzy and with an empty entry still speaks, in English there."""
    folder = tmp_path / "locale" / "de"
    folder.mkdir(parents=True)
    (folder / "few.po").write_text(
        'msgid "file"\nmsgstr "Datei"\n\nmsgid "path"\nmsgstr ""\n\n#, fuzzy\nmsgid "text"\nmsgstr "Text"\n',
        "utf-8",
    )
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "locale")
    contents = language.catalogue_bytes("de")
    assert b"Datei" in contents
    assert b"Text\0" not in contents
    monkeypatch.setattr(language, "DOMAIN", "few")
    monkeypatch.setattr(language, "_cache", lambda _: tmp_path / "cache")
    with language.speaking("de"):
        assert [gettext(text) for text in ("file", "path", "text", "nowhere")] == [
            "Datei", "path", "text", "nowhere",
        ]  # fmt: skip


def test_without_a_catalogue_it_speaks_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a wheel's catalogue nor a folder to compile one into: every text appears, in English."""
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "nowhere")
    monkeypatch.setattr(language, "DOMAIN", "none")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(language, "_write_atomically", refuse)
    with language.speaking("de"):
        assert gettext("file") == "file"
    assert "LANGUAGE" not in os.environ
