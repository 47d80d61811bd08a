"""The facilitator's own pages in Markdown: shown as written, with nothing but words and links."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site.files import configured_site_files
from harness import sites
from harness.markup import Page
from harness.sites import BRAND, SMALLEST, SURVEY, faults
from questionnaire import survey_texts

PAGES = {"imprint": "imprint.html", "privacy": "privacy.html", "accessibility": "accessibility.html"}
SPY = "https://spy.example/a.png"


def site_files(folder: Path, text: str) -> dict[str, bytes]:
    """Return the files of the site that ``text`` describes."""
    return configured_site_files(sites.write(folder, text))


def toml(text: str) -> str:
    """Return ``text`` as TOML's literal string."""
    return f"'''{text}'''"


@pytest.mark.parametrize("picture", [f"![x]({SPY})", f"Wir: [![]({SPY})](/)", f"![x][1]\n\n[1]: {SPY}"])
@pytest.mark.parametrize("key", PAGES)
def test_a_picture_in_a_page_of_ones_own_is_refused(tmp_path: Path, key: str, picture: str) -> None:
    """A picture would make a visitor's browser ask another server; the fault says what to write instead."""
    expected = "expected words only: no page fetches anything; write a link to it instead"
    line = f"holds a picture ({SPY}); {expected}"
    alone = sites.write(tmp_path, f"{BRAND}{key} = {toml(picture)}\n{SURVEY}")
    assert faults(alone) == [f"site.toml: line 3: brand.{key}: {line}"]
    both = sites.write(tmp_path, f"{BRAND}{key} = {{ de = {toml(picture)}, en = 'x' }}\n{SURVEY}")
    assert faults(both) == [f"site.toml: line 3: brand.{key}.de: {line}"]


@pytest.mark.parametrize("key", PAGES)
def test_what_could_act_is_shown_as_it_is_written(tmp_path: Path, key: str) -> None:
    """HTML, links that run something and the marks of our templates are shown as plain text."""
    text = "<img src=x onerror=a()> [x](javascript:b()) [y](data:text/html,c) {{ 7 * 7 }} {% raw %} [z](https://z.example/)"
    files = site_files(tmp_path, f"{BRAND}{key} = {toml(text)}\n{SURVEY}")
    page = Page(files[PAGES[key]])
    assert page.all("img") == []
    hrefs = [link["href"] for link in page.all("a")]
    assert "https://z.example/" in hrefs
    assert not any(href.startswith(("javascript:", "data:")) for href in hrefs)
    assert b"{{ 7 * 7 }} {% raw %}" in files[PAGES[key]]
    assert b"&lt;img src=x onerror=a()&gt;" in files[PAGES[key]]


ENVELOPE = """
Muster AG
Am Hafen 1, 20457 Hamburg

Post an hilfe@muster.example. Mehr: https://muster.example/impressum?a=1&b=2#team, [Karte](https://karte.example/).
Kein Link: `a@b.example`, muster.example und [Fragen an info@muster.example](https://fragen.example/).
"""


def test_an_imprint_keeps_its_lines_and_its_addresses_are_links(tmp_path: Path) -> None:
    """A line of an address stays a line; a web or mail address can be pressed, without brackets around it."""
    files = site_files(tmp_path, f"{BRAND}imprint = {toml(ENVELOPE)}\n{SURVEY}")
    assert b"<p>Muster AG<br>\nAm Hafen 1, 20457 Hamburg</p>" in files["imprint.html"]
    page = Page(files["imprint.html"])
    links = {text.text: dict(text.inside[-1].attributes) for text in page.texts if text.inside[-1].tag == "a"}
    expected = {
        "hilfe@muster.example": "mailto:hilfe@muster.example",
        "https://muster.example/impressum?a=1&b=2#team": "https://muster.example/impressum?a=1&b=2#team",
        "Karte": "https://karte.example/",
        "Fragen an info@muster.example": "https://fragen.example/",
    }
    assert {text: links[text]["href"] for text in expected} == expected
    assert not {"a@b.example", "muster.example", "info@muster.example"} & set(links)


def test_bare_addresses_in_the_other_own_texts_are_links_too(tmp_path: Path) -> None:
    """And what is a link, code or a reference already stays as it is."""
    own = "Fragen an hilfe@muster.example oder https://muster.example/a_b. [So](https://so.example/), "
    own += "<https://winkel.example/>, `kein@link.example`, [Name][n]\n\n[n]: https://name.example/"
    page = Page(site_files(tmp_path, f"{BRAND}privacy = {toml(own)}\n{SURVEY}")["privacy.html"])
    links = {text.text: text.inside[-1].attributes.get("href") for text in page.texts}
    expected = {
        "hilfe@muster.example": "mailto:hilfe@muster.example",
        "https://muster.example/a_b": "https://muster.example/a_b",
        "So": "https://so.example/",
        "https://winkel.example/": "https://winkel.example/",
        "Name": "https://name.example/",
    }
    assert {text: links[text] for text in expected} == expected
    assert links["kein@link.example"] is None  # code


def test_without_an_imprint_its_page_says_who_offers_the_site(tmp_path: Path) -> None:
    """Brand and nothing else: no line blames the organisation for what is missing."""
    for language, page in (("de", "imprint.html"), ("en", "en/imprint.html")):
        said = survey_texts.load(language)["page"]["imprint_default"]
        assert f"<p>{said}<br>Muster AG</p>".encode() in site_files(tmp_path, SMALLEST)[page]


def test_a_value_is_never_markdown(tmp_path: Path) -> None:
    """A name with stars stays a name; neither a name nor a contact can put a picture into a page of prose."""
    text = (
        f"[brand]\nname = '*Stern* ![x]({SPY}) <b> & Söhne'\n{SURVEY}"
        f"[[contacts]]\nlabel = '**Rat** ![x]({SPY})'\nphone = '030_12_3'\nmail = 'a_b_c@d.example'\n"
        f"url = 'https://x.example/)![a]({SPY}'\n"
    )
    files = site_files(tmp_path, text)
    for name, content in files.items():
        if name.endswith(".html"):
            assert Page(content).all("img") == [], name
    page = Page(files["accessibility.html"])
    shown = "".join(text.text for text in page.texts)
    assert f"*Stern* ![x]({SPY}) <b> & Söhne" in shown
    assert f"**Rat** ![x]({SPY}), Telefon 030_12_3" in shown
    hrefs = [link["href"] for link in page.all("a")]
    assert "mailto:a_b_c@d.example" in hrefs
    assert f"https://x.example/)!%5Ba%5D({SPY}" in hrefs


@pytest.mark.parametrize(
    "text",
    [
        BRAND + 'footer = "a\\u0000"\n' + SURVEY,
        BRAND + 'imprint = { de = "a\\u001b[2J", en = "a" }\n' + SURVEY,
        BRAND.replace("AG", "\\u0007") + SURVEY,
        SMALLEST + '[[contacts]]\nlabel = "a"\nnote = "a\\u009b"\n',
        '[site]\nlanguages = ["de"]\n' + SMALLEST + '[texts.de]\npage.start_title = "a\\u0000"\n',
        BRAND.replace("AG", "\\u202e") + SURVEY,  # what stands behind it would be shown from right to left
        BRAND + 'footer = "a\\u2067"\n' + SURVEY,
    ],
)
def test_a_control_character_is_refused_and_not_printed(tmp_path: Path, text: str) -> None:
    """No page can show one, and a terminal would obey it: the fault shows its escape sequence."""
    [line] = faults(sites.write(tmp_path, text))
    assert "control character" in line
    assert line.isprintable()


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example;script-src'unsafe-inline'/",
        "https://a.example,https://b.example/",
        "https://*",
        "https://'self'/",
        "https://u:p@a.example/",
        "http://[bad/",
        "https://a.example:port/",
        'https://a.example/"',
        "https://a.example/?to=b",
        "https://a.example/#b",
        "https://müller.example/",
    ],
)
def test_a_collector_that_could_change_the_policy_is_refused(tmp_path: Path, address: str) -> None:
    """Its origin is part of every page's Content-Security-Policy: only a plain host and port may go there."""
    dated = "headcount = 160\nopens = 2027-01-11\ncloses = 2027-01-29\n"
    text = f"{SMALLEST}{dated}[collection]\nmode = 'open'\nurl = {toml(address)}\n"
    [line] = faults(sites.write(tmp_path, text))
    assert line.startswith("site.toml: line 11: collection.url = ")
    assert "expected an address " in line


@pytest.mark.parametrize("heading", ["# Haus", "## Haus", "Haus\n====", "Haus\n----", "#### Haus"])
@pytest.mark.parametrize("key", PAGES)
def test_ones_own_headings_stand_below_the_pages(tmp_path: Path, key: str, heading: str) -> None:
    """A page has one first-level heading, whatever headings the facilitator writes; a table stays a table."""
    text = f"{heading}\n\nText\n\n| a | b |\n|---|---|\n| c | d |\n"
    files = site_files(tmp_path, f"{BRAND}{key} = {toml(text)}\n{SURVEY}")
    page = Page(files[PAGES[key]])
    assert len(page.all("h1")) == 1
    assert "Haus" in page.text_of("h3")
    assert page.all("table")
