"""A language is taken out of ``languages``: one fault names every text that is left in it."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import partial
from pathlib import Path

from generator.configuration import load
from generator.studio import drafts
from harness import sites
from questionnaire.faults import InputError

TWO = """\
[site]
languages = ["de", "en"]
[brand]
name = "Muster AG"
footer = { de = "Fuß", en = "Foot" }
imprint = { de = "Muster AG", en = "Muster AG" }
[[contacts]]
label = { de = "Betriebsrat", en = "Works council" }
phone = "030 1"
[[contacts]]
label = "Beratung"
phone = "030 2"
note = { de = "Auch anonym", en = "Anonymously, too" }
[survey]
id = "muster"
title = { de = "Wie geht es uns?", en = "How are we?" }
report_place = { de = "Im Intranet", en = "On the intranet" }
[texts.de]
end.title = "Danke"
[texts.en]
end.title = "Thanks"
"""
PLACES = (
    "survey.title.en, survey.report_place.en, brand.footer.en, brand.imprint.en, contacts[1].label.en,"
    " contacts[2].note.en, texts.en (lines 5, 6, 8, 13, 16, 17, 20)"
)


def without(language: str, text: str = TWO) -> str:
    """Return ``text`` with ``language`` no more among the languages."""
    return text.replace(f', "{language}"', "").replace(f'"{language}", ', "")


def test_dropping_a_language_is_one_fault_that_names_all_places(tmp_path: Path) -> None:
    """Eight lines become one: what is left, where, and the two ways out."""
    [line] = sites.faults(sites.write(tmp_path, without("en")))
    assert line == (
        f'site.toml: line 2: site.languages: lacks "en", but these texts are in it: {PLACES};'
        ' take them out, or put "en" among the languages again'
    )


def test_the_german_one_is_whole_too(tmp_path: Path) -> None:
    """The facilitator's language."""
    path = sites.write(tmp_path, without("en"))
    try:
        load.load_site(path)
    except InputError as error:
        [fault] = error.faults
    assert fault.shown_in("de").startswith(
        "site.toml: Zeile 2: site.languages: enthält „en“ nicht, aber diese Texte gibt es in dieser Sprache: "
    )
    assert "(Zeilen 5, 6, 8, 13, 16, 17, 20); nehmen Sie sie heraus, oder nehmen" in fault.shown_in("de")


def test_both_ways_out_lead_to_a_right_file(tmp_path: Path) -> None:
    """The language comes back, or its texts go."""
    assert len(load.load_surveys(sites.write(tmp_path, TWO))) == 1
    gone = without("en").partition("[texts.en]")[0]
    for line in gone.splitlines():
        if ", en = " in line:
            gone = gone.replace(line, f"{line.partition(', en = ')[0]} }}")
    assert len(load.load_surveys(sites.write(tmp_path, gone))) == 1


def test_several_surveys_have_one_fault_too(tmp_path: Path) -> None:
    """Texts that all surveys share, and those of each, each once."""
    several = TWO.replace("[survey]", "[[surveys]]").replace(
        "[texts.de]", '[[surveys]]\nid = "b"\ntitle = { de = "B", en = "B" }\n[texts.de]'
    )
    [line] = sites.faults(sites.write(tmp_path, without("en", several)))
    for place in ("surveys[1].title.en", "surveys[2].title.en", "brand.footer.en", "texts.en"):
        assert line.count(place) == 1


def test_one_text_alone_is_told_at_its_place(tmp_path: Path) -> None:
    """Nothing to gather: the fault stays where the text is."""
    text = sites.SMALLEST.replace('"Wie geht es uns?"', '{ de = "a", en = "b", de-leicht = "c" }')
    [line] = sites.faults(sites.write(tmp_path, text))
    assert line.startswith(
        'site.toml: line 5: survey.title.de-leicht = "c": expected one of the site\'s languages'
    )


def test_a_language_that_does_not_exist_is_told_for_each_text(tmp_path: Path) -> None:
    """It is a typing error, and each has its own right spelling."""
    text = TWO.replace("en = ", "eng = ").replace("[texts.en]", "[texts.eng]")
    lines = sites.faults(sites.write(tmp_path, text))
    assert len([line for line in lines if "did you mean 'en'?" in line]) == 7


def test_the_studio_shows_the_site_without_that_language(tmp_path: Path) -> None:
    """Everything else stays as it was typed: the draft has one language, and no text of the other."""
    path = sites.write(tmp_path, without("en"))
    values = tomllib.loads(path.read_text("utf-8"))
    try:
        load.load_site(path)
    except InputError as error:
        site = drafts.draft(values, error.faults, partial(load.site_of, path=path), dt.date(2027, 1, 1))
    assert site
    assert site.first.config.site.languages == ["de"]
    assert site.first.config.survey.title == {"de": "Wie geht es uns?"}
