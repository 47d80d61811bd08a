"""Where campaigns stand, on one screen: each survey's steps, what is missing, and the next command."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from gettext import ngettext

from generator.commands.campaign_state import Campaign, Command, Need, Step
from generator.commands.language import day, number

# A survey on the screen, in more or fewer lines.
_Block = Callable[[Campaign], list[str]]
_FEWEST = 3  # lines for warnings, if there are some


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal of ``columns`` and ``lines``; a longer line is broken at a space, but no command is.

    command:  the text of a command for a survey, as it can be copied.
    sentence: the sentence of a warning.
    """

    columns: int
    lines: int
    command: Callable[[Campaign, Command], str]
    sentence: Callable[[Campaign, int], str]

    def shown(self, campaigns: Sequence[Campaign]) -> list[str]:
        """Return the lines for ``campaigns``: all of each, or of many what fits, and how many are left."""
        nexts = self._nexts(campaigns)
        wanted = list(dict.fromkeys(self._warnings(campaigns)))
        for block in (self._whole, self._short):
            head = self._joined(campaigns, block)
            room = self.lines - self._height([*head, *nexts])
            if room >= min(len(wanted), _FEWEST):
                return [*head, *self._fitting(wanted, room), *nexts]
        return self._cut(campaigns)

    def _joined(self, campaigns: Sequence[Campaign], block: _Block) -> list[str]:
        return [line for campaign in campaigns for line in block(campaign)]

    def _whole(self, campaign: Campaign) -> list[str]:
        from generator.configuration.schema import localised

        survey = campaign.config.survey
        title = localised(survey.title, campaign.config.site.languages[0])
        lines = [f"{title} ({survey.id})", steps(campaign.step, mode=campaign.mode), *facts(campaign)]
        return [*self._wrapped(lines), *self._listed(map(needed, campaign.left))]

    def _short(self, campaign: Campaign) -> list[str]:
        now = f"{campaign.config.survey.id}: {named(campaign.step)}"
        return self._wrapped([now, *alarms(campaign)])

    def _nexts(self, campaigns: Sequence[Campaign]) -> list[str]:
        lines: dict[str, None] = {}
        for campaign in campaigns:
            following = campaign.next_command()
            if following is None:
                continue
            when = _("From {day} on:").format(day=day(following.since)) if following.since else _("Next:")
            lines[when] = None
            lines[f"  {self.command(campaign, following)}"] = None
        return list(lines)

    def _warnings(self, campaigns: Sequence[Campaign]) -> Iterator[str]:
        for campaign in campaigns:
            for place in range(len(campaign.told_warnings)):
                yield self.sentence(campaign, place)

    def _fitting(self, sentences: Sequence[str], room: int) -> list[str]:
        """Return those of ``sentences`` that fit into ``room`` lines, and how many more there are."""
        if not sentences:
            return []
        lines, left = [_("This will go live as it is:")], len(sentences)
        for sentence in sentences:
            new = self._listed([sentence])
            if self._height([*lines, *new]) + 2 * (left > 1) > room:  # a line or two for those that are left
                break
            lines += new
            left -= 1
        if left:
            more = ngettext(
                "{number} more; the command check shows it",
                "{number} more; the command check shows them",
                left,
            )
            lines += self._listed([more.format(number=number(left))])
        return lines[-room:] if room else []

    def _cut(self, campaigns: Sequence[Campaign]) -> list[str]:
        """Return a line for each of as many campaigns as there is room for, first those that go on."""
        urgent = sorted(campaigns, key=lambda one: (not [*alarms(one)], one.step is not Step.OPEN))
        nexts = self._nexts(urgent[:1])
        for shown in range(len(urgent), 0, -1):
            lines = self._wrapped(f"{one.config.survey.id}: {named(one.step)}" for one in urgent[:shown])
            if left := len(urgent) - shown:
                more = _("… and {number} more; --survey ID shows one of them")
                lines += self._wrapped([more.format(number=number(left))])
            if self._height([*lines, *nexts]) <= self.lines:
                return [*lines, *nexts]
        return nexts

    def _wrapped(self, texts: Iterable[str]) -> list[str]:
        return [line for text in texts for line in textwrap.wrap(text, self.columns, break_on_hyphens=False)]

    def _listed(self, texts: Iterable[str]) -> list[str]:
        wrapper = textwrap.TextWrapper(
            self.columns, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
        )
        return [line for text in texts for line in wrapper.wrap(text)]

    def _height(self, lines: Iterable[str]) -> int:
        """Return how many lines of the terminal ``lines`` take: a command may be longer than one."""
        return sum(-(-len(line) // self.columns) or 1 for line in lines)


def named(step: Step) -> str:
    """Return what ``step`` is called."""
    return {
        Step.PREPARE: _("in preparation"),
        Step.READY: _("ready"),
        Step.OPEN: _("open"),
        Step.CLOSED: _("closed"),
        Step.REPORTED: _("reported"),
    }[step]


def steps(reached: Step, *, mode: str = "open") -> str:
    """Return all steps in a line, the one that is ``reached`` in brackets; an idle survey has no report."""
    own = [step for step in Step if step is not Step.REPORTED or mode != "off"]
    return " > ".join(f"[{named(step)}]" if step is reached else named(step) for step in own)


def facts(campaign: Campaign) -> Iterator[str]:
    """Yield what is to know of a survey: its days, its slips, and what is out of order."""
    yield from _days(campaign)
    standing, invited = campaign.standing, campaign.config.survey.headcount
    if standing and standing.slips is not None and invited:
        drawn = _("Slips drawn: {slips}; people invited: {people}.")
        yield drawn.format(slips=number(standing.slips), people=number(invited))
    yield from alarms(campaign)


def alarms(campaign: Campaign) -> Iterator[str]:
    """Yield what is out of order at the collector."""
    if campaign.standing and campaign.standing.more_than_invited:
        yield _(
            "There are more contributions than people are invited: the report will say so and show nothing."
        )


def _days(campaign: Campaign) -> Iterator[str]:
    opens, closes, today = campaign.opens, campaign.closes, campaign.today
    if opens and closes:
        period = _("From {opens} to {closes}").format(opens=day(opens), closes=day(closes))
        yield f"{period}{_when(campaign)}."
    former = campaign.standing.extended_from if campaign.standing else None
    if former:
        yield _("Extended once; before, the last day was {day}.").format(day=day(former))
    if campaign.mode == "off":
        yield _("It collects nothing.")
    elif campaign.sends and not campaign.is_sealed and today < (opens or today):
        yield _("Recommended: sealed, with slips. So far, whoever runs the collector can read contributions.")


def _when(campaign: Campaign) -> str:
    opens, closes, today = campaign.opens, campaign.closes, campaign.today
    closed_early = campaign.step >= Step.CLOSED and closes and today <= closes
    if not opens or not closes or closed_early:
        return ""
    if today < opens:
        left = (opens - today).days
        return ngettext(", opens in {days} day", ", opens in {days} days", left).format(days=number(left))
    if today > closes:
        return _(", the last day has passed")
    left = (closes - today).days
    if not left:
        return _(", today is the last day")
    return ngettext(", {days} more day", ", {days} more days", left).format(days=number(left))


def needed(need: Need) -> str:
    """Return the sentence that says what is missing."""
    return {
        Need.BUILD: _("The site is not built yet, or not in this folder."),
        Need.BUILD_AGAIN: _("The site was built before the last change; build it again and publish it."),
        Need.SLIPS: _("No slips are drawn yet."),
        Need.DATABASE: _("No database of this survey is here. Does the collector run on another machine?"),
        Need.BALLOTS: _("Count every heap of ballots first, by the command tally."),
        Need.URN: _("The urn is not written yet."),
        Need.RELEASE: _("The trustee counts the urn and returns report.json."),
        Need.PLAN: _("No action plan is here. Open plan.html of the report, decide, and save plan.json."),
    }[need]
