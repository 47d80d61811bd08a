"""docs/operations.md and docs/betrieb.md are true: messages that people see, real files, working links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.commands.language import VARIABLE
from generator.commands.main import COMMANDS
from generator.rendering.headers import TYPES
from generator.site.server_files import server_files
from questionnaire import language_schema, survey_texts

DOCS = Path(__file__).resolve().parents[2] / "docs"
ENGLISH, GERMAN = DOCS / "operations.md", DOCS / "betrieb.md"


@pytest.fixture(params=[ENGLISH, GERMAN], ids=lambda path: path.stem)
def guide(request: pytest.FixtureRequest) -> str:
    """The text of each guide in turn."""
    return str(request.param.read_text("utf-8"))


def test_every_message_can_be_found_as_it_is_shown(guide: str) -> None:
    """Somebody who searches for the message on the screen finds it, in both languages."""
    messages = re.findall(r'^\| "([^"]+)"(?: / "([^"]+)")?', guide, re.MULTILINE)
    assert len(messages) > 7
    for language, place in (("de", 0), ("en", 1)):
        texts = "\n".join(str(text) for text in language_schema.flatten(survey_texts.load(language)).values())
        assert [message[place] for message in messages if message[place] not in texts] == []


def test_every_file_for_servers_is_named(guide: str) -> None:
    """The table names exactly the files that the build writes."""
    named = set(re.findall(r"`([A-Za-z0-9.-]+\.txt)`", guide))
    assert {f"server/{name}" for name in named} == set(server_files()) - {"server/README.txt"}


def test_every_ending_and_type_is_named(guide: str) -> None:
    """The guide names the same ones as the server files."""
    assert all(f"`{kind}`" in guide for ending, kind in TYPES.items() if ending not in ("json", "txt", "zip"))
    (endings,) = re.findall(r"(?:endings|Endungen) `([a-z0-9 ]+)`", guide)
    assert set(endings.split()) == set(TYPES)


def test_every_variable_is_named(guide: str) -> None:
    """The table has each variable that an option of any command reads, and no other."""
    options = [option for command in COMMANDS for option in command.params]
    known = {str(option.envvar) for option in options if option.envvar} | {VARIABLE}
    assert set(re.findall(r"`(LASTBILD_[A-Z_]+)`", guide)) == known


def test_every_link_leads_to_a_file(guide: str) -> None:
    """Relative to the guide's own folder."""
    links = re.findall(r"\]\(([^)#]+)\)", guide)
    assert links
    assert [link for link in links if not (DOCS / link).is_file()] == []


def test_both_guides_have_the_same_commands_and_configurations() -> None:
    """Whatever the tests try of the English guide is in the German one, too, letter for letter."""
    blocks = [re.findall(r"(?ms)^```(.*?)^```$", path.read_text("utf-8")) for path in (ENGLISH, GERMAN)]
    assert len(blocks[0]) > 12
    assert blocks[0] == blocks[1]


def test_both_guides_have_the_same_parts() -> None:
    """Chapters, tables and the rows of each; nothing was added to one of them alone."""
    shapes = [re.findall(r"(?m)^(#+ |\|)", path.read_text("utf-8")) for path in (ENGLISH, GERMAN)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("path", [ENGLISH, GERMAN], ids=lambda path: path.stem)
def test_every_chapter_that_is_linked_exists(path: Path) -> None:
    """Within the guide and in its neighbours, as GitHub names chapters."""
    for file, chapter in re.findall(r"\]\(([a-z.-]*)#([^)]+)\)", path.read_text("utf-8")):
        titles = re.findall(r"(?m)^#+ (.*)$", (DOCS / (file or path.name)).read_text("utf-8"))
        anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
        assert chapter in anchors, (file, chapter)
