"""The questions of ``lastbild init``: each with its option and with the keys of site.toml that it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a new site; its answer goes to ``keys`` in site.toml."""

    option: str
    prompt: str
    help: str
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """The option's name in Python, such as ``contact_mail``."""
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
    # The last question about the contact: only here is it certain that nobody can reach them.
    Question(
        "contact-phone",
        "Telephone there",
        "The contact's telephone.",
        ("contacts[1].phone", "contacts[1]"),
    ),
)
