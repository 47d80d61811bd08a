"""Several surveys in a single file, on a shared workstation: each is taken, and each returns to its start."""

from __future__ import annotations

import pytest

from generator.configuration import load
from generator.site.single_file import single_file
from harness import sites
from harness.engines.visit import Visit, visiting
from harness.engines.window import Engine
from harness.polling import until
from questionnaire import ITEM_IDS

pytestmark = pytest.mark.browser

TEXT = """\
[site]
languages = ["de", "en"]
kiosk = true
[brand]
name = "Kontor AG"
primary = "#1f7a3d"
logo = "logo.svg"
[[contacts]]
label = "Beratung"
phone = "+49 30 901820"
[[surveys]]
id = "nord-2027"
folder = "nord"
title = { de = "Norden", en = "The North" }
headcount = 120
opens = 2027-01-11
closes = 2027-01-29
[surveys.collection]
mode = "paper"
[[surveys]]
id = "sued-2027"
folder = "sued"
title = { de = "Süden", en = "The South" }
[surveys.brand]
primary = "#7a1f3d"
"""
# Gegenwind, little influence of one's own.
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3}
_LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))"
_ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
_CHECKED = "document.querySelectorAll('input:checked').length"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the single file on the disk."""
    folder = tmp_path_factory.mktemp("several")
    config = sites.write(folder / "workspace", TEXT)
    (config.parent / "logo.svg").write_text(sites.LOGO, "utf-8")
    (folder / "surveys.html").write_bytes(single_file(load.load_site(config)))
    return (folder / "surveys.html").as_uri()


def test_from_the_page_in_front_into_each_survey(engine: Engine, address: str) -> None:
    """Each is chosen by its title and has its own colours; its result asks for a ballot if it is on paper."""
    accents = []
    for name in ("sued", "nord"):
        with visiting(engine, address) as (person, wire):
            until(lambda: person.visible("main h1"), "the page in front is open")
            assert person.count("#survey") == 0
            assert_links_stay(person)
            person.window.click(f'main a[href="#/{name}/index.html"]')
            person.wait_for("#start")
            person.wait_for_python()
            assert_links_stay(person)
            accents.append(person.window.evaluate(_ACCENT))
            if name == "nord":  # the other is taken below
                person.take_by_mouse(SHEET)
                assert person.attribute("#result", "data-outcome") == "A"
                assert person.visible("#ballot-code")
            assert wire.passed == []
    assert len(set(accents)) == 2


def test_the_shared_workstation_returns_to_the_start_of_the_same_survey(engine: Engine, address: str) -> None:
    """Taken in English, deleted, begun anew: German, at the start, nothing ticked; and again after that."""
    with visiting(engine, f"{address}#/sued/en/index.html") as (person, wire):
        for language in ("en", "de"):
            assert person.attribute("html", "lang") == language
            person.take_by_mouse(SHEET)
            assert not person.visible("#ballot-code")
            person.action("delete")
            person.action("delete-now")
            person.wait_for("#closing")
            person.window.evaluate("window.before = true")
            person.action("restart")
            until(lambda: person.window.evaluate("window.before !== true"), "the file is loaded anew")
            until(lambda: person.attribute("html", "data-file") == "whole", "its page is open")
            person.wait_for("#start")
            person.wait_for_python()
            assert person.attribute("html", "lang") == "de"
            assert person.text("title").startswith("Süden")
            assert person.window.evaluate(_CHECKED) == 0
            assert person.window.evaluate("location.hash") == "#/sued/index.html"
        assert wire.passed == []


def assert_links_stay(person: Visit) -> None:
    """Every link of the page leads to a page in the file, to a place in the page, or calls somebody."""
    links = person.window.evaluate(_LINKS)
    inside = set(
        person.window.evaluate(
            "[...document.querySelectorAll('noscript[data-page]')].map(({ dataset }) => `#/${dataset.page}`)"
        )
    )
    assert links
    assert {link for link in links if link.startswith("#/")} <= inside
    assert all(link.startswith(("#", "tel:", "mailto:")) for link in links)
