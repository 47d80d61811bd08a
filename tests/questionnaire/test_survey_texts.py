"""The language files: complete, checked as a whole, and in a voice that never counts and never blames."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import blame, language_folder, language_schema, survey_texts
from questionnaire.instrument import ITEM_IDS, LENSES, LEVERS
from questionnaire.survey_texts import FILE

LANGUAGES = language_folder.available()
ENGLISH, GERMAN_FILE = "languages/en/survey.toml", "languages/de/survey.toml"
LIST = "expected a list of at least {} texts, none of them empty"


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield (key, text) for every text of ``language``, lists text by text."""
    for key, value in language_schema.flatten(survey_texts.load(language)).items():
        yield from ((key, text) for text in (value if isinstance(value, list) else [str(value)]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of all languages that a test may spoil."""
    return language_files.copied(tmp_path)


def spoil(folder: Path, *changes: tuple[str, str], code: str = "en") -> list[str]:
    """Replace each (pattern, replacement) in the file of ``code`` and return the lines of its faults."""
    language_files.rewrite(folder / code / FILE, *changes)
    return faults(folder, code)


def faults(folder: Path, code: str = "en") -> list[str]:
    """Return the lines of the faults of the file of ``code`` in ``folder``."""
    return language_files.faults(survey_texts.load, code, folder)


def test_german_english_and_leichte_sprache_are_there() -> None:
    """Every file in the folder is a language."""
    assert {"de", "de-leicht", "en"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_complete(language: str) -> None:
    """Exactly the texts that German has, each of its kind, under its own code."""
    flat = language_schema.flatten(survey_texts.load(language))
    expected = {key: text.kind for key, text in survey_texts.expected().items()}
    assert {key: type(value) for key, value in flat.items()} == expected
    assert flat["language.code"] == language
    assert flat["language.direction"] in ("ltr", "rtl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_as_much_as_the_others(language: str) -> None:
    """Promises, limits and explanations are not shorter in translation."""
    counted = {"page.promises", "page.how", "result.limits"}
    own, german = (Counter(key for key, _ in texts(code)) for code in (language, "de"))
    assert {key: german[key] for key in counted if own[key] < german[key]} == {}


def test_all_faults_of_a_language_are_named_at_once(folder: Path) -> None:
    """Missing, unknown, empty, of the wrong kind, too few: each with file, key and what was expected."""
    lines = spoil(
        folder,
        (r"^rather_no = .*$", ""),
        (r"^\[result\]$", '[result]\nsurprise = "!"'),
        (r"^start = .*$", 'start = "  "'),
        (r"^finish = .*$", "finish = 5"),
        (r"^skip = .*$", 'skip = ["a"]'),
        (r"^limits = \[$", 'limits = "one"\nformer_limits = ['),
        (r'^  "January", ', "  "),
        (r"(?s)(\[outcomes\.none\].*?)^steps = \[.*?^\]", '\\1steps = ["one", "two"]'),
        (r"(?s)(\[constellations\.A\].*?)^portrait = \[.*?^\]", '\\1portrait = ["", "two"]'),
    )
    assert sorted(lines) == [
        f'{ENGLISH}: constellations.A.portrait: is ["", "two"]; {LIST.format(1)}',
        f"{ENGLISH}: dates.months: holds 11 texts; expected 12",
        f"{ENGLISH}: outcomes.none.steps: holds 2 texts; expected 3",
        f"{ENGLISH}: page.finish: is 5; expected a text that is not empty",
        f'{ENGLISH}: page.skip: is ["a"]; expected a text that is not empty',
        f'{ENGLISH}: page.start: is "  "; expected a text that is not empty',
        f"{ENGLISH}: result.former_limits: is unknown; nothing shows it",
        f'{ENGLISH}: result.limits: is "one"; {LIST.format(1)}',
        f"{ENGLISH}: result.surprise: is unknown; nothing shows it",
        f"{ENGLISH}: scale.rather_no: is missing; expected a text",
    ]


def test_what_a_page_fills_in_is_the_same_in_every_language(folder: Path) -> None:
    """A placeholder that is lost, mistyped or out of place is told before an employee sees it."""
    lines = spoil(
        folder,
        (r"^progress = .*$", 'progress = "Question {stepp} of {steps}"'),
        (r"^start = .*$", 'start = "Go }"'),
        (r"^day = .*$", 'day = "{day} {month}"'),
    )
    put = "expected it in the text, because the page puts a value there"
    only = "expected only {step}, {steps}; did you mean '{step}'?"
    assert lines == [
        f"{ENGLISH}: dates.day: lacks {{year}}; {put}",
        f"{ENGLISH}: page.start: holds }}, but the page has no such value; expected no braces",
        f"{ENGLISH}: page.progress: lacks {{step}}; {put}",
        f"{ENGLISH}: page.progress: holds {{stepp}}, but the page has no such value; {only}",
    ]


def test_german_can_lose_nothing_of_the_instrument(folder: Path) -> None:
    """No other file says what German must hold: the instrument itself does."""
    lines = spoil(
        folder,
        (r"^A1 = .*$", ""),
        (r"^B2 = .*$", 'B2 = ["Ja", "Nein"]'),
        (r"^C3 = .*$", 'C3 = "Kann ich {wie}"\nE1 = "Ich auch."'),
        (r"^D3 = .*$", 'D3 = "Kann ich {WIE}"'),
        (r"^rather_no = .*$", ""),
        (r"(?s)\[lenses\.cause\].*?(?=\[)", ""),
        (r"^cause_little = .*$", ""),
        (r"(?s)\[constellations\.C\.path\.SB\].*?(?=\[constellations)", ""),
        (r"(?s)(\[constellations\.D\.path\.ST\].*?)^opening = .*?$", "\\1"),
        (r"(?s)\[constellations\.B\].*?(?=\[constellations\.C\])", ""),
        (r"^tag = .*$", ""),
        code="de",
    )
    has = "is missing; expected it, because the instrument has it"
    small = "expected small letters in braces, such as {name}, or no brace"
    only = f"expected only {', '.join(ITEM_IDS)}, as the instrument has them"
    opening = "is missing; expected a text, as in constellations.D.path.SB"
    assert lines == [
        f"{GERMAN_FILE}: {line}"
        for line in (
            "language.tag: is missing; expected a text",
            f"scale.rather_no: {has}",
            f"lenses.cause: {has}",
            f"items.A1: {has}",
            f"items.E1: is unknown; {only}",
            "items.B2: is a list of texts; expected a text, as in items.B1",
            f"constellations.B: {has}",
            "constellations.A.cause_little: is missing; expected a text, as in constellations.C",
            *(f"constellations.B.labels.{lens}: {has}" for lens in LENSES),
            *(f"constellations.B.path.{lever}: {has}" for lever in LEVERS),
            f"constellations.C.path.SB: {has}",
            f"constellations.D.path.ST.opening: {opening}",
            f"items.D3: holds {{WIE}}; {small}",
        )
    ]


def test_where_german_is_at_fault_no_other_language_is_blamed(folder: Path) -> None:
    """Nobody mends a translation because the original has lost a text."""
    lines = spoil(folder, (r"^A1 = .*$", ""), code="de")
    assert lines == [f"{GERMAN_FILE}: items.A1: is missing; expected it, because the instrument has it"]
    assert faults(folder) == lines


TAG = "expected a tag as in HTML's lang that begins with 'en'"
ITEMS = "the direction in which the texts in [items] are written"
HEBREW = "[items]\n" + "".join(f'{item} = "אני ממשיך לחשוב על זה"\n' for item in ITEM_IDS)


@pytest.mark.parametrize(
    ("code", "key", "value", "fault"),
    [
        ("en", "code", "de", "is 'de'; expected 'en', the name of its folder"),
        ("en", "tag", "de", f"is 'de'; {TAG}"),
        ("en", "tag", "en English", f"is 'en English'; {TAG}"),
        ("de-leicht", "tag", "de", "is 'de', which is German; expected this language's own tag"),
        ("en", "name", "Deutsch", "is 'Deutsch', which is German; expected this language's own name"),
        ("en", "direction", "left", "is 'left'; expected 'ltr' or 'rtl'"),
        ("de", "direction", "rtl", f"is 'rtl'; expected 'ltr', {ITEMS}"),
    ],
)
def test_a_language_says_truly_which_it_is(folder: Path, code: str, key: str, value: str, fault: str) -> None:
    """A copied folder keeps neither the code nor the tag nor the name of the one it was copied from."""
    lines = spoil(folder, (rf"^{key} = .*$", f'{key} = "{value}"'), code=code)
    assert lines == [f"languages/{code}/{FILE}: language.{key}: {fault}"]


def test_a_language_is_written_in_the_direction_of_its_letters(folder: Path) -> None:
    """A file with Hebrew questions must say that it runs from right to left; then it has no fault."""
    assert spoil(folder, (r"(?s)^\[items\]\n.*?\n(?=\n)", HEBREW)) == [
        f"{ENGLISH}: language.direction: is 'ltr'; expected 'rtl', {ITEMS}"
    ]
    language_files.rewrite(folder / "en" / FILE, (r'^direction = "ltr"', 'direction = "rtl"'))
    assert survey_texts.load("en", folder)["language"]["direction"] == "rtl"


def test_an_empty_file_lacks_every_text(folder: Path) -> None:
    """One line for each key that is expected."""
    (folder / "en" / FILE).write_bytes(b"")
    assert [line.split(": ")[1] for line in faults(folder)] == list(survey_texts.expected())


@pytest.mark.parametrize("text", ["skip = {}", "[page.skip]", "page = 5", "[page]\nskip = {de = 'a'}"])
def test_a_table_in_place_of_a_text_is_a_missing_text(folder: Path, text: str) -> None:
    """A page never shows a table."""
    (folder / "en" / FILE).write_text(text, "utf-8")
    assert any(line.startswith(f"{ENGLISH}: page.skip: ") for line in faults(folder))


def test_a_quoted_key_does_not_pass_for_a_table(folder: Path) -> None:
    """``"page.skip"`` in quotation marks is not where a page looks for it."""
    (folder / "en" / FILE).write_text('"page.skip" = "a"\n', "utf-8")
    assert f"{ENGLISH}: page.skip: is missing; expected a text" in faults(folder)


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        (b"[page\n", "is not TOML: "),
        (b"a = " + b"[" * 100_000, "is not TOML: "),
        ('skip = "Süden"\n'.encode("latin-1"), "is not text in UTF-8: "),
        (None, "is missing; expected the texts of the survey"),
    ],
    ids=["broken", "deep", "latin-1", "missing"],
)
def test_a_file_that_cannot_be_read_is_one_fault(
    folder: Path, code: str, contents: bytes | None, fault: str
) -> None:
    """Broken, in another encoding, or not there; in German as in any other language."""
    language_files.put(folder / code / FILE, contents)
    (line,) = faults(folder, code)
    assert line.startswith(f"languages/{code}/{FILE}: file: {fault}")


def test_a_folder_is_no_language_file(folder: Path) -> None:
    """A folder called like a language file is a fault, not a crash."""
    (folder / "en" / FILE).unlink()
    (folder / "en" / FILE).mkdir()
    assert faults(folder) == [
        f"{ENGLISH}: file: cannot be read (Is a directory); expected the texts of the survey"
    ]


def test_a_file_saved_with_a_byte_order_mark_is_read(folder: Path) -> None:
    """Some editors put one before every text."""
    path = folder / "en" / FILE
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert survey_texts.load("en", folder) == survey_texts.load("en")


def test_overriding_replaces_what_is_named_and_leaves_the_rest() -> None:
    """The copy leaves both the tree and the replacing texts unchanged."""
    tree = survey_texts.load("de")
    before = language_schema.flatten(tree)
    replacing = {"page": {"start": "Los"}, "result": {"limits": ["Nur dies."]}}
    changed = language_schema.flatten(survey_texts.overridden(tree, replacing))
    assert changed == before | {"page.start": "Los", "result.limits": ["Nur dies."]}
    assert language_schema.flatten(tree) == before
    assert survey_texts.overridden(tree, {}) == tree
    assert replacing == {"page": {"start": "Los"}, "result": {"limits": ["Nur dies."]}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    """What the page fills in stands in every translation, and nothing else stands in braces."""

    def placeholders(code: str) -> dict[str, list[str]]:
        found = ((key, sorted(re.findall(r"\{[^}]*\}?", text))) for key, text in texts(code))
        return {key: names for key, names in found if names}

    assert placeholders(language) == placeholders("de")
    assert placeholders(language)["page.progress"] == ["{steps}", "{step}"]


SHOWN_IN_A_RESULT = re.compile(r"(items|constellations|outcomes|result|scale|lenses\.\w+\.title)\b")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_result_holds_a_digit(language: str) -> None:
    """A result never shows a number, so none of its texts may bring one in."""
    shown = [(key, text) for key, text in texts(language) if SHOWN_IN_A_RESULT.match(key)]
    assert len(shown) > 150
    assert [found for found in shown if re.search(r"\d", found[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_load_a_failing_of_the_person(language: str) -> None:
    """The texts describe work; they never ask somebody to become harder, calmer or stronger."""
    assert [(key, found) for key, text in texts(language) for found in blame.find(text, language)] == []


# What colleagues say to each other, in a step that suggests it.
AMONG_COLLEAGUES = "bitte melde dich kurz bei mir"
FAMILIAR = re.compile(
    r"\b(du|dich|dir|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?)\b"
    r"|(^|[.!?:] )(Sprich|Nimm|Gib|Lies|Sieh|Schau|Hilf|Wähl|Such|Hol|Frag|Sag|Klick|Drück|Mach)\b",
    re.IGNORECASE,
)


GERMAN = [language for language in LANGUAGES if language.partition("-")[0] == "de"]


@pytest.mark.parametrize("language", GERMAN)
def test_german_keeps_a_respectful_distance(language: str) -> None:
    """Everybody is addressed by ``Sie``: no du, no dein, no imperative to go with it."""
    german = [(key, text.replace(AMONG_COLLEAGUES, "")) for key, text in texts(language)]
    assert [found for found in german if FAMILIAR.search(found[1])] == []
