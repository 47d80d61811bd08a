"""Texts with what site.toml says filled in, and with marked blanks for what only a person can know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.rendering.bare_addresses import ADDRESS, target

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage: text, a blank with the ``key`` of its label, or the text of a link."""

    text: str
    blank: str | None = None
    href: str | None = None


Passage = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands for the placeholders: ``values`` that are known, and the labels of ``blanks``."""

    values: Mapping[str, str]
    blanks: Mapping[str, str]

    def fill(self, text: str) -> Passage:
        """Return ``text`` with every placeholder filled; raises ``KeyError`` for one that nothing fills.

        Braces within a value stay as they are: a facilitator's text may hold some that mean nothing.
        """
        return tuple(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[Piece]:
        end = 0
        for found in _PLACEHOLDER.finditer(text):
            yield from literal(text[end : found.start()])
            end, name = found.end(), found[1]
            if name in self.values:
                yield from literal(self.values[name])
            else:
                yield Piece(self.blanks[name], blank=name)
        yield from literal(text[end:])


def literal(text: str) -> Passage:
    """Return ``text`` as it is; each web or mail address in it is a link."""
    return tuple(_linked(text))


def plain(passage: Passage) -> str:
    """Return ``passage`` for a text file: blanks in square brackets, addresses as they are."""
    return "".join(f"[{piece.text}]" if piece.blank else piece.text for piece in passage)


def _linked(text: str) -> Iterator[Piece]:
    end = 0
    for address in ADDRESS.finditer(text):
        if address.start() > end:
            yield Piece(text[end : address.start()])
        yield Piece(address[0], href=target(address[0]))
        end = address.end()
    if text[end:]:
        yield Piece(text[end:])
