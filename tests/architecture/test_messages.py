"""The catalogue of messages has a sentence for every fault, in every language, and no others."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.configuration.schema import Config
from questionnaire import messages
from questionnaire.messages import JOIN, OPTIONAL, Sentences, placeholders
from tests.architecture import kinds
from tests.architecture.test_house import ROOT, tracked

ENGLISH = messages.load()
# Parts of sentences; the kinds are in all other tables.
PARTS = (OPTIONAL, JOIN)
KINDS = {kind: sentence for kind, sentence in ENGLISH.items() if kind.split(".")[0] not in PARTS}
TABLES = frozenset(kind.split(".")[0] for kind in KINDS)
CODE = [path for path in tracked("questionnaire/*.py", "generator/*.py", "collector/*.py") if path.is_file()]
CATALOGUES = sorted(path.stem for path in messages.MESSAGES_FOLDER.glob("*.toml"))
# Only running these shows their kind or details; for each of their sentences a test provokes it.
KNOWN_WHEN_IT_RUNS = {
    "collector/model.py: _seal_faults",  # how a public key is mistyped: test_registering.py
    "generator/commands/keys.py: _typed_key",  # how a QR code's text is mistyped: sealing/test_commands.py
    "generator/commands/keys.py: fingerprint",  # how a public key is mistyped: test_trustee_key.py
    "generator/configuration/schema_faults.py: _fault",  # what pydantic says: test_config_faults.py
    "generator/configuration/value_types.py: _seal",  # how a public key is mistyped: test_seal_checks.py
    "generator/configuration/text_overrides.py: _faults",  # why a text is protected: test_text_overrides.py
    "generator/configuration/toml_faults.py: no_toml",  # what a line looks like: test_load.py
    "generator/rehearsal/asking.py: no_answer",  # why no answer came: rehearsal/test_asking.py
    "generator/rehearsal/collecting.py: _unexpected",  # what a collector says: rehearsal/test_collecting.py
    "generator/studio/overridable.py: _reason",  # why a text is protected: test_overridable.py
    "generator/studio/readiness.py: _task",  # a point that is done with: test_readiness.py
}
# A sentence for each warning, and one for it in the studio once it is done with. Some are told only while
# they are open: a survey that is over gets another day, a site without any language gets some.
WARNINGS = {kind.partition(".")[2] for kind in KINDS if kind.startswith("warning.")}
ONLY_OPEN = {
    "any_language", "everybodys_key", "logo_text", "long", "name_twice", "neighbours", "over", "placeholder",
    "poster_title", "unencrypted",
}  # fmt: skip
READY_KINDS = {f"ready.{warning}" for warning in WARNINGS - ONLY_OPEN}


def uses() -> Iterator[kinds.Use]:
    """Yield every call in the code that makes a fault."""
    errors = kinds.errors(CODE)
    for path in CODE:
        yield from kinds.uses(path, path.relative_to(ROOT).as_posix(), errors)


def differences(other: Sentences, english: Sentences) -> list[str]:
    """Return how the catalogue ``other`` differs from the English one in anything but its words."""
    return [
        *(f"{kind}: is missing" for kind in english if kind not in other),
        *(f"{kind}: nothing says it" for kind in other if kind not in english),
        *(
            f"{kind}: holds {sorted(placeholders(other[kind]))}, not {sorted(placeholders(english[kind]))}"
            for kind in other
            if kind in english and placeholders(other[kind]).keys() != placeholders(english[kind]).keys()
        ),
    ]


def sample(spec: str) -> object:
    """Return a value that a placeholder with ``spec`` can show."""
    if spec == "g":
        return 4.5
    return ("first", "second", "third") if spec else "value"


def test_every_kind_has_a_sentence_and_every_sentence_a_kind() -> None:
    """No fault lacks a sentence, and no sentence is left over from a former fault."""
    named = {kind for path in CODE for kind in kinds.named(path, TABLES)} | READY_KINDS
    made = {kind for use in uses() for kind in use.kinds or ()}
    assert sorted((named | made) - KINDS.keys()) == []
    assert sorted(KINDS.keys() - named) == []


def test_a_fault_brings_what_its_sentence_shows() -> None:
    """The details of a fault are exactly the names in braces of its sentence."""
    wrong = [
        f"{use.where}, line {use.line}: {kind} with {sorted(use.details)}"
        for use in uses()
        if use.kinds is not None and use.details is not None
        for kind in use.kinds & KINDS.keys()
        if use.details != placeholders(KINDS[kind]).keys()
    ]
    assert wrong == []


def test_what_cannot_be_read_from_the_code_is_known() -> None:
    """Only a few known places make faults with a kind or details from the input; other tests cover them."""
    assert {use.where for use in uses() if use.kinds is None or use.details is None} == KNOWN_WHEN_IT_RUNS


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_can_be_said(kind: str, language: str) -> None:
    """Filled in, a sentence shows each of its details and holds no placeholder any more."""
    sentences = messages.load(language)
    shown = placeholders(sentences[kind])
    said = messages.say(kind, {name: sample(spec) for name, spec in shown.items()}, sentences)
    assert said.strip()
    assert not any(f"{{{name}" in said for name in shown)
    parts = [str(part) for spec in shown.values() for part in _flat(sample(spec))]
    assert all(part.replace(".", sentences["value.decimal_sign"]) in said for part in parts)


def _flat(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize("language", CATALOGUES)
def test_what_joins_a_list_and_every_tail_is_used(language: str) -> None:
    """Every part that a sentence asks for is there, and every part is in a sentence."""
    sentences = messages.load(language)
    shown = [placeholders(sentences[kind]) for kind in KINDS]
    names = {name for each in shown for name in each}
    joins = {word for each in shown for spec in each.values() if spec != "g" for word in spec.split()}
    parts = {f"{JOIN}.{word}" for word in {*joins, "comma"}}
    parts |= {f"{OPTIONAL}.{name}" for name in names if f"{OPTIONAL}.{name}" in ENGLISH}
    assert parts == {kind for kind in sentences if kind.split(".")[0] in PARTS}


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_catalogue_says_the_same_as_the_english_one(language: str) -> None:
    """A translation lacks no sentence, adds none and shows the same details."""
    assert differences(messages.load(language), ENGLISH) == []


def test_a_translation_that_differs_is_told(tmp_path: Path) -> None:
    """One report names every sentence that is missing, left over or has other names in braces, by kind."""
    (tmp_path / "xx.toml").write_text(
        '[a]\nsame = "{name} ist da"\nother = "{nome}"\nmore = "mehr"\n', encoding="utf-8"
    )
    english = {"a.same": "{name} is there", "a.other": "{name}", "b.missing": "gone"}
    assert differences(messages.load("xx", tmp_path), english) == [
        "b.missing: is missing",
        "a.more: nothing says it",
        "a.other: holds ['nome'], not ['name']",
    ]


def test_no_table_of_the_catalogue_is_called_like_one_of_a_site_toml() -> None:
    """Nobody takes a kind such as "colour.unknown" for a key such as "brand.primary"."""
    keys = {*Config.model_fields, "surveys"}
    assert not keys & {kind.split(".")[0] for kind in ENGLISH}
    assert all(kinds.KIND.fullmatch(kind) for kind in itertools.chain(*map(messages.load, CATALOGUES)))


SOURCE = """
class BareError(FaultError, ValueError):
    pass


class OwnError(BareError):
    def __init__(self, more):
        super().__init__("a.own", more=more)


class OtherError(OwnError):
    pass


def _fault(kind, target, **details):
    return Fault(kind, "--out", target, details)


def found(values):
    yield Fault("a.plain", "key")
    yield Fault("a.given", "key", 1, {"name": 1, "other": 2})
    details = {"name": 1}
    kind = "a.one" if values else "a.two"
    yield Fault(kind, "key", details={**details, "more": 2})
    yield _fault("a.helped", "target", name=1)
    yield Fault(values, "key", details=values)
    raise BareError("a.raised", name=1)
"""


def _by_line(uses: Iterator[kinds.Use]) -> list[kinds.Use]:
    return sorted(uses, key=lambda use: use.line)


def test_kinds_and_details_are_read_from_the_code(tmp_path: Path) -> None:
    """The reader finds literals, names, helpers and errors, and leaves open what depends on the input."""
    path = tmp_path / "module.py"
    path.write_text(SOURCE, encoding="utf-8")
    errors = kinds.errors([path])
    assert errors == {"BareError"}
    read = [(use.kinds, use.details) for use in _by_line(kinds.uses(path, "module.py", errors))]
    assert read == [
        ({"a.plain"}, set()),
        ({"a.given"}, {"name", "other"}),
        ({"a.one", "a.two"}, {"name", "more"}),
        ({"a.helped"}, {"name"}),
        (None, None),
        ({"a.raised"}, {"name"}),
    ]
    names = {"plain", "given", "one", "two", "helped", "own", "raised"}
    assert kinds.named(path, frozenset({"a"})) == {f"a.{name}" for name in names}
