"""docs/operations.md is true: it has the messages that people see, real files and working links."""

from __future__ import annotations

import re
from pathlib import Path

from generator.rendering.headers import TYPES
from generator.site.server_files import server_files
from questionnaire import language_schema, survey_texts

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def test_every_message_can_be_found_as_it_is_shown() -> None:
    """Somebody who searches for the message on the screen finds it, in both languages."""
    messages = re.findall(r'^\| "([^"]+)"(?: / "([^"]+)")?', GUIDE.read_text("utf-8"), re.MULTILINE)
    assert len(messages) > 7
    for language, place in (("de", 0), ("en", 1)):
        texts = "\n".join(str(text) for text in language_schema.flatten(survey_texts.load(language)).values())
        assert [message[place] for message in messages if message[place] not in texts] == []


def test_every_file_for_servers_is_named() -> None:
    """The table names exactly the files that the build writes."""
    named = set(re.findall(r"`([A-Za-z0-9.-]+\.txt)`", GUIDE.read_text("utf-8")))
    assert {f"server/{name}" for name in named} == set(server_files()) - {"server/README.txt"}


def test_every_ending_and_type_is_named() -> None:
    """The guide names the same ones as the server files."""
    text = GUIDE.read_text("utf-8")
    assert all(f"`{kind}`" in text for ending, kind in TYPES.items() if ending not in ("json", "txt", "zip"))
    (endings,) = re.findall(r"endings `([a-z0-9 ]+)`", text)
    assert set(endings.split()) == set(TYPES)


def test_every_link_leads_to_a_file() -> None:
    """Relative to the guide's own folder."""
    links = re.findall(r"\]\(([^)#]+)\)", GUIDE.read_text("utf-8"))
    assert links
    assert all((GUIDE.parent / link).is_file() for link in links)
