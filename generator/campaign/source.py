"""What the documents of one survey in one language are made of: its configuration, texts and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.campaign.passages import Filling, Passage, literal
from generator.campaign.timetable import again, rehearsal
from generator.configuration.schema import Config, localised
from generator.poster.files import address_in
from generator.poster.invitation import closing
from questionnaire.dates import written
from questionnaire.language_folder import Tree


@dataclass(frozen=True, slots=True)
class Source:
    """The survey of ``config`` in one language.

    ``words`` are the texts of the survey's pages, ``texts`` those of the campaign. ``address`` leads to the
    survey in this language, ``site_address`` to the whole site. ``several``: it has several surveys.
    """

    config: Config
    words: Tree
    texts: Tree
    address: str
    site_address: str
    several: bool

    @classmethod
    def of(cls, config: Config, words: Tree, texts: Tree, site_address: str, *, several: bool) -> Source:
        """Return the source for the survey of ``config`` in the language of ``words``."""
        own_address = config.site.address or site_address
        address = address_in(config, own_address, words["language"]["code"])
        return cls(config, words, texts, address, site_address, several)

    @property
    def language(self) -> str:
        """The code of the language."""
        return str(self.words["language"]["code"])

    @property
    def mode(self) -> str:
        """The way to collect: ``off``, ``paper``, ``open`` or ``slips``."""
        return self.config.collection.mode

    @property
    def collects(self) -> bool:
        """Whether anything is collected."""
        return self.mode != "off"

    @property
    def online(self) -> bool:
        """Whether a collector takes the contributions."""
        return self.mode in ("open", "slips")

    @property
    def sealed(self) -> bool:
        """Whether a trustee alone can open the contributions."""
        return bool(self.config.collection.seal)

    @property
    def dated(self) -> bool:
        """Whether the survey has a first and a last day."""
        return self.config.survey.opens is not None and self.config.survey.closes is not None

    @property
    def way(self) -> str:
        """Return how people contribute, one of ``questionnaire.campaign.WAYS``."""
        return f"{self.mode}_sealed" if self.sealed else self.mode

    @property
    def named(self) -> tuple[str, ...]:
        """The option with which a command names the survey, where there are several."""
        return ("--survey", self.config.survey.id) if self.several else ()

    def fill(self, text: str) -> Passage:
        """Return a text of the campaign with its placeholders filled."""
        return Filling(dict(self._values()), self.texts["blanks"]).fill(text)

    def fill_all(self, *texts: str | None) -> tuple[Passage, ...]:
        """Return those of ``texts`` that are there, filled."""
        return tuple(self.fill(text) for text in texts if text is not None)

    def signed(self) -> tuple[Passage, ...]:
        """Return the end of a letter: whom to ask, and who has written it."""
        *asked, brand = closing(self.config, self.words)
        return (*map(literal, asked), (*literal(f"{brand}\n"), *self.fill("{sender}")))

    def _values(self) -> Iterator[tuple[str, str]]:
        survey, page = self.config.survey, self.words["page"]
        yield from (("title", localised(survey.title, self.language)), ("threshold", str(survey.threshold)))
        yield from (("headcount", str(survey.headcount)), ("method", page["method"]))
        yield "privacy", page["privacy"]
        yield "site", self.site_address
        yield "collector", self.config.collection.url or ""
        if survey.report_place:
            yield "report", localised(survey.report_place, self.language)
        yield from self._days(self.words["dates"])

    def _days(self, rule: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        survey = self.config.survey
        if survey.extended_from:
            yield "former", written(survey.extended_from, rule)
        if survey.opens and survey.closes:
            days = {"opens": survey.opens, "closes": survey.closes}
            days |= {"ready": rehearsal(survey.opens), "again": again(survey.closes)}
            yield from ((name, written(day, rule)) for name, day in days.items())
