"""The handbook stays true: its commands, its configurations and its messages are the real ones."""

from __future__ import annotations

import copy
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from generator.commands.main import main
from generator.commands.translated import language_option
from generator.configuration import load
from generator.configuration.schema import (
    BrandTable,
    CollectionTable,
    Config,
    ContactTable,
    RolesTable,
    SiteTable,
    SurveyTable,
)
from generator.configuration.survey_entries import KEYS
from generator.configuration.text_overrides import REPLACEABLE
from generator.studio import starter
from harness import sites
from questionnaire import language_folder
from questionnaire.faults import InputError
from tests.architecture import handbook
from tests.architecture.handbook import CHAPTERS, DOCUMENTS, HANDBOOK, ROOT
from tests.pictures.chosen import CHOSEN

KEYS_OF_SITE_TOML = {
    *KEYS,
    "surveys",
    *(
        name
        for table in (Config, SiteTable, BrandTable, RolesTable, ContactTable, SurveyTable, CollectionTable)
        for name in table.model_fields
    ),
}
# Other small words in code: commands of other programs, and the prompts of `lastbild tally`.
OTHER_WORDS = {
    *("cd", "cmd", "pip", "py", "python", "dist", "pakete"),
    *("without", "undo", "list", "later", "cancel", "done", "liste", "abbrechen", "fertig", "j"),
}
LARGEST, LARGEST_TOGETHER = 150_000, 1_000_000  # bytes of a picture, and of all
# A message of `lastbild report`, which depends on the calendar.
SAID_LATER = {"survey.closes"}


def named(paths: tuple[Path, ...]) -> list[str]:
    """Return the paths as names for tests."""
    return [path.relative_to(ROOT).as_posix() for path in paths]


# What a name that is no key of site.toml may end in.
FILES = (".toml", ".json", ".csv", ".html", ".txt", ".sqlite", ".docx", ".xlsx", ".pptx")


def complete(folder: Path, values: dict[str, Any]) -> Path:
    """Write ``values`` as a site.toml, beside every file that the handbook names."""
    shutil.copytree(ROOT / "examples" / "lumo", folder, dirs_exist_ok=True)
    (folder / "logo.pdf").write_bytes(b"%PDF-1.7")
    (folder / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    path = folder / "site.toml"
    lines = [f"{name} = {handbook.toml(value)}\n" for name, value in values.items()]
    path.write_text("".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("document", DOCUMENTS, ids=named(DOCUMENTS))
def test_every_command_and_option_exists(document: Path) -> None:
    """The command line understands every `lastbild …` in a document."""
    for arguments in handbook.commands(document):
        of_all = not arguments or arguments[0].startswith("-")
        command: click.Command = main if of_all else main.commands[arguments[0]]
        rest = arguments if of_all else arguments[1:]
        while isinstance(command, click.Group) and rest and rest[0] in command.commands:
            command, rest = command.commands[rest[0]], rest[1:]
        # With the names of the command line, and of a copy: click remembers the help option of a command.
        context = click.Context(command, help_option_names=["-h", "--help"])
        parser = copy.copy(command).make_parser(context)
        language_option().add_to_parser(parser, context)  # every command takes it
        _, unused, _ = parser.parse_args(list(rest))
        assert not unused, arguments


def test_every_command_is_told() -> None:
    """The handbook names every command of the software."""
    told = {arguments[0] for path in CHAPTERS for arguments in handbook.commands(path) if arguments}
    assert set(main.commands) <= told


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named(CHAPTERS))
def test_every_word_in_code_means_something(chapter: Path) -> None:
    """A small word in code is a key of site.toml, a command, or one of a few that are listed."""
    for word in handbook.words_in_code(chapter):
        if found := re.fullmatch(r"\[{0,2}([a-z_][a-z_.]*?)\]{0,2}(?: = .+)?", word):
            if Path(word).suffix in FILES:
                continue
            known = KEYS_OF_SITE_TOML | set(main.commands) | OTHER_WORDS | set(language_folder.available())
            assert set(found[1].split(".")) <= {*known, "lastbild"} or word in REPLACEABLE, word


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named(CHAPTERS))
def test_what_it_tells_to_write_passes_the_check(chapter: Path, tmp_path: Path) -> None:
    """Each TOML block of a chapter passes on top of the file of `init`, and so do all of them together."""
    base = tomllib.loads(starter.template())
    together = base
    for text in handbook.blocks(chapter, "toml"):
        block = tomllib.loads(text)
        together = handbook.put_together(together, block)
        for values in (handbook.put_together(base, block), together):
            load.load_surveys(complete(tmp_path, values))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named(CHAPTERS))
def test_the_messages_it_quotes_are_the_real_ones(chapter: Path, tmp_path: Path) -> None:
    """The check refuses each value that the handbook shows as refused, in exactly these words."""
    for key, value, message in handbook.messages(chapter):
        if key not in SAID_LATER:
            block = tomllib.loads(f"{key} = {value}")
            path = complete(tmp_path, handbook.put_together(tomllib.loads(starter.template()), block))
            with pytest.raises(InputError) as refused:
                load.load_surveys(path)
            assert message in [sites.unplaced(fault.shown_in("de")) for fault in refused.value.faults]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named(CHAPTERS))
def test_the_output_it_shows_is_what_a_german_reader_sees(chapter: Path) -> None:
    """Every line of output is worded as the German catalogues word it, whatever is filled in."""
    for block in handbook.blocks(chapter, "text"):
        if not block.startswith(("[", "Python ", "seal = ")):  # a piece of site.toml, or another program's
            unknown = [line for line in handbook.output_lines(block) if not handbook.is_german(line)]
            assert unknown == []


def test_the_notices_it_explains_are_those_of_the_page() -> None:
    """The page contains the texts that the help chapter quotes from it."""
    page = language_folder.read("de", "survey.toml")
    section = (HANDBOOK / "16-hilfe.md").read_text("utf-8").split("## Auf der Seite")[1].split("\n## ")[0]
    quoted = re.findall(r"^\| „([^“]+)“ \|", section, re.MULTILINE)
    assert len(quoted) > 5
    assert [text for text in quoted if text not in page] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named(DOCUMENTS))
def test_every_link_leads_somewhere(document: Path) -> None:
    """A link between documents leads to an existing file, and to a heading in it."""
    for _, _, target in handbook.links(document):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        assert path.exists(), target
        assert not anchor or anchor in handbook.anchors(path), target


def test_the_contents_name_every_chapter_in_order() -> None:
    """The cover leads to every chapter, in the order of work."""
    targets = [target for _, _, target in handbook.links(HANDBOOK / "README.md")]
    assert [target for target in targets if target[0].isdigit()] == [path.name for path in CHAPTERS]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named(CHAPTERS))
def test_every_chapter_says_what_one_will_have_and_how_long_it_takes(chapter: Path) -> None:
    """Below its heading a chapter says what its reader has at the end, and how long it takes."""
    beginning = chapter.read_text("utf-8")[:400]
    assert re.match(r"# \d+ ", beginning)
    assert "\n**Am Ende " in beginning
    assert "**Zeit:**" in beginning


_MEASURED = "benchmarks.svg"  # drawn by make bench


def test_pictures_are_there_small_and_described() -> None:
    """Every picture exists, has an alternative text and loads quickly; a command renews each."""
    folder = ROOT / "docs" / "pictures"
    shown = [(text, target) for path in DOCUMENTS for is_one, text, target in handbook.links(path) if is_one]
    names = {Path(target).name for _, target in shown}
    assert all(len(text) > 15 for text, _ in shown)
    sizes = {path.name: path.stat().st_size for path in (*folder.glob("*.png"), ROOT / "docs" / _MEASURED)}
    assert {f"{name}.png" for name in CHOSEN} == names - {"journey.png", _MEASURED}
    assert names <= set(sizes)
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) <= LARGEST_TOGETHER
