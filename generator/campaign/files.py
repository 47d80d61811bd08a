"""The files of the campaign's folder: each document as a page and as a text, posters, and the calendar.

In front of them is one page, in the site's first language, that lists them and every blank to fill.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno

from generator.brand.brand_files import BrandFiles
from generator.campaign.council import council
from generator.campaign.documents import Document
from generator.campaign.icalendar import Entry, calendar_file
from generator.campaign.letters import announcement, invitation, reminder, thanks
from generator.campaign.sheets import box, drawing, it, leads
from generator.campaign.source import Source
from generator.campaign.timetable import Event, timetable
from generator.configuration import load
from generator.configuration.schema import localised
from generator.configuration.survey import Survey, survey_with_id
from generator.poster.files import poster_page
from generator.rendering.self_contained import self_contained_style
from generator.rendering.templates import Renderer, environment
from generator.rendering.wordings import folder_faults, load_wordings
from questionnaire import campaign, language_folder
from questionnaire.dates import written
from questionnaire.faults import Fault, InputError

STYLE = "campaign.css"

# The event on whose day a document is needed, where it has another name than the document.
_EVENTS = {"leads": "announcement", "thanks": "close"}


@dataclass(frozen=True, slots=True)
class Entries:
    """The documents and days of one survey in one language; ``folder`` is theirs, with a slash at its end."""

    source: Source
    folder: str
    documents: tuple[Document, ...]
    days: tuple[Event, ...]

    def path(self, document: Document) -> str:
        """Return the path of ``document``, numbered in the order of the campaign, without an ending."""
        number = self.documents.index(document) + 1
        return f"{self.folder}{number:02}-{_file_name(document.title, document.key)}"

    @property
    def calendar(self) -> str:
        """The path of the calendar, without an ending."""
        return f"{self.folder}{_file_name(self.source.texts['calendar']['title'], 'calendar')}"

    @property
    def poster(self) -> str:
        """The path of the poster."""
        return f"{self.folder}{_file_name(self.source.texts['page']['poster'], 'poster')}.html"

    def day(self, document: Document) -> str | None:
        """Return the day on which ``document`` is needed, in words; ``None`` if it has none."""
        key, rule = _EVENTS.get(document.key, document.key), self.source.words["dates"]
        return next((written(event.day, rule) for event in self.days if event.key == key), None)


def campaign_files(config_path: Path, survey_id: str | None = None) -> dict[str, bytes]:
    """Return the folder for every survey, or for ``survey_id`` alone: path -> contents.

    Raises ``InputError`` with all faults of the configuration and of the languages' texts; also if the site
    has no address, or one too long for a QR code.
    """
    site = load.load_site(config_path)
    config = site.first.config
    chosen = (survey_with_id(site.surveys, survey_id),) if survey_id else site.surveys
    if faults := folder_faults(config.site.languages, files=("survey.toml", language_folder.CAMPAIGN)):
        raise InputError(faults)
    address = config.site.address
    if address is None:
        raise InputError([Fault("command.poster_without_address", "site.address", file=config_path.name)])
    try:
        return _Maker(chosen[0], address, several=len(site.surveys) > 1).files(chosen)
    except segno.DataOverflowError as error:
        fault = Fault("command.address_too_long", "site.address", address, file=config_path.name)
        raise InputError([fault]) from error


class _Maker:
    """Makes the files of surveys of the site at ``address``, in the style of the ``first``."""

    def __init__(self, first: Survey, address: str, *, several: bool) -> None:
        self._first, self._address, self._several = first, address, several
        self._renderer = Renderer()
        self._pages = environment("campaign")
        self._texts = {code: campaign.load(code) for code in first.config.site.languages}

    def files(self, surveys: tuple[Survey, ...]) -> dict[str, bytes]:
        listed = [(survey, tuple(self._entries(survey))) for survey in surveys]
        files = {"index.html": self._overview(listed), STYLE: self._style(self._first.brand_files)}
        for survey, entries in listed:
            for one in entries:
                files |= dict(self._files_of(survey, one))
        return files

    def _entries(self, survey: Survey) -> Iterator[Entries]:
        config = survey.config
        for language, words in load_wordings(config).items():
            source = Source.of(config, words, self._texts[language], self._address, several=self._several)
            days = timetable(config, several=self._several)
            yield Entries(source, f"{survey.folder}{language}/", tuple(_documents(source)), days)

    def _files_of(self, survey: Survey, entries: Entries) -> Iterator[tuple[str, bytes]]:
        source = entries.source
        for document in entries.documents:
            path = entries.path(document)
            shown = {"document": document, "day": entries.day(document)}
            yield f"{path}.html", self._page("document.html.j2", entries, shown)
            yield f"{path}.txt", document.plain().encode()
        if entries.days:
            yield f"{entries.calendar}.html", self._page("calendar.html.j2", entries, _shown_days(entries))
            yield f"{entries.calendar}.ics", calendar_file(_calendar(entries), entries.days[0].day)
        address = survey.config.site.address or self._address
        yield entries.poster, poster_page(survey, source.words, address, "A4", self._renderer)

    def _overview(self, listed: list[tuple[Survey, tuple[Entries, ...]]]) -> bytes:
        context = {
            "surveys": [[_listed(entries) for entries in languages] for _, languages in listed],
            "blanks": _blanks([languages[0] for _, languages in listed]),
        }
        return self._page("overview.html.j2", listed[0][1][0], context, root="")

    def _page(
        self, template: str, entries: Entries, context: dict[str, Any], root: str | None = None
    ) -> bytes:
        source = entries.source
        common = {
            "root": "../" * entries.folder.count("/") if root is None else root,
            "w": source.words,
            "t": source.texts,
            "brand": source.config.brand,
            "title": _title(source),
            "style": STYLE,
        }
        return self._pages.get_template(template).render({**common, **context}).encode()

    def _style(self, brand_files: BrandFiles) -> bytes:
        style = self_contained_style(self._first.config.brand, brand_files)
        return self._pages.get_template("campaign.css.j2").render(style).encode()


def _documents(source: Source) -> Iterator[Document]:
    """Yield the documents of a survey, in the order in which a campaign needs them."""
    yield council(source)
    yield it(source)
    yield announcement(source)
    yield leads(source)
    if source.mode == "slips":
        yield drawing(source)
    if source.mode == "paper":
        yield box(source)
    yield invitation(source)
    yield reminder(source)
    yield thanks(source)


def _listed(entries: Entries) -> dict[str, Any]:
    """Return what the page in front shows of a survey in one language."""
    source = entries.source
    documents = [
        {
            "title": document.title,
            "audience": document.audience,
            "day": entries.day(document),
            "path": entries.path(document),
        }
        for document in entries.documents
    ]
    return {
        "title": _title(source),
        "name": source.words["language"]["name"],
        "tag": source.words["language"]["tag"],
        "documents": documents,
        "calendar": entries.calendar if entries.days else None,
        "poster": entries.poster,
    }


def _blanks(surveys: Iterable[Entries]) -> dict[str, dict[str, Any]]:
    """Return every blank: key -> its label, and title and path of each document it is in."""
    blanks: dict[str, dict[str, Any]] = {}
    for entries in surveys:
        of_survey = f" ({_title(entries.source)})" if entries.source.several else ""
        for document in entries.documents:
            for key, label in document.blanks().items():
                found = blanks.setdefault(key, {"label": label, "documents": []})
                found["documents"].append((f"{document.title}{of_survey}", entries.path(document)))
    return blanks


def _title(source: Source) -> str:
    return localised(source.config.survey.title, source.language)


def _shown_days(entries: Entries) -> dict[str, Any]:
    rule = entries.source.words["dates"]
    days = [
        {
            "day": written(event.day, rule),
            "fixed": event.fixed,
            "title": entries.source.texts["calendar"][event.key]["title"],
            "what": _what(entries.source, event),
            "commands": event.commands,
        }
        for event in entries.days
    ]
    return {"days": days, "calendar_file": f"{entries.calendar.rpartition('/')[2]}.ics"}


def _calendar(entries: Entries) -> Iterator[Entry]:
    config = entries.source.config
    for event in entries.days:
        title = entries.source.texts["calendar"][event.key]["title"]
        yield Entry(
            uid=f"{config.survey.id}-{event.key}@lastbild",
            day=event.day,
            title=f"{title} ({config.brand.name})",
            text="\n".join([_what(entries.source, event), *event.commands]),
        )


def _what(source: Source, event: Event) -> str:
    texts = source.texts["calendar"][event.key]
    return str(texts["what"] if "what" in texts else texts[f"what_{source.way}"])


def _file_name(title: str, otherwise: str) -> str:
    """Return ``title`` as a file's name: small letters of ASCII; ``otherwise`` if it has none."""
    spelled = title.lower().translate({ord(umlaut): spelling for umlaut, spelling in _SPELLINGS.items()})
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain)) or otherwise


_SPELLINGS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "·": ""}
