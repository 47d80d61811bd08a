"""A site.toml that an editor has broken: the studio shows its text at the line at fault, to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness import axe, sites
from harness.polling import until
from tests.studio.test_form import field, values

pytestmark = pytest.mark.browser

NO_TOML = sites.COMPLETE.replace("closes = 2027-01-29", "closes = 29.1.2027")
SELECTED = "area => area.value.slice(area.selectionStart, area.selectionEnd)"


def broken(page: Page, workspace: Path, text: str = NO_TOML) -> None:
    """Write ``text`` as an editor does, and open the studio again."""
    (workspace / "site.toml").write_text(text, "utf-8")
    page.reload()
    expect(page.locator("#unreadable")).to_be_visible()


def test_the_line_is_selected_and_mended_there(studio: Page, workspace: Path) -> None:
    """The sentence, the line, and nothing else of the form; once saved, the form is back."""
    broken(studio, workspace)
    expect(studio.locator("#unreadable .fault")).to_contain_text("Zeile 14")
    area = studio.locator("#whole-file")
    expect(area).to_be_focused()
    assert area.evaluate(SELECTED).startswith("closes = 29.1.2027")
    expect(studio.locator("#fields")).to_be_hidden()
    expect(studio.locator(".steps")).to_be_hidden()
    area.fill(sites.COMPLETE)
    studio.get_by_role("button", name="Speichern").click()
    expect(field(studio, "brand.name").locator("input")).to_have_value("Hafenkontor Versand AG")
    expect(studio.locator("#unreadable")).to_be_hidden()
    assert (workspace / "site.toml").read_text("utf-8") == sites.COMPLETE
    field(studio, "brand.name").locator("input").fill("Muster AG")
    until(lambda: values(workspace)["brand"]["name"] == "Muster AG", "the form works again")


def test_a_preview_without_pages_says_so_in_the_studios_language(studio: Page) -> None:
    """Where no page can be chosen, as with a file that was never read, nobody is asked for one."""
    studio.evaluate("document.querySelectorAll('#preview option').forEach((option) => option.remove())")
    studio.locator("#preview").get_by_text("Dunkel").click()
    expect(studio.locator("#preview .stale")).to_have_text("Für die Vorschau fehlt noch etwas.")


def test_what_is_still_wrong_is_shown_at_its_line(studio: Page, workspace: Path) -> None:
    """What somebody typed is saved as it is, and the next line is selected."""
    broken(studio, workspace)
    area = studio.locator("#whole-file")
    area.fill(sites.COMPLETE.replace('name = "Hafen', "name = Hafen"))
    studio.get_by_role("button", name="Speichern").click()
    expect(studio.locator("#unreadable .fault")).to_contain_text("Zeile 4")
    assert area.evaluate(SELECTED).startswith("name = Hafen")


@pytest.mark.parametrize("coding", ["cp1252", "utf-16"])
def test_another_coding_is_mended_by_saving(studio: Page, workspace: Path, coding: str) -> None:
    """The umlauts are those that an editor of Windows has written."""
    text = sites.COMPLETE.replace("Hafenkontor", "Größe").replace("…", "...")
    (workspace / "site.toml").write_bytes(text.encode(coding))
    studio.reload()
    expect(studio.locator("#unreadable")).to_be_visible()
    studio.get_by_role("button", name="Speichern").click()
    expect(field(studio, "brand.name").locator("input")).to_have_value("Größe Versand AG")
    assert (workspace / "site.toml").read_text("utf-8") == text


def test_an_editor_may_mend_it_as_well(studio: Page, workspace: Path) -> None:
    """The form is back as soon as the studio looks again."""
    broken(studio, workspace)
    (workspace / "site.toml").write_text(sites.COMPLETE, "utf-8")
    studio.locator("#preview-language").dispatch_event("change")
    expect(field(studio, "brand.name").locator("input")).to_have_value("Hafenkontor Versand AG")
    expect(studio.locator("#unreadable")).to_be_hidden()


def test_nobodys_typing_is_disturbed(studio: Page, workspace: Path) -> None:
    """The file changes again while somebody types: the text stays, and the sentence is the new one."""
    broken(studio, workspace)
    area = studio.locator("#whole-file")
    area.fill("typed")
    (workspace / "site.toml").write_text(f"\n{NO_TOML}", "utf-8")
    studio.locator("#preview-language").dispatch_event("change")
    expect(studio.locator("#unreadable .fault")).to_contain_text("Zeile 15")
    expect(area).to_have_value("typed")


@pytest.mark.parametrize("width", [360, 1366])
def test_it_is_clean_and_fits(studio: Page, workspace: Path, width: int) -> None:
    """Axe finds nothing, and nothing scrolls sideways but the text in its field."""
    studio.set_viewport_size({"width": width, "height": 641})
    broken(studio, workspace)
    assert axe.faults(studio) == []
    assert studio.evaluate("document.documentElement.scrollWidth <= innerWidth")
