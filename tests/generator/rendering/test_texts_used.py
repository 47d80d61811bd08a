"""German, which every other language follows, holds every text that something shows, and no other.

What is shown is seen from two sides: pages are made with texts that note who reads them, and the templates
are read for the keys that stand in them, also where no page of a test comes by.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from generator.brand.brand_files import BrandFiles
from generator.campaign.files import campaign_files
from generator.configuration import load
from generator.poster.files import poster_files
from generator.report.files import report_files
from generator.site.files import configured_site_files
from generator.site.single_file import single_file
from generator.slips.sheet import slip_sheet
from harness import sites
from harness.releases import RELEASES, SITE, released, saved, told
from harness.tension_releases import of_every_case
from harness.trustees import COUNCIL, OFFICER, sealed
from questionnaire import (
    CONSTELLATIONS,
    LEVERS,
    campaign,
    decisions,
    language_schema,
    measures,
    survey_texts,
    trustee_key,
    workshop,
)
from questionnaire.disclosure import Release, Withheld
from questionnaire.language_folder import Tree
from questionnaire.release_file import Reach

# Every text that German has beside the measures themselves: its file, and its dotted key.
SHIPPED = {
    f"{file}: {key}"
    for file, tree in (
        ("survey", survey_texts.load("de")),
        ("workshop", workshop.load("de")),
        ("campaign", campaign.load("de")),
        ("measures", {"report": measures.load("de").texts}),
    )
    for key in language_schema.flatten(tree)
}
# The check of a language reads it, and nothing has to show it.
CHECKED_ONLY = {"survey: language.code"}
# Tests of their own show them: test_waves_in_the_report.py, test_whole.py, test_plan_table.py.
OF_OTHER_TESTS = tuple(f"measures: report.{table}." for table in ("waves", "whole", "plan_table"))


class Noting(dict[str, Any]):
    """A table of texts that notes the dotted key of every text that is read from it."""

    def __init__(self, tree: Mapping[str, Any], place: str, read: set[str]) -> None:
        super().__init__(
            {
                key: Noting(value, f"{place}{key}.", read) if isinstance(value, dict) else value
                for key, value in tree.items()
            }
        )
        self._place, self._read = place, read

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 (texts, lists and tables)
        if key in self and not isinstance(super().__getitem__(key), Noting):
            self._read.add(f"{self._place}{key}")
        return super().__getitem__(key)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every text that is read while a test makes pages: the file it stands in, and its dotted key."""
    found: set[str] = set()

    def noting(load: Callable[..., Tree], file: str) -> Callable[..., Tree]:
        return lambda *given: Noting(load(*given), f"{file}: ", found)

    def catalogue(code: str, load: Callable[[str], measures.Catalogue] = measures.load) -> measures.Catalogue:
        loaded = load(code)
        return replace(loaded, texts=Noting(loaded.texts, "measures: report.", found))

    monkeypatch.setattr(survey_texts, "overridden", noting(survey_texts.overridden, "survey"))
    monkeypatch.setattr(workshop, "load", noting(workshop.load, "workshop"))
    monkeypatch.setattr(campaign, "load", noting(campaign.load, "campaign"))
    monkeypatch.setattr(measures, "load", catalogue)
    return found


def surveys(folder: Path) -> Iterator[Path]:
    """Yield a site.toml for each way to collect, and one of two surveys at shared workstations."""
    for mode in ("off", "paper", "open", "slips"):
        for detail in ("levers", "type"):
            text = SITE.replace('mode = "slips"', f'mode = "{mode}"')
            text = text.replace('detail = "levers"', f'detail = "{detail}"')
            if detail == "type":
                text = text.replace('detail = "type"', 'detail = "type"\nreport_place = "Intranet"')
            yield sites.write(folder / f"{mode}-{detail}", text)
    keys = [trustee_key.written(bytes([number]) * 32) for number in (1, 2)]
    for mode, seal in (("open", keys), ("slips", keys[:1])):
        text = SITE.replace('mode = "slips"', f'mode = "{mode}"\nseal = {json.dumps(seal)}')
        yield sites.write(folder / f"{mode}-sealed", text)
    addressed = '[site]\naddress = "https://kontor.example/"\n'
    yield sites.write(folder / "always", addressed + sites.SMALLEST)
    extended = "closes = 2027-02-05\nextended_from = 2027-01-29"
    yield sites.write(folder / "extended", SITE.replace("closes = 2027-01-29", extended))
    site = '[site]\naddress = "https://kontor.example/"\nkiosk = true\n'
    one = sites.SURVEY.replace("[survey]", "[[surveys]]")
    other = one.replace("muster", "other").replace("uns?", "ihnen?")
    yield sites.write(folder / "several", site + sites.BRAND + one + other)


def reports(config: Path) -> Iterator[dict[str, bytes]]:
    """Yield the reports of results of every kind, alone and after another wave."""
    [survey] = load.load_surveys(config)
    counted: tuple[dict[str, int], ...] = (
        {**{f"A-{lever}": 10 for lever in LEVERS}, "N": 40},
        {"A-ST": 60, "N": 20},
        {"A-ST": 300, "B-ST": 60},
        {"A-ST": 1, "A-SB": 4, "A-T": 3, "A-B": 5, "N": 40},
        {"A-ST": 12, "B-T": 300, "N": 400},
        {"M": 50, "A-ST": 1, "B-T": 2, "N": 40},
    )
    some_of_each = {f"{each}-{lever}": 10 for each in CONSTELLATIONS for lever in LEVERS}
    counted = (*counted, some_of_each, {"M": 20, "N": 20}, {"A": 20, "B": 20, "N": 20})
    results: tuple[Release | Withheld, ...] = (*RELEASES.values(), *map(released, counted), Withheld())
    for result in (*results, *of_every_case().values()):
        yield report_files(survey.config, BrandFiles(), saved(survey.config, result), plan_page=b"plan")
    file = saved(survey.config, results[0])
    for reach in (Reach(140, None, None), Reach(140, 120, 165)):
        yield report_files(survey.config, BrandFiles(), replace(file, reach=reach))
    yield from (report_files(survey.config, BrandFiles(), told_too) for told_too in told(survey.config))
    for keys in ((COUNCIL,), (COUNCIL, OFFICER)):
        yield report_files(sealed(survey.config, *keys), BrandFiles(), file)
    before = released({"A": 20, "B": 40, "C": 20, "N": 20})
    now = released({"A": 40, "B": 20, "C": 20, "D": 20})
    for earlier in (before, now):
        yield report_files(survey.config, BrandFiles(), saved(survey.config, now), before=earlier)


def test_every_german_text_is_shown_somewhere(tmp_path: Path, read: set[str]) -> None:
    """A translator writes no text that nobody will ever read."""
    for config in surveys(tmp_path):
        assert configured_site_files(config)
        assert poster_files(config, "A4")
        assert campaign_files(config)
        if load.load_surveys(config)[0].config.collection.mode in ("off", "paper"):
            assert single_file(load.load_site(config))
    (survey,) = load.load_surveys(config := tmp_path / "slips-sealed" / "site.toml")
    assert slip_sheet(survey.config, ["k7w4mp9xr2hcd"])
    assert list(reports(config))
    unread = sorted(key for key in SHIPPED - read - CHECKED_ONLY if not key.startswith(OF_OTHER_TESTS))
    assert not unread, "\n".join(unread)


def test_what_nothing_shows_is_noticed(tmp_path: Path, read: set[str]) -> None:
    """The test above can fail: one page alone does not read everything."""
    assert configured_site_files(sites.write(tmp_path))
    assert {"survey: page.start", "survey: dates.months", "survey: constellations.A.path.ST.steps"} <= read
    assert {"survey: poster.lead", "workshop: page.slides", "measures: report.lead"} <= SHIPPED - read


ROOTS = {"w": survey_texts.load("de"), "t": measures.load("de").texts, "k": workshop.load("de")}
PAGES = files("site_templates") / "pages"
TEMPLATES = sorted(entry.name for entry in PAGES.iterdir())
# Where a name stands for other texts than on most pages.
OTHER_ROOTS: Mapping[str, Mapping[str, Tree]] = {"decisions.html.j2": {"t": decisions.load("de")}}


def unknown_keys(template: str, others: Mapping[str, Tree] | None = None) -> list[str]:
    """Return the keys that ``template`` asks German texts for and that are not there: line and key.

    ``others`` are the texts that a name stands for where it is not those of ``ROOTS``.
    """
    tree = Environment(autoescape=True).parse(template)
    roots: dict[str, list[Any]] = {name: [root] for name, root in {**ROOTS, **(others or {})}.items()}
    for named in tree.find_all(nodes.Assign):
        if isinstance(named.target, nodes.Name) and (values := _values(named.node, roots)):
            roots[named.target.name] = values
    asked = (*tree.find_all(nodes.Getattr), *tree.find_all(nodes.Getitem))
    return [f"line {node.lineno}: {_key(node)}" for node in asked if _values(node, roots) == []]


def _key(node: nodes.Node) -> object:
    """Return the key that ``node`` asks a table for; ``None`` where the page decides it."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) else None


def _values(node: nodes.Node, roots: Mapping[str, list[Any]]) -> list[Any] | None:
    """Return what ``node`` may stand for in German; nothing if no such key is there, ``None`` if unknown."""
    if isinstance(node, nodes.Name):
        return roots.get(node.name)
    if not isinstance(node, nodes.Getattr | nodes.Getitem):
        return None
    tables = [table for table in _values(node.node, roots) or [] if isinstance(table, Mapping)]
    key = _key(node)
    if not tables or (isinstance(node, nodes.Getattr) and hasattr(dict, node.attr)):
        return None
    if key is None:
        return [value for table in tables for value in table.values()]
    return [table[key] for table in tables if key in table]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_key_of_a_template_is_a_german_text(template: str) -> None:
    """Also in a branch that is seldom taken, where a page would else break off."""
    assert unknown_keys((PAGES / template).read_text("utf-8"), OTHER_ROOTS.get(template)) == []


def test_a_key_that_is_not_there_is_noticed() -> None:
    """The test above can fail: by name, by a variable, and through another name."""
    template = "{{ w.page.skip }} {{ w.page.skipp }} {{ w.constellations[c].nam }} {% set s = k.slides %}\n"
    template += '{{ w["items"]["E1"] }} {{ s.rules.title }} {{ s.rulers.title }} {{ s[key].points }}'
    found = unknown_keys(template)
    assert sorted(found) == ["line 1: nam", "line 1: skipp", "line 2: E1", "line 2: rulers"]
