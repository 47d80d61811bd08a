"""A facilitator makes a brand in three engines; what is saved is what the command builds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from harness import commands
from harness.archives import unpacked
from harness.engines.relay import relay
from harness.engines.window import Engine
from harness.facilitator import Facilitator, field
from harness.journey import Journey
from harness.paths import EXAMPLES
from harness.polling import until
from harness.servers import plain_server
from harness.sites import contents
from questionnaire import ITEM_IDS

pytestmark = pytest.mark.browser

LOGO = (EXAMPLES / "lumo" / "logo.svg").read_bytes()
FONT = EXAMPLES / "lumo" / "fonts" / "atkinson-hyperlegible-next.woff2"
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3}
IMPRINT = "Muster Service GmbH\nMusterweg 1\n12345 Musterstadt"


def make_brand(person: Facilitator) -> None:
    """Fill in a fresh brand: name, two colours, logo, font, imprint, three languages."""
    person.write(field("brand.name"), "Muster Service GmbH")
    person.write(field("brand.primary"), "#7a1f3d", control='input[type="text"]')
    person.write(field("brand.accent"), "#16697a", control='input[type="text"]')
    person.drop(field("brand.logo"), "logo.svg", LOGO)
    # It is as wide as a name, so the studio asks.
    person.tick(f"{field('brand.name_beside_logo')} input[value='true']")
    person.drop(field("brand.font"), FONT.name, FONT.read_bytes())
    person.tick(f"{field('brand.imprint')} .same input")
    person.write(field("brand.imprint"), IMPRINT, control="textarea")
    person.go_to("languages")
    person.tick('#language-boxes input[value="de-leicht"]')


def add_contacts(person: Facilitator) -> None:
    """Correct the contact that every site begins with, and add two."""
    person.go_to("contacts")
    person.write(field("label", entry=1, language="de-leicht"), "Betriebsrat")
    person.write(field("mail", entry=1), "betriebsrat@muster-service.de")
    for entry, (name, phone) in enumerate(
        (("Sozialberatung", "+49 30 901820"), ("Dr. Lind", "+49 30 4711")), 2
    ):
        person.press("add-contact")
        person.tick(f"{field('label', entry=entry)} .same input")
        person.write(field("label", entry=entry), name, control=".row input")
        person.write(field("phone", entry=entry), phone)


def add_surveys(person: Facilitator) -> None:
    """Two surveys with titles in three languages, ballots on paper, and one report on both."""
    person.go_to("collection")
    person.tick('[data-at="collection.mode"] input[value="paper"]')
    person.go_to("survey")
    for entry, place in ((1, "Nord"), (2, "West")):
        if entry > 1:
            person.press("add-survey")
        for language in ("de", "en", "de-leicht"):
            person.write(field("title", entry=entry, language=language), f"Team {place} {language}")
        person.write(field("headcount", entry=entry), "80")
        person.choose_day(field("opens", entry=entry), "2030-01-14")
        person.choose_day(field("closes", entry=entry), "2030-02-01")
    person.write(field("collection.headcount"), "160")
    person.tick(f"{field('collection.release')} input[value='whole']")


def test_a_fresh_brand_is_what_the_command_builds(
    engine: Engine, static_address: str, browser: Browser, tmp_path: Path
) -> None:
    """By mouse and keyboard: logo, colours, font, contacts, imprint, languages, surveys; no other request.

    The zip holds site.toml and a site that is, byte for byte, the command's; an employee takes it.
    """
    with relay() as wire, engine.window(wire.host) as window:
        person = Facilitator(window, static_address)
        try:
            person.wait_until_python_is_ready()
            make_brand(person)
            add_contacts(person)
            add_surveys(person)
            person.go_to("finish")
            person.wait_until_ready()
            name, zipped = person.download("save-zip")
            complaints = window.complaints()
        finally:
            sys.stderr.write(f"{person.left()}\n{person.text('#banner p')}\n{engine.output()[-2000:]}\n")
    assert complaints == []
    assert [one for one in wire.passed if one.method != "GET" or not one.url.startswith(static_address)] == []
    assert name == "muster-service-gmbh-site.zip"
    assert_as_built(zipped, tmp_path)
    assert 'release = "whole"\n' in (tmp_path / "site.toml").read_text("utf-8")
    assert_taken(browser, tmp_path / "dist")


def assert_as_built(zipped: bytes, folder: Path) -> None:
    """Unpack the zip into ``folder``; its site is the command's from its site.toml."""
    for name, held in unpacked(zipped).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    commands.build(folder / "site.toml", folder / "built")
    assert contents(folder / "dist") == contents(folder / "built")


def assert_taken(browser: Browser, site: Path) -> None:
    """Somebody takes the survey of that site to its result."""
    with plain_server(site) as root:
        context = browser.new_context()
        try:
            folder = next(path.parent.name for path in sorted(site.glob("team-nord*/index.html")))
            journey = Journey(context.new_page(), f"{root}{folder}/")
            journey.take(SHEET)
            assert journey.page.locator("#result").get_attribute("data-outcome") == "A"
            assert journey.complaints == []
        finally:
            context.close()


def test_without_network_once_it_is_loaded(browser: Browser, static_address: str) -> None:
    """The line is cut once the studio is ready: a name is taken, and the finished site is saved."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    try:
        page.goto(static_address)
        page.locator("#ready .open").first.wait_for(state="attached", timeout=120_000)
        page.frame_locator(".device.phone iframe:not(.next)").locator("#start-title").wait_for()
        context.set_offline(True)
        page.locator('[data-at="brand.name"] input').fill("Ohne Netz GmbH")
        with page.expect_download(timeout=60_000) as download:
            page.locator(".masthead [data-action='save-zip']").click()
        assert b"Ohne Netz GmbH" in unpacked(Path(download.value.path()).read_bytes())["site.toml"]
    finally:
        context.close()


def test_the_site_as_one_file_and_the_count_are_what_the_command_writes(
    engine: Engine, static_address: str, tmp_path: Path
) -> None:
    """Made in the browser, byte for byte; a survey that sends is told, in a sentence, why it is no file."""
    with relay() as wire, engine.window(wire.host) as window:
        person = Facilitator(window, static_address)
        try:
            person.wait_until_python_is_ready()
            fill_in_one_survey(person)
            person.go_to("finish")
            until(lambda: is_shown(person, '[data-action="save-count"]'), "the count is offered")
            passed = len(wire.passed)
            files = dict(person.download(action) for action in ("save-single", "save-count"))
            assert not [one for one in wire.passed[passed:] if "/python/" in one.url]  # all of it is here
            _, toml = person.download("save-toml")
            person.go_to("collection")
            person.tick('[data-at="collection.mode"] input[value="slips"]')
            person.write(field("collection.url"), "https://umfrage.muster.example/")
            person.go_to("finish")
            until(lambda: is_shown(person, "#single-refused"), "the page says why it is no single file")
            assert not is_shown(person, '[data-action="save-single"]')
            assert not is_shown(person, '[data-action="save-count"]')
            assert window.complaints() == []
        finally:
            sys.stderr.write(f"{person.left()}\n{person.text('#banner p')}\n{engine.output()[-2000:]}\n")
    (tmp_path / "site.toml").write_bytes(toml)
    (tmp_path / "logo.svg").write_bytes(LOGO)
    commands.build(tmp_path / "site.toml", tmp_path / "out", single_file=True)
    assert contents(tmp_path / "out") == files
    assert len(files) == 2


def is_shown(person: Facilitator, selector: str) -> bool:
    """Return whether the first element is there and shown."""
    return bool(person.of(selector, "it.checkVisibility()"))


def fill_in_one_survey(person: Facilitator) -> None:
    """A name, a colour, a logo, and one survey with ballots on paper."""
    person.write(field("brand.name"), "Muster Service GmbH")
    person.write(field("brand.primary"), "#7a1f3d", control='input[type="text"]')
    person.drop(field("brand.logo"), "logo.svg", LOGO)
    # It is as wide as a name, so the studio asks.
    person.tick(f"{field('brand.name_beside_logo')} input[value='true']")
    person.tick(f"{field('brand.imprint')} .same input")
    person.write(field("brand.imprint"), IMPRINT, control="textarea")
    person.go_to("survey")
    for language in ("de", "en"):
        person.write(field("title", entry=1, language=language), f"Team Nord {language}")
    person.write(field("headcount", entry=1), "80")
    person.choose_day(field("opens", entry=1), "2030-01-14")
    person.choose_day(field("closes", entry=1), "2030-02-01")
    person.go_to("collection")
    person.tick('[data-at="collection.mode"] input[value="paper"]')
