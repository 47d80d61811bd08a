"""Every single kind of fault in site.toml: one line with file, key, value and what was expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness import sites
from harness.sites import BRAND, SMALLEST, SURVEY, faults

NUMBER = "expected a whole number without quotation marks"
DATE = "expected a date such as 2027-01-11, without quotation marks"
COLOUR = 'such as "#7a1f3d", or a CSS colour name such as "teal"'
SOLID = "expected a colour that lets nothing shine through"
BOOLEAN = "expected true or false, without quotation marks"
GERMAN = '[site]\nlanguages = ["de"]\n' + SMALLEST
ENGLISH = '[site]\nlanguages = ["en"]\n' + SMALLEST
LANGUAGE = "expected one of the languages there are (de, de-leicht, en)"
SITE_LANGUAGE = "expected one of the site's languages (de, en)"
ADDRESS = "expected an address that starts with https:// or http://"
HEADCOUNT = 'expected "type", because "levers" needs survey.headcount of at least 50'
TRANSLATION = "is missing; expected the text in this language too"


@pytest.mark.parametrize(
    ("text", "number", "key", "hint"),
    [
        (SMALLEST + "[colection]\n", 6, "colection", "unknown key; did you mean 'collection'?"),
        (SMALLEST + "[palette]\n", 6, "palette", "unknown key"),
        (BRAND + 'colour = "#ffffff"\n' + SURVEY, 3, "brand.colour", "unknown key; did you mean 'primary'?"),
        (BRAND + 'kaugummi = "x"\n' + SURVEY, 3, "brand.kaugummi", "unknown key"),
        (SMALLEST + "headcuont = 140\n", 6, "survey.headcuont", "unknown key; did you mean 'headcount'?"),
        (
            SMALLEST + '[[contacts]]\nlabel = "a"\nphone = "1"\nfone = "1"\n',
            9,
            "contacts[1].fone",
            "unknown key; did you mean 'phone'?",
        ),
    ],
)
def test_an_unknown_key_or_table_is_answered_with_the_nearest_known(
    tmp_path: Path, text: str, number: int, key: str, hint: str
) -> None:
    """A typing error is answered with the likely key; a key that resembles none gets no guess."""
    (line,) = faults(sites.write(tmp_path, text))
    assert line.startswith(f"site.toml: line {number}: {key}")
    assert line.endswith(f": {hint}")


@pytest.mark.parametrize(
    ("text", "number", "line"),
    [
        # missing
        (BRAND, None, "survey: is missing; expected one table [survey], or several [[surveys]]"),
        (BRAND + '[survey]\nid = "muster"\n', 3, "survey.title: is missing; expected a value"),
        ("[brand]\n" + SURVEY, 1, "brand.name: is missing; expected a value"),
        (SMALLEST + '[[contacts]]\nphone = "1"\n', 6, "contacts[1].label: is missing; expected a value"),
        # wrong kinds
        (
            "[brand]\nname = 5\n" + SURVEY,
            2,
            'brand.name = 5: expected a text in quotation marks; write: name = "5"',
        ),
        ('[brand]\nname = " "\n' + SURVEY, 2, 'brand.name = " ": expected a text that is not empty'),
        (SMALLEST + 'headcount = "140"\n', 6, f'survey.headcount = "140": {NUMBER}; write: headcount = 140'),
        (SMALLEST + "headcount = 14.5\n", 6, f"survey.headcount = 14.5: {NUMBER}; write: headcount = 14"),
        (SMALLEST + "headcount = true\n", 6, f"survey.headcount = true: {NUMBER}"),
        (SMALLEST + "headcount = 0\n", 6, "survey.headcount = 0: expected a number of at least 1"),
        (
            SMALLEST + "headcount = 99999999999999999999\n",
            6,
            "survey.headcount = 99999999999999999999: expected a number of at most 10000000",
        ),
        (
            SMALLEST + "threshold = 99999999999999999999\n",
            6,
            "survey.threshold = 99999999999999999999: expected a number of at most 10000000",
        ),
        (
            SMALLEST + 'opens = "2027-01-11"\n',
            6,
            f'survey.opens = "2027-01-11": {DATE}; write: opens = 2027-01-11',
        ),
        (SMALLEST + "closes = 10:00:00\n", 6, f"survey.closes = 10:00:00: {DATE}"),
        ('site = "de"\n' + SMALLEST, 1, 'site = "de": expected a table'),
        ("contacts = 3\n" + SMALLEST, 1, "contacts = 3: expected a list in square brackets"),
        ('contacts = ["a"]\n' + SMALLEST, 1, 'contacts[1] = "a": expected a table'),
        (SMALLEST + '[texts]\nde = "x"\n', 7, 'texts.de = "x": expected a table'),
        (SMALLEST + 'detail = "all"\n', 6, "survey.detail = \"all\": expected one of 'levers' or 'type'"),
        (
            SMALLEST + '[collection]\nmode = "on"\n',
            7,
            "collection.mode = \"on\": expected one of 'off', 'paper', 'open' or 'slips'",
        ),
        # values
        (
            BRAND + 'primary = "tael"\n' + SURVEY,
            3,
            (
                'brand.primary = "tael": expected a colour with six hexadecimal digits, '
                f"{COLOUR}; did you mean 'teal'?"
            ),
        ),
        (
            BRAND + 'accent = "CI 4711"\n' + SURVEY,
            3,
            f'brand.accent = "CI 4711": expected a colour with six hexadecimal digits, {COLOUR}',
        ),
        (
            BRAND + 'primary = "7a1f3d"\n' + SURVEY,
            3,
            'brand.primary = "7a1f3d": expected a # in front: write "#7a1f3d"',
        ),
        (
            BRAND + 'primary = "#7a1f3d80"\n' + SURVEY,
            3,
            f'brand.primary = "#7a1f3d80": {SOLID}: write "#7a1f3d"',
        ),
        (BRAND + 'primary = "#7a18"\n' + SURVEY, 3, f'brand.primary = "#7a18": {SOLID}: write "#7a1"'),
        (
            BRAND + 'primary = "transparent"\n' + SURVEY,
            3,
            f'brand.primary = "transparent": {SOLID}, {COLOUR}',
        ),
        (
            BRAND + 'primary = "rgb(1 2 3)"\n' + SURVEY,
            3,
            'brand.primary = "rgb(1 2 3)": expected no colour function; write its six hexadecimal digits, '
            + COLOUR,
        ),
        (
            BRAND + 'light = "#ffffff"\n' + SURVEY,
            3,
            'brand.light = "#ffffff": expected a table',
        ),
        (
            BRAND + 'light.on-accent = "#ffffff"\n' + SURVEY,
            3,
            "brand.light.on-accent = \"#ffffff\": unknown key; did you mean 'on_accent'?",
        ),
        (
            BRAND + 'dark.ink = "wite"\n' + SURVEY,
            3,
            (
                'brand.dark.ink = "wite": expected a colour with six hexadecimal digits, '
                f"{COLOUR}; did you mean 'white'?"
            ),
        ),
        (
            BRAND + 'corners = "sharp"\n' + SURVEY,
            3,
            "brand.corners = \"sharp\": expected one of 'round', 'soft' or 'square'",
        ),
        ('[site]\nkiosk = "yes"\n' + SMALLEST, 2, f'site.kiosk = "yes": {BOOLEAN}; write: kiosk = true'),
        (
            "[site]\nidle_minutes = 0\n" + SMALLEST,
            2,
            "site.idle_minutes = 0: expected a number of at least 1",
        ),
        (
            "[site]\nidle_minutes = 61\n" + SMALLEST,
            2,
            "site.idle_minutes = 61: expected a number of at most 60",
        ),
        ('[site]\nlanguages = ["de", "fr"]\n' + SMALLEST, 2, f'site.languages[2] = "fr": {LANGUAGE}'),
        (
            '[site]\nlanguages = ["deu"]\n' + SMALLEST,
            2,
            f"site.languages[1] = \"deu\": {LANGUAGE}; did you mean 'de'?",
        ),
        (
            '[site]\nlanguages = ["de", "de"]\n' + SMALLEST,
            2,
            'site.languages = "de": expected each language once',
        ),
        ("[site]\nlanguages = []\n" + SMALLEST, 2, "site.languages: expected at least one entry"),
        (
            SMALLEST + '[[contacts]]\nlabel = "a"\nphone = "*#06#"\n',
            8,
            (
                'contacts[1].phone = "*#06#": expected a telephone number without *, # and %, '
                "because a telephone takes these for commands; give a number such as +49 30 901820"
            ),
        ),
        (
            SMALLEST + '[[contacts]]\nlabel = "a"\nmail = "rat@firma.example?bcc=x@y.example"\n',
            8,
            (
                'contacts[1].mail = "rat@firma.example?bcc=x@y.example": expected one mail address, '
                "such as betriebsrat@firma.example"
            ),
        ),
        (
            SMALLEST + '[[contacts]]\nlabel = "a"\nphone = "the office"\n',
            8,
            'contacts[1].phone = "the office": expected a telephone number, such as +49 30 901820',
        ),
        *(
            (
                SMALLEST + f'[[contacts]]\nlabel = "a"\nmail = "{mail}"\n',
                8,
                f'contacts[1].mail = "{mail}": expected one mail address, such as betriebsrat@firma.example',
            )
            for mail in ("works council", "a@b.example, c@d.example")
        ),
        (
            SMALLEST + '[[contacts]]\nlabel = "a"\nurl = "javascript:alert(1)"\n',
            8,
            f'contacts[1].url = "javascript:alert(1)": {ADDRESS}',
        ),
        (
            SMALLEST + '[collection]\nurl = "umfrage.example"\n',
            7,
            f'collection.url = "umfrage.example": {ADDRESS}',
        ),
        # one value against another
        (
            SMALLEST + "opens = 2027-02-01\ncloses = 2027-01-31\n",
            7,
            'survey.closes = "2027-01-31": expected a day on or after survey.opens (2027-02-01)',
        ),
        (SMALLEST + 'detail = "levers"\nheadcount = 49\n', 6, f'survey.detail = "levers": {HEADCOUNT}'),
        (SMALLEST + 'detail = "levers"\n', 6, f'survey.detail = "levers": {HEADCOUNT}'),
        (
            SMALLEST + '[[contacts]]\nlabel = "a"\n',
            6,
            "contacts[1]: expected at least one of phone, mail, url or note",
        ),
        # languages of a text
        (BRAND + '[survey]\nid = "a"\ntitle = { de = "a" }\n', 5, f"survey.title.en: {TRANSLATION}"),
        (
            BRAND + '[survey]\nid = "a"\ntitle = { de = "a", en = "b", eng = "c" }\n',
            5,
            f"survey.title.eng = \"c\": {SITE_LANGUAGE}; did you mean 'en'?",
        ),
        (
            '[site]\nlanguages = ["de"]\n'
            + SMALLEST
            + '[[contacts]]\nlabel = { en = "a", de = "b" }\nphone = "1"\n',
            9,
            'contacts[1].label.en = "a": expected one of the site\'s languages (de)',
        ),
        (BRAND + 'footer = { de = "a" }\n' + SURVEY, 3, f"brand.footer.en: {TRANSLATION}"),
        (BRAND + SURVEY + 'report_place = { de = "a" }\n', 6, f"survey.report_place.en: {TRANSLATION}"),
        (BRAND + 'imprint = { en = "a" }\n' + SURVEY, 3, f"brand.imprint.de: {TRANSLATION}"),
        (BRAND + 'privacy = { de = "a" }\n' + SURVEY, 3, f"brand.privacy.en: {TRANSLATION}"),
        (BRAND + 'accessibility = { de = "a" }\n' + SURVEY, 3, f"brand.accessibility.en: {TRANSLATION}"),
        (
            SMALLEST + '[[contacts]]\nlabel = "a"\nnote = { en = "b" }\n',
            8,
            f"contacts[1].note.de: {TRANSLATION}",
        ),
        # wordings to replace
        (
            SMALLEST + '[texts.de.page]\nstart_titel = "x"\n',
            7,
            "texts.de.page.start_titel = \"x\": unknown text; did you mean 'page.start_title'?",
        ),
        (
            GERMAN + "[texts.de.page]\nstart_title = 5\n",
            9,
            "texts.de.page.start_title: is 5; expected a text that is not empty",
        ),
        (
            ENGLISH + '[texts.en.page]\nstart_lead = " "\n',
            9,
            'texts.en.page.start_lead: is " "; expected a text that is not empty',
        ),
        (SMALLEST + '[texts.fr.result]\ntitle = "x"\n', 6, f"texts.fr: {SITE_LANGUAGE}"),
    ],
)
def test_one_fault_is_one_line(tmp_path: Path, text: str, number: int | None, line: str) -> None:
    """A single fault is reported once, by file, line and key, with the value and what was expected."""
    assert faults(sites.write(tmp_path, text)) == [f"site.toml: {sites.at_line(number)}{line}"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("tael", "teal"), ("Dark Blue", "darkblue"), ("steel-blue", "steelblue"), ("Grün", "green")],
)
def test_a_colour_that_css_does_not_know_is_answered_with_one_it_does(
    tmp_path: Path, written: str, meant: str
) -> None:
    """A typing error, a name with a space or a hyphen, a German name."""
    (line,) = faults(sites.write(tmp_path, f'{BRAND}primary = "{written}"\n{SURVEY}'))
    assert line.endswith(f"; did you mean '{meant}'?")


@pytest.mark.parametrize(
    "name", ["", "A", "hafen 2027", "-a", "a-", "a--b", "ä", "a_b", "a\n", "a/b", "x" * 65]
)
def test_a_survey_id_that_cannot_stand_in_an_address_is_refused(tmp_path: Path, name: str) -> None:
    """Small letters, digits and single hyphens only, at most 64 of them."""
    text = f"{BRAND}[survey]\nid = {json.dumps(name)}\ntitle = 'a'\n"
    (line,) = faults(sites.write(tmp_path, text))
    assert line.startswith("site.toml: line 4: survey.id = ")
    assert (
        "expected small letters a-z, digits and single hyphens" in line
        or "expected at most 64 characters" in line
    )


@pytest.mark.parametrize("mode", ["paper", "open", "slips"])
def test_collecting_needs_to_know_how_many_and_when(tmp_path: Path, mode: str) -> None:
    """Every mode except "off" needs headcount and dates; the modes that send need an address, too."""
    missing = [
        sites.unplaced(line).split(":")[1].strip()
        for line in faults(sites.write(tmp_path, f'{SMALLEST}[collection]\nmode = "{mode}"\n'))
    ]
    needed = {"survey.headcount", "survey.opens", "survey.closes"}
    assert set(missing) == (needed if mode == "paper" else {*needed, "collection.url"})
    assert len(missing) == len(set(missing))


def test_an_unknown_key_shows_the_value_that_was_received(tmp_path: Path) -> None:
    """As every fault does: file, key, value, expectation."""
    (line,) = faults(sites.write(tmp_path, f"{SMALLEST}headcuont = 140\n"))
    assert line == "site.toml: line 6: survey.headcuont = 140: unknown key; did you mean 'headcount'?"


def test_a_text_of_no_kind_is_refused_in_words_that_can_be_copied(tmp_path: Path) -> None:
    """The example in the message is valid TOML."""
    (line,) = faults(sites.write(tmp_path, BRAND + '[survey]\nid = "a"\ntitle = 5\n'))
    assert (
        line == "site.toml: line 5: survey.title = 5: "
        'expected a text, or one for each language: { de = "…", en = "…" }; write: title = "5"'
    )


@pytest.mark.parametrize("text", ["[texts.de.result.title]\n", "[texts.de.result]\ntitle = {}\n"])
def test_an_empty_table_does_not_take_the_place_of_a_text(tmp_path: Path, text: str) -> None:
    """A page never shows an empty table in place of a text."""
    assert ["texts.de.result.title" in line for line in faults(sites.write(tmp_path, GERMAN + text))] == [
        True
    ]


def test_a_wording_under_a_quoted_key_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    """``"result.title"`` in quotation marks is another key than ``result.title``: nothing would show it."""
    lines = faults(sites.write(tmp_path, f'{SMALLEST}[texts.de]\n"result.title" = "Neu"\n'))
    assert ["result.title" in line for line in lines] == [True]
