"""Poster and invitation: their texts in every language, and nothing that acts or leads elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import output
from generator.brand.brand_files import BrandFiles
from generator.brand.picture import Picture
from generator.brand.text_width import Typeface
from generator.commands.main import main
from generator.poster.files import poster_files
from generator.poster.sizes import Fonts, Wording, fonts_of, sizes
from harness import sites
from harness.fonts import made as made_font
from harness.fonts import written as written_font
from harness.markup import Page
from questionnaire import CONSTELLATIONS, survey_texts, trustee_key
from questionnaire.faults import InputError

ADDRESS = "https://kontor.example/umfrage/"
SITE = sites.COMPLETE.replace("[site]\n", f'[site]\naddress = "{ADDRESS}"\n')
NAMES = ["poster-de.html", "invitation-de.txt", "poster-en.html", "invitation-en.txt"]


def posters(folder: Path, *changes: tuple[str, str]) -> dict[str, bytes]:
    """Return the files for the design's site with each (old, new) replaced."""
    text = SITE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return poster_files(sites.write(folder, text), "A4")


def shown(contents: bytes) -> str:
    """Return the visible text of a poster, one line for each piece."""
    texts = Page(contents.replace(b"<wbr>", b"")).texts  # a long address may break there
    return "\n".join(text.text for text in texts if text.inside[-1].tag not in ("style", "title"))


def test_both_are_there_in_every_language(tmp_path: Path) -> None:
    """A poster and an invitation for each language of the site, in its words."""
    files = posters(tmp_path)
    assert list(files) == NAMES
    for language in ("de", "en"):
        words = survey_texts.load(language)
        texts = words["poster"]
        poster_text = shown(files[f"poster-{language}.html"])
        for text in (texts["title"], texts["lead"], *texts["promises"], texts["scan"], texts["type_in"]):
            assert text in poster_text
        assert all(words["constellations"][c]["name"] in poster_text for c in CONSTELLATIONS)
        assert Page(files[f"poster-{language}.html"]).all("html")[0]["lang"] == language
        invitation = files[f"invitation-{language}.txt"].decode("utf-8")
        assert all(text in invitation for text in words["invitation"]["body"])
        assert "Hafenkontor Versand AG" in poster_text
        assert "Hafenkontor Versand AG" in invitation
        assert "{" not in poster_text + invitation


def test_each_language_leads_to_its_own_pages(tmp_path: Path) -> None:
    """The English poster leads to the English survey; the printed address leaves out what a browser adds."""
    files = posters(tmp_path)
    for language, address in (("de", ADDRESS), ("en", f"{ADDRESS}en/")):
        assert address.removeprefix("https://") in shown(files[f"poster-{language}.html"]).splitlines()
        assert f"\n{address}\n" in files[f"invitation-{language}.txt"].decode("utf-8")


def test_an_address_that_names_a_file_stays_as_it_is(tmp_path: Path) -> None:
    """No folder is added to a file's name; and http, which no browser adds by itself, is shown."""
    files = posters(tmp_path, (ADDRESS, "http://kontor.example/umfrage/index.html"))
    assert "http://kontor.example/umfrage/index.html" in files["invitation-en.txt"].decode("utf-8")
    assert "http://kontor.example/umfrage/index.html" in shown(files["poster-en.html"])


def test_of_several_surveys_each_has_its_own(tmp_path: Path) -> None:
    """Each survey has a folder; its poster leads to that survey's address."""
    several = SITE.replace("[survey]\n", "[[surveys]]\n").replace(
        "[collection]\n", "[collection]\nheadcount = 230\n"
    )
    second = '[[surveys]]\nid = "post-2027"\ntitle = "Wie geht es uns in der Post?"\n'
    second += "headcount = 90\nopens = 2027-02-01\ncloses = 2027-02-12\n"
    files = poster_files(sites.write(tmp_path, several + second), "A4")
    assert list(files) == [f"{folder}/{name}" for folder in ("hafen-2027", "post-2027") for name in NAMES]
    invitation = files["post-2027/invitation-en.txt"].decode("utf-8")
    assert f"\n{ADDRESS}post-2027/en/\n" in invitation
    assert "1 February 2027" in invitation


def test_days_are_written_out(tmp_path: Path) -> None:
    """Poster and invitation write days as people do, in both languages."""
    files = posters(tmp_path)
    for language, first, last in (
        ("de", "11. Januar 2027", "29. Januar 2027"),
        ("en", "11 January 2027", "29 January 2027"),
    ):
        for text in (
            shown(files[f"poster-{language}.html"]),
            files[f"invitation-{language}.txt"].decode("utf-8"),
        ):
            assert first in text
            assert last in text


@pytest.mark.parametrize("mode", ["slips", "open", "paper", "off"])
def test_only_where_slips_are_used_people_are_asked_for_one(tmp_path: Path, mode: str) -> None:
    """Without slips, nobody should look for a hat to draw from."""
    files = posters(tmp_path, ('mode = "slips"', f'mode = "{mode}"'))
    words = survey_texts.load("de")
    assert (words["poster"]["bring_slip"] in shown(files["poster-de.html"])) == (mode == "slips")
    assert (words["invitation"]["slip"] in files["invitation-de.txt"].decode("utf-8")) == (mode == "slips")


@pytest.mark.parametrize("number", [1, 2])
def test_the_fingerprint_of_every_key_is_on_both(tmp_path: Path, number: int) -> None:
    """People compare it with the page, so it reaches them on a way of its own; unsealed, none is named."""
    keys = [bytes([each]) * 32 for each in range(1, number + 1)]
    sealed = json.dumps([trustee_key.written(key) for key in keys])
    files = posters(tmp_path, ('mode = "slips"', f'mode = "slips"\nseal = {sealed}'))
    unsealed = posters(tmp_path)
    for language in ("de", "en"):
        words = survey_texts.load(language)
        names = {"poster": f"poster-{language}.html", "invitation": f"invitation-{language}.txt"}
        for kind, name in names.items():
            text, label = files[name].decode(), words[kind]["fingerprint"]
            assert label in text
            assert all(trustee_key.fingerprint(key) in text for key in keys)
            assert label not in unsealed[name].decode()


def test_without_days_there_is_no_period(tmp_path: Path) -> None:
    """A survey that collects nothing may go on for ever."""
    text = f'[site]\naddress = "{ADDRESS}"\n' + sites.SMALLEST
    files = poster_files(sites.write(tmp_path, text), "A4")
    assert list(files) == NAMES
    assert "vom" not in files["invitation-de.txt"].decode("utf-8").lower().split()
    assert survey_texts.load("de")["invitation"]["closing"] not in files["invitation-de.txt"].decode("utf-8")
    assert Page(files["poster-de.html"]).all("img") == []


def test_the_invitation_is_ready_to_be_pasted(tmp_path: Path) -> None:
    """Its first line is the subject; contacts come at the end, with every way to reach them."""
    lines = posters(tmp_path)["invitation-de.txt"].decode("utf-8").splitlines()
    assert lines[:3] == ["Einladung: Wie geht es uns am Telefon?", "", "Guten Tag,"]
    assert lines[-4:] == [
        survey_texts.load("de")["invitation"]["closing"],
        "- Betriebliche Sozialberatung, +49 30 901820",
        "",
        "Hafenkontor Versand AG",
    ]


def test_names_that_look_like_html_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    """Brand, title and address are escaped on the poster."""
    files = posters(
        tmp_path,
        ("Hafenkontor Versand AG", "Kontor <script>alert(1)</script> & Söhne"),
        ("Wie geht es uns am Telefon?", "Wie <em>geht</em> es uns?"),
        ("umfrage/", "?a&lt;img='"),
    )
    page = Page(files["poster-de.html"])
    assert not {"script", "em", "img", "b"} & {element.tag for element in page.elements}
    assert not [a for element in page.elements for a in element.attributes if a.startswith("on")]
    text = shown(files["poster-de.html"])
    assert "Kontor <script>alert(1)</script> & Söhne" in text
    assert "Wie <em>geht</em> es uns?" in text
    assert "kontor.example/?a&lt;img='" in text


def test_the_poster_brings_everything_along_and_asks_for_nothing(tmp_path: Path) -> None:
    """It is one file: no script, no link, the logo inside as a picture, and a policy that allows no more."""
    (tmp_path / "logo.svg").write_text(sites.LOGO, "utf-8")
    contents = posters(tmp_path, ("[[contacts]]", 'logo = "logo.svg"\n[[contacts]]'))["poster-de.html"]
    page = Page(contents)
    names = {name for element in page.elements for name in element.attributes}
    assert not names & {"href", "srcset", "action"}
    assert [image["src"][:26] for image in page.all("img")] == ["data:image/svg+xml;base64,"]
    assert page.all("script") + page.all("link") == []
    assert set(re.findall(rb"url\(\W?(.{16})", contents)) == {b"data:font/woff2;"}
    (policy,) = (meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def test_longer_texts_are_set_smaller_and_never_unreadable() -> None:
    """Usual texts are large; even the longest are never smaller than text on a printed page."""
    ours = fonts_of(BrandFiles())
    usual = sizes(Wording("Kontor", "Umfrage", "Was?", "Zwölf Fragen.", ["Frei."], "k.example/", []), ours)
    assert (usual.header, usual.title, usual.words, usual.address) == (6.4, 28, 7.4, 8)
    long = " ".join(["Arbeitsalltag"] * 60)
    small = sizes(Wording(long, long, long, long, [long] * 3, "https://" + "a" * 900, [long]), ours)
    assert {small.header, small.title, small.words, small.address} == {3.6}


def test_a_title_is_as_large_as_its_font_allows() -> None:
    """A wide font is set smaller than a narrow one, and no word is wider than the page."""
    title = "Was prägt Ihren Arbeitsalltag in der Kundenbetreuung, und was davon könnte anders sein?"
    wording = Wording("Kontor", "Umfrage", title, "Zwölf Fragen.", ["Frei."], "k.example/", [])
    ours = fonts_of(BrandFiles())
    wide = Typeface(written_font(made_font(), "woff2"), 700)
    narrow, broad = sizes(wording, ours).title, sizes(wording, Fonts(wide, wide, wide)).title
    assert 12 < broad < narrow < 28
    longest = max(title.split(), key=len)
    assert ours.headings.width(longest) * narrow <= 168
    assert wide.width(longest) * broad <= 168


def test_a_wide_logo_leaves_a_long_name_less_room() -> None:
    """The name breaks beside it, or gets smaller; the poster stays on one page."""
    name = "Kundenservicegesellschaft Mitteldeutschland und Thüringen mbH & Co. KG"
    wording = Wording(
        name, "Wie geht es uns am Telefon?", "Was?", "Zwölf Fragen.", ["Frei."], "k.example/", []
    )
    assert (
        sizes(wording, fonts_of(BrandFiles()), Picture("logo.svg", b"", 9)).header
        < sizes(wording, fonts_of(BrandFiles())).header
    )


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run ``lastbild poster`` in ``folder`` and return its exit status and its output."""
    options = ["--config", str(folder / "site.toml"), "--out", str(folder / "out")]
    done = CliRunner().invoke(main, ["poster", *options, *arguments])
    return done.exit_code, done.output


def test_the_command_writes_a_folder_that_only_a_poster_may_replace(tmp_path: Path) -> None:
    """Its manifest says that it is a poster; a folder with other files is refused and stays as it was."""
    sites.write(tmp_path, SITE)
    status, printed = run(tmp_path)
    assert status == 0
    assert all(name in printed for name in NAMES)
    assert json.loads((tmp_path / "out" / output.MANIFEST).read_bytes())["kind"] == "poster"
    assert b"size: A4" in (tmp_path / "out" / "poster-de.html").read_bytes()
    assert run(tmp_path, "--size", "A3")[0] == 0
    assert b"size: A3" in (tmp_path / "out" / "poster-de.html").read_bytes()

    (tmp_path / "out" / "mine.txt").write_text("not to be lost", "utf-8")
    status, printed = run(tmp_path)
    assert status == 1
    assert "mine.txt" in printed
    assert (tmp_path / "out" / "mine.txt").read_text("utf-8") == "not to be lost"


def test_a_site_without_an_address_has_nowhere_to_lead(tmp_path: Path) -> None:
    """The fault names the key and its purpose; nothing is written."""
    sites.write(tmp_path, sites.COMPLETE)
    status, printed = run(tmp_path)
    assert status == 1
    assert (
        "site.toml: line 1: site.address: is missing; expected the address at which people will find"
        in printed
    )
    assert not (tmp_path / "out").exists()


def test_an_address_that_no_code_can_hold_is_a_fault(tmp_path: Path) -> None:
    """It is no traceback."""
    with pytest.raises(InputError, match=r"site\.address .* too long for a QR code"):
        posters(tmp_path, ("umfrage/", "u" * 3000 + "/"))


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ("", "Was prägt Ihren Arbeitsalltag?"),
        ('page.start_title = "Wie ist Ihr Tag?"\n', "Wie ist Ihr Tag?"),
        ('page.start_title = "Wie ist Ihr Tag?"\nposter.title = "Machen Sie mit"\n', "Machen Sie mit"),
    ],
)
def test_a_poster_has_the_title_of_the_page_to_which_it_leads(tmp_path: Path, texts: str, title: str) -> None:
    """Who replaces the page's title has it on the poster, too, unless the poster has one of its own."""
    languages = 'languages = ["de"]\naddress = "https://kontor.example/"'
    text = f"[site]\n{languages}\n{sites.SMALLEST}[texts.de]\n{texts}"
    files = poster_files(sites.write(tmp_path, text), "A4")
    assert f"<h1>{title}</h1>" in files["poster-de.html"].decode()
