"""What ``lastbild init`` asks: each question, the option that answers it too, and where it belongs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know about a new site; ``keys`` are what it answers in site.toml."""

    option: str
    asked: str
    help: str
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """The option's name as Python has it, such as ``contact_mail``."""
        return self.option.replace("-", "_")


QUESTIONS = (
    Question("name", "Organisation", "The organisation's name, at the top of every page.", ("brand.name",)),
    Question("colour", "Brand colour", "The main colour, such as '#7a1f3d' or teal.", ("brand.primary",)),
    Question(
        "languages",
        "Languages, the first is the default",
        "The site's languages, such as 'de, en'; the first is the default.",
        ("site.languages",),
    ),
    Question("title", "Title of the survey", "The survey's title, above the start page.", ("survey.title",)),
    Question(
        "headcount", "How many are invited, if known", "How many people are invited.", ("survey.headcount",)
    ),
    Question("opens", "First day, if known", "The first day, such as 2027-01-11.", ("survey.opens",)),
    Question("closes", "Last day, if known", "The last day, such as 2027-01-29.", ("survey.closes",)),
    Question(
        "contact",
        "Whom employees can turn to",
        "Whom employees can turn to.",
        ("contacts[1].label",),
    ),
    Question("contact-mail", "Mail address there", "The contact's mail address.", ("contacts[1].mail",)),
    # Asked last of the contact, so it is told here if there is no way at all to reach them.
    Question(
        "contact-phone",
        "Telephone there",
        "The contact's telephone.",
        ("contacts[1].phone", "contacts[1]"),
    ),
)
