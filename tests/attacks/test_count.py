"""The count in a browser: what whoever comes to the same browser, or has its files, could read."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from generator.configuration.schema import SurveyTable
from generator.count.box import Box
from harness import browsers
from harness.contributions import OPENS
from harness.polling import until
from harness.profiles import holds, written
from harness.servers import plain_server
from tests.attacks.attack import Found, attack

SURVEY = {
    "id": "hafen-2027",
    "title": "Wie geht es uns?",
    "headcount": 140,
    "opens": OPENS,
    "closes": OPENS + dt.timedelta(days=18),
    "detail": "levers",
}
HEAPS = (("A-ST", "M", "N", "A-SB"), ("B-T", "N", "M", "A-ST"))


def typed() -> tuple[Box, list[dict[str, Any]]]:
    """Return a box after two heaps were typed ballot by ballot, and all that was kept on the way."""
    box, kept = Box(SurveyTable.model_validate(SURVEY)), list[dict[str, Any]]()
    for number, ballots in enumerate(HEAPS, start=1):
        box.begin_heap(number, OPENS)
        for code in ballots:
            box.enter(code)
            kept.append(box.kept())
        box.count_heap(len(ballots), OPENS)
        kept.append(box.kept())
    return box, kept


@attack(
    family="tally",
    attacker="neighbour",
    wants="read in the browser that has counted, in which order the ballots were typed",
    naive="The page keeps the list of entries, to take one back: 8 of 8 ballots stand there in their order.",
    product="Only the heap at hand has a list. Once it is counted there are totals alone: 0 of 8 ballots.",
)
def test_the_browser_is_read_after_the_count(found: Found) -> None:
    """Ballots in a box lie as they fell; the last one on top is the last one's."""
    naive = [code for ballots in HEAPS for code in ballots]
    box, kept = typed()
    assert kept[-2]["at_hand"]["entered"], "the heap at hand is kept, or a reload would lose it"
    text = json.dumps(box.kept())
    in_order = sum(f'"{first}", "{second}"' in text for first, second in itertools.pairwise(naive))
    listed = len(box.kept()["at_hand"]["entered"]) if box.kept()["at_hand"] else 0
    found(f"{len(naive)} of {len(naive)} ballots", f"{in_order + listed} of {len(naive)} ballots")


@attack(
    family="tally",
    attacker="neighbour",
    wants="read exact counts in the browser that has counted, once the report is made",
    naive="The state stays until somebody deletes it: 5 of 5 counts stand there.",
    product="The release takes the place of the counts and of the heaps' numbers: 0 of 5 counts.",
)
def test_the_browser_is_read_after_the_report(found: Found) -> None:
    """What is kept in the end is the report, which whoever may read it has anyway."""
    box, kept = typed()
    counts = kept[-1]["counts"]
    box.close(OPENS + dt.timedelta(days=400))
    box.save_release(b"{}")
    left = box.kept()
    assert left["heaps"] == {}
    found(f"{len(counts)} of {len(counts)} counts", f"{len(left['counts'])} of {len(counts)} counts")


@pytest.mark.browser
@attack(
    family="tally",
    attacker="neighbour",
    wants="read in the files of the browser that has counted what stood in its storage before the report",
    naive="The state stays until somebody deletes it: 5 of 5 counts stand in Chromium's profile.",
    product="The report takes its place, but Chromium lets the former one lie on the disk: 5 of 5 counts.",
    told={
        "docs/privacy.md": "former states for a while, also after the report: Chromium's profile did",
        "generator/count/words/de.toml": "Auch der Browser kann frühere Zahlen noch eine Weile",
    },
)
def test_the_browsers_files_are_read_after_the_report(
    found: Found, playwright: Playwright, tmp_path: Path
) -> None:
    """The product's own script keeps its own states; the browser is closed before its files are read."""
    box, kept = typed()
    counts = [f'"{code}":{number}' for code, number in kept[-1]["counts"].items()]
    box.close(OPENS + dt.timedelta(days=400))
    box.save_release(b"{}")
    naive = _profile(playwright, tmp_path / "naive", kept[-1], kept[-1])
    product = _profile(playwright, tmp_path / "product", kept[-1], box.kept())
    in_naive, in_product = (sum(holds(profile, count) for count in counts) for profile in (naive, product))
    found(f"{in_naive} of {len(counts)} counts", f"{in_product} of {len(counts)} counts")


def _profile(
    playwright: Playwright, folder: Path, before: Mapping[str, Any], after: Mapping[str, Any]
) -> bytes:
    """Return the profile of a Chromium whose count page kept a state, and another one a while later."""
    site, profile = folder / "site", folder / "profile"
    site.mkdir(parents=True)
    (site / "index.html").write_text('<!doctype html><html data-survey="hafen-2027"><title>count</title>')
    script = files("site_templates") / "count" / "keeping.js"
    (site / "keeping.js").write_bytes(script.read_bytes())
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=browsers.chromium_path(playwright), args=list(browsers.FLAGS)
    )
    counted = f'"counts":{json.dumps(before["counts"], separators=(",", ":"))}'
    with plain_server(site) as address:
        page = context.pages[0]
        page.goto(address)
        assert page.evaluate(_KEEP, before) is True
        # Chromium writes a few seconds later.
        until(lambda: holds(written(profile), counted), "the counts in the profile")
        assert page.evaluate(_KEEP, after) is True
        context.close()
    return written(profile)


_KEEP = "async (state) => (await import('./keeping.js')).keep(state)"
