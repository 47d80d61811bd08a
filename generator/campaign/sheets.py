"""The sheets for those who help: team leads, IT, whoever hands out slips or sets up the box."""

from __future__ import annotations

import shlex

from generator.campaign.documents import Document, Section
from generator.campaign.source import Source
from generator.campaign.timetable import draw_command


def leads(source: Source) -> Document:
    """Return the sheet for team leads: what helps, and what they do not ask."""
    texts = source.texts["leads"]
    slip = texts["slip"] if source.mode == "slips" else None
    report = texts["dont_report"] if source.collects else None
    after = texts["after"] if source.collects else texts["after_off"]
    return _sheet(
        source,
        "leads",
        Section(source.fill_all(texts["lead"])),
        Section(points=source.fill_all(*texts["do"], slip), heading=texts["do_title"]),
        Section(points=source.fill_all(*texts["dont"], report), heading=texts["dont_title"]),
        Section(points=source.fill_all(*texts["told"]), heading=texts["told_title"]),
        Section(source.fill_all(after), heading=texts["after_title"]),
    )


def it(source: Source) -> Document:
    """Return the order to the IT department: the site, the collector if there is one, and the end."""
    texts = source.texts["it"]
    compare = shlex.join(["lastbild", "verify", source.site_address])
    after = texts["after"] if source.online else texts["after_site"]
    return _sheet(
        source,
        "it",
        Section(source.fill_all(texts["lead"], texts["ready"] if source.dated else None)),
        Section(points=source.fill_all(*texts["site"]), heading=texts["site_title"]),
        Section(source.fill_all(texts["verify"]), commands=(compare,)),
        *_collector(source),
        Section(source.fill_all(after), heading=texts["after_title"]),
    )


def _collector(source: Source) -> tuple[Section, ...]:
    texts = source.texts["it"]
    if not source.online:
        return ()
    slips = texts["slips"] if source.mode == "slips" else None
    sealed = texts["sealed"] if source.sealed else None
    points = source.fill_all(*texts["collector"], slips, sealed)
    return (Section(points=points, heading=texts["collector_title"]),)


def drawing(source: Source) -> Document:
    """Return how slips are drawn from the hat."""
    texts = source.texts["drawing"]
    return _sheet(
        source,
        "drawing",
        Section(source.fill_all(texts["lead"], texts["where"], texts["command"])),
        Section(commands=(draw_command(source.config, source.named),)),
        Section(points=source.fill_all(*texts["points"])),
    )


def box(source: Source) -> Document:
    """Return how the box for ballots is set up, and counted."""
    texts = source.texts["box"]
    return _sheet(
        source,
        "box",
        Section(source.fill_all(texts["lead"])),
        Section(points=source.fill_all(*texts["points"])),
        Section(
            source.fill_all(texts["command"]), commands=(shlex.join(["lastbild", "tally", *source.named]),)
        ),
    )


def _sheet(source: Source, key: str, *sections: Section) -> Document:
    texts = source.texts[key]
    return Document(key, texts["title"], texts["audience"], source.fill(texts["subject"]), sections)
