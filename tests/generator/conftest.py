"""A site with every key that site.toml has, and a folder in which tests run the commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import clock
from generator.configuration.schema import Config
from generator.site.files import configured_site_files
from harness import sites
from harness.desk import Desk
from harness.markup import Page
from harness.releases import BRAND, DAY, OPENS, TITLE, configured, site

RICH = """\
[site]
languages = ["de", "en"]

[brand]
name = "Kontor <script>alert(1)</script> & Söhne"
primary = "#7a1f3d"
logo = "logo.svg"

[[contacts]]
label = { de = "Beratung <b>", en = "Counselling <b>" }
phone = "+49 30 901820"
mail = "hilfe@kontor.example"
url = "https://intranet.kontor.example/hilfe?a=1"
note = { de = "Zimmer <i>12</i>", en = "Room <i>12</i>" }

[survey]
id = "kontor-2027"
title = { de = "Wie <em>geht</em> es uns?", en = "How <em>are</em> we?" }

[texts.de]
page.start_title = "Los geht es"
result.contacts = "Hier ist jemand für Sie da"

[texts.en]
page.start_title = "Off we go"
result.contacts = "Somebody is here for you"
"""


@pytest.fixture(scope="session")
def rich_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site.toml of a site with logo, contact, overridden texts and names that look like HTML."""
    folder = tmp_path_factory.mktemp("rich")
    (folder / "logo.svg").write_text(sites.LOGO, "utf-8")
    return sites.write(folder, RICH)


@pytest.fixture(scope="session")
def rich_files(rich_site: Path) -> dict[str, bytes]:
    """Every file of the rich site."""
    return configured_site_files(rich_site)


@pytest.fixture(scope="session")
def pages(rich_files: dict[str, bytes]) -> dict[str, Page]:
    """Every page of the rich site, parsed: path within the site -> page."""
    return {name: Page(contents) for name, contents in rich_files.items() if name.endswith(".html")}


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The configuration of the design's site, with names that look like HTML."""
    folder = tmp_path_factory.mktemp("site")
    names = (("Hafenkontor Versand AG", BRAND), ("Wie geht es uns am Telefon?", TITLE))
    return configured(folder, *names)[0]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Set the day on which the commands run; by default, a day on which the survey is open."""

    def set_to(day: dt.date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    set_to(OPENS + DAY)
    return set_to


@pytest.fixture
def desk(tmp_path: Path, today: Callable[[dt.date], None], monkeypatch: pytest.MonkeyPatch) -> Desk:  # noqa: ARG001 (sets the day)
    """A folder with the design's site, during its survey; commands write there by default."""
    site(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)
