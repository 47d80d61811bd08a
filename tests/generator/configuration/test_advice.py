"""Advice never contradicts itself: followed to the letter, it leads to a right file in one step or two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.configuration import load
from questionnaire.faults import Fault, InputError

LINES = {
    "languages": 'languages = ["de", "en"]',
    "kiosk": "kiosk = false",
    "idle_minutes": "idle_minutes = 10",
    "[brand]": "[brand]",
    "name": 'name = "Muster AG"',
    "primary": 'primary = "#2f5d62"',
    "footer": 'footer = { de = "Fuß", en = "Foot" }',
    "[[contacts]]": "[[contacts]]",
    "label": 'label = { de = "Betriebsrat", en = "Works council" }',
    "phone": 'phone = "+49 30 901820"',
    "[survey]": "[survey]",
    "id": 'id = "muster-2027"',
    "title": 'title = { de = "Wie geht es uns?", en = "How are we?" }',
    "headcount": "headcount = 140",
    "opens": "opens = 2027-03-01",
    "closes": "closes = 2027-03-26",
    "[texts.de]": "[texts.de]",
    "end.title": 'end.title = "Danke"',
    "[texts.en]": "[texts.en]",
    "en.title": 'end.title = "Thanks"',
}
NO_BREAK, THIN, NOTHING = "\u00a0", "\u2009", "\u200b"

# What somebody writes -> the line that it becomes, without having to think.
MISTAKES: dict[str, tuple[str, str]] = {
    # numbers
    "80,5": ("headcount = 80,5", "headcount = 80"),
    "80.5": ("headcount = 80.5", "headcount = 80"),
    "1.200": ("headcount = 1.200", "headcount = 1200"),
    "1,200": ("headcount = 1,200", "headcount = 1200"),
    "1 200": ("headcount = 1 200", "headcount = 1200"),
    "1'200": ("headcount = 1'200", "headcount = 1200"),
    "quoted number": ('headcount = "140"', "headcount = 140"),
    "number in words": ("headcount = ca. 140 Personen", "headcount = 140"),
    "number with words in quotes": ('headcount = "etwa 140"', "headcount = 140"),
    "leading zero": ("idle_minutes = 05", "idle_minutes = 5"),
    "semicolon": ("headcount = 140;", "headcount = 140"),
    # days
    "1. März 2027": ("opens = 1. März 2027", "opens = 2027-03-01"),
    "quoted day in words": ('opens = "1. März 2027"', "opens = 2027-03-01"),
    "März, decomposed": ("opens = 1. Ma\u0308rz 2027", "opens = 2027-03-01"),
    "March 1, 2027": ("opens = March 1, 2027", "opens = 2027-03-01"),
    "weekday": ("opens = Mo, 1. Mrz. 2027", "opens = 2027-03-01"),
    "01.03.2027": ("opens = 01.03.2027", "opens = 2027-03-01"),
    "1.3.27": ("opens = 1.3.27", "opens = 2027-03-01"),
    "01/03/2027": ("opens = 01/03/2027", "opens = 2027-03-01"),
    "2027-3-1": ("opens = 2027-3-1", "opens = 2027-03-01"),
    "dashes": ("opens = 2027–03–01", "opens = 2027-03-01"),
    "dots": ("opens = 2027.03.01", "opens = 2027-03-01"),
    "quoted day": ('closes = "2027-03-26"', "closes = 2027-03-26"),
    "day and hour": ("closes = 2027-03-26T18:00:00", "closes = 2027-03-26"),
    "no such day": ("closes = 2027-04-31", "closes = 2027-04-30"),
    # yes and no
    "ja": ("kiosk = ja", "kiosk = true"),
    "Nein": ("kiosk = Nein", "kiosk = false"),
    "True": ("kiosk = True", "kiosk = true"),
    "quoted true": ('kiosk = "true"', "kiosk = true"),
    "one": ("kiosk = 1", "kiosk = true"),
    # lists
    "bare list": ("languages = de, en", 'languages = ["de", "en"]'),
    "list without quotes": ("languages = [de, en]", 'languages = ["de", "en"]'),
    "list with semicolon": ('languages = ["de"; "en"]', 'languages = ["de", "en"]'),
    "list in a text": ('languages = "de, en"', 'languages = ["de", "en"]'),
    "list never closed": ('languages = ["de", "en"', 'languages = ["de", "en"]'),
    "curved list": ("languages = [„de“, „en“]", 'languages = ["de", "en"]'),
    "list over lines": ("languages = [\n  de,\n  en,\n]", 'languages = ["de", "en"]'),
    # texts
    "no quotes": ("name = Söhne & Töchter", 'name = "Söhne & Töchter"'),
    "curved quotes": ("name = „Söhne“", 'name = "Söhne"'),
    "English quotes": ("name = “Sons’ house”", 'name = "Sons’ house"'),
    "guillemets": ("name = »Söhne«", 'name = "Söhne"'),
    "open quote": ('name = "Söhne', 'name = "Söhne"'),
    "no first quote": ('name = Söhne"', 'name = "Söhne"'),
    "quotes within": ('name = "Das "beste" Haus"', 'name = "Das „beste“ Haus"'),
    "quotes at the end": ('name = Haus "Nord"', 'name = "Haus „Nord“"'),
    "a number as a text": ("name = 1848", 'name = "1848"'),
    "telephone": ("phone = +49 30 901820", 'phone = "+49 30 901820"'),
    "colour": ("primary = #2f5d62", 'primary = "#2f5d62"'),
    "colour without #": ("primary = 2f5d62", 'primary = "#2f5d62"'),
    "digits of a colour": ("primary = 223344", 'primary = "#223344"'),
    "backslash": ('name = "Nord\\Süd"', 'name = "Nord/Süd"'),
    "comma behind": ('name = "Söhne",', 'name = "Söhne"'),
    "remark of another language": ('name = "Söhne" // neu', 'name = "Söhne" # neu'),
    "remark": ("name = Söhne # neu", 'name = "Söhne"'),
    "id": ('id = "Müller & Söhne 2027"', 'id = "mueller-soehne-2027"'),
    # texts by language
    "curved quotes in braces": (
        "title = { de = „Wie?“, en = “How?” }",
        'title = { de = "Wie?", en = "How?" }',
    ),
    "one curved": ('title = { de = „Wie?“, en = "How?" }', 'title = { de = "Wie?", en = "How?" }'),
    "curved, with a comma within": (
        "title = { de = „Ja, wie?“, en = “Yes, how?” }",
        'title = { de = "Ja, wie?", en = "Yes, how?" }',
    ),
    "no comma": ('title = { de = "Wie?" en = "How?" }', 'title = { de = "Wie?", en = "How?" }'),
    "semicolon between": ('title = { de = "Wie?"; en = "How?" }', 'title = { de = "Wie?", en = "How?" }'),
    "colons": ('title = { de: "Wie?", en: "How?" }', 'title = { de = "Wie?", en = "How?" }'),
    "no quotes in braces": ("title = { de = Wie?, en = How? }", 'title = { de = "Wie?", en = "How?" }'),
    "brace never closed": ('title = { de = "Wie?", en = "How?"', 'title = { de = "Wie?", en = "How?" }'),
    "comma at the end": ('title = { de = "Wie?", en = "How?", }', 'title = { de = "Wie?", en = "How?" }'),
    "over lines": (
        'title = {\n  de = "Wie?",\n  en = "How?"\n}',
        'title = { de = "Wie?", en = "How?" }',
    ),
    "over lines, curved": (
        "title = {\n  de = „Wie?“,\n  en = “How?”,\n}",
        'title = { de = "Wie?", en = "How?" }',
    ),
    "over lines, never closed": (
        'title = {\n  de = "Wie?",\n  en = "How?"',
        'title = { de = "Wie?", en = "How?" }',
    ),
    "replaced text": ("end.title = Danke", 'end.title = "Danke"'),
    # spaces that are none
    "no-break space": (f"headcount{NO_BREAK}={NO_BREAK}140", "headcount = 140"),
    "thin space in a number": (f"headcount = 1{THIN}200", "headcount = 1200"),
    "no-break space in front": (f'{NO_BREAK}name = "Söhne"', 'name = "Söhne"'),
    "nothing at all": (f"opens = {NOTHING}2027-03-01", "opens = 2027-03-01"),
    "no-break space in braces": (
        f'title = {{{NO_BREAK}de = "Wie?",{NO_BREAK}en = "How?" }}',
        'title = { de = "Wie?", en = "How?" }',
    ),
    # other lines
    "colon": ('name: "Söhne"', 'name = "Söhne"'),
    "colon and no quotes": ("name: Söhne", 'name = "Söhne"'),
    "colon and a number": ("headcount: 140", "headcount = 140"),
    "nothing between": ('name "Söhne"', 'name = "Söhne"'),
    "no value": ("footer =", "# footer ="),
    "heading never closed": ("[survey", "[survey]"),
    "heading of contacts": ("[[contacts]", "[[contacts]]"),
    "heading in round brackets": ("(brand)", "[brand]"),
}
NAMES = {
    "heading never closed": "[survey]",
    "heading of contacts": "[[contacts]]",
    "heading in round brackets": "[brand]",
}


def name_of(case: str) -> str:
    """Return the key, or the heading, whose line the mistake ``case`` takes the place of."""
    words = re.match(r"[\s\u00a0]*([\w.]+)", MISTAKES[case][0])
    return NAMES.get(case) or (words[1] if words else "")


def with_line(name: str, line: str) -> str:
    """Return the whole file with ``line`` in the place of the one for ``name``."""
    return "[site]\n" + "".join(f"{line if each == name else whole}\n" for each, whole in LINES.items())


def faults(path: Path) -> tuple[Fault, ...]:
    """Return the faults of the file at ``path``; none if it is right."""
    try:
        load.load_site(path)
    except InputError as error:
        return error.faults
    return ()


def followed(text: str, fault: Fault, language: str) -> str:
    """Return ``text`` with the advice of ``fault`` carried out to the letter, as read in ``language``."""
    write, going_on, now = {
        "en": ("write", r"now it goes on to line (\d+)", "; there stands now"),
        "de": ("schreiben Sie", r"jetzt geht das bis Zeile (\d+)", "; da steht jetzt"),
    }[language]
    said = fault.shown_in(language)
    assert fault.line, said
    advice = re.search(rf'{write}(?:: | (?="))(.*)', said.partition(now)[0])
    assert advice, said
    last = re.search(going_on, said)
    lines = text.split("\n")
    written = advice[1]
    if written.startswith('"'):  # a value alone
        written = f"{lines[fault.line - 1].partition(' = ')[0]} = {written}"
    return "\n".join([*lines[: fault.line - 1], written, *lines[int(last[1]) if last else fault.line :]])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("case", MISTAKES)
def test_advice_followed_to_the_letter_leads_to_a_right_file(
    tmp_path: Path, case: str, language: str
) -> None:
    """In one step or two, in both languages, and to the line that was meant."""
    mistaken, meant = MISTAKES[case]
    path = tmp_path / "site.toml"
    text = with_line(name_of(case), mistaken)
    for _ in range(2):
        path.write_text(text, "utf-8")
        told = faults(path)
        if not told:
            break
        [fault] = told
        text = followed(text, fault, language)
    path.write_text(text, "utf-8")
    assert [str(fault) for fault in faults(path)] == []
    assert text == with_line(name_of(case), meant)


def test_the_file_without_a_mistake_is_right(tmp_path: Path) -> None:
    """Every fault above is that of the mistake."""
    path = tmp_path / "site.toml"
    path.write_text(with_line("", ""), "utf-8")
    assert faults(path) == ()


@pytest.mark.parametrize(
    "line",
    ["opens = demnächst", "opens = 2027-13-45", "headcount = achtzig", "kiosk = vielleicht", "languages = x"],
)
def test_nothing_is_guessed_that_the_value_does_not_say(tmp_path: Path, line: str) -> None:
    """The fault then says what is expected, without a spelling to copy; never quotes that it takes back."""
    path = tmp_path / "site.toml"
    path.write_text(with_line(line.partition(" ")[0], line), "utf-8")
    [fault] = faults(path)
    assert "write:" not in str(fault)
    assert "expected" in str(fault)
    assert "two quotation marks" not in str(fault)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that every example overwrites."""
    return tmp_path_factory.mktemp("broken") / "site.toml"


_SIGNS = "\"'[]{}=,;:#\\/\n\t „“”’«» \u00a0\u200b\u2028\u202e.-–05aäß"


@given(
    at=st.integers(0, len(with_line("", ""))), removed=st.integers(0, 40), put=st.text(_SIGNS, max_size=12)
)
def test_whatever_is_broken_is_told_at_a_line_of_the_file(
    scratch: Path, at: int, removed: int, put: str
) -> None:
    """A slip anywhere: the file is right, or each fault has a line in it and can be told."""
    whole = with_line("", "")
    text = whole[:at] + put + whole[at + removed :]
    scratch.write_text(text, "utf-8")
    for fault in faults(scratch):
        assert "\n" not in fault.shown_in("de") + fault.shown_in("en")
        assert fault.line is None or 1 <= fault.line <= text.count("\n") + 1
        assert fault.line is not None or "is missing" in str(fault) or "languages" in fault.key, str(fault)
