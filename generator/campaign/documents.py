"""What a document of the campaign is, and how it reads as a text file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.campaign.passages import Passage, plain


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: its paragraphs, then its points, then commands to call."""

    paragraphs: tuple[Passage, ...] = ()
    points: tuple[Passage, ...] = ()
    commands: tuple[str, ...] = ()
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document: the ``key`` of its texts, its title, whom it is for, its subject as a mail, its parts."""

    key: str
    title: str
    audience: str
    subject: Passage
    sections: tuple[Section, ...]

    def blanks(self) -> dict[str, str]:
        """Return the blanks that a person has to fill: key -> label, in the order of the text."""
        pieces = (piece for passage in self._passages() for piece in passage)
        return {piece.blank: piece.text for piece in pieces if piece.blank}

    def plain(self) -> str:
        """Return the document as a text file; its first line is the subject."""
        return "\n\n".join([plain(self.subject), *_blocks(self.sections)]) + "\n"

    def _passages(self) -> Iterator[Passage]:
        yield self.subject
        for section in self.sections:
            yield from (*section.paragraphs, *section.points)


def _blocks(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        if section.heading:
            yield f"{section.heading}\n{'-' * len(section.heading)}"
        yield from map(plain, section.paragraphs)
        if section.points:
            yield "\n".join("- " + plain(point).replace("\n", "\n  ") for point in section.points)
        if section.commands:
            yield "\n".join(f"    {command}" for command in section.commands)
