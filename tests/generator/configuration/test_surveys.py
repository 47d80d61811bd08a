"""Many surveys in one site.toml: each is as it would be alone, and all faults of all are reported at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.configuration import load
from generator.configuration.schema import Config
from generator.configuration.survey import Survey, survey_with_id
from harness import sites
from harness.sites import BRAND, faults
from questionnaire.faults import InputError

COMMON = """\
[site]
address = "https://kontor.example/lastbild"
[brand]
name = "Kontor AG"
primary = "#7a1f3d"
[[contacts]]
label = "Betriebsrat"
phone = "1"
[collection]
mode = "open"
url = "https://umfrage.example/"
headcount = 480
[texts.de]
page.start_title = "Los"
page.start_lead = "Weiter so"
[texts.en]
page.start_title = "Go"
page.start_lead = "Go on"
"""
TIMES = "headcount = 120\nopens = 2027-01-11\ncloses = 2027-01-29\n"
NORTH = f'[[surveys]]\nid = "nord"\ntitle = "Nord"\n{TIMES}'
SOUTH = f"""\
[[surveys]]
id = "sued-2027"
folder = "sued"
title = "Süd"
{TIMES}detail = "levers"
[surveys.brand]
primary = "#1f7a3d"
[[surveys.contacts]]
label = "Beratung"
mail = "b@sued.example"
[surveys.collection]
mode = "slips"
[surveys.texts.de]
page.start_title = "Auf geht's"
"""
TWO = COMMON + NORTH + SOUTH
FOLDER = "expected small letters a-z, digits and single hyphens, such as team-nord"
TEXT = "expected a text in quotation marks"
ONE_OR_MANY = "expected one table [survey], or several [[surveys]]"
SOME = "expected at least one table headed [[surveys]]"
NOT_BOTH = "expected either one table [survey] or several [[surveys]], not both"
LEVERS = 'expected "type", because "levers" needs'
ADDRESS = "expected the address of a folder, which those of the surveys continue"
LISTED = "the page that lists all shows both"
AT_LEAST = "expected a number of at least"
TAKEN = 'expected another folder than "{}": that name is taken'
NO_NAME = "brand.name: is missing; expected a value"
URL = "is missing; expected the collector's address, because collection.mode is"


def loaded(folder: Path, text: str = TWO) -> tuple[Survey, ...]:
    """Return the surveys of a site.toml with ``text``."""
    return load.load_surveys(sites.write(folder, text))


def configs(folder: Path, text: str = TWO) -> list[Config]:
    """Return the configuration of each survey."""
    return [survey.config for survey in loaded(folder, text)]


def entry(name: str, *lines: str) -> str:
    """Return a [[surveys]] entry with a title of its own."""
    return "\n".join(("[[surveys]]", f'id = "{name}"', f'title = "{name.title()}"', *lines, ""))


def test_the_only_survey_stands_at_the_root(tmp_path: Path) -> None:
    """[survey] is one survey, without a page in front of it, at the address as configured."""
    loaded_site = load.load_site(
        sites.write(tmp_path, '[site]\naddress = "https://a.example/x"\n' + sites.SMALLEST)
    )
    assert loaded_site.front is None
    [survey] = loaded_site.surveys
    assert (survey.folder, survey.config.site.address) == ("", "https://a.example/x")
    assert [survey.page_folder(language) for language in ("de", "en")] == ["", "en/"]


def test_every_survey_stands_in_its_folder_and_has_its_address(tmp_path: Path) -> None:
    """The folder is the id unless the entry names one; it is added to the site's address."""
    north, south = loaded(tmp_path)
    assert [survey.page_folder("en") for survey in (north, south)] == ["nord/en/", "sued/en/"]
    assert north.config.site.address == "https://kontor.example/lastbild/nord/"
    assert south.config.site.address == "https://kontor.example/lastbild/sued/"


def test_a_survey_without_tables_of_its_own_has_the_common_ones(tmp_path: Path) -> None:
    """It is as it would be as the only [survey], except for its address."""
    north, _ = configs(tmp_path)
    alone, _ = sites.only(sites.write(tmp_path, COMMON + NORTH.replace("[[surveys]]", "[survey]")))
    assert north.model_copy(update={"site": alone.site}) == alone


def test_a_surveys_own_tables_go_before_the_common_ones(tmp_path: Path) -> None:
    """Brand and collection key by key, texts text by text, contacts as a whole."""
    north, south = configs(tmp_path)
    assert (south.brand.name, south.brand.primary) == ("Kontor AG", "#1f7a3d")
    assert [contact.label for contact in south.contacts] == ["Beratung"]
    assert (south.collection.mode, south.collection.url) == ("slips", "https://umfrage.example/")
    assert south.texts["de"] == {"page": {"start_title": "Auf geht's", "start_lead": "Weiter so"}}
    assert (south.survey.id, south.survey.detail, north.survey.detail) == ("sued-2027", "levers", "type")
    assert north.brand.primary == "#7a1f3d"
    assert [contact.label for contact in north.contacts] == ["Betriebsrat"]
    assert north.texts["de"] == {"page": {"start_title": "Los", "start_lead": "Weiter so"}}
    assert north.texts["en"] == south.texts["en"] == {"page": {"start_title": "Go", "start_lead": "Go on"}}


def test_exact_colours_are_merged_role_by_role_and_translations_are_not(tmp_path: Path) -> None:
    """A text is never half of one and half of another; each fault has the key where its value stands."""
    brand = """[brand]
name = "A"
footer = { de = "Gemeinsam", en = "Common" }
[brand.light]
paper = "#ffffff"
ink = "#111111"
"""
    own_tables = ["[surveys.brand]", 'footer = "Nord"', "[surveys.brand.light]", 'ink = "#222222"']
    [survey] = loaded(tmp_path, brand + entry("a", *own_tables))
    assert survey.config.brand.light.given() == {"paper": "#ffffff", "ink": "#222222"}
    assert survey.config.brand.footer == "Nord"
    half = brand + entry(
        "a", "[surveys.brand]", 'footer = { de = "Nord" }', "[surveys.brand.light]", "ink = 5"
    )
    assert faults(sites.write(tmp_path, half.replace('"#ffffff"', "5"))) == [
        f'site.toml: line 5: brand.light.paper = 5: {TEXT}; write: paper = "5"',
        "site.toml: line 11: surveys[1].brand.footer.en: is missing; expected the text in this language too",
        f'site.toml: line 13: surveys[1].brand.light.ink = 5: {TEXT}; write: ink = "5"',
    ]


def test_one_of_several_keeps_its_place_when_others_join(tmp_path: Path) -> None:
    """Addresses printed on slips stay right: a single entry of [[surveys]] has a folder, too."""
    assert loaded(tmp_path, COMMON + NORTH) == loaded(tmp_path)[:1]


@pytest.mark.parametrize(
    ("text", "number", "line"),
    [
        (sites.SMALLEST + entry("a"), 3, f"survey: {NOT_BOTH}"),
        (BRAND, None, f"survey: is missing; {ONE_OR_MANY}"),
        (BRAND + entry("a").replace("surveys", "survey"), 3, f"survey: {ONE_OR_MANY}"),
        ("surveys = []\n" + BRAND, 1, f"surveys: {SOME}"),
        (BRAND + '[surveys]\nid = "a"\n', 3, f"surveys: {SOME}"),
        ("surveys = [3]\n" + BRAND, 1, "surveys[1] = 3: expected a table"),
        (
            sites.SMALLEST + entry("a").replace("surveys", "surveis"),
            6,
            "surveis: unknown key; did you mean 'surveys'?",
        ),
        (BRAND + entry("a") + '[[surveys]]\ntitle = "b"\n', 6, "surveys[2].id: is missing; expected a value"),
        (BRAND + entry("a", "foldr = 1"), 6, "surveys[1].foldr = 1: unknown key; did you mean 'folder'?"),
        (BRAND + entry("a", "[surveys.texs]"), 6, "surveys[1].texs: unknown key; did you mean 'texts'?"),
        (BRAND + entry("a") + entry("b", "headcount = 0"), 9, f"surveys[2].headcount = 0: {AT_LEAST} 1"),
        (
            BRAND + entry("a") + entry("b", 'detail = "levers"'),
            9,
            f'surveys[2].detail = "levers": {LEVERS} surveys[2].headcount of at least 50',
        ),
        (
            BRAND + entry("a") + entry("a"),
            7,
            'surveys[2].id = "a": expected another id than that of surveys[1]',
        ),
        (BRAND + entry("a", "folder = 3"), 6, f"surveys[1].folder = 3: {FOLDER}"),
        (BRAND + entry("a", 'folder = "Nord"'), 6, f'surveys[1].folder = "Nord": {FOLDER}'),
        (BRAND + entry("a", 'folder = "../a"'), 6, f'surveys[1].folder = "../a": {FOLDER}'),
        (
            BRAND + entry("a", 'folder = "server"'),
            6,
            f'surveys[1].folder = "server": {TAKEN.format("server")}',
        ),
        (BRAND + entry("com1"), 3, f"surveys[1].folder: is missing; {TAKEN.format('com1')}"),
        (BRAND + entry("en"), 3, f"surveys[1].folder: is missing; {TAKEN.format('en')}"),
        (
            BRAND + entry("a") + entry("b", 'folder = "a"'),
            9,
            'surveys[2].folder = "a": expected another folder than "a": surveys[1] stands there',
        ),
        ('[brand]\nprimary = "#7a1f3d"\n' + entry("a", '[surveys.brand]\nname = "A"'), 1, NO_NAME),
        (
            BRAND + entry("a", "[surveys.brand]\nname = 5"),
            7,
            'surveys[1].brand.name = 5: expected a text in quotation marks; write: name = "5"',
        ),
        (BRAND + entry("a", "brand = 5"), 6, "surveys[1].brand = 5: expected a table"),
        (
            BRAND + entry("a", '[[surveys.contacts]]\nlabel = "a"\nfone = "1"\nphone = "1"'),
            8,
            "surveys[1].contacts[1].fone = \"1\": unknown key; did you mean 'phone'?",
        ),
        (
            BRAND + entry("a", TIMES, '[surveys.collection]\nmode = "open"'),
            10,
            f'surveys[1].collection.url: {URL} "open"',
        ),
        (BRAND + '[collection]\nmode = "open"\n' + entry("a", TIMES), 3, f'collection.url: {URL} "open"'),
        (
            BRAND + entry("a", '[surveys.texts.de]\nresult.titel = "x"'),
            7,
            "surveys[1].texts.de.result.titel = \"x\": unknown text; did you mean 'result.title'?",
        ),
        (
            '[site]\naddress = "https://a.example/index.html"\n' + BRAND + entry("a"),
            2,
            f'site.address = "https://a.example/index.html": {ADDRESS}',
        ),
        (
            BRAND + entry("a") + '[[surveys]]\nid = "b"\ntitle = "A"\n',
            8,
            f'surveys[2].title = "A": expected a title that tells it from "a": {LISTED}',
        ),
    ],
)
def test_one_fault_is_one_line(tmp_path: Path, text: str, number: int | None, line: str) -> None:
    """It is reported once, under its key in the file: within the entry, or in the common table."""
    assert faults(sites.write(tmp_path, text)) == [f"site.toml: {sites.at_line(number)}{line}"]


def test_all_faults_of_all_surveys_are_told_at_once_and_common_ones_once(tmp_path: Path) -> None:
    """A fault of one survey hides none of another's, and a fault in a common table is reported once."""
    text = f"""\
[brand]
name = " "
logo = "missing.svg"
{entry("a", "headcount = 0")}{entry("b", 'folder = "A"', "[surveys.brand]", 'primary = "rotz"')}
{entry("b", "closes = 5", "[surveys.texts.de.result]", 'titel = "x"')}
"""
    keys = [
        sites.unplaced(line).split(": ")[1].split(" = ")[0] for line in faults(sites.write(tmp_path, text))
    ]
    assert sorted(keys) == [
        "brand.logo",
        "brand.name",
        "surveys[1].headcount",
        "surveys[2].brand.primary",
        "surveys[2].folder",
        "surveys[3].closes",
        "surveys[3].id",
        "surveys[3].texts.de.result.titel",
    ]


def test_the_same_title_will_do_where_the_brands_differ(tmp_path: Path) -> None:
    """The page in front shows title and brand, so people can tell the surveys apart."""
    other = '[[surveys]]\nid = "b"\ntitle = "A"\n[surveys.brand]\nname = "B GmbH"\n'
    assert len(loaded(tmp_path, BRAND + entry("a") + other)) == 2


@pytest.mark.parametrize(
    ("key", "named"),
    [
        ("site.address", "site.address"),
        ("survey.opens", "surveys[2].opens"),
        ("brand.primary", "surveys[2].brand.primary"),
        ("brand.name", "brand.name"),
        ("brand.logo", "surveys[2].brand.logo"),
        ("collection.mode", "surveys[2].collection.mode"),
        ("collection.url", "collection.url"),
        ("contacts[1].mail", "surveys[2].contacts[1].mail"),
        ("texts.de.page.start_title", "surveys[2].texts.de.page.start_title"),
        ("texts.de.page.start_lead", "texts.de.page.start_lead"),
    ],
)
def test_a_survey_knows_where_each_of_its_keys_stands(tmp_path: Path, key: str, named: str) -> None:
    """In its entry if the entry has it or only the entry could; in the common table if it is inherited."""
    _, south = loaded(tmp_path)
    assert south.key(key) == named


def test_a_survey_is_chosen_by_its_id(tmp_path: Path) -> None:
    """Nobody has to name the only survey; a missing or mistyped id is answered with the ids there are."""
    surveys = loaded(tmp_path)
    assert survey_with_id(surveys[:1], None) is surveys[0]
    assert survey_with_id(surveys, "sued-2027") is surveys[1]
    expected = "expected the id of one of the surveys there are (nord, sued-2027)"
    for survey_id, message in (
        (None, f"is missing; {expected}"),
        ("süd-2027", f"{expected}; did you mean 'sued-2027'?"),
        ("sued", f"{expected}; did you mean 'sued-2027'?"),
        ("", expected),
    ):
        with pytest.raises(InputError) as refused:
            survey_with_id(surveys, survey_id)
        received = "" if survey_id is None else f" = {json.dumps(survey_id, ensure_ascii=False)}"
        assert str(refused.value) == f"command line: --survey{received}: {message}"
