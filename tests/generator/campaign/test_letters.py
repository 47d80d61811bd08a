"""Letters and sheets: complete in every language, and honest for the way in which people contribute."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.campaigns import LANGUAGES, SITES, files_for, texts
from harness.trustees import COUNCIL, OFFICER
from questionnaire import blame, survey_texts
from questionnaire.campaign import WAYS

COLLECTING = [way for way in WAYS if way != "off"]
ONLINE = [way for way in WAYS if way.startswith(("open", "slips"))]
LETTERS = ("ankuendigung", "einladung", "erinnerung", "dank")
COUNCIL_SHEET = "fragen-und-antworten-fuer-die-interessenvertretung"


def test_there_is_a_site_for_every_way() -> None:
    """No way to contribute goes untested."""
    assert tuple(SITES) == WAYS


@pytest.mark.parametrize("way", WAYS)
def test_every_document_is_there_as_page_and_as_text(tmp_path: Path, way: str) -> None:
    """In each language; what belongs to slips or to a box is there for that way alone."""
    files = files_for(way, tmp_path)
    wanted = {COUNCIL_SHEET, "auftrag-an-die-it", "blatt-fuer-teamleitungen", *LETTERS}
    wanted |= {"zettel-ziehen-lassen"} if way.startswith("slips") else set()
    wanted |= {"die-box"} if way == "paper" else set()
    assert set(texts(files)) == wanted
    for language in LANGUAGES:
        numbers = [name for name in files if re.match(rf"{language}/\d\d-.*\.txt", name)]
        assert len(numbers) == len(wanted)
        assert all(f"{name[:-4]}.html" in files for name in numbers)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_to_fill_but_the_marked_blanks(tmp_path: Path, way: str) -> None:
    """No brace of a placeholder, no None and no empty subject reaches anybody."""
    files = files_for(way, tmp_path)
    for language in LANGUAGES:
        for name, text in texts(files, language).items():
            assert not re.search(r"[{}]|\bNone\b", text), name
            assert text.splitlines()[0].strip(), name


@pytest.mark.parametrize("way", WAYS)
def test_only_what_is_collected_is_promised(tmp_path: Path, way: str) -> None:
    """Without a collection there is no report; a code is called sealed only where it is."""
    found = texts(files_for(way, tmp_path))
    letters = found["ankuendigung"] + found["dank"]
    assert ("es gibt keinen Bericht" in letters or "einen Bericht gibt es nicht" in letters) == (way == "off")
    assert ("einzigen Bericht" in letters) == (way != "off")
    assert ("Ihr Gerät versiegelt ihn" in letters) == way.endswith("_sealed")
    assert ("Versiegelt ist er nicht" in letters) == (way in ("open", "slips"))
    assert ("[wer den Schlüssel hat]" in letters) == way.endswith("_sealed")
    assert ("nur einmal bei" in found["erinnerung"]) == way.startswith("open")
    assert ("Zettel" in found["erinnerung"]) == way.startswith("slips")


@pytest.mark.parametrize("way", WAYS)
def test_the_council_reads_which_ruling_comes_near(tmp_path: Path, way: str) -> None:
    """Surveys by technical means are co-determined; the ruling on paper is named where paper is used."""
    sheet = texts(files_for(way, tmp_path))[COUNCIL_SHEET]
    assert "1 ABR 13/17" in sheet
    assert ("1 ABR 47/16" in sheet) == (way == "paper")
    assert "keine Rechtsberatung" in sheet
    words = survey_texts.load("de")["who_sees"]
    server = words[f"server_{way if way in ONLINE else 'off'}"]
    assert server in sheet  # in the words of the survey's own page
    assert ("nicht vor dem 23. April 2027" in sheet) == (way != "off")


def test_the_council_compares_the_fingerprint_of_every_key(tmp_path: Path) -> None:
    """Two keys, two fingerprints, and the letter says that they open only together."""
    found = texts(files_for("slips_sealed", tmp_path))
    assert all(key.fingerprint in found[COUNCIL_SHEET] for key in (COUNCIL, OFFICER))
    assert "Es sind zwei Schlüssel." in found["ankuendigung"]


@pytest.mark.parametrize("way", WAYS)
def test_nobody_is_blamed_or_urged(tmp_path: Path, way: str) -> None:
    """No wording of the lists; the letters say that not taking part is fine, and set no target."""
    files = files_for(way, tmp_path)
    for language in LANGUAGES:
        for name, text in texts(files, language).items():
            assert list(blame.find(text, language)) == [], name
    found = texts(files)
    assert "Mitmachen ist freiwillig." in found["ankuendigung"]
    assert "Das ist genauso in Ordnung" in found["erinnerung"]
    assert "Fragen Sie nicht, wer mitgemacht hat" in found["blatt-fuer-teamleitungen"]
    urging = r"(?i)\b(bitte machen Sie mit|jetzt mitmachen|nur noch|letzte Chance|Rücklauf|Teilnahmequote)\b"
    assert not any(re.search(urging, text) for text in found.values())


@pytest.mark.parametrize("way", WAYS)
def test_the_reminder_goes_to_all_and_says_why(tmp_path: Path, way: str) -> None:
    """Nobody knows who has taken part, so nobody gets it alone."""
    reminder = texts(files_for(way, tmp_path))["erinnerung"]
    assert "weil alle sie bekommen: Es gibt keine Liste, wer mitgemacht hat." in reminder
    assert ("bis zum 29. Januar 2027 offen" in reminder) == (way != "off")


def test_an_extension_is_told_to_all(tmp_path: Path) -> None:
    """The reminder says so, with the former last day; without one it does not."""
    change = ("closes = 2027-01-29", "closes = 2027-02-05\nextended_from = 2027-01-29")
    reminder = texts(files_for("slips", tmp_path, change))["erinnerung"]
    assert "bis zum 5. Februar 2027 offen" in reminder
    assert "Zuerst sollte sie am 29. Januar 2027 enden." in reminder
    assert "verlängert" not in texts(files_for("slips", tmp_path / "former"))["erinnerung"]


def test_the_invitation_is_that_of_the_poster(tmp_path: Path) -> None:
    """The same words, and behind them where the slips are and who has the key."""
    invitation = texts(files_for("slips_sealed", tmp_path))["einladung"]
    words = survey_texts.load("de")["invitation"]
    assert invitation.startswith("Einladung: Wie geht es uns am Telefon?\n\nGuten Tag,\n\n")
    for text in (*words["body"], words["slip"], words["fingerprint"], words["closing"]):
        assert text in invitation
    assert "Zettel gibt es hier: [wo und wann alle einen Zettel ziehen]." in invitation
    assert invitation.endswith("Hafenkontor Versand AG\n[Ihr Name und Ihre Funktion]\n")


def test_what_site_toml_says_is_no_blank(tmp_path: Path) -> None:
    """A place for the report stands where else a blank would; words of the facilitator keep their braces."""
    change = ('detail = "levers"', 'detail = "levers"\nreport_place = "im Intranet {hier}"')
    found = texts(files_for("slips", tmp_path, change))
    assert "So können alle ihn lesen: im Intranet {hier}." in found["ankuendigung"]
    assert "[wo und ab wann" not in "".join(found.values())


def test_it_gets_the_addresses_and_the_commands(tmp_path: Path) -> None:
    """Site and collector, and the command that compares every file."""
    order = texts(files_for("slips_sealed", tmp_path))["auftrag-an-die-it"]
    assert "Die Adresse ist https://kontor.example/umfrage/." in order
    assert "    lastbild verify https://kontor.example/umfrage/\n" in order
    assert "https://umfrage.intern.example/" in order
    assert "Bitte bis zum 7. Januar 2027" in order
    without = texts(files_for("paper", tmp_path / "paper"))["auftrag-an-die-it"]
    assert "Empfänger" not in without


@pytest.mark.parametrize(("way", "sheet"), [("slips", "zettel-ziehen-lassen"), ("paper", "die-box")])
def test_the_helpers_read_which_command_to_call(tmp_path: Path, way: str, sheet: str) -> None:
    """As many slips as people are invited; the count of the ballots."""
    text = texts(files_for(way, tmp_path))[sheet]
    assert {"slips": "    lastbild slips 140\n", "paper": "    lastbild tally\n"}[way] in text
