"""The preview's collector follows the site: no trial is ever sent to the collector of the real survey."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.configuration import load
from generator.configuration.schema import Config
from generator.preview.trial_collector import TrialCollector
from harness import sites
from harness.polling import until
from tests.generator.preview.test_server import PATIENCE, get, preview, titled

REAL = "https://umfrage.intern.example"


def configs(folder: Path, *changes: tuple[str, str]) -> list[Config]:
    """Return the surveys of the complete small site, with ``changes``."""
    text = sites.COMPLETE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return [survey.config for survey in load.load_surveys(sites.write(folder, text))]


def runs(address: str | None) -> bool:
    """Return whether somebody listens at ``address``."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(address or "").port or 0)) == 0


def test_it_runs_once_something_collects_and_until_the_preview_ends(tmp_path: Path) -> None:
    """A site that only shows results needs none; what is said of it is said once."""
    quiet = configs(tmp_path, ('mode = "slips"', 'mode = "off"'))
    with TrialCollector("http://127.0.0.1:8000/") as collector:
        assert collector.address(quiet) is None
        assert collector.news() == ()
        first = collector.address(configs(tmp_path))
        assert runs(first)
        assert any("Slips to try" in line for line in collector.news())
        assert collector.news() == ()
        assert collector.address(quiet) is None
        assert not runs(first)
        last = collector.address(configs(tmp_path))
        assert runs(last)
    assert not runs(last)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (('title = "Wie geht', 'title = "Anders: Wie geht'), True),
        (('primary = "#7a1f3d"', 'primary = "#1f3d7a"'), True),
        (('id = "hafen-2027"', 'id = "hafen-2028"'), False),
        (("headcount = 140", "headcount = 141"), False),
        (('detail = "levers"', 'detail = "type"'), False),
    ],
)
def test_it_starts_again_only_for_what_it_collects(
    tmp_path: Path, change: tuple[str, str], *, same: bool
) -> None:
    """Another colour leaves it alone: slips that were noted go on working."""
    with TrialCollector("http://127.0.0.1:8000/") as collector:
        first = collector.address(configs(tmp_path))
        second = collector.address(configs(tmp_path, change))
        assert runs(second)
        assert (second == first) == same


def test_a_site_that_was_faulty_at_first_sends_to_it_too(tmp_path: Path) -> None:
    """Once it is mended, its pages name the preview's collector, and not the real one."""
    config = sites.write(tmp_path, titled("Titel") + "headcount = 0\n")
    with preview(config, tmp_path / "dist") as served:
        address = served.line("Edit it").split("see every page and state: ")[1].strip()
        number = int(address.split(":")[2].split("/")[0])
        assert "survey.headcount" in get(number)[2]  # the page with the faults
        served.line("Collecting beside it", lambda: sites.write(tmp_path, sites.COMPLETE))
        until(lambda: "survey.headcount" not in get(number)[2], "the site is shown")
        page = get(number)[2]
        assert REAL not in page
        assert "http://127.0.0.1:" in page
        served.process.terminate()
        assert served.process.wait(PATIENCE) == 0
