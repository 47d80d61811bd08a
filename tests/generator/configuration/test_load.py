"""Reading site.toml: the defaults, and every fault with file, key, value, expectation."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.brand.brand_files import BrandFiles
from generator.configuration import load
from generator.configuration.schema import CollectionTable, ContactTable, localised
from harness import sites
from harness.sites import BRAND, SMALLEST, SURVEY, faults
from questionnaire.faults import InputError


def test_the_complete_small_site_loads(tmp_path: Path) -> None:
    """Each value of the design's example is read."""
    config, brand = sites.only(sites.write(tmp_path, sites.COMPLETE))
    assert brand == BrandFiles()
    assert config.site.languages == ["de", "en"]
    assert (config.brand.name, config.brand.primary) == ("Hafenkontor Versand AG", "#7a1f3d")
    assert config.contacts == [ContactTable(label="Betriebliche Sozialberatung", phone="+49 30 901820")]
    survey = config.survey
    assert (survey.id, survey.title, survey.headcount) == ("hafen-2027", "Wie geht es uns am Telefon?", 140)
    assert (survey.opens, survey.closes, survey.detail) == (
        dt.date(2027, 1, 11),
        dt.date(2027, 1, 29),
        "levers",
    )
    assert config.collection == CollectionTable(mode="slips", url="https://umfrage.intern.example/")
    assert config.texts == {}


def test_what_is_not_said_has_a_default_that_serves(tmp_path: Path) -> None:
    """A name, an id and a title make a site: both languages, a calm colour, nothing collected."""
    config, brand = sites.only(sites.write(tmp_path))
    assert (config.site.languages, config.contacts, config.texts, brand) == (
        ["de", "en"],
        [],
        {},
        BrandFiles(),
    )
    assert (config.brand.primary, config.brand.logo) == ("#2f5d62", None)
    assert (config.brand.accent, config.brand.corners, config.brand.footer) == (None, "soft", None)
    assert (config.site.kiosk, config.site.idle_after) == (False, 10)
    assert (config.survey.headcount, config.survey.opens, config.survey.closes) == (None, None, None)
    assert (config.survey.detail, config.collection.mode, config.collection.url) == ("type", "off", None)


def test_a_text_is_the_same_everywhere_or_one_for_each_language(tmp_path: Path) -> None:
    """A plain title is shown in every language; a table has one for each."""
    title = '{ de = "Wie geht es?", en = "How are you?" }'
    text = SMALLEST.replace('"Wie geht es uns?"', title)
    translated = sites.only(sites.write(tmp_path, text))[0].survey.title
    assert [localised(translated, code) for code in ("de", "en")] == ["Wie geht es?", "How are you?"]
    assert localised("Hallo", "en") == "Hallo"


def test_colours_become_lower_case_and_texts_lose_blanks_around_them(tmp_path: Path) -> None:
    """Small slips are corrected silently; a colour may be short, or a name."""
    config, _ = sites.only(sites.write(tmp_path, '[brand]\nname = "  A  "\nprimary = "#7A1F3D"\n' + SURVEY))
    assert (config.brand.name, config.brand.primary) == ("A", "#7a1f3d")
    text = '[brand]\nname = "A"\nprimary = "Teal"\naccent = "#FC0"\nlight.paper = " WHITE "\n' + SURVEY
    brand = sites.only(sites.write(tmp_path, text))[0].brand
    assert (brand.primary, brand.accent) == ("#008080", "#ffcc00")
    assert (brand.light.given(), brand.dark.given()) == ({"paper": "#ffffff"}, {})


@pytest.mark.parametrize(
    "line",
    [
        "opens = 2027-01-11\ncloses = 2027-01-11",
        'headcount = 50\ndetail = "levers"',
        'headcount = 1\ndetail = "type"',
    ],
)
def test_what_is_just_within_a_limit_passes(tmp_path: Path, line: str) -> None:
    """A campaign of one day, the smallest organisation for levers, an organisation of one."""
    assert sites.only(sites.write(tmp_path, SMALLEST + line))[0].survey.id == "muster"


@pytest.mark.parametrize("name", ["a", "7", "hafen-2027", "a-b-c", "x" * 64])
def test_a_survey_id_is_small_letters_digits_and_single_hyphens(tmp_path: Path, name: str) -> None:
    """Up to 64 characters, all of which may stand in an address."""
    text = f'{BRAND}[survey]\nid = "{name}"\ntitle = "a"\n'
    assert sites.only(sites.write(tmp_path, text))[0].survey.id == name


MANY = """\
[site]
languages = ["de", "en"]
[brand]
primary = "reddish"
logo = "missing.svg"
[[contacts]]
label = { de = "Beratung" }
[[contacts]]
label = "Betriebsrat"
url = "betriebsrat"
[survey]
id = "Hafen 2027"
title = "Wie geht es uns?"
headcount = 12
opens = 2027-02-01
closes = 2027-01-01
detail = "levers"
[collection]
mode = "slips"
[texts.de.result]
titel = "x"
[extra]
"""


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """Nobody has to run the check twelve times to find twelve faults."""
    keys = [
        sites.unplaced(line).split(":")[1].split("=")[0].strip()
        for line in faults(sites.write(tmp_path, MANY))
    ]
    assert sorted(keys) == [
        "brand.logo",
        "brand.name",
        "brand.primary",
        "collection.url",
        "contacts[1]",
        "contacts[1].label.en",
        "contacts[2].url",
        "extra",
        "survey.closes",
        "survey.detail",
        "survey.id",
        "texts.de.result.titel",
    ]


def test_an_unknown_language_hides_no_language_named_twice(tmp_path: Path) -> None:
    """Both faults of the list are reported."""
    lines = faults(sites.write(tmp_path, '[site]\nlanguages = ["de", "de", "fr"]\n' + SMALLEST))
    assert any("each language once" in line for line in lines)
    assert any('"fr"' in line for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BRAND + 'primary = "#7a\\n1f"\n' + SURVEY, id="in a value"),
        pytest.param(SMALLEST + '"head\\ncount" = 1\n', id="in a key"),
        pytest.param(
            '[site]\nlanguages = ["de"]\n' + SMALLEST + '[texts.de.result]\ntitle = ["a\\nb"]\n',
            id="in a list",
        ),
    ],
)
def test_a_line_break_in_the_input_does_not_break_the_report(tmp_path: Path, text: str) -> None:
    """Each fault is one line, whatever value or key contain."""
    assert [line.count("\n") for line in faults(sites.write(tmp_path, text))] == [0]


def test_a_long_value_is_shown_by_its_beginning(tmp_path: Path) -> None:
    """A fault stays readable even if the value is a whole page."""
    (line,) = faults(sites.write(tmp_path, f'{BRAND}primary = "{"y" * 5000}"\n{SURVEY}'))
    assert line.startswith('site.toml: line 3: brand.primary = "yyyyyyyy')
    assert len(line) < 400


@pytest.mark.parametrize(
    ("contents", "where", "advice"),
    [
        (b"[brand\n", "line 1", "a heading in [brackets]"),
        (b"a = 1\na = 2\n", "line 2", "stands twice"),
        (b"[survey]\nopens = 2027-13-45\n", "line 2", "such as 2027-01-11"),
        (b"opens = 11.01.2027\n", "line 1", "such as 2027-01-11"),
        (b'[brand]\nlogo = "C:\\user\\logo.svg"\n', "line 2", "write / in place of"),
        ("\nname = „Söhne“\n".encode(), "line 2", 'straight quotation marks; write: name = "Söhne"'),
        (b'name = "Sons\n', "line 1", 'a quotation mark is missing; write: name = "Sons"'),
        (b"name = Sons\r\n", "line 1", 'write: name = "Sons"; there stands now: name = Sons'),
        (b'name = "The "best" one"\n', "line 1", 'no further " may stand'),
        (b"primary = #2f5d62\n", "line 1", 'write: primary = "#2f5d62"'),
        (b"kiosk = True\n", "line 1", "true or false, in small letters"),
        (b'title = { de = "a" en = "b" }\n', "line 1", 'with a comma between them: { de = "'),
        (b'imprint = """\nSons\n\n[survey]\n', "line 1", 'begins and ends with """'),
        (b'languages = ["de"; "en"]\n', "line 1", 'a list such as ["de", "en"]'),
        ('[brand]\nname = "Söhne"\n'.encode("latin-1"), "file", "line 2 is in another encoding: name"),
        ("[brand]\n".encode("utf-16"), "file", "saved as UTF-16"),
    ],
)
def test_a_file_that_is_no_toml_is_one_fault(
    tmp_path: Path, contents: bytes, where: str, advice: str
) -> None:
    """The fault names and shows the line that cannot be read, and says what to write instead."""
    path = tmp_path / "site.toml"
    path.write_bytes(contents)
    (line,) = faults(path)
    assert line.startswith(f"site.toml: {where}: ")
    assert advice in line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = " + "[" * 5000 + "]" * 5000, id="lists too deep to read"),
        pytest.param("texts.de." + "a." * 3000 + "b = 1\n" + SMALLEST, id="tables too deep to walk"),
        pytest.param(SMALLEST + "headcount = " + "9" * 5000, id="a number too long to read"),
        pytest.param(SMALLEST + "opens = 0x" + "f" * 5000, id="a number too long to show"),
        pytest.param(BRAND + 'logo = "a\\u0000b"\n' + SURVEY, id="a name that no file can have"),
    ],
)
def test_an_absurd_file_is_a_fault_and_not_a_crash(tmp_path: Path, text: str) -> None:
    """Whatever a file contains, the answer is a list of faults."""
    assert faults(sites.write(tmp_path, text))


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    """The fault has the whole path, and the command that writes a first site.toml."""
    path = tmp_path / "no" / "folder" / "site.toml"
    (line,) = faults(path)
    assert line.startswith(f"{path}: file: No such file or directory; expected a readable site.toml")
    assert "`lastbild init DIR`" in line


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder in place of site.toml is a fault like any other."""
    (line,) = faults(tmp_path)
    assert line.startswith(f"{tmp_path}: file: Is a directory; expected a readable site.toml")


@pytest.mark.parametrize(
    ("line", "minutes"),
    [("kiosk = true", 3), ("kiosk = true\nidle_minutes = 20", 20), ("idle_minutes = 1", 1), ("", 10)],
)
def test_a_shared_workstation_is_asked_sooner(tmp_path: Path, line: str, minutes: int) -> None:
    """After three minutes there and ten elsewhere, unless the facilitator sets the minutes."""
    site = sites.only(sites.write(tmp_path, f"[site]\n{line}\n{SMALLEST}"))[0].site
    assert site.idle_after == minutes


WORDS = """site brand contacts survey surveys folder collection texts languages name primary logo label phone
 mail url note id title headcount opens closes detail mode de en result limits items A1 light dark paper ink
 accent footer start"""
KEYS = st.sampled_from(WORDS.split()) | st.text(max_size=5)
SCALARS = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(max_size=8)
    | st.sampled_from(["de", "en", "#7a1f3d", "teal", "levers", "slips", "https://a.example"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def toml(value: object) -> str:
    """Return ``value`` (bool, int, str, list, dict) as an inline TOML value."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(key))} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that every example overwrites."""
    return tmp_path_factory.mktemp("arbitrary") / "site.toml"


@given(values=st.dictionaries(KEYS, VALUES, max_size=6))
def test_whatever_a_file_holds_it_is_a_site_or_a_list_of_faults(
    scratch: Path, values: dict[str, object]
) -> None:
    """Any nested tables load, or raise ``InputError`` with at least one fault; nothing else happens."""
    scratch.write_text("".join(f"{toml(key)} = {toml(value)}\n" for key, value in values.items()), "utf-8")
    try:
        surveys = load.load_surveys(scratch)
    except InputError as error:
        assert all(fault.file == "site.toml" for fault in error.faults)  # noqa: PT017 (either way is right)
        assert error.faults  # noqa: PT017
    else:
        assert all(survey.config.brand.name.strip() for survey in surveys)
