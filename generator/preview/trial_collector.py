"""The preview's collector for a site that changes: it runs as soon as a survey collects something.

Without it, pages of the preview would send to the collector of the real survey.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from generator.configuration.schema import Config
from generator.preview.collector import run_collector


class TrialCollector:
    """A collector for the pages at ``site`` that ends with the block."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._notes: tuple[str, ...] = ()
        self._surveys: list[tuple[object, ...]] = []
        self._address: str | None = None
        self._running = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    def address(self, surveys: Sequence[Config]) -> str | None:
        """Return the address of the collector for ``surveys``, ``None`` if none of them sends anything.

        If what they collect has changed, an empty collector takes the place of the former one. Raises
        ``InputError`` if it does not start.
        """
        wanted = list(map(_what_it_collects, surveys))
        if wanted != self._surveys:
            self._running.close()
            self._surveys, self._address = [], None
            started = self._running.enter_context(run_collector(surveys, self._site))
            self._surveys, self._address, self._notes = wanted, started.address, started.notes
        return self._address

    def news(self) -> tuple[str, ...]:
        """Return the lines to show about a collector that has started since the last time."""
        notes, self._notes = self._notes, ()
        return notes


def _what_it_collects(config: Config) -> tuple[object, ...]:
    survey, collection = config.survey, config.collection
    sent = (survey.detail, survey.threshold, survey.headcount, collection.seal)
    return survey.id, collection.mode, *map(repr, sent)
