"""The calendar of a campaign: fixed days are fixed, proposals are working days, and files open everywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.campaign.icalendar import Entry, calendar_file
from generator.campaign.timetable import again, plus, timetable
from generator.configuration.schema import Config
from harness import sites
from harness.campaigns import SITES, files_for
from questionnaire import campaign
from questionnaire.campaign import WAYS

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
WEEKDAYS = 5


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A survey with slips."""
    return sites.only(sites.write(tmp_path_factory.mktemp("site"), SITES["slips"]))[0]


def between(config: Config, opens: dt.date, closes: dt.date) -> Config:
    """Return ``config`` with other days."""
    return config.model_copy(
        update={"survey": config.survey.model_copy(update={"opens": opens, "closes": closes})}
    )


@given(opens=DAYS, length=st.integers(0, 400))
def test_proposals_are_working_days_in_order(config: Config, opens: dt.date, length: int) -> None:
    """None on a weekend; before, within and after the survey where they belong."""
    closes = opens + dt.timedelta(days=length)
    events = {event.key: event for event in timetable(between(config, opens, closes), several=False)}
    assert all(event.day.weekday() < WEEKDAYS for event in events.values() if not event.fixed)
    days = [event.day for event in events.values()]
    assert days == sorted(days)
    assert events["invitation"].day == opens
    assert events["last"].day == closes
    for key in ("council", "it", "announcement", "drawing", "rehearsal"):
        assert events[key].day < opens
    for key in ("close", "report", "workshop", "feedback"):
        assert events[key].day > closes
    if reminder := events.get("reminder"):
        assert opens < reminder.day < closes
    assert ("reminder" in events) or length < 2 * WEEKDAYS


def test_the_same_people_are_asked_again_after_twelve_weeks() -> None:
    """The rule by which the check of several surveys refuses an earlier day."""
    assert again(dt.date(2027, 1, 29)) == dt.date(2027, 4, 23)


@pytest.mark.parametrize("days", [-100, 100])
def test_the_first_and_the_last_day_of_all_break_nothing(config: Config, days: int) -> None:
    """A survey on the edge of time has a calendar, too."""
    edge = dt.date.min if days < 0 else dt.date.max
    assert plus(edge, days) == edge
    assert timetable(between(config, edge, edge), several=False)


@pytest.mark.parametrize("way", WAYS)
def test_every_day_has_its_texts_and_commands(tmp_path: Path, way: str) -> None:
    """In every language; without days in site.toml there is no calendar, and the first page says so."""
    files = files_for(way, tmp_path)
    if way == "off":
        assert not any(name.endswith(".ics") for name in files)
        assert campaign.load("de")["calendar"]["no_days"] in files["index.html"].decode()
        return
    page, calendar = files["de/kalender.html"].decode(), files["de/kalender.ics"].decode()
    assert calendar.count("BEGIN:VEVENT") == page.count("<tr") - 1
    assert "<code>lastbild rehearse</code>" in page
    counted = "lastbild tally" if way == "paper" else "lastbild close"
    assert f"<code>{counted}</code>" in page
    assert ("<code>lastbild report --release report.json</code>" in page) == way.endswith("_sealed")
    assert ("<code>lastbild slips 140</code>" in page) == way.startswith("slips")
    assert {"en/calendar.ics", "de-leicht/kalender.ics"} <= set(files)


def test_a_survey_without_collection_may_have_days(tmp_path: Path) -> None:
    """Then it has a calendar: without count, report and workshop."""
    days = ('title = "Wie', 'opens = 2027-01-11\ncloses = 2027-01-29\ntitle = "Wie')
    calendar = files_for("off", tmp_path, days)["de/kalender.ics"].decode()
    assert "SUMMARY:Erinnern" in calendar
    assert "SUMMARY:Workshop" not in calendar
    assert "lastbild close" not in calendar


def test_a_calendar_file_keeps_the_rules_of_its_format() -> None:
    """RFC 5545: line ends, lines of at most 75 bytes that never cut a letter, escaped text, whole days."""
    long = "Ä" * 80
    entry = Entry("a-b@lastbild", dt.date(2027, 1, 4), "Eins, zwei; drei\\", f"Zeile\n{long}")
    contents = calendar_file([entry], dt.date(2026, 12, 1))
    assert contents.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert contents.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    lines = contents.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None and b"\n" not in line for line in lines)
    text = contents.decode().replace("\r\n ", "")
    assert "SUMMARY:Eins\\, zwei\\; drei\\\\\r\n" in text
    assert f"DESCRIPTION:Zeile\\n{long}\r\n" in text
    assert "DTSTART;VALUE=DATE:20270104\r\n" in text


def test_no_name_writes_a_line_of_its_own_into_a_calendar() -> None:
    """Some programs end a line at a mere carriage return, and then read what follows as the calendar's."""
    entry = Entry("a-b@lastbild", dt.date(2027, 1, 4), "A\rATTENDEE:x\x1b[m\x00", "Eins\r\nZwei\u2028Drei")
    text = calendar_file([entry], dt.date(2026, 12, 1)).decode()
    assert "\r\nSUMMARY:A\\nATTENDEE:x[m\r\nDESCRIPTION:Eins\\nZwei\\nDrei\r\n" in text
    assert text.count("\r") == text.count("\r\n")


def test_an_entry_is_known_again(tmp_path: Path) -> None:
    """A calendar that opens a later file moves the day instead of adding one: each has a name of its own."""
    files = files_for("slips", tmp_path)
    again_made = files_for("slips", tmp_path / "later", ("2027-01-29", "2027-02-05"))
    names = [
        sorted(line for line in made["de/kalender.ics"].decode().splitlines() if line.startswith("UID"))
        for made in (files, again_made)
    ]
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0])
