"""The count's report is that of the command line, byte for byte."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from collector.errors import CollectorError
from collector.model import Survey
from collector.storage import Storage
from generator.count.box import Box, RefusedError
from harness import sites
from harness.desk import Desk
from harness.releases import CLOSES, DAY, EVERYTHING, LEVER_TALLIES, OPENS, PARTLY, configured
from questionnaire import action_plan, all_codes, release_file
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.disclosure import release
from tests.generator.count.counting import PAPER, CountPage

NOBODY_SHOWN = {"A-SB": 4}
DECISION = Decision("decided", "structure", "A", "boundary-rule", by=dt.date(2026, 6, 30))


def by_command(desk: Desk, counts: Mapping[str, int]) -> dict[str, bytes]:
    """Return the report that `lastbild tally` and `lastbild report` write for these ballots."""
    typed = "".join(f"{code} {number}\n" for code, number in counts.items())
    done = desk.run("tally", "--heap", "1", typed=f"{typed}done\n{sum(counts.values())}\ny\n")
    assert done.exit_code == 0, done.output
    return sites.contents(desk.out) if desk.report("--close", "--yes").exit_code == 0 else {}


@pytest.fixture(autouse=True)
def _no_page_of_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser makes the page of the plan, and so no page leads to it: here the command makes none, too."""
    monkeypatch.setattr("generator.plan.single_file.plan_file", lambda *_: None)


@pytest.mark.parametrize(
    "counts", [EVERYTHING, PARTLY, NOBODY_SHOWN], ids=["everything", "partly", "withheld"]
)
def test_report_json_csv_pages_and_workshop_are_the_commands(
    desk: Desk, page: CountPage, counts: dict[str, int]
) -> None:
    """Same ballots, same site.toml: every file of the report is the same, in both languages."""
    (desk.folder / "site.toml").write_bytes(page.path.read_bytes())
    expected = by_command(desk, counts)
    expected.pop("manifest.json")
    page.count(counts)
    told = page.release()
    assert told["withheld"] is (counts == NOBODY_SHOWN)
    files = {path: base64.b64decode(contents) for path, contents in page.ask("report").items()}
    assert files == expected
    assert {
        "index.html",
        "workshop.html",
        "agenda.html",
        "en/index.html",
        "report.json",
        "report.csv",
    } <= set(files)


@pytest.mark.parametrize("with_plan", [False, True], ids=["report.json", "plan.json"])
def test_an_earlier_wave_is_compared_as_the_command_does(
    desk: Desk, page: CountPage, tmp_path: Path, today: Callable[[dt.date], None], *, with_plan: bool
) -> None:
    """`--previous` and the page's own choice of a report.json or plan.json give the same pages."""
    (desk.folder / "site.toml").write_bytes(page.path.read_bytes())
    earlier = CountPage(
        tmp_path / "earlier",
        ("hafen-2027", "hafen-2026"),
        ("opens = 2027", "opens = 2026"),
        ("closes = 2027", "closes = 2026"),
    )
    earlier.set_day(dt.date(2026, 1, 12))
    earlier.count(EVERYTHING)
    earlier.set_day(dt.date(2026, 2, 1))
    earlier.ask("close", early=False)
    earlier.ask("release")
    before = base64.b64decode(earlier.ask("report")["report.json"])
    if with_plan:
        before = action_plan.dump(ActionPlan(release_file.parse(before), (DECISION,)))
    (tmp_path / "before.json").write_bytes(before)
    by_command(desk, PARTLY)
    today(CLOSES + DAY)
    done = desk.report("--previous", tmp_path / "before.json")
    assert done.exit_code == 0, done.output
    page.count(PARTLY)
    page.release()
    assert "refused" not in page.ask("compare", earlier=base64.b64encode(before).decode())
    files = {path: base64.b64decode(contents) for path, contents in page.ask("report").items()}
    expected = sites.contents(desk.out)
    expected.pop("manifest.json")
    assert files == expected
    assert b'id="waves"' in files["index.html"]
    assert (b"Eine Grenzregel mit Namen darunter</span>" in files["index.html"]) == with_plan


def test_only_a_comparable_report_is_compared(page: CountPage) -> None:
    """Garbage, a changed file and the survey's own report are each refused with a sentence of its own."""
    page.count(EVERYTHING)
    page.release()
    own = page.ask("report")["report.json"]
    tree = json.loads(base64.b64decode(own))
    forged = json.dumps(tree | {"contributions": 120.5}).encode()
    for contents, sentence in (
        (b"GIF89a", "Das ist keine report.json"),
        (forged, "Das ist keine report.json"),
        (base64.b64decode(own), "gehört zu dieser Befragung selbst"),
    ):
        assert sentence in page.refused("compare", earlier=base64.b64encode(contents).decode())
    assert b'id="waves"' not in base64.b64decode(page.ask("report")["index.html"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=LEVER_TALLIES)
def test_the_box_takes_what_a_storage_takes(
    tmp_path_factory: pytest.TempPathFactory, counts: dict[str, int]
) -> None:
    """For any ballots, page and database both take the heap or both refuse it, and release the same."""
    config, _ = configured(tmp_path_factory.mktemp("site"), PAPER)
    table = config.survey
    box = Box(table)
    storage = Storage.open("sqlite://")
    storage.register(Survey(table.id, "paper", "levers", OPENS, CLOSES, 10, 140), today=OPENS)
    try:
        storage.tally(table.id, counts, heap=7, today=OPENS)
        taken = sum(counts.values()) > 0
    except CollectorError:
        taken = False
    box.begin_heap(7, OPENS)
    refused_as: str | None = None
    try:
        box.paste(" ".join(f"{code} {number}" for code, number in counts.items() if number))
        box.count_heap(sum(counts.values()), OPENS)
        assert taken
    except RefusedError as error:
        refused_as = error.kind
        assert not taken
    else:
        storage.close(table.id)
        box.close(CLOSES + DAY)
        assert box.counts() == storage.counts(table.id)
        assert list(box.counts()) == list(all_codes("levers"))
        assert release(box.counts(), invited=140) == release(counts, invited=140)
    storage.dispose()
    assert refused_as in {None, "too_many", "empty_list"}
