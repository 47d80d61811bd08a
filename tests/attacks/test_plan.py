"""Attacks with a plan.json: whoever writes one decides what a page for employees and a spreadsheet hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from click.testing import CliRunner, Result

from generator.commands.main import main
from generator.one_file.frame import script_json
from harness import sites
from harness.decided_plans import plan_of
from harness.forged_releases import IMPOSSIBLE
from harness.releases import released
from questionnaire import action_plan, release_file
from questionnaire.disclosure import Withheld
from questionnaire.faults import InputError
from questionnaire.spreadsheet import as_csv
from tests.attacks.attack import Found, attack

SURVEY = "muster"
TEXT = f"""{sites.BRAND}[survey]
id = "{SURVEY}"
title = "Wie geht es uns?"
opens = 2027-01-11
closes = 2027-01-29
"""
PLAN = plan_of(SURVEY)
# Other results of sixty people that the rule could have released, or withheld.
OTHERS = (Withheld(), *(released({"A": people, "N": 60 - people}) for people in range(12, 49, 6)))
# What a program takes for the beginning of a formula, behind everything that some program parts cells at.
CELLS = [f"{before}{sign}1+1" for before in ("", "Leitung,", "a;", "a\t", 'a"', "a\n") for sign in "=+-@"]


def of(found: Iterable[bool]) -> str:
    """Return how many of ``found`` are true, and of how many."""
    tried = list(found)
    return f"{sum(tried)} of {len(tried)}"


def with_result(result: object) -> bytes:
    """Return the plan.json of ``PLAN`` with another result, as somebody writes it by hand."""
    return action_plan.dump(replace(PLAN, report=replace(PLAN.report, result=result)))  # type: ignore[arg-type]


def has_its_form(contents: bytes) -> bool:
    """Accept a result whose values have their types, whose shares add up and whose types are known."""
    types = json.loads(contents)["report"]["types"]
    shares = [*types["shares"], *([types["rest"]] if types["rest"] else [])]
    named = {*(share["category"] for share in types["shares"]), *types["others"]}
    return named == set("ABCDMN") and sum(share["twentieths"] for share in shares) == 20


def is_taken(contents: bytes) -> bool:
    """Tell whether the product takes the plan."""
    try:
        action_plan.parse(contents)
    except InputError:
        return False
    return True


def decisions(folder: Path, contents: bytes) -> Result:
    """Run the command that writes the page for employees, on these contents of a plan.json."""
    path = sites.write(folder, TEXT)
    (folder / "plan.json").write_bytes(contents)
    out = str(folder / "out")
    return CliRunner().invoke(
        main, ["decisions", str(folder / "plan.json"), "--config", str(path), "--out", out]
    )


def told(folder: Path, *, report_is_there: bool) -> Iterator[bool]:
    """Yield for each result that the rule could have released whether the page tells it as the survey's."""
    for number, result in enumerate(OTHERS):
        place = folder / f"{report_is_there}{number}"
        (place / "report").mkdir(parents=True)
        if report_is_there:
            genuine = release_file.dump(replace(PLAN.report, title="Wie geht es uns?"))
            (place / "report" / "report.json").write_bytes(genuine)
        yield decisions(place, with_result(result)).exit_code == 0


@attack(
    family="action plan",
    attacker="manager",
    wants="have invented figures told to all employees as released, with a plan.json written by hand",
    naive="A reader who checks names, types and sums takes 14 of 16 results that the rule never gives.",
    product="Every figure is checked against the rule: 0 of 16.",
)
def test_figures_that_no_release_has(found: Found) -> None:
    """Exact numbers, large shares, small types, levers that are hidden: each in a plan of its own."""
    plans = [with_result(result) for result in IMPOSSIBLE.values()]
    found(of(map(has_its_form, plans)), of(map(is_taken, plans)))


_OTHERS = "another result that a release could have"


@attack(
    family="action plan",
    attacker="manager",
    wants=f"have {_OTHERS} told as this survey's, while its report.json lies where reports are written",
    naive="The page is made of the plan alone: 8 of 8 are told.",
    product="The plan must say what the report.json says: 0 of 8.",
)
def test_a_forged_plan_beside_the_report(found: Found, tmp_path: Path) -> None:
    """Every other result, in a plan of the same survey and the same days."""
    alone = told(tmp_path / "alone", report_is_there=False)
    found(of(alone), of(told(tmp_path / "beside", report_is_there=True)))


@attack(
    family="action plan",
    attacker="manager",
    wants=f"have {_OTHERS} told as this survey's, and remove its report.json before",
    naive="The page is made of the plan alone: 8 of 8 are told.",
    product="No release is at hand to compare with: 8 of 8.",
    told={
        "docs/privacy.md": "Whoever saves the plan can write other figures into it",
        "docs/datenschutz.md": "kann andere Figuren hineinschreiben",
    },
)
def test_a_forged_plan_without_the_report(found: Found, tmp_path: Path) -> None:
    """What a site is made of comes from whoever makes it; the report that others keep shows it."""
    one, other = (of(told(tmp_path / name, report_is_there=False)) for name in "ab")
    found(one, other)


def parted(contents: bytes) -> list[str]:
    """Return the cells that a program finds at semicolons, and one that parts at commas, as in England."""
    text = contents.decode("utf-8-sig")
    return [
        cell
        for delimiter in ";,\t"
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cell in row
    ]


def runs(contents: bytes) -> bool:
    """Tell whether one of those programs takes a cell for a formula."""
    return any(cell.lstrip()[:1] in "=+-@" for cell in parted(contents) if cell.strip())


def with_an_apostrophe_in_front(rows: list[list[str]]) -> bytes:
    """Write ``rows`` as programs do that neutralise the first sign of a cell."""
    text = io.StringIO()
    cells = [[f"'{cell}" if cell[:1] in "=+-@" else cell for cell in row] for row in rows]
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(cells)
    return text.getvalue().encode()


@attack(
    family="action plan",
    attacker="developer",
    wants="have a formula in a plan's field run by the spreadsheet program of whoever opens plan.csv",
    naive="An apostrophe before the first sign: 12 of 24 run where a program parts cells at commas or tabs.",
    product="One wherever some program begins a cell, too: 0 of 24.",
)
def test_formulas_in_the_table(found: Found) -> None:
    """Each sign that begins a formula, behind each sign that parts cells in some program."""

    def all_run(write: Callable[[list[list[str]]], bytes]) -> str:
        return of(runs(write([["1", cell, "x"]])) for cell in CELLS)

    found(all_run(with_an_apostrophe_in_front), all_run(as_csv))


# What ends a script element.
_ENDS = ("</script>", "</SCRIPT>", "</script >", "</script\n>")


class _Elements(HTMLParser):
    """Notes which elements begin."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.begun: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 (html.parser asks for it)
        self.begun.append(tag)


def gets_out(text: str, write: Callable[[str], str]) -> bool:
    """Tell whether ``text`` becomes an element, in data within a script element."""
    # A line end is written as it is where somebody fills in data by hand.
    data = write(json.dumps({"title": text}).replace("\\n", "\n"))
    return "img" in _Elements(f'<script type="application/json">{data}</script>').begun


@attack(
    family="action plan",
    attacker="developer",
    wants="break out of the data within plan.html, with a title or a text that ends its script element",
    naive="JSON as json.dumps writes it: 4 of 4 texts become elements of the page.",
    product="No sign in it can end an element: 0 of 4.",
)
def test_texts_that_end_a_script(found: Found) -> None:
    """Each way in which a browser takes the element for ended."""
    texts = [f"{end}<img src=x onerror=alert(1)>" for end in _ENDS]
    found(*(of(gets_out(text, write) for text in texts) for write in (str, script_json)))


_SECRETS = ("root:x:0:0:secret", '{"token": "secret"}', '["secret"]', '{"format": 1, "secret-key": "secret"}')


def quotes_what_it_reads(contents: bytes) -> str:
    """Return the fault of a program that shows what it could not read."""
    return f"no plan: {contents.decode()[:80]}"


@attack(
    family="action plan",
    attacker="developer",
    wants='read a file beside the site\'s folder by naming it as the plan: decisions = "../secret"',
    naive="A fault that quotes what it could not read: 4 of 4 files.",
    product="Faults name the file and no value in it: 0 of 4; and no site is made.",
)
def test_another_file_in_place_of_the_plan(found: Found, tmp_path: Path) -> None:
    """By a path that leads out of the folder, and by a symbolic link; nothing is written."""
    shown: list[bool] = []
    for number, secret in enumerate(_SECRETS):
        folder = tmp_path / str(number) / "site"
        folder.mkdir(parents=True)
        (folder.parent / "secret").write_text(secret, "utf-8")
        (folder / "link.json").symlink_to(folder.parent / "secret")
        said = "".join(build(folder, name) for name in ("../secret", "link.json"))
        shown.append(': "secret"' in said or "root:x" in said or "token" in said)
        assert not (folder / "dist").exists()
    naive = ("secret" in quotes_what_it_reads(secret.encode()) for secret in _SECRETS)
    found(of(naive), of(shown))


def build(folder: Path, name: str) -> str:
    """Return what ``lastbild build`` says of a site whose survey names ``name`` as its plan."""
    path = sites.write(folder, f'{TEXT}decisions = "{name}"\n')
    result = CliRunner().invoke(main, ["build", "--config", str(path), "--out", str(folder / "dist")])
    assert result.exit_code == 1, result.output
    return result.output
