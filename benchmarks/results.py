"""The result of a chapter: tables for people, figures for machines, budgets met or missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


class MissingError(Exception):
    """Something a measurement needs is not on this machine.

    what: its name, such as ``SurveyJS``; how: the command that gets it.
    """

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{what} is not there; get it: {how}")
        self.what = what
        self.how = how


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells under one head; the first column names what was measured."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """A promised limit (design, section 7) and the measured figure, in the same ``unit``.

    unit:    ``"×"`` for a ratio, ``"ms"``, ``"MB"`` …
    at_most: whether the limit is an upper one (else a lower one).
    """

    what: str
    limit: float
    measured: float
    unit: str
    at_most: bool = True

    @property
    def met(self) -> bool:
        """Whether the measured figure keeps the limit."""
        return self.measured <= self.limit if self.at_most else self.measured >= self.limit


@dataclass(frozen=True, slots=True)
class Result:
    """The measurements of one chapter.

    figures: every single round, by name, in the unit that the name ends with (``ready_ms``), for JSON.
    missing: a sentence for each thing that could not be measured here, and how to get it.
    """

    name: str
    tables: Sequence[Table]
    budgets: Sequence[Budget] = ()
    figures: Mapping[str, object] = field(default_factory=dict)
    missing: Sequence[MissingError] = ()


Chapter = Callable[[], Result]
