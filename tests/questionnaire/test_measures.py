"""The catalogues of measures: complete, checked as a whole, and in a voice that never counts or blames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import CONSTELLATIONS, blame, language_folder, language_schema, measures
from questionnaire.disclosure import TOP
from questionnaire.measures import FILE, KINDS, MEASURES, PLACES, Measure
from tests.questionnaire.test_survey_texts import FAMILIAR

LANGUAGES = measures.available()
ENGLISH = "languages/en/measures.toml"
PARTS = ("title", "what", "who", "sign")


def every_measure(language: str) -> Iterator[tuple[str, Measure]]:
    """Yield (key, measure) for every measure of ``language``."""
    for constellation, kinds in measures.load(language).measures.items():
        for kind, entries in kinds.items():
            for measure in entries:
                yield f"measures.{constellation}.{kind}.{measure.id}", measure


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield (key, text) for every text of ``language``, lists and measures text by text."""
    for key, measure in every_measure(language):
        yield from ((f"{key}.{part}", getattr(measure, part)) for part in PARTS)
    for key, value in language_schema.flatten(measures.load(language).texts).items():
        yield from ((f"report.{key}", text) for text in (value if isinstance(value, list) else [str(value)]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogues that a test may spoil."""
    return language_files.copied(tmp_path)


def faults(folder: Path, code: str = "en") -> list[str]:
    """Return the lines of the faults of the catalogue of ``code`` in ``folder``."""
    return language_files.faults(measures.load, code, folder)


def spoil(folder: Path, *changes: tuple[str, str], code: str = "en") -> list[str]:
    """Replace each (pattern, replacement) in the catalogue of ``code`` and return the lines of its faults."""
    language_files.rewrite(folder / code / FILE, *changes)
    return faults(folder, code)


def test_every_language_of_the_site_has_a_catalogue() -> None:
    """Where an employee can answer, the organisation can read, at least in the language of the variant."""
    assert {"de", "en"} <= set(LANGUAGES) <= set(language_folder.available())
    assert {code.partition("-")[0] for code in language_folder.available()} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_three_measures_of_each_kind_for_each_constellation(language: str) -> None:
    """Four constellations, structure first, then training, then accompaniment: nowhere fewer than three."""
    found = measures.load(language).measures
    assert tuple(found) == CONSTELLATIONS
    for kinds in found.values():
        assert tuple(kinds) == KINDS == ("structure", "training", "accompaniment")
        assert all(len(entries) >= 3 for entries in kinds.values())


def test_the_id_of_a_measure_names_it_among_all() -> None:
    """A plan holds nothing else: it finds constellation, kind and texts in every language."""
    ids = [id_ for kinds in MEASURES.values() for ids in kinds.values() for id_ in ids]
    assert len(set(ids)) == len(ids) == len(PLACES) == 44
    for language in LANGUAGES:
        catalogue = measures.load(language)
        assert [measure.id for _, measure in every_measure(language)] == ids
        assert all(catalogue.measure(id_).id == id_ for id_ in ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measure_is_concrete_and_stands_once(language: str) -> None:
    """It says what to do, who decides and how one notices; no measure is another one again."""
    found = [measure for _, measure in every_measure(language)]
    assert all(text == text.strip() != "" for measure in found for text in astuple(measure))
    for part in ("title", "what", "sign"):
        assert len({getattr(measure, part) for measure in found}) == len(found)


def test_every_catalogue_says_as_much_as_the_others() -> None:
    """The same measures and the same lists, text by text, in either language."""
    said = {language: [key for key, _ in texts(language)] for language in LANGUAGES}
    assert all(keys == said["de"] for keys in said.values())
    assert len(said["de"]) > 150


# What the report fills into the texts of its first page.
FIRST_PAGE = {
    "headline_one": ("name", "title"),
    **dict.fromkeys(("headline_several", "lead_structure", "lead_people", "lead_unknown"), ("names",)),
    "period": ("first", "last"),
    "invited": ("invited",),
    **dict.fromkeys(("contributed", "contributed_by_slip"), ("number", "invited")),
    "all_measures": ("name",),
}


def test_placeholders_are_the_same_in_every_language() -> None:
    """What the report fills in stands in every translation, and nothing else stands in braces."""
    found = [
        {(key, name) for key, text in texts(language) for name in re.findall(r"\{[^}]*\}?", text)}
        for language in LANGUAGES
    ]
    changes = {(f"report.waves.{change}", "{name}") for change in ("more", "same", "less", "apart")}
    changes |= {("report.waves.figures", "{then}"), ("report.waves.figures", "{now}")}
    changes |= {("report.waves.by", "{day}"), ("report.bearing.shown", "{share}")}
    changes |= {("report.bearing.short", "{share}"), ("report.bearing.short", "{others}")}
    changes |= {("report.bearing.reach", "{low}"), ("report.bearing.reach", "{high}")}
    changes |= {("report.bearing.part", "{name}"), ("report.bearing.part", "{share}")}
    changes |= {("report.bearing.figure", "{figure}")}
    tensions = {(f"report.tensions.{key}", "{name}") for key in measures.load("de").texts["tensions"]}
    others = {("report.field_title", "{cause}"), ("report.field_title", "{influence}")}
    others |= {("report.of", "{share}"), ("report.people", "{number}"), ("report.reach", "{invited}")}
    reach = {("report.reach_slips", "{invited}"), ("report.reach_slips", "{slips}")}
    reach.add(("report.reach_all_surveys", "{people}"))
    sealed = {("report.sealed", "{fingerprint}")}
    sealed |= {("report.sealed_twice", "{inner}"), ("report.sealed_twice", "{outer}")}
    extended = {("report.extended", "{former}"), ("report.extended", "{closes}")}
    whole = {("report.whole.period", "{opens}"), ("report.whole.period", "{closes}")}
    whole |= {("report.whole.between", "{lowest}"), ("report.whole.between", "{highest}")}
    whole.add(("report.whole.at_most", "{highest}"))
    bounds = {"at_least": ("lowest",), "at_most": ("highest",), "range": ("lowest", "highest")}
    others |= {
        (f"report.tension_bounds.{key}", f"{{{name}}}") for key, names in bounds.items() for name in names
    }
    first = {(f"report.first.{key}", f"{{{name}}}") for key, names in FIRST_PAGE.items() for name in names}
    everywhere = changes | tensions | others | reach | sealed | extended | whole | first
    assert found == [everywhere] * len(LANGUAGES)
    assert len(tensions) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_number(language: str) -> None:
    """No share, no score, no date: only the names of a law and of a standard have digits."""
    law = r"§ 87\b|ISO 10075\b|DGUV Regel 115-402\b|DGUV Information 215-410\b|DIN EN ISO 9241\b"
    named = [(key, re.sub(law, "", text)) for key, text in texts(language)]
    assert [found for found in named if re.search(r"[\d%]", found[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_load_a_failing_of_people(language: str) -> None:
    """Measures change work; none asks staff to become harder, calmer or stronger."""
    assert [(key, found) for key, text in texts(language) for found in blame.find(text, language)] == []


def test_german_keeps_a_respectful_distance() -> None:
    """The reader is addressed by ``Sie``."""
    assert [found for found in texts("de") if FAMILIAR.search(found[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_share_has_words_of_its_own(language: str) -> None:
    """Sixteen twentieths, nobody, some, more and less: all told apart."""
    shares = measures.load(language).texts["shares"]
    said = [*shares["by_twentieths"], *(shares[key] for key in ("nobody", "some", "more", "less"))]
    assert len(shares["by_twentieths"]) == TOP == 16
    assert len(set(said)) == len(said) == 20


def test_all_faults_of_a_catalogue_are_named_at_once(folder: Path) -> None:
    """Missing, unknown, empty, of the wrong kind, too few, too short: each with file, key and expectation."""
    lines = spoil(
        folder,
        (r"\A", "surprise = 1\n"),
        (r"(?s)(\[measures\.A\.structure\.boundary-rule\].*?)^sign = .*?$", '\\1cost = "much"'),
        (r"(?s)\[measures\.A\.training\.stating-limits\].*?(?=\[m)", ""),
        (r"(?s)(\[measures\.B\.structure\.priority-rule\].*?)^title = .*?$", '\\1title = "  "'),
        (r"(?s)(\[measures\.D\.accompaniment\.outside-counsel\].*?)^who = .*?$", "\\1who = 5"),
        (r"^who_label = .*$", ""),
        (r"^rest = .*$", 'rest = " "'),
        (r"^\[report\]$", '[report]\nformer = "!"'),
        (r"(?s)^mixed = \[.*?^\]", 'mixed = "one"'),
        (r'^  "about a twentieth",\n', ""),
        (r"^neither = .*$", 'neither_nor = "x"'),
    )
    assert sorted(lines) == [
        f"{ENGLISH}: measures.A.structure.boundary-rule.cost: is unknown; nothing shows it",
        f"{ENGLISH}: measures.A.structure.boundary-rule.sign: is missing; expected a text",
        *(
            f"{ENGLISH}: measures.A.training.stating-limits.{part}: is missing; expected a text"
            for part in sorted(PARTS)
        ),
        f'{ENGLISH}: measures.B.structure.priority-rule.title: is "  "; expected a text that is not empty',
        f"{ENGLISH}: measures.D.accompaniment.outside-counsel.who: is 5; expected a text that is not empty",
        f"{ENGLISH}: report.former: is unknown; nothing shows it",
        f'{ENGLISH}: report.mixed: is "one"; expected a list of at least 1 texts, none of them empty',
        f'{ENGLISH}: report.rest: is " "; expected a text that is not empty',
        f"{ENGLISH}: report.shares.by_twentieths: holds 15 texts; expected 16",
        f"{ENGLISH}: report.tensions.neither: is missing; expected a text",
        f"{ENGLISH}: report.tensions.neither_nor: is unknown; nothing shows it",
        f"{ENGLISH}: report.who_label: is missing; expected a text",
        f"{ENGLISH}: surprise: is unknown; nothing shows it",
    ]


def test_german_has_measures_for_all_of_the_instrument(folder: Path) -> None:
    """It is held against the instrument itself, and no other language is compared with it meanwhile."""
    lines = spoil(
        folder,
        (r"^\[measures\.A\.training\.stating-limits\]", "[measures.A.training.stating-limit]"),
        (r'^  "etwa ein Zwanzigstel",\n', ""),
        code="de",
    )
    key = "languages/de/measures.toml: measures.A.training.stating-limit"
    assert sorted(lines) == sorted(
        [
            *(f"{key}s.{part}: is missing; expected a text" for part in PARTS),
            *(f"{key}.{part}: is unknown; nothing shows it" for part in PARTS),
            "languages/de/measures.toml: report.shares.by_twentieths: holds 15 texts; expected 16",
        ]
    )
    assert faults(folder) == lines


def test_no_placeholder_is_filled_in_in_a_measure(folder: Path) -> None:
    """What stands in braces in a measure would be read in braces."""
    (line,) = spoil(folder, (r"^who = .*$", 'who = "{name}"'))
    fault = "holds {name}, but the page has no such value; expected no braces"
    assert line == f"{ENGLISH}: measures.A.structure.boundary-rule.who: {fault}"


def test_an_empty_file_lacks_everything(folder: Path) -> None:
    """One line for each text of each measure, and one for each text of the report."""
    (folder / "en" / FILE).write_bytes(b"")
    keys = [line.split(": ")[1] for line in faults(folder)]
    of_measures = [f"{key}.{part}" for key, _ in every_measure("de") for part in PARTS]
    told = language_schema.flatten(measures.load("de", folder).texts)
    assert sorted(keys) == sorted([*of_measures, *(f"report.{key}" for key in told)])


@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        (b"[report\n", "is not TOML: "),
        ('rest = "übrige"\n'.encode("latin-1"), "is not text in UTF-8: "),
        (None, "is missing; expected the measures and the texts of the report"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(folder: Path, contents: bytes | None, fault: str) -> None:
    """Broken, in another encoding, or not there."""
    language_files.put(folder / "en" / FILE, contents)
    (line,) = faults(folder)
    assert line.startswith(f"{ENGLISH}: file: {fault}")


@pytest.mark.parametrize("key", ["measures.E.structure", "measures.A.coaching", "measures.A.structure"])
def test_measures_that_nothing_shows_are_a_fault(folder: Path, key: str) -> None:
    """A mistyped constellation or kind is named, not silently left out."""
    for code, name in (("en", ENGLISH), ("de", "languages/de/measures.toml")):
        lines = spoil(folder, (r"^\[report\]$", f'[{key}.rule]\ntitle = "x"\n\n[report]'), code=code)
        assert lines == [f"{name}: {key}.rule.title: is unknown; nothing shows it"]


@pytest.mark.parametrize(
    "contents",
    [
        "measures = 5",
        "report = 5",
        "[measures]\nA = 5",
        "[measures.A]\nstructure = 5",
        '[measures.A]\nstructure = "abc"',
        '[measures.A]\nstructure = ["a", "b", "c"]',
        "[[measures.A.structure.boundary-rule]]",
        '[report]\n"tensions.neither" = "x"',
    ],
)
def test_a_value_of_another_shape_is_a_fault_and_not_a_crash(folder: Path, contents: str) -> None:
    """Whatever TOML can hold in place of a table or a list: the faults of the whole file, with their keys."""
    (folder / "en" / FILE).write_text(contents, "utf-8")
    lines = faults(folder)
    assert any(
        line.startswith(f"{ENGLISH}: measures.D.accompaniment.outside-counsel.title: ") for line in lines
    )
    assert f"{ENGLISH}: report.tensions.neither: is missing; expected a text" in lines
