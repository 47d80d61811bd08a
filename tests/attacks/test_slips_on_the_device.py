"""Slips on a shared workstation: what a browser's profile keeps of one that was scanned or typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Playwright, expect

from generator.slips.sheet import slip_sheet
from harness import browsers, stub_python
from harness.engines import wanted
from harness.engines.firefox import firefox
from harness.engines.window import Window
from harness.journey import Journey
from harness.organisation import Organisation, organisation
from harness.polling import until
from harness.profiles import holds, written
from harness.sites import only
from questionnaire import ITEM_IDS, slips
from tests.attacks.attack import Found, attack

pytestmark = pytest.mark.browser

CHANCE = iter(range(3, 20))
SLIP = slips.draw(lambda below: next(CHANCE) % below)
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3}
# A field in no form: Firefox keeps what is typed into it.
_ADD_NAIVE = """
document.querySelector("main").prepend(Object.assign(document.createElement("input"), { id: "naive" }))
"""


def scanned_address(company: Organisation) -> str:
    """Return the address in the QR code of the printed slip, which is the survey's own and nothing more."""
    config, _ = only(company.folder / "site.toml")
    printed = slip_sheet(config, [SLIP]).decode()
    address = str(config.site.address)
    picture = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True)
    assert str(picture) in printed
    assert len(re.findall("<svg", printed)) == 1
    return f"{company.address}{address.removeprefix(company.address.removesuffix('survey/'))}"


def tells(profile: bytes) -> bool:
    """Tell whether the slip stands in ``profile``, as it is printed or as it is sent."""
    return holds(profile, SLIP) or holds(profile, slips.grouped(SLIP))


@attack(
    family="slips",
    attacker="neighbour",
    wants="read the slip of the person before from Chromium's profile, and then ask whether it was used",
    naive="A QR code with the slip in its address, taken out at once: it stands in 1 of 1 profiles.",
    product="The QR code leads to the survey, the slip is typed and sent: it stands in 0 of 1 profiles.",
)
def test_a_slip_in_chromiums_profile(playwright: Playwright, tmp_path: Path, found: Found) -> None:
    """History, icons, sessions and all other files, after the browser was closed; the address is there."""
    with organisation(tmp_path / "org", "slips", stub=True) as company:
        plain = scanned_address(company)
        naive = _visit_in_chromium(playwright, f"{plain}#slip={slips.grouped(SLIP)}", tmp_path / "naive")
        product = _visit_in_chromium(playwright, plain, tmp_path / "product", typed=SLIP)
    assert holds(naive, company.address)
    assert holds(product, company.address)
    found(f"{int(tells(naive))} of 1", f"{int(tells(product))} of 1")


def _visit_in_chromium(playwright: Playwright, address: str, profile: Path, typed: str = "") -> bytes:
    """Open ``address`` as a camera does; take the survey and send the slip, if one is typed."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=browsers.chromium_path(playwright), args=list(browsers.FLAGS)
    )
    stub_python.answer_in(context)
    journey = Journey(context.pages[0], address)
    if typed:
        journey.page.route("**/v1/**", lambda route: route.fulfill(status=204))
        journey.take(SHEET)
        journey.page.locator("#slip").press_sequentially(typed)
        expect(journey.page.locator("#send-preview")).to_contain_text(typed)
        journey.action("send").click()
        expect(journey.page.locator("#contribution-state")).to_be_visible()
    else:
        journey.page.evaluate(
            "history.replaceState(null, '', location.pathname)"
        )  # as an earlier version did
    context.close()
    return written(profile)


@attack(
    family="slips",
    attacker="neighbour",
    wants="read the slip of the person before from Firefox's history or session file",
    naive="Scanned with the address, and typed into a field of no form: both stand there, 2 of 2.",
    product="Typed into the page's form, which allows no filling in: neither stands there, 0 of 2.",
)
def test_a_slip_in_firefoxs_profile(playwright: Playwright, tmp_path: Path, found: Found) -> None:
    """The database of places and the session file, which Firefox writes for a start after a crash."""
    if "firefox" not in wanted() or browsers.playwrights_own(playwright, "firefox"):
        pytest.skip("Playwright's own Firefox has no profile to look into")
    with organisation(tmp_path / "org", "slips", stub=True) as company:
        plain = scanned_address(company)
        scanned = f"{plain}#slip={slips.grouped(SLIP)}"
        naive = _visit_in_firefox(scanned, tmp_path / "naive", field="#naive")
        product = _visit_in_firefox(plain, tmp_path / "product", field="#slip")
    ways = (slips.grouped(SLIP), SLIP)  # as scanned, and as typed
    in_naive, in_product = ([holds(profile, slip) for slip in ways] for profile in (naive, product))
    found(f"{sum(in_naive)} of 2", f"{sum(in_product)} of 2")


def _visit_in_firefox(address: str, folder: Path, field: str) -> bytes:
    """Open ``address``, type the slip into ``field`` of the result's page, and wait for the session file."""
    folder.mkdir()
    with firefox(browsers.system_paths("firefox")[0], folder) as engine, engine.window(None) as window:
        window.goto(address)
        window.evaluate("history.replaceState(null, '', location.pathname)")  # as an earlier version did
        until(lambda: window.evaluate(_IS_READY), "the page's script runs")
        window.evaluate(_ADD_NAIVE)
        window.evaluate(_SHOW_CONTRIBUTION)
        window.click(field)
        for character in SLIP:
            window.press(character)  # type: ignore[arg-type]  # any key that is a character
        assert window.evaluate(f"document.querySelector('{field}').value") == SLIP
        return until(lambda: _after_scrolling(window, folder / "profile"), "the session file has the page")


def _after_scrolling(window: Window, profile: Path) -> bytes | None:
    """Return the profile once its session file tells of scrolling here, which is later than the typing."""
    window.evaluate("scrollTo(0, 10 + 50 * Math.random())")
    contents = written(profile)
    return contents if re.search(rb'"scroll":"0,[1-6][0-9]"', contents) else None


_IS_READY = "document.documentElement.dataset.ready === 'yes'"
# The field shows without a result: what Firefox keeps of it does not depend on one.
_SHOW_CONTRIBUTION = """
document.querySelector("#contribution").hidden = false
"""
