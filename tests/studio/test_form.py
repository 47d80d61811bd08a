"""The form: what is typed reaches site.toml, faults stand at their fields, what is next is in sight."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from harness.polling import until
from questionnaire import trustee_key

pytestmark = pytest.mark.browser


def values(workspace: Path) -> dict[str, Any]:
    """Return what is in site.toml."""
    return tomllib.loads((workspace / "site.toml").read_text("utf-8"))


def go_to(page: Page, step: str) -> None:
    """Open a step of the form."""
    page.locator(f'.steps a[data-step="{step}"]').click()


def field(page: Page, at: str, entry: int = 0) -> Locator:
    """Return the field for a key in the open step."""
    return page.locator(f'section:not([hidden]) [data-at="{at}"]').nth(entry)


def test_a_name_is_in_the_file_and_in_the_preview(studio: Page, workspace: Path) -> None:
    """What is typed is saved without a button, and both frames show it."""
    field(studio, "brand.name").locator("input").fill("Muster Service GmbH")
    until(lambda: values(workspace)["brand"]["name"] == "Muster Service GmbH", "the name is saved")
    for device in ("phone", "desktop"):
        frame = studio.frame_locator(f".device.{device} iframe:not(.next)")
        expect(frame.locator(".brand")).to_contain_text("Muster Service GmbH")


def test_a_fault_stands_at_its_field_until_it_is_mended(studio: Page) -> None:
    """Its sentence describes the field for a screen reader; the text that was typed stays."""
    go_to(studio, "contacts")
    mail = field(studio, "mail")
    mail.locator("input").fill("keine Adresse")
    mail.locator("input").press("Tab")
    expect(mail.locator(".fault")).to_be_visible()
    expect(mail.locator("input")).to_have_attribute("aria-invalid", "true")
    expect(mail.locator("input")).to_have_value("keine Adresse")
    described = str(mail.locator("input").get_attribute("aria-describedby")).split()
    assert mail.locator(".fault").get_attribute("id") in described
    mail.locator("input").fill("betriebsrat@muster-service.de")
    mail.locator("input").press("Tab")
    expect(mail.locator(".fault")).to_be_hidden()
    expect(mail.locator("input")).not_to_have_attribute("aria-invalid", "true")


def holds(workspace: Path, value: bool) -> bool:  # noqa: FBT001 (the value itself)
    """Tell whether site.toml says so about the name beside the logo."""
    return values(workspace)["brand"].get("name_beside_logo") is value


def test_a_logo_that_holds_the_name_may_stand_alone(studio: Page, workspace: Path) -> None:
    """Nothing is chosen at first; each choice is written as yes or no, and shown again."""
    choice = field(studio, "brand.name_beside_logo")
    expect(choice.locator("input:checked")).to_have_count(0)
    for value in (False, True):
        choice.locator(f'input[value="{str(value).lower()}"]').check()
        until(partial(holds, workspace, value), "the choice is saved")
    studio.reload()
    expect(choice.locator('input[value="true"]')).to_be_checked()


def test_what_is_left_leads_to_its_field(studio: Page) -> None:
    """The count is at the head of every step; each thing in the list leads to its field by keyboard."""
    studio.locator("#readiness").press("Enter")
    expect(studio.locator("#finish")).to_be_visible()
    first = studio.locator("#ready .open button").first
    expect(first).to_contain_text("Namen Ihrer Organisation")
    first.press("Enter")
    expect(field(studio, "brand.name").locator("input")).to_be_focused()
    before = studio.locator("#readiness .text").inner_text()
    field(studio, "brand.name").locator("input").fill("Muster Service GmbH")
    expect(studio.locator("#readiness .text")).not_to_have_text(before)


def test_contacts_are_added_moved_and_removed_by_keyboard(studio: Page, workspace: Path) -> None:
    """Focus goes to the entry, stays with it as it moves, and is never lost."""
    go_to(studio, "contacts")
    studio.locator('#contacts [data-action="add-contact"]').press("Enter")
    expect(studio.locator("section:not([hidden]) li.entry").nth(1)).to_be_focused()
    label = field(studio, "label", 1)
    label.locator(".same input").check()
    label.locator(".row input").fill("Betriebliche Sozialberatung")
    studio.locator("section:not([hidden]) li.entry").nth(1).locator('[data-action="up"]').press("Enter")
    expect(
        studio.locator("section:not([hidden]) li.entry").nth(0).locator('[data-action="down"]')
    ).to_be_focused()
    until(
        lambda: values(workspace)["contacts"][0].get("label") == "Betriebliche Sozialberatung", "it is moved"
    )
    studio.locator("section:not([hidden]) li.entry").nth(0).locator('[data-action="remove"]').press("Enter")
    expect(studio.locator("section:not([hidden]) li.entry")).to_have_count(1)
    expect(studio.locator("section:not([hidden]) li.entry").nth(0)).to_be_focused()
    until(lambda: len(values(workspace)["contacts"]) == 1, "it is removed")


def test_a_second_survey_and_back_to_one(studio: Page, workspace: Path) -> None:
    """[survey] becomes [[surveys]] and back; what the one survey had stays; ids follow the titles."""
    go_to(studio, "survey")
    field(studio, "headcount").locator("input").fill("80")
    field(studio, "headcount").locator("input").press("Tab")
    studio.locator('[data-action="add-survey"]').click()
    expect(studio.locator("#shared-note")).to_be_visible()
    title = field(studio, "title", 1).locator(".row input").first
    title.fill("Wie läuft es im Süden?")
    title.press("Tab")
    expect(field(studio, "id", 1).locator("input")).to_have_value("wie-laeuft-es-im-sueden-2026")
    until(lambda: len(values(workspace).get("surveys", [])) == 2, "two surveys")
    assert values(workspace)["surveys"][0]["headcount"] == 80
    studio.locator("section:not([hidden]) li.entry").nth(1).locator('[data-action="remove"]').click()
    until(lambda: values(workspace).get("survey", {}).get("headcount") == 80, "one survey")
    assert "surveys" not in values(workspace)


def test_texts_of_a_language_come_back_with_it(studio: Page, workspace: Path) -> None:
    """A language that is switched off takes its texts out of the file, and brings them back."""
    english = values(workspace)["survey"]["title"]["en"]
    go_to(studio, "languages")
    box = studio.locator('#language-boxes input[value="en"]')
    box.uncheck()
    until(lambda: "en" not in values(workspace)["survey"]["title"], "the English text is gone")
    box.check()
    until(lambda: values(workspace)["survey"]["title"].get("en") == english, "the English text is back")


def test_a_colour_is_seen_while_it_is_tried(studio: Page) -> None:
    """The frame takes the colour before the form is left; a colour that is adapted is said."""
    frame = studio.frame_locator(".device.phone iframe:not(.next)")
    expect(frame.locator("#start-title")).to_be_visible()
    studio.locator('[data-at="brand.primary"] input[type="text"]').fill("#f5c400")
    expect(studio.locator("#contrast .verdict")).to_contain_text("anpasst")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    until(lambda: frame.locator("html").evaluate(accent) not in {"", "#2f5d62"}, "the frame has the colour")


def test_a_change_in_an_editor_reaches_the_page(studio: Page, workspace: Path) -> None:
    """Somebody else saves site.toml: the field shows it once the page has looked again."""
    path, fresh = workspace / "site.toml", workspace / ".site.toml.new"
    fresh.write_text(path.read_text("utf-8").replace("Ihre Organisation", "Von außen GmbH"), "utf-8")
    fresh.replace(path)  # at once, as editors do: half a file would be another change
    field(studio, "brand.primary").locator('input[type="text"]').fill("#7a1f3d")
    studio.keyboard.press("Tab")
    expect(field(studio, "brand.name").locator("input")).to_have_value("Von außen GmbH")
    until(lambda: values(workspace)["brand"]["primary"] == "#7a1f3d", "and the edit is made")
    assert values(workspace)["brand"]["name"] == "Von außen GmbH"


def test_what_cannot_be_a_logo_is_refused_and_nothing_is_lost(studio: Page) -> None:
    """A photo of 50 MB, a text: a sentence each; the name that was typed stays."""
    field(studio, "brand.name").locator("input").fill("Muster Service GmbH")
    file = field(studio, "brand.logo").locator('input[type="file"]')
    photo = "() => { const input = document.querySelector('[data-at=\"brand.logo\"] input');"
    photo += " const all = new DataTransfer(); all.items.add(new File([new Uint8Array(5e7)], 'photo.jpg'));"
    photo += " input.files = all.files; input.dispatchEvent(new Event('change', { bubbles: true })); }"
    studio.evaluate(photo)
    expect(studio.locator("#banner p")).to_contain_text("zu groß")
    file.set_input_files({"name": "logo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(studio.locator("#banner p")).to_contain_text("passt hier nicht")
    expect(field(studio, "brand.name").locator("input")).to_have_value("Muster Service GmbH")


def test_keys_without_a_field_are_listed_and_stay(studio: Page, workspace: Path) -> None:
    """A survey with contacts of its own: the page says so, and edits leave them as they are."""
    path = workspace / "site.toml"
    path.write_text(f"{path.read_text('utf-8')}later = 'yes'\n", "utf-8")
    field(studio, "brand.name").locator("input").fill("Muster Service GmbH")
    go_to(studio, "finish")
    expect(studio.locator("#other-keys dt")).to_have_text("collection.later")
    assert values(workspace)["collection"]["later"] == "yes"


def test_a_seal_is_one_key_or_two_and_a_typing_error_is_told(studio: Page, workspace: Path) -> None:
    """The field is there once something is sent; what it says stands in site.toml as a text or a list."""
    first, second = (trustee_key.written(bytes([number]) * 32) for number in (1, 2))
    go_to(studio, "collection")
    seal = field(studio, "collection.seal")
    expect(seal).to_be_hidden()
    studio.locator('#collection input[value="slips"]').check()
    spellings: dict[str, object] = {
        first: first,
        f"{first} {second}": [first, second],
        f" {second}\t": second,
    }
    for typed, read in spellings.items():
        seal.locator("input").fill(typed)
        studio.keyboard.press("Tab")
        until(partial(is_sealed_to, workspace, read), "the key is in site.toml")
        expect(seal.locator(".fault")).to_be_hidden()
    seal.locator("input").fill(first[:-1])
    studio.keyboard.press("Tab")
    expect(seal.locator(".fault")).to_contain_text("Zeichen")
    seal.locator("input").fill("")
    studio.keyboard.press("Tab")
    until(partial(is_sealed_to, workspace, None), "the key is gone")


def is_sealed_to(workspace: Path, keys: object) -> bool:
    """Tell whether site.toml has ``keys`` as its seal."""
    return bool(values(workspace)["collection"].get("seal") == keys)


def test_a_survey_of_several_collects_and_names_people_for_itself(studio: Page, workspace: Path) -> None:
    """What it does not set comes from the whole site; what it sets is in its entry, and can be taken back."""
    go_to(studio, "collection")
    studio.locator('#collection input[value="paper"]').check()
    go_to(studio, "survey")
    studio.locator('[data-action="add-survey"]').click()
    own = studio.locator("#survey .own").nth(1)
    own.locator("summary").click()
    expect(own.locator('input[value=""]')).to_be_checked()
    own.locator('input[value="off"]').check()
    own.locator('[data-action="add-contact"]').press("Enter")
    expect(own.locator("li.entry")).to_be_focused()
    own.locator('[data-at="mail"] input').fill("sued@muster-service.de")
    second = {"mode": "off"}, [{"mail": "sued@muster-service.de"}]
    until(lambda: own_tables(workspace) == second, "the second survey has its own")
    assert values(workspace)["collection"]["mode"] == "paper"
    assert "contacts" not in values(workspace)["surveys"][0]
    own.locator('li.entry [data-action="remove"]').press("Enter")
    expect(own.locator('[data-action="add-contact"]')).to_be_focused()
    own.locator('input[value=""]').check()
    until(lambda: own_tables(workspace) in [({}, None), (None, None)], "it is as all again")
    expect(studio.locator("#survey > .entries > li.entry")).to_have_count(2)


def own_tables(workspace: Path) -> tuple[Any, Any]:
    """Return how the second survey collects, and its contacts."""
    survey = values(workspace)["surveys"][1]
    return survey.get("collection"), survey.get("contacts")


def test_the_evaluation_is_asked_for_where_a_survey_collects(studio: Page) -> None:
    """A survey without collection has no fields that nothing depends on."""
    go_to(studio, "survey")
    expect(field(studio, "threshold")).to_be_hidden()
    go_to(studio, "collection")
    studio.locator('#collection input[value="paper"]').check()
    go_to(studio, "survey")
    expect(field(studio, "threshold")).to_be_visible()


@pytest.mark.parametrize(("typed", "spelled"), [("a03060", "#a03060"), ("#f80", "#ff8800")])
def test_a_colour_is_taken_as_people_write_it(
    studio: Page, workspace: Path, typed: str, spelled: str
) -> None:
    """Without its sign, or with one digit for two."""
    colour = field(studio, "brand.primary").locator('input[type="text"]')
    colour.fill(typed)
    colour.press("Tab")
    until(lambda: values(workspace)["brand"]["primary"] == spelled, "the colour is spelt out")
    expect(colour).to_have_value(spelled)


def test_what_is_not_right_is_named_where_it_stands(studio: Page) -> None:
    """A site that cannot be built yet leads to a list that names entry, field and language of each fault."""
    go_to(studio, "contacts")
    studio.locator('[data-action="add-contact"]').first.click()
    studio.locator('.masthead [data-action="save-zip"]').click()
    expect(studio.locator("#finish")).to_be_visible()
    expect(studio.locator("#banner p")).to_contain_text("noch nicht")
    expect(studio.locator("#ready-faults .open").first).to_contain_text("Kontakt 2, Wer: fehlt")
    go_to(studio, "languages")
    studio.locator('#language-boxes input[value="de-leicht"]').check()
    studio.locator("#readiness").click()
    expect(studio.locator("#ready-faults")).to_contain_text("Titel der Befragung (Leichte Sprache): fehlt")


_GIF = "47494638396101000100800000ff0000ffffff21f90401000001002c00000000010001000002024c01003b"
_HEIC = b"\0\0\0\x18ftypheic" + bytes(200)


def test_a_picture_of_another_kind_becomes_one_that_sites_take(studio: Page, workspace: Path) -> None:
    """A GIF becomes a PNG; what no browser reads is refused by its content, not only by its name."""
    file = field(studio, "brand.logo").locator('input[type="file"]')
    file.set_input_files({"name": "zeichen.gif", "mimeType": "image/gif", "buffer": bytes.fromhex(_GIF)})
    expect(field(studio, "brand.logo").locator(".name")).to_have_text("zeichen.png")
    assert (workspace / "zeichen.png").read_bytes().startswith(b"\x89PNG")
    for name, sentence in (("IMG_1.HEIC", "passt hier nicht"), ("IMG_1.jpg", "kein Bild")):
        file.set_input_files({"name": name, "mimeType": "image/heic", "buffer": _HEIC})
        expect(studio.locator("#banner p")).to_contain_text(f"{name}")
        expect(studio.locator("#banner p")).to_contain_text(sentence)
    expect(field(studio, "brand.logo").locator(".name")).to_have_text("zeichen.png")
    assert values(workspace)["brand"]["logo"] == "zeichen.png"


@pytest.mark.parametrize("contents", [b"no font at all" * 50, b"wOF2" + bytes(300)])
def test_what_is_no_font_is_refused(studio: Page, workspace: Path, contents: bytes) -> None:
    """A text, a damaged font: a sentence, and the site keeps its font."""
    field(studio, "brand.name").locator("input").fill("Muster Service GmbH")
    file = field(studio, "brand.font").locator('input[type="file"]')
    file.set_input_files({"name": "haus.woff2", "mimeType": "font/woff2", "buffer": contents})
    expect(studio.locator("#banner p")).to_contain_text("Schrift")
    assert "font" not in values(workspace)["brand"]
    assert sorted(path.name for path in workspace.iterdir()) == ["logo.svg", "site.toml"]
    expect(field(studio, "brand.name").locator("input")).to_have_value("Muster Service GmbH")


def test_a_file_of_a_newer_version_says_so_at_once(studio: Page, workspace: Path) -> None:
    """A sentence names the keys that this version does not know; they stay in the file."""
    text = (
        (workspace / "site.toml").read_text("utf-8").replace('name = "Ihre', 'slogan = "Neu"\nname = "Ihre')
    )
    buffer = f"{text}\n[future]\nx = 1\n".encode()
    newer = FilePayload(name="site.toml", mimeType="text/plain", buffer=buffer)
    studio.locator("#file-to-open").set_input_files(newer)
    expect(studio.locator("#banner p")).to_contain_text("brand.slogan, future")
    expect(studio.locator("#banner p")).to_contain_text("nichts davon geht verloren")
    field(studio, "brand.name").locator("input").fill("Muster Service GmbH")
    until(lambda: values(workspace)["brand"]["name"] == "Muster Service GmbH", "the name is saved")
    assert values(workspace)["brand"]["slogan"] == "Neu"
    assert values(workspace)["future"] == {"x": 1}


def test_the_preview_follows_the_form(studio: Page) -> None:
    """Whoever chooses ballots sees one; whoever writes about the second survey sees that one."""
    go_to(studio, "collection")
    studio.locator('#collection input[value="paper"]').check()
    expect(studio.locator("#preview-page")).to_have_value("ballot")
    go_to(studio, "survey")
    studio.locator('[data-action="add-survey"]').click()
    title = field(studio, "title", 1).locator(".row input").first
    title.fill("Wie läuft es im Süden?")
    expect(studio.locator("#preview-survey")).to_have_value("survey-2/")
    phone = studio.frame_locator(".device.phone iframe:not(.next)")
    expect(phone.locator("#start")).to_contain_text("Wie läuft es im Süden?")
    field(studio, "title").locator(".row input").first.focus()
    expect(phone.locator("#start")).not_to_contain_text("Wie läuft es im Süden?")


def test_opened_from_the_disk_it_says_what_it_needs(browser: Browser, static_folder: Path) -> None:
    """By a double click no module runs, and nothing would ever load: the page says so by style alone."""
    page = browser.new_page()
    page.goto((static_folder / "index.html").as_uri())
    sentence = page.locator(".not-started")
    expect(sentence).to_be_hidden()
    expect(sentence).to_be_visible(timeout=30_000)
    expect(sentence).to_contain_text("nicht durch Doppelklick")
    expect(page.locator("#arriving")).to_be_hidden()
    page.close()


def test_started_it_does_not_say_so(page: Page, static_address: str) -> None:
    """However long Python takes."""
    page.route("**/python/**", lambda _: None)  # answers never
    page.goto(static_address)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    page.wait_for_timeout(7000)
    expect(page.locator(".not-started")).to_be_hidden()
    expect(page.locator("#arriving")).to_be_visible()
