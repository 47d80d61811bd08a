"""The line of a fault: that of the value, or of the table where a value is missing, however it is written."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.commands.main import main
from generator.configuration import lines
from generator.configuration.values import value_at
from generator.desk import path_of
from harness import sites
from harness.sites import BRAND, SURVEY
from questionnaire.faults import Fault

EVERY_WAY = """\
# A comment with [brackets] and = signs
site.languages = [
    "de",      # the first, "default"
    "fr",
    "en", "xx",
]

[brand]
name = '''
Kontor
[survey]
'''
dark.ink = "wite"
light = { paper = "tael", ink = "rde" }   # { ink }
imprint = \"\"\"
Kontor
= [x]\"\"\"
"primary" = "blu"

[brand . "footer"]
de = 3
[[contacts]]
label = { de = "a", en = "b" }
phone = "x"
[[contacts]]
label = "b"
[[contacts]]
mail = "nobody"
[collection]
mode = "open"
[survey]
id = "A"
title = "t"
[texts.de]
page.start_titel = "x"
[texts.de.end]
thanks = 3
"""


def placed(text: str, *keys: str) -> list[int | None]:
    """Return the line in ``text`` of a fault of each of ``keys``."""
    return [fault.line for fault in lines.placed([Fault("toml.twice", key) for key in keys], text)]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("site", 2),
        ("site.languages", 2),
        ("site.languages[1]", 3),
        ("site.languages[2]", 4),
        ("site.languages[3]", 5),
        ("site.languages[4]", 5),
        ("site.kiosk", 2),
        ("brand", 8),
        ("brand.name", 9),
        ("brand.dark.ink", 13),
        ("brand.light.ink", 14),
        ("brand.imprint", 15),
        ("brand.imprint.en", 15),
        ("brand.primary", 18),
        ("brand.logo", 8),
        ("brand.footer", 20),
        ("brand.footer.de", 21),
        ("brand.footer.en", 20),
        ("contacts", 22),
        ("contacts[1].label.en", 23),
        ("contacts[1].phone", 24),
        ("contacts[2]", 25),
        ("contacts[3].mail", 28),
        ("contacts[3].label", 27),
        ("collection.url", 29),
        ("survey.id", 32),
        ("survey.headcount", 31),
        ("texts.de.page.start_titel", 35),
        ("texts.de.page.start_lead", 35),
        ("texts.de.end.thanks", 37),
        ("texts.en", 34),
        ("surveys", None),
        ("surveys[2].id", None),
    ],
)
def test_a_key_has_its_line_however_it_is_written(key: str, line: int | None) -> None:
    """Keys with dots, tables in one line, lists over several, texts that look like TOML, quoted keys."""
    assert placed(EVERY_WAY, key) == [line]


def test_every_fault_of_a_file_has_its_line(tmp_path: Path) -> None:
    """``check`` prints file, line, key and value: nobody searches a long file for a key."""
    done = CliRunner().invoke(main, ["check", "--config", str(sites.write(tmp_path, EVERY_WAY))])
    told = [line.split(": ")[1:3] for line in done.stderr.splitlines() if line.startswith("site.toml")]
    found = {key.partition(" = ")[0]: number for number, key in told}
    assert found == {
        "site.languages[2]": "line 4",
        "site.languages[4]": "line 5",
        "brand.primary": "line 18",
        "brand.dark.ink": "line 13",
        "brand.light.paper": "line 14",
        "brand.light.ink": "line 14",
        "brand.footer": "line 20",
        "brand.footer.en": "line 20",
        "contacts[1].phone": "line 24",
        "contacts[2]": "line 25",
        "contacts[3].label": "line 27",
        "contacts[3].mail": "line 28",
        "survey.id": "line 32",
        "survey.headcount": "line 31",
        "survey.opens": "line 31",
        "survey.closes": "line 31",
        "collection.url": "line 29",
        "texts.de.page.start_titel": "line 35",
        "texts.de.end.thanks": "line 37",
    }


def test_a_table_within_another_does_not_take_its_place() -> None:
    """The colours may stand above the brand: a missing name belongs below ``[brand]``."""
    assert placed('[brand.light]\nink = "a"\n[brand]\nprimary = "b"\n', "brand.name", "brand.light") == [3, 1]


def test_windows_ends_of_lines_are_counted_once(tmp_path: Path) -> None:
    """An editor on Windows ends every line with two characters, and may put a mark in front."""
    path = tmp_path / "site.toml"
    path.write_bytes(b"\xef\xbb\xbf" + f"{BRAND}{SURVEY}headcount = 0\n".replace("\n", "\r\n").encode())
    assert sites.faults(path) == ["site.toml: line 6: survey.headcount = 0: expected a number of at least 1"]


def test_what_has_a_line_or_no_key_stays_as_it_is() -> None:
    """A line that somebody knows already, and a fault of the whole file."""
    faults = [Fault("toml.twice", "brand", line=7), Fault("toml.utf_16"), Fault("toml.twice", "--out")]
    assert lines.placed(faults, BRAND) == faults


STATEMENTS = st.lists(
    st.sampled_from(
        [
            ("", "{0} = 1\n"),
            ("", "{0}.a = 'x' # [c]\n"),
            ("", "{0} = [\n  1,\n  # 2,\n  '3',\n]\n"),
            ("", "{0} = { a = 1, b = [2] }\n"),
            ("", '{0} = """\n[q]\nq = 1\n"""\n'),
            ("{0}", "[{0}]\n"),
            ("{0}", "[{0}.b]\n"),
            ("[{0}]", "[[{0}]]\n"),
            ("", "\n"),
            ("", "# note\n"),
        ]
    ),
    max_size=12,
)


@given(STATEMENTS)
def test_the_line_is_where_a_shorter_file_first_holds_the_value(chosen: list[tuple[str, str]]) -> None:
    """The same by another way: cut off after its line, tomllib finds the value, and not a line before."""
    pieces = [text.replace("{0}", f"k{number}") for number, (_, text) in enumerate(chosen)]
    text = "".join(pieces)
    ends = [len("".join(pieces[: number + 1])) for number in range(len(pieces))]
    for key in ("k0", "k1.a", "k2", "k3.k4", "k5", "k6.b", "k7[1].k8", "k9[1]"):
        step = Fault("toml.twice", key)
        at = path_of(step)
        if value_at(tomllib.loads(text), *at) is None:
            continue
        first = next(
            number for number, end in enumerate(ends) if value_at(tomllib.loads(text[:end]), *at) is not None
        )
        begins = "".join(pieces[:first]).count("\n") + 1
        [line] = placed(text, key)
        assert line is not None
        assert begins <= line <= begins + pieces[first].count("\n")


@pytest.mark.parametrize(
    ("table", "correction"),
    [
        ('survey = { id = "a", title = "A", opens = "1. März 2027" }', "opens = 2027-03-01"),
        ('survey = { id = "A b", title = "A" }', 'id = "a-b"'),
        ('survey.id = "a"\nsurvey.title = "A"\nsurvey.headcount = "140"', "survey.headcount = 140"),
    ],
)
def test_a_table_in_one_line_is_corrected_too(tmp_path: Path, table: str, correction: str) -> None:
    """The right spelling is that of the value, wherever it stands."""
    [line] = sites.faults(sites.write(tmp_path, f"{table}\n{BRAND}"))
    assert line.endswith(f"; write: {correction}")
