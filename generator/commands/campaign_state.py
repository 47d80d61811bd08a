"""Where a survey stands between its preparation and its report, and what its next step needs.

Decides only; ``status`` says it. Nothing here knows how many people contributed.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collector.standing import Standing
    from generator.configuration.schema import Config
    from questionnaire.faults import Fault

_SENDING = ("open", "slips")
# A warning of these says nothing any more once a survey is open: its seal is settled, and it may be over.
_BEFORE_OPENING = ("warning.seal", "warning.over")
_DAY = dt.timedelta(days=1)


class Step(enum.IntEnum):
    """The steps of a campaign, in their order."""

    PREPARE = 0
    READY = 1
    OPEN = 2
    CLOSED = 3
    REPORTED = 4


class Build(enum.Enum):
    """How a site's folder stands to its site.toml: not built yet, by another site.toml, or by this one."""

    MISSING = enum.auto()
    OUTDATED = enum.auto()
    CURRENT = enum.auto()


class Need(enum.Enum):
    """One thing that the next step needs, beside the warnings."""

    BUILD = enum.auto()
    BUILD_AGAIN = enum.auto()
    SLIPS = enum.auto()
    DATABASE = enum.auto()
    BALLOTS = enum.auto()
    URN = enum.auto()
    RELEASE = enum.auto()
    PLAN = enum.auto()


@dataclass(frozen=True, slots=True)
class Command:
    """The next command: its ``words`` behind ``lastbild``, and from which day it can be run."""

    words: tuple[str, ...]
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """One survey on one day.

    standing: where it stands at the collector; ``None`` if the database does not hold it, or is not here.
    warnings: what would go live as it is.
    reported: whether its report is there, also one that a trustee released.
    planned: whether a plan.json is there.
    """

    config: Config
    today: dt.date
    build: Build
    standing: Standing | None = None
    warnings: tuple[Fault, ...] = ()
    reported: bool = False
    planned: bool = False

    @property
    def step(self) -> Step:
        """The last step that is done, or that goes on."""
        if self.reported or (self.standing and self.standing.released):
            return Step.REPORTED
        if (self.standing and self.standing.closed) or (self.mode == "off" and self.is_over):
            return Step.CLOSED
        if self.opens and self.opens <= self.today:
            return Step.OPEN
        return Step.PREPARE if self.left or self._is_warned else Step.READY

    @property
    def mode(self) -> str:
        """The way to contribute."""
        return self.config.collection.mode

    @property
    def sends(self) -> bool:
        """Whether contributions are sent to a collector."""
        return self.mode in _SENDING

    @property
    def is_sealed(self) -> bool:
        """Whether only a trustee can open the contributions."""
        return bool(self.config.collection.seal)

    @property
    def opens(self) -> dt.date | None:
        """The first day."""
        return self.config.survey.opens

    @property
    def closes(self) -> dt.date | None:
        """The last day."""
        return self.config.survey.closes

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.closes is not None and self.closes < self.today

    @property
    def left(self) -> tuple[Need, ...]:
        """What the next step needs, beside the warnings that still matter."""
        return tuple(self._needs())

    @property
    def told_warnings(self) -> tuple[Fault, ...]:
        """The warnings that somebody can still do something about."""
        if self._has_ended:
            return ()
        is_open = self.opens is not None and self.opens <= self.today
        return tuple(each for each in self.warnings if not (is_open and each.kind in _BEFORE_OPENING))

    @property
    def _has_ended(self) -> bool:
        closed = self.standing and (self.standing.closed or self.standing.released)
        return self.reported or bool(closed) or (self.mode == "off" and self.is_over)

    @property
    def _is_warned(self) -> bool:
        from generator.configuration.warnings import RECOMMENDED

        return any(each.kind not in RECOMMENDED for each in self.warnings)

    def _needs(self) -> Iterator[Need]:
        if self._has_ended:
            if self.is_sealed and not self.reported and self.standing:
                yield Need.RELEASE if self.standing.emptied else Need.URN
            if self.step is Step.REPORTED and not self.planned and self.config.survey.decisions is None:
                yield Need.PLAN
            return
        if self.build is not Build.CURRENT:
            yield Need.BUILD if self.build is Build.MISSING else Need.BUILD_AGAIN
        if self.mode == "slips" and not (self.standing and self.standing.slips):
            yield Need.SLIPS
        if self.sends and self.opens and self.opens <= self.today and not self.standing:
            yield Need.DATABASE
        if self.mode == "paper" and self.is_over:
            yield Need.BALLOTS

    def next_command(self) -> Command | None:
        """Return the next command; ``None`` if nothing is left to do."""
        match self.step:
            case Step.PREPARE:
                return self._to_get_ready()
            case Step.READY:
                return Command(("rehearse",) if self.config.site.address else ("campaign",))
            case Step.OPEN:
                return self._while_open()
            case Step.CLOSED if self.mode != "off":
                return self._to_report()
            case Step.REPORTED:
                return self._to_tell()
        return None

    def _to_get_ready(self) -> Command:
        if self._is_warned:
            return Command(("check",))
        if {Need.BUILD, Need.BUILD_AGAIN} & {*self.left}:
            return Command(("build", "--strict"))
        return Command(("slips", str(self.config.survey.headcount)))

    def _while_open(self) -> Command | None:
        # Where a collector knows the survey, its site may have been built elsewhere.
        unbuilt = self.build is Build.OUTDATED or (self.build is Build.MISSING and not self.standing)
        if unbuilt and not self.is_over:
            return Command(("build",))
        if Need.SLIPS in self.left and not self.is_over:
            return Command(("slips", str(self.config.survey.headcount)))
        if self.mode == "off":
            return None
        if self.sends and not self.standing and not self.is_over:
            return Command(("collect",))
        if self.mode == "paper" and not self.is_over:
            return Command(("tally",))
        since = self.closes + _DAY if self.closes and not self.is_over else None
        return Command(("close",) if self.is_sealed else ("report",), since)

    def _to_tell(self) -> Command | None:
        # The report's own page makes the plan; the site shows what came of it once site.toml names that.
        if self.config.survey.decisions is None:
            return Command(("decisions", "plan.json"))
        return Command(("build",)) if self.build is Build.OUTDATED else None

    def _to_report(self) -> Command:
        if not self.is_sealed:
            return Command(("report",))
        if self.standing and not self.standing.emptied:
            return Command(("close",))
        is_joint = self.config.collection.release != "each"
        return Command(("report", "--release", "levels.json" if is_joint else "report.json"))
