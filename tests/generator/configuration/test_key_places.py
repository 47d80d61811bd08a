"""A key or a table under the wrong heading: the fault says under which one it belongs."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import sites
from harness.sites import BRAND, SMALLEST, SURVEY

WRONG = "stands below the wrong heading"
PLACE = "stands in the wrong place"
HEAD_FIRST = " (write the heading {} first: the file has none)"
NEW_LIGHT = HEAD_FIRST.format("[brand.light]")
NEW_COLLECTION = HEAD_FIRST.format("[collection]")
NEW_CONTACTS = HEAD_FIRST.format("[[contacts]]")
THERE = "is there already; keep one of the two, below"
COLLECTION = '[collection]\nmode = "off"\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '[site]\nlanguages = ["de"]\n' + SMALLEST + COLLECTION + "kiosk = true\n",
            f"line 10: collection.kiosk = true: {WRONG}; move this line below [site]",
        ),
        (
            SMALLEST + "kiosk = true\n",
            f"line 6: survey.kiosk = true: {WRONG}; move this line below [site]{HEAD_FIRST.format('[site]')}",
        ),
        (
            "headcount = 140\n" + SMALLEST,
            f"line 1: headcount = 140: {WRONG}; move this line below [survey] or [collection]",
        ),
        (
            SMALLEST + COLLECTION + 'phone = "030 1"\n',
            f'line 8: collection.phone = "030 1": {WRONG}; move this line below [[contacts]]{NEW_CONTACTS}',
        ),
        (
            SMALLEST + 'paper = "#ffffff"\n[brand.light]\n',
            f'line 6: survey.paper = "#ffffff": {WRONG}; move this line below [brand.light] or [brand.dark]',
        ),
        (
            BRAND + 'title = "Neu"\n' + SURVEY,
            f'line 3: brand.title = "Neu": {WRONG}, and survey.title {THERE} [survey]',
        ),
        (
            SMALLEST + "[texts.de]\nkiosk = true\n[site]\n",
            f"line 7: texts.de.kiosk = true: {WRONG}; move this line below [site]",
        ),
        (
            SMALLEST + "[texts]\nkiosk = true\n[site]\n",
            f"line 7: texts.kiosk = true: {WRONG}; move this line below [site]",
        ),
        (
            SMALLEST + '[brand.collection]\nmode = "off"\n',
            f"line 6: brand.collection: {PLACE}; move its lines (mode) below [collection]{NEW_COLLECTION}",
        ),
        (
            SMALLEST + '[[brand.contacts]]\nlabel = "a"\n',
            f"line 6: brand.contacts: {PLACE}; move its lines (label) below [[contacts]]{NEW_CONTACTS}",
        ),
        (
            SMALLEST + '[light]\nink = "#000000"\n',
            f"line 6: light: {PLACE}; move its lines (ink) below [brand.light]{NEW_LIGHT}",
        ),
        (
            SMALLEST + '[de]\nend.title = "Danke"\n',
            f"line 6: de: {PLACE}; move its lines (end) below [texts.de]{HEAD_FIRST.format('[texts.de]')}",
        ),
        (
            BRAND + "opens = 2027-01-11\n" + '[[surveys]]\nid = "a"\ntitle = "A"\n',
            f"line 3: brand.opens = 2027-01-11: {WRONG}; move this line below [[surveys]]",
        ),
        (
            BRAND + '[[surveys]]\nid = "a"\ntitle = "A"\nmode = "off"\n' + COLLECTION,
            f'line 6: surveys[1].mode = "off": {WRONG}, and collection.mode {THERE} [collection]',
        ),
    ],
)
def test_a_key_under_the_wrong_heading_says_where_it_belongs(tmp_path: Path, text: str, line: str) -> None:
    """Typing at the end of a file puts a key below the last heading; nobody has to know why it is unknown."""
    assert f"site.toml: {line}" in sites.faults(sites.write(tmp_path, text))


@pytest.mark.parametrize(
    ("table", "written", "meant"),
    [
        ("[[contacts]]\nphone = '1'\n", "name", "label"),
        ("[[contacts]]\nlabel = 'a'\n", "email", "mail"),
        ("[[contacts]]\nlabel = 'a'\n", "telefon", "phone"),
        ("[survey]\nid = 'a'\n", "name", "title"),
        ("[survey]\nid = 'a'\ntitle = 'a'\n", "start", "opens"),
        ("[survey]\nid = 'a'\ntitle = 'a'\n", "end", "closes"),
    ],
)
def test_a_word_that_people_guess_is_answered_with_the_right_one(
    tmp_path: Path, table: str, written: str, meant: str
) -> None:
    """Even if another table has a key of the guessed name: a contact's ``name`` is its label."""
    text = BRAND + ("" if "survey" in table else SURVEY) + f'{table}{written} = "x"\n'
    assert any(
        f"{written} = \"x\": unknown key; did you mean '{meant}'?" in line
        for line in sites.faults(sites.write(tmp_path, text))
    )


def test_a_table_that_belongs_nowhere_stays_unknown(tmp_path: Path) -> None:
    """No guess is better than a wrong one."""
    assert sites.faults(sites.write(tmp_path, SMALLEST + "[palette]\nrot = 1\n")) == [
        "site.toml: line 6: palette: unknown key"
    ]


def test_one_mistake_is_one_fault(tmp_path: Path) -> None:
    """A key by another name is not also missing: following the first advice would mend the second."""
    contact = '[[contacts]]\nname = "Betriebsrat"\nemail = "br@kontor.example"\n'
    assert sites.faults(sites.write(tmp_path, SMALLEST + contact)) == [
        "site.toml: line 7: contacts[1].name = \"Betriebsrat\": unknown key; did you mean 'label'?",
        "site.toml: line 8: contacts[1].email = \"br@kontor.example\": unknown key; did you mean 'mail'?",
    ]
    assert sites.faults(sites.write(tmp_path, BRAND + '[survey]\nid = "a"\nname = "A"\n')) == [
        "site.toml: line 5: survey.name = \"A\": unknown key; did you mean 'title'?"
    ]


def test_what_another_advice_does_not_mend_is_told_beside_it(tmp_path: Path) -> None:
    """A key that nobody can place leaves the missing one told."""
    lines = sites.faults(sites.write(tmp_path, BRAND + '[survey]\nid = "a"\nquux = "A"\n'))
    assert [line.partition(" = ")[0] for line in lines] == [
        "site.toml: line 3: survey.title: is missing; expected a value",
        "site.toml: line 5: survey.quux",
    ]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [("Kontakte", "contacts"), ("Befragung", "survey"), ("Marke", "brand"), ("Seite", "site")],
)
def test_a_heading_in_german_is_answered_with_the_right_one(tmp_path: Path, heading: str, meant: str) -> None:
    """The words are the German ones of the handbook."""
    lines = sites.faults(sites.write(tmp_path, f'{SMALLEST}[{heading}]\nx = "1"\n'))
    assert lines == [f"site.toml: line 6: {heading}: unknown key; did you mean '{meant}'?"]


def test_faults_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Whoever mends them goes through the file once, from top to bottom."""
    text = 'headcout = 1\n[brand]\nname = " "\nprimary = "rotz"\n[survey]\nid = "A b"\ntitle = "Resilienz"\n'
    numbers = [
        int(line.split(": ")[1].removeprefix("line ")) for line in sites.faults(sites.write(tmp_path, text))
    ]
    assert numbers == sorted(numbers) == [1, 3, 4, 6, 7]
