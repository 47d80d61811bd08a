"""The desk of the count's page: each mistake gets a sentence, and nothing is lost by it."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from pathlib import Path

import pytest

from generator.count import wording
from generator.count.desk import open_desk
from generator.desk import answer
from generator.site.ballots import on_ballot
from harness.paths import ROOT
from harness.releases import CLOSES, DAY, EVERYTHING, OPENS
from questionnaire import all_codes
from tests.generator.count.counting import CountPage


@pytest.fixture
def heap(page: CountPage) -> CountPage:
    """A page with the heap 3 at hand, in which nothing is entered."""
    page.ask("begin_heap", number=3)
    return page


def test_a_ballot_is_entered_and_taken_back(heap: CountPage) -> None:
    """Each answer says what was entered and how many ballots the heap has now."""
    assert heap.ask("enter", line="a-sb")["said"] == "A-SB. 1 in diesem Stapel."
    assert heap.ask("enter", line="m 3")["said"] == "M, 3 Mal. 4 in diesem Stapel."
    assert heap.ask("undo")["said"] == "M (3) zurückgenommen. 1 in diesem Stapel."
    at_hand = heap.ask("undo")["at_hand"]
    assert (at_hand["total"], at_hand["counts"], at_hand["last"]) == (0, {}, [])
    assert heap.ask("undo")["said"] == "Es gibt nichts zurückzunehmen."


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("A-SX", "„A-SX“ steht auf keinem Stimmzettel dieser Befragung. Ist A-S"),
        ("A", "Hier sehen die Codes aus wie A-ST"),
        ("muster A-ST", "gehört zur Befragung „muster“, nicht zu „hafen-2027“"),
        ("A-ST 0", "0 ist keine Anzahl"),
        ("Urlaubsfoto vom Strand", "ist kein Eintrag"),
        ("A-ST 141", "eingeladen 140, schon eingegeben 2, neu 141"),
    ],
)
def test_a_wrong_ballot_is_named_and_enters_nothing(heap: CountPage, line: str, sentence: str) -> None:
    """Typing errors, ballots of another survey or detail, and more ballots than people."""
    heap.ask("enter", line="B-T 2")
    assert sentence in heap.refused("enter", line=line)


@pytest.mark.parametrize("code", all_codes("levers"))
def test_a_printed_ballot_is_entered_by_what_its_qr_code_says(heap: CountPage, code: str) -> None:
    """Every code that a ballot can have, as the site prints it."""
    told = heap.ask("scan", text=on_ballot("hafen-2027", code))
    assert told["said"] == f"{code}. 1 in diesem Stapel."
    assert told["at_hand"]["counts"] == {code: 1}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("MUSTER A-ST", "gehört zur Befragung „muster“, nicht zu „hafen-2027“"),
        ("HAFEN-2027 A", "Hier sehen die Codes aus wie A-ST"),
        ("HAFEN-2027 X-Y", "Dieser QR-Code steht auf keinem Stimmzettel. Nichts"),
        ("HAFEN-2027 A-ST 3", "Dieser QR-Code steht auf keinem Stimmzettel. Nichts"),
        ("https://kontor.example/umfrage/", "Dieser QR-Code steht auf keinem Stimmzettel. Nichts"),
        ("A-ST", "Dieser QR-Code steht auf keinem Stimmzettel. Nichts"),
        ("", "Dieser QR-Code steht auf keinem Stimmzettel. Nichts"),
    ],
)
def test_another_qr_code_is_named_and_enters_nothing(heap: CountPage, text: str, sentence: str) -> None:
    """A ballot of another survey or detail, a poster, a parcel's label."""
    heap.ask("enter", line="B-T 2")
    assert sentence in heap.refused("scan", text=text)


def test_more_scanned_ballots_than_people_are_refused(heap: CountPage) -> None:
    """As typed ones are: the last is not entered, the others stay."""
    heap.ask("enter", line="B-T 140")
    sentence = heap.refused("scan", text="HAFEN-2027 A-ST")
    assert "eingeladen 140, schon eingegeben 140, neu 1" in sentence


@pytest.mark.parametrize(
    "text", ["A-ST 2\nM\nN\t3", "a-st;2;m;n;3", " A-ST A-ST, M ,N 3 ", "A-ST,2\r\nM\r\nN 3\r\n"]
)
def test_a_list_is_taken_as_a_whole(heap: CountPage, text: str) -> None:
    """Whatever stands between codes and numbers: spaces, lines, commas, semicolons, tabs."""
    assert heap.ask("paste", text=text)["at_hand"]["counts"] == {"A-ST": 2, "M": 1, "N": 3}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A-ST M X-Y N", "Eintrag 3 der Liste: „X-Y“ steht auf keinem Stimmzettel"),
        ("3 A-ST", "Eintrag 1 der Liste: „3“ steht auf keinem"),
        ("A-ST 2 3", "Eintrag 2 der Liste: „3“"),
        ("A-ST -2", "Eintrag 2 der Liste: „-2“"),
        ("A-ST 70 M 71", "neu 141"),
        (" \n ", "Die Liste ist leer"),
    ],
)
def test_a_faulty_list_enters_nothing(heap: CountPage, text: str, sentence: str) -> None:
    """The sentence names the entry, so that somebody finds it."""
    assert sentence in heap.refused("paste", text=text)


def test_a_heap_is_counted_if_as_many_ballots_lie_on_the_table(heap: CountPage) -> None:
    """A typing error is noticed here: the heap stays at hand with everything in it."""
    heap.ask("paste", text="A-ST 4 M")
    assert "Eingegeben sind 5, auf dem Tisch liegen 6" in heap.refused("count_heap", on_the_table=6)
    assert "Eingegeben sind 5, auf dem Tisch liegen None" in heap.refused("count_heap", on_the_table=None)
    told = heap.ask("count_heap", on_the_table=5)
    assert (told["heaps"], told["ballots"], told["at_hand"]) == ([{"number": 3, "ballots": 5}], 5, None)


def test_a_heap_is_counted_once(page: CountPage) -> None:
    """The refusal says how many ballots stand there and which number is free."""
    page.count({"M": 5}, heap=3)
    sentence = page.refused("begin_heap", number=3)
    assert sentence == (
        "Stapel 3 ist schon gezählt, mit 5 Stimmzetteln. Ist es ein anderer Stapel, schreiben Sie 4 darauf."
    )
    for number in (0, 10_000, None, "3", True, 1.5):
        assert "von 1 bis 9999" in page.refused("begin_heap", number=number)


def test_ballots_add_up_over_heaps_and_never_exceed_the_invited(page: CountPage) -> None:
    """139 ballots are counted: one more is taken, a second is refused."""
    page.count({"M": 139}, heap=1)
    page.ask("begin_heap", number=2)
    page.ask("enter", line="N")
    assert "eingeladen 140, schon eingegeben 140, neu 1" in page.refused("enter", line="N")


def test_a_discarded_heap_can_be_entered_again(heap: CountPage) -> None:
    """Its ballots are forgotten, its number is free."""
    heap.ask("enter", line="N 4")
    assert heap.ask("discard_heap")["at_hand"] is None
    heap.count({"N": 3}, heap=3)
    assert heap.kept["counts"] == {"N": 3}


def test_nothing_is_counted_before_the_first_day(page: CountPage) -> None:
    """As `tally` and `report` refuse it."""
    page.set_day(OPENS - DAY)
    assert page.load()["stage"] == "before"
    for name, given in (("begin_heap", {"number": 1}), ("close", {"early": True})):
        assert "Die Befragung beginnt am 11. Januar 2027" in page.refused(name, **given)


@pytest.mark.parametrize("day", [OPENS, CLOSES])
def test_closing_early_needs_to_be_confirmed(page: CountPage, day: dt.date) -> None:
    """As `report` needs --close until the last day has passed."""
    page.set_day(day)
    assert "Der letzte Tag ist der 29. Januar 2027" in page.refused("close", early=False)
    assert page.ask("close", early=True)["stage"] == "closed"


def test_an_open_heap_is_never_lost_by_closing(heap: CountPage) -> None:
    """It has to be finished first, and another heap cannot be begun over it."""
    heap.ask("enter", line="N")
    heap.set_day(CLOSES + DAY)
    assert heap.refused("close", early=False) == "Schließen Sie zuerst Stapel 3 ab."
    assert heap.refused("begin_heap", number=4) == "Schließen Sie zuerst Stapel 3 ab."


def test_nothing_is_counted_after_the_close(page: CountPage) -> None:
    """Else a second report could be compared with the first."""
    page.count(EVERYTHING)
    page.set_day(CLOSES + DAY)
    page.ask("close", early=False)
    assert "geschlossen" in page.refused("begin_heap", number=2)


def test_no_release_before_the_close(page: CountPage) -> None:
    """Nobody looks at the counts while the survey runs."""
    page.count(EVERYTHING)
    assert "Die Befragung läuft noch" in page.refused("release")
    refused = json.loads(answer(open_desk(), '{"ask": "report", "given": {}}'))
    assert "told" not in refused


def test_the_release_destroys_the_exact_counts(page: CountPage) -> None:
    """What the page stores afterwards holds the release, and no number of a heap or code."""
    page.count(EVERYTHING)
    assert page.kept["counts"] == EVERYTHING
    told = page.release()
    assert (page.kept["counts"], page.kept["heaps"], page.kept["at_hand"]) == ({}, {}, None)
    assert (told["stage"], told["ballots"], told["heaps"]) == ("released", 0, [])
    assert json.loads(page.kept["released"])["contributions"] == 120


def test_a_counted_heap_keeps_no_order_no_time_and_no_name(page: CountPage, tmp_path: Path) -> None:
    """Two boxes with the same ballots, entered in another order, leave the very same state."""
    other = CountPage(tmp_path / "other")
    for one, lines in ((page, ("A-ST 2", "M", "A-ST")), (other, ("M", "A-ST", "A-ST 2"))):
        one.ask("begin_heap", number=1)
        for line in lines:
            one.ask("enter", line=line)
        one.ask("count_heap", on_the_table=4)
    assert page.kept == other.kept
    assert page.kept["counts"] == {"A-ST": 3, "M": 1}
    assert set(page.kept) == {"version", "survey", "heaps", "counts", "at_hand", "closed", "released"}


def test_a_survey_is_released_once(page: CountPage) -> None:
    """Releasing again, also after a reload, gives the very same bytes."""
    page.count(EVERYTHING)
    page.release()
    first = page.ask("report")
    page.ask("release")
    assert page.ask("report") == first
    page.load()
    assert page.ask("release")["stage"] == "released"
    assert page.ask("report") == first


def test_a_release_that_broke_off_goes_on(page: CountPage) -> None:
    """Closed and not released when the page was left: the next visit releases the same counts."""
    page.count(EVERYTHING)
    page.set_day(CLOSES + DAY)
    page.ask("close", early=False)
    assert page.load()["stage"] == "closed"
    page.ask("release")
    assert json.loads(page.kept["released"])["contributions"] == 120


def test_a_reload_goes_on_where_it_was(heap: CountPage) -> None:
    """Entries of the heap at hand are there, and can be taken back."""
    heap.ask("paste", text="A-ST 4 M")
    told = heap.load()
    assert told["said"] == "Weiter, wo Sie aufgehört haben."
    assert told["at_hand"]["counts"] == {"A-ST": 4, "M": 1}
    assert heap.ask("undo")["at_hand"]["counts"] == {"A-ST": 4}


def test_what_another_survey_stored_is_not_mixed_in(page: CountPage, tmp_path: Path) -> None:
    """With other days, another number of invited or another detail the counts would mean something else."""
    page.count({"M": 5})
    for change in (
        ("headcount = 140 ", "headcount = 150 "),
        ('"levers" ', '"type" '),
        ("2027-01-29", "2027-01-30"),
    ):
        other = CountPage(tmp_path / "other", change)
        other.kept = page.kept
        told = other.load()
        assert (told["stage"], told["refused"]["kind"]) == ("none", "kept_of_another_survey")


EXTENSION = ("closes = 2027-01-29", "closes = 2027-02-05\nextended_from = 2027-01-29")


def test_a_page_of_the_extended_survey_goes_on_with_the_same_box(page: CountPage, tmp_path: Path) -> None:
    """Nobody types ballots a second time because the last day moved; the page says that it did."""
    page.count({"M": 5})
    extended = CountPage(tmp_path / "extended", EXTENSION)
    extended.kept = page.kept
    told = extended.load()
    assert (told["stage"], told["ballots"]) == ("counting", 5)
    assert (told["survey"]["closes"], told["survey"]["extended_from"]) == (
        "5. Februar 2027",
        "29. Januar 2027",
    )
    extended.count({"M": 5}, heap=2)
    page.kept = extended.kept
    assert page.load()["refused"]["kind"] == "kept_of_another_survey"


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2}, {"counts": {"A-ST": 6}}, {"counts": {"A": 5}}, {"counts": {"M": -5}},
        {"heaps": {"x": 5}},
        {"heaps": None}, {"released": "{}"}, {"at_hand": {"heap": 2, "entered": [["X", 1]]}},
        {"at_hand": {"heap": 2, "entered": [["M", 136]]}},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(page: CountPage, change: dict[str, object]) -> None:
    """Damaged storage never becomes a count; a new start is offered instead."""
    page.count({"M": 5})
    page.kept = {**page.kept, **change}
    assert page.load()["refused"]["kind"] == "kept_unreadable"


def test_both_languages_have_the_same_words() -> None:
    """And each word of the page is used: by its template, its scripts, or its desk."""
    german, english = wording.load("de"), wording.load("en")
    assert {table: sorted(words) for table, words in german.items()} == {
        table: sorted(words) for table, words in english.items()
    }
    folders = (ROOT / "site_templates" / name for name in ("count", "one_file"))
    sources = "".join(path.read_text("utf-8") for folder in folders for path in sorted(folder.iterdir()))
    assert [name for name in german["page"] if not re.search(rf"\b{name}\b", sources)] == [
        "page_report", "page_workshop", "page_agenda",  # show.js puts these names together
    ]  # fmt: skip


def test_every_sentence_is_spoken_in_english_too(heap: CountPage) -> None:
    """The language can change at any time; the count goes on."""
    heap.ask("speak", language="en")
    assert heap.ask("enter", line="m")["said"] == "M. 1 in this heap."
    assert heap.refused("enter", line="A") == (
        "“A” stands on no ballot of this survey: here, codes look like A-ST. Does the ballot belong to"
        " another survey? Then put it aside."
    )
    heap.set_day(OPENS - DAY)
    assert "begins on 11 January 2027" in heap.refused("count_heap", on_the_table=1)


def test_a_page_of_the_report_is_one_piece(page: CountPage) -> None:
    """Styles, fonts and pictures are inside, no policy stands in it, and nothing is fetched."""
    page.count(EVERYTHING)
    page.release()
    for path in ("index.html", "en/index.html", "workshop.html", "agenda.html"):
        html = page.shown(path)
        assert "Content-Security-Policy" not in html
        assert 'href="data:text/css;base64,' in html
        assert 'src="../' not in html
        sheets = [part.partition('"')[0] for part in html.split("data:text/css;base64,")[1:]]
        style = b"".join(map(base64.b64decode, sheets)).decode()
        assert "font/woff2" in style
        addresses = re.findall(r"""url\(["']?(.....)""", style)
        assert addresses
        assert set(addresses) == {"data:"}
