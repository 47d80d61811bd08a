"""Five people in customer service and the answers each would give, with the reason from their working day.

The sheets were written down before anybody looked at a result. ``test_personas`` states what each gets, so
that a change of the rule or of the texts shows what it does to people. ``TIED`` and ``NEARLY_NONE`` are two
of the five on another day: one answer differs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """A person: ``answers`` maps an item to its value (0 not true .. 3 true) and the reason for it."""

    who: str
    answers: dict[str, tuple[int, str]]

    @property
    def sheet(self) -> dict[str, int]:
        """The answer sheet: item to value."""
        return {item: value for item, (value, _) in self.answers.items()}


BACK_OFFICE = Persona(
    "Back office: mail and cases, no phone, a strict workflow",
    {
        "A1": (1, "A nasty mail now and then; it is forgotten by the evening."),
        "B1": (1, "A case that is not solved goes on hold; nobody forces it shut."),
        "C1": (2, "The number of closed cases stands above the list all day."),
        "D1": (1, "Writing leaves time to swallow; it rarely costs much."),
        "A2": (1, "The team lead reads along if asked."),
        "B2": (2, "Whoever checks everything does not reach the daily figure."),
        "C2": (3, "The system assigns the next case and every field has its rule."),
        "D2": (2, "The text blocks thank people for every insult."),
        "A3": (1, "Customers may write as often as they like; a case can be handed over at best."),
        "B3": (1, "The deadline decides; an exception needs a note."),
        "C3": (0, "The workflow gives the order, the breaks too."),
        "D3": (2, "Two minutes at the window are noticed by nobody."),
    },
)

HOTLINE = Persona(
    "Harassed hotline agent",
    {
        "A1": (3, "The sentence of last Tuesday still comes back on the way home."),
        "B1": (2, "The queue blinks red while somebody still explains."),
        "C1": (2, "The wall shows everybody's calls."),
        "D1": (3, "At seven in the evening there is no friendliness left for the children."),
        "A2": (3, "Asked for help, the answer was: you have to bear that here."),
        "B2": (2, "Thorough calls ruin the average."),
        "C2": (3, "The script has a sentence for everything, even for the greeting."),
        "D2": (2, "A smile in the voice is on the check list of the call review."),
        "A3": (0, "Hanging up is forbidden, whatever is said."),
        "B3": (1, "Only if the team lead happens to sit next door."),
        "C3": (0, "The shift plan knows the minute of the break."),
        "D3": (0, "The next call comes by itself."),
    },
)

CHAT = Persona(
    "Chat agent under metrics",
    {
        "A1": (1, "Capital letters and insults scroll away with the chat."),
        "B1": (3, "Three chats run at once; one is always closed too early."),
        "C1": (3, "Handling time and stars are seen live, by everybody."),
        "D1": (1, "The face may do as it likes; only the text must be nice."),
        "A2": (1, "The second level takes over if it has time."),
        "B2": (3, "A thorough chat takes nine minutes; the target is five."),
        "C2": (2, "Text blocks are compulsory at the start and at the end."),
        "D2": (2, "The guide asks for smileys, even for complaints."),
        "A3": (2, "After one warning a chat may be closed."),
        "B3": (1, "In theory yes; the average decides."),
        "C3": (0, "Chats are routed, breaks are planned."),
        "D3": (1, "Only if the other two chats are quiet."),
    },
)

TEAM_LEAD = Persona(
    "Team lead with freedom who still takes calls",
    {
        "A1": (1, "It stings, and it is talked over in the team."),
        "B1": (1, "A difficult case may take the afternoon."),
        "C1": (2, "The team's figures have to be explained every Monday."),
        "D1": (1, "It happens, mostly at the end of the month."),
        "A2": (0, "There is a rule here, and I stand behind it myself."),
        "B2": (1, "Targets are loose enough."),
        "C2": (0, "I decide how we work."),
        "D2": (2, "The house expects it, of leads above all."),
        "A3": (3, "I end such calls and say why."),
        "B3": (3, "I weigh that up every day."),
        "C3": (3, "My calendar is mine, apart from two meetings."),
        "D3": (3, "I close the door for a moment."),
    },
)

NEWCOMER = Persona(
    "Newcomer in the third week",
    {
        "A1": (2, "The first insult was last week; it is still there."),
        "B1": (1, "I am slow, and so far I am let."),
        "C1": (0, "My figures do not count yet."),
        "D1": (2, "In the evening I am tired of being nice."),
        "A2": (1, "A colleague sits beside me; I have the impression that it stays so."),
        "B2": (1, "From what one hears, there is room."),
        "C2": (2, "Everything has a process; I look each one up."),
        "D2": (2, "That was the second chapter of the training."),
        "A3": (1, "Nobody has told me whether I may hang up."),
        "B3": (0, "I ask first, every time."),
        "C3": (0, "The plan of the training sets the day."),
        "D3": (1, "I do not dare to; the others do not do it either."),
    },
)

TIED = Persona(
    "The hotline agent in a week with call reviews",
    {**HOTLINE.answers, "D2": (3, "Two reviews in one week, both about the smile in the voice.")},
)

NEARLY_NONE = Persona(
    "The team lead after a new rule for approvals",
    {**TEAM_LEAD.answers, "C2": (1, "One approval more than before.")},
)
