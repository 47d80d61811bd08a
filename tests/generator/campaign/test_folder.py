"""The campaign's folder as a facilitator gets it: one page in front, nothing that acts, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import output
from generator.campaign.files import campaign_files
from generator.commands.main import main
from harness import sites
from harness.campaigns import SITES, files_for, texts
from harness.markup import Page, resolved
from harness.paths import EXAMPLES
from questionnaire.campaign import WAYS
from questionnaire.faults import InputError


def run(folder: Path, *arguments: str) -> Result:
    """Run the command for the site.toml in ``folder``."""
    config, out = folder / "site.toml", folder / "kampagne"
    return CliRunner().invoke(main, ["campaign", "--config", str(config), "--out", str(out), *arguments])


@pytest.mark.parametrize("way", WAYS)
def test_every_link_leads_somewhere(tmp_path: Path, way: str) -> None:
    """From the first page to each text in each language, and back."""
    files = files_for(way, tmp_path)
    linked = {"index.html"}
    for name in [name for name in files if name.endswith(".html")]:
        references = [
            element.attributes["href"]
            for element in Page(files[name]).elements
            if "href" in element.attributes and not re.match(r"https?:|mailto:", element.attributes["href"])
        ]
        linked |= {resolved(name, reference) for reference in references}
    assert linked == set(files)


@pytest.mark.parametrize("way", WAYS)
def test_every_blank_is_on_the_first_page(tmp_path: Path, way: str) -> None:
    """What is in square brackets in a German text is listed, and nothing else."""
    files = files_for(way, tmp_path)
    in_texts = {blank for text in texts(files).values() for blank in re.findall(r"\[.*?\]", text)}
    first = Page(files["index.html"])
    listed = {text.text for text in first.texts if text.inside[-1].tag == "mark"}
    assert listed == in_texts
    for name in (name for name in files if re.match(r"de/\d\d-.*html", name)):
        marked = {text.text for text in Page(files[name]).texts if text.inside[-1].tag == "mark"}
        assert marked == set(re.findall(r"\[.*?\]", files[f"{name[:-5]}.txt"].decode())), name


def test_nothing_in_a_page_acts(tmp_path: Path) -> None:
    """No script; a name that looks like markup is text; a policy allows the stylesheet beside it alone."""
    files = files_for("open", tmp_path, ("Hafenkontor Versand AG", "<b>Kontor</b> & Söhne"))
    pages = {name: Page(contents) for name, contents in files.items() if name.endswith(".html")}
    for name, page in pages.items():
        assert page.all("script") == [], name
        assert page.all("b") == [], name
        policies = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]
        assert policies[0].startswith("default-src 'none'"), name


def test_addresses_are_links(tmp_path: Path) -> None:
    """The survey can be opened, and a mail written, from the page."""
    change = ('phone = "+49 30 901820"', 'phone = "+49 30 901820"\nmail = "rat@kontor.example"')
    files = files_for("paper", tmp_path, change)
    (name,) = [name for name in files if re.match(r"de/\d\d-einladung.html", name)]
    hrefs = {link["href"] for link in Page(files[name]).all("a")}
    assert {"https://kontor.example/umfrage/", "mailto:rat@kontor.example"} <= hrefs


def test_of_several_surveys_each_has_its_own() -> None:
    """In a folder each, with commands that name it; one of them can be made alone."""
    config = EXAMPLES / "lumo" / "site.toml"
    files = campaign_files(config)
    assert {"index.html", "technik/de/plakat.html", "vertrag/en/poster.html"} <= set(files)
    assert b"lastbild close --survey lumo-technik-2027" in files["technik/de/kalender.html"]
    assert "https://lastbild.lumo.example/technik/" in files["technik/de/06-einladung.txt"].decode()
    order = files["technik/de/02-auftrag-an-die-it.txt"].decode()
    assert "Die Adresse ist https://lastbild.lumo.example/. " in order  # of the whole site
    assert "lastbild verify https://lastbild.lumo.example/\n" in order
    alone = campaign_files(config, "lumo-vertrag-2027")
    assert not any(name.startswith("technik/") for name in alone)
    assert b"lastbild close --survey lumo-vertrag-2027" in alone["vertrag/de/kalender.html"]
    with pytest.raises(InputError, match="lumo-technik-2027"):
        campaign_files(config, "andere")


def test_without_an_address_nothing_can_be_sent(tmp_path: Path) -> None:
    """The fault names the key."""
    sites.write(tmp_path)
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "site.toml: site.address: is missing" in result.output
    assert not (tmp_path / "kampagne").exists()


def test_the_command_says_where_to_begin(tmp_path: Path) -> None:
    """It counts what it has written, and names the page to open."""
    sites.write(tmp_path, SITES["slips"])
    out = tmp_path / "kampagne"
    assert run(tmp_path).output == f"wrote {out} with 24 texts\nOpen {out / 'index.html'} in a browser.\n"
    assert set(sites.contents(out)) >= {"index.html", "campaign.css", output.MANIFEST}
    assert run(tmp_path).exit_code == 0  # it may be made again


def test_what_was_filled_in_by_hand_is_never_overwritten(tmp_path: Path) -> None:
    """A second call refuses and names the file; another folder is free."""
    sites.write(tmp_path, SITES["open"])
    assert run(tmp_path).exit_code == 0
    letter = tmp_path / "kampagne" / "de" / "03-ankuendigung.txt"
    filled = letter.read_text("utf-8").replace("[Ihr Name und Ihre Funktion]", "Mira Albers")
    letter.write_text(filled, "utf-8")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert (
        "holds texts that were changed by hand (de/03-ankuendigung.txt); they are not over" in result.output
    )
    assert letter.read_text("utf-8") == filled
    assert run(tmp_path, "--out", str(tmp_path / "neu")).exit_code == 0


def test_a_folder_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    """A site is no campaign."""
    sites.write(tmp_path, SITES["open"])
    output.write({"index.html": b""}, tmp_path / "kampagne")
    assert run(tmp_path).exit_code == 1
    assert (tmp_path / "kampagne" / "index.html").read_bytes() == b""
