"""The letters to everybody who is invited: announcement, invitation, reminder, thanks.

They go to all alike: nobody knows who has taken part, and nothing in them urges anybody to.
"""

from __future__ import annotations

from generator.campaign.documents import Document, Section
from generator.campaign.passages import Passage, literal
from generator.campaign.source import Source
from generator.poster.invitation import link, paragraphs_of, subject


def announcement(source: Source) -> Document:
    """Return the letter that says what will come, how people contribute, and what was agreed."""
    texts = source.texts["announcement"]
    said = source.fill_all(
        *texts["body"],
        texts["period"] if source.dated else None,
        texts["free"],
        source.texts["contribution"][source.way],
        texts["two_keys"] if len(source.config.collection.seal) > 1 else None,
        texts["report"] if source.collects else None,
        texts["changes"] if source.collects else None,
        texts["agreement"],
    )
    return _letter(source, "announcement", source.fill(texts["subject"]), said)


def invitation(source: Source) -> Document:
    """Return the invitation that ``lastbild poster`` writes, and where to find what people need."""
    greeting, *paragraphs = paragraphs_of(source.config, source.words, source.address)
    del greeting  # every letter has it
    texts = source.texts["invitation"]
    needed = source.fill_all(
        texts["hat"] if source.mode == "slips" else None,
        texts["box"] if source.mode == "paper" else None,
        texts["trustee"] if source.sealed else None,
    )
    mail_subject = literal(subject(source.config, source.words))
    return _letter(source, "invitation", mail_subject, (*map(literal, paragraphs), *needed))


def reminder(source: Source) -> Document:
    """Return the reminder: to all, and with the same respect for those who do not want to."""
    texts = source.texts["reminder"]
    said = (
        source.fill(texts["to_all"]),
        *source.fill_all(
            texts["still"] if source.dated else texts["still_always"],
            texts["extended"] if source.config.survey.extended_from else None,
            texts["once"] if source.mode == "open" else None,
        ),
        literal(link(source.words, source.address)),
        *(map(literal, [source.words["invitation"]["slip"]]) if source.mode == "slips" else ()),
        source.fill(texts["not"]),
    )
    return _letter(source, "reminder", source.fill(texts["subject"]), said)


def thanks(source: Source) -> Document:
    """Return the thanks, and what comes next."""
    texts = source.texts["thanks"]
    counting = "sealed" if source.sealed else "online" if source.online else source.mode
    said = source.fill_all(
        texts["thanks"],
        texts[counting],
        texts["report"] if source.collects else None,
        texts["next"] if source.collects else None,
        texts["private"] if source.collects else None,
    )
    return _letter(source, "thanks", source.fill(texts["subject"]), said)


def _letter(source: Source, key: str, mail_subject: Passage, said: tuple[Passage, ...]) -> Document:
    greeting = literal(source.words["invitation"]["greeting"])
    return Document(
        key,
        source.texts[key]["title"],
        source.texts["announcement"]["audience"],
        mail_subject,
        (Section((greeting, *said, *source.signed())),),
    )
