"""What stands in the documents is what was computed: no table and no percentage is written by hand."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from questionnaire import prose
from simulation import document, figures
from simulation.__main__ import main

KEPT = figures.load()
FACTORS = ("0.6", "0.7", "0.8")


def across(load: str, *keys: str) -> list[str]:
    """Return the dotted keys of figures of one load, each at every reliability, row by row."""
    return [f"repetition.{load}.{reliability}|{key}" for key in keys for reliability in FACTORS]


SINGLE = ("single_again", "single_other", "single_then_mixed", "single_then_none")
EXACT = [
    f"all_sheets|{key}"
    for key in ("one_step_outcome", "one_step_code", "single_others_present", "single_close")
]
NEIGHBOUR = [
    f"repetition.medium.0.7|{key}"
    for key in ("single_other_if_close", "single_other_if_none_close", "other_was_named")
]
EASIER = [
    "difficulty.equal|outcome",
    "difficulty.cause_by_half|named_cause",
    "difficulty.perception_by_half|outcome",
    "difficulty.perception_by_half|others",
    "difficulty.cause_affirmed_by_nearly_all|outcome",
    "difficulty.cause_affirmed_by_nearly_all|named_cause",
]
# Every percentage of a method page, in the order in which it stands there.
PERCENTAGES = {
    "de": [
        *EXACT,
        *across("medium", "outcome_again", "code_again", *SINGLE),
        *across("low", "outcome_again", "code_again", *SINGLE),
        *NEIGHBOUR,
        *EASIER,
    ],
    "de-leicht": [
        "all_sheets|one_step_outcome",
        *across("medium", "outcome_again"),
        *across("medium", "single_other"),
        "difficulty.equal|outcome",
        "difficulty.perception_by_half|outcome",
    ],
}
PERCENTAGES["en"] = PERCENTAGES["de"]
KAPPAS = across("medium", "outcome_kappa") + across("low", "outcome_kappa")
SIGN = {"de": r"(\d+)\s?%", "en": r"(\d+)\s?%", "de-leicht": r"(\d+) von 100\b"}


def figure(key: str) -> float:
    """Return the kept figure with this key: a path through tables, a bar, the figure's name."""
    path, _, name = key.partition("|")
    load = re.fullmatch(r"repetition\.(\w+)\.(.+)", path)
    steps = ["repetition", *load.groups()] if load else path.split(".")
    table: dict[str, Any] = reduce(lambda tree, step: tree[step], steps, KEPT)
    found: float = table[name]
    return found


@pytest.mark.parametrize("language", sorted(PERCENTAGES))
def test_every_percentage_of_a_method_page_was_computed(language: str) -> None:
    """None is missing, none is added, none is rounded in another way."""
    page = prose.load(language)["method"]
    assert re.findall(SIGN[language], page) == [
        document.percent(figure(key)) for key in PERCENTAGES[language]
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_percentage_breaks_at_the_end_of_a_line(language: str) -> None:
    """A number stays with its sign on a narrow screen: the space between them is one that does not break."""
    assert re.findall(r".{,20}\d %", prose.load(language)["method"]) == []


@pytest.mark.parametrize(("language", "point"), [("de", ","), ("en", ".")])
def test_every_kappa_of_a_method_page_was_computed(language: str, point: str) -> None:
    """In the row of kappas, with the language's own decimal point."""
    rows = re.findall(r"^\| Kappa.*$", prose.load(language)["method"], re.MULTILINE)
    found = re.findall(rf"0{re.escape(point)}\d\d", "\n".join(rows))
    assert [kappa.replace(point, ".") for kappa in found] == [f"{figure(key):.2f}" for key in KAPPAS]


@pytest.mark.parametrize("language", sorted(PERCENTAGES))
def test_a_method_page_says_how_many_people_were_simulated(language: str) -> None:
    """The figure that tells how exact the others are."""
    assert f"{KEPT['people']:,}".replace(",", " ") in prose.load(language)["method"]


def test_the_tables_of_the_instrument_page_are_those_of_the_figures() -> None:
    """A new run of the command changes nothing there."""
    page = document.PATH.read_text("utf-8")
    assert document.renewed(page, KEPT) == page


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    """A mark that somebody deleted is named, and no figure gets lost in silence."""
    page = document.PATH.read_text("utf-8").replace("<!-- end difficulty -->", "")
    with pytest.raises(ValueError, match="<!-- begin difficulty -->"):
        document.renewed(page, KEPT)


def test_a_quick_look_prints_the_tables_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other figures than those of the full number of people never reach the files."""
    monkeypatch.setattr(figures, "PATH", tmp_path / "figures.json")
    monkeypatch.setattr(document, "PATH", tmp_path / "instrument.md")
    done = CliRunner().invoke(main, ["--people", "1000"])
    assert done.exit_code == 0, done.output
    assert len(re.findall(r"^\| ---", done.output, re.MULTILINE)) == len(document.tables(KEPT))
    assert list(tmp_path.iterdir()) == []
