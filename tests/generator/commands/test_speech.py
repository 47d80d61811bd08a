"""The command line speaks the language of whoever calls it, and shows nothing of Python."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from generator.commands import asking, language
from generator.commands.main import main
from generator.commands.translated import translated
from generator.init import comments
from generator.studio.starter import template
from harness import sites
from harness.paths import ROOT
from tests.generator.commands.speaking import ENGLISH_WORD, PYTHON, run

GERMAN, ENGLISH = "Aufruf: lastbild", "Usage: lastbild"
BROKEN = sites.SMALLEST + "headcount = 0\n"


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run ``lastbild`` in a process of its own, with nothing else in its environment."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=clean, capture_output=True, check=False, stdin=subprocess.DEVNULL)


def every_command(group: click.Group = main, *before: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, of groups and of those below."""
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from every_command(command, *before, name)


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--help"], {}, ENGLISH),
        (["--lang", "de", "--help"], {}, GERMAN),
        (["--lang=DE", "--help"], {}, GERMAN),
        (["--help", "--lang", "de"], {}, GERMAN),
        (["build", "--help", "--lang", "de"], {}, GERMAN),
        (["keys", "new", "--lang=de", "--help"], {}, GERMAN),
        (["--lang", "en", "--help"], {"LASTBILD_LANG": "de", "LC_ALL": "de_DE.UTF-8"}, ENGLISH),
        (["--help"], {"LASTBILD_LANG": "de", "LC_ALL": "en_GB.UTF-8"}, GERMAN),
        (["--help"], {"LASTBILD_LANG": "de_AT.UTF-8"}, GERMAN),
        (["--help"], {"LASTBILD_LANG": "fr", "LANG": "de_DE"}, GERMAN),
        (["--help"], {"LASTBILD_LANG": "", "LANG": "de_CH.UTF-8"}, GERMAN),
        (["--help"], {"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, ENGLISH),
        (["--help"], {"LC_MESSAGES": "POSIX", "LANG": "de_DE.UTF-8"}, ENGLISH),
        (["--help"], {"LC_MESSAGES": "de_DE@euro", "LANG": "en_US.UTF-8"}, GERMAN),
        (["--help"], {"LANG": "C.UTF-8"}, ENGLISH),
        (["--help"], {"LANG": "fr_FR.UTF-8"}, ENGLISH),
        (["--help"], {"LANGUAGE": "fr:de:en", "LANG": "fr_FR.UTF-8"}, GERMAN),
    ],
)
def test_the_language_is_that_of_whoever_calls(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    """The option, wherever it stands; then LASTBILD_LANG; then the locale if it names one of ours."""
    shown = run(*arguments, **environment)
    assert shown.exit_code == 0
    assert shown.stdout.startswith(expected)


def test_the_option_ends_where_arguments_begin() -> None:
    """What comes after -- is no option any more."""
    assert language.named_language(["init", "--", "--lang", "de"], {}) is None
    assert language.named_language(["init", "--lang"], {}) is None


def test_an_unknown_language_is_wrong_usage() -> None:
    """It is refused with the languages that there are, in the language of the machine."""
    refused = run("check", "--lang", "fr", LANG="de_DE.UTF-8")
    assert refused.exit_code == 2
    assert refused.stderr.endswith(
        "Fehler: Der Wert für '--lang' passt nicht: „fr“ ist keines von diesen: 'de', 'en'.\n"
    )


def test_a_day_that_is_none_is_told_without_python() -> None:
    """Wrong usage says how a day is written, not how Python reads one."""
    refused = run("extend", "--until", "5.5", "--lang", "de")
    assert refused.exit_code == 2
    assert refused.stderr.endswith("5.5 ist kein Tag; erwartet wird einer wie 05.02.2027 oder 2027-02-05\n")
    assert not PYTHON.search(refused.stderr)


def test_a_call_leaves_no_language_behind() -> None:
    """Two calls in one process, such as tests make, know nothing of each other."""
    before = dict(os.environ)
    run("--help", "--lang", "de")
    assert dict(os.environ) == before
    assert run("--help").stdout.startswith(ENGLISH)


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_help_is_whole_german(words: tuple[str, ...]) -> None:
    """Description, options, names of values and Click's own words: nothing stays English."""
    shown = run(*words, "--help", "--lang", "de")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Aufruf: lastbild {' '.join(words)}")
    assert not ENGLISH_WORD.search(re.sub(r"`[^`]*`|--[a-z-]+", "", shown.stdout))
    english = run(*words, "--help", "--lang", "en").stdout
    options = re.compile(r"^  (?:-h, )?(--[a-z-]+)", re.MULTILINE)
    assert set(options.findall(shown.stdout)) == set(options.findall(english))


def test_translating_changes_nothing_of_the_commands() -> None:
    """The English ones stay as they are: translated are copies."""
    with language.speaking("de"):
        assert translated(main).help != main.help
    assert run("--help").stdout.startswith(ENGLISH)


def test_help_fits_into_forty_columns() -> None:
    """A narrow window breaks lines between words; a word that is longer stands alone on its line."""
    for words in ((), *every_command()):
        shown = CliRunner().invoke(main, [*words, "--help", "--lang", "de"], terminal_width=40)
        assert shown.exit_code == 0
        long = [line.split() for line in shown.stdout.splitlines() if len(line) > 40]
        assert [words for words in long if len(words) > 2] == []


@pytest.mark.parametrize(
    ("languages", "environment", "expected"),
    [
        ('["de", "en"]', {}, "erwartet wird eine Zahl ab 1"),
        ('["de-leicht", "en"]', {}, "erwartet wird eine Zahl ab 1"),
        ('["en", "de"]', {}, "expected a number of at least 1"),
        ('["en", "de"]', {"LC_ALL": "de_DE.UTF-8"}, "erwartet wird eine Zahl ab 1"),
        ('["de", "en"]', {"LASTBILD_LANG": "en"}, "expected a number of at least 1"),
    ],
)
def test_faults_speak_the_sites_language_if_nobody_names_one(
    tmp_path: Path, languages: str, environment: dict[str, str], expected: str
) -> None:
    """A server without a locale still tells a German facilitator in German what is wrong."""
    config_path = sites.write(tmp_path, f"[site]\nlanguages = {languages}\n{BROKEN}")
    refused = run("check", "--config", config_path, **environment)
    assert refused.exit_code == 1
    assert expected in refused.stderr


def test_a_file_that_is_no_toml_still_names_its_language(tmp_path: Path) -> None:
    """The first language is found even where the file cannot be read as a whole."""
    config_path = sites.write(tmp_path, f'[site]\nlanguages = ["de"]\nname = "offen\n{BROKEN}')
    refused = run("check", "--config", config_path)
    assert "Zeile 3" in refused.stderr
    assert "Anführungszeichen" in refused.stderr


def test_a_locale_that_is_not_installed_is_enough() -> None:
    """German, with its own letters, although the machine has no German locale."""
    shown = process("--help", LC_ALL="de_DE.UTF-8")
    assert shown.returncode == 0
    assert "für" not in shown.stderr.decode()
    assert shown.stdout.decode("utf-8").startswith(GERMAN)
    assert "Diese Hilfe zeigen." in shown.stdout.decode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp437", "iso-8859-1", "ascii"])
def test_no_encoding_of_the_output_breaks_a_message(encoding: str) -> None:
    """A sign that the output lacks gets a plain one; nobody sees an error of encoding."""
    refused = process("biuld", "--lang", "de", PYTHONIOENCODING=encoding)
    said = refused.stderr.decode("utf-8" if encoding == "ascii" else encoding)
    assert refused.returncode == 2
    assert re.search(r"Einen Befehl [„\"]biuld[“\"] gibt es nicht", said)
    assert "Traceback" not in said


ANSWERS = {
    **dict.fromkeys(("j", "ja", "J", "y", "Yes"), True),
    **dict.fromkeys(("n", "nein", "NO"), False),
}


@pytest.mark.parametrize("typed", [*ANSWERS, ""])
@pytest.mark.parametrize("default", [True, False])
def test_yes_is_answered_in_either_language(typed: str, *, default: bool) -> None:
    """J as well as y; Enter takes what stands in capitals."""

    @click.command()
    def question() -> None:
        click.echo(asking.confirm("Weiter?", default=default))

    with language.speaking("de"):
        done = CliRunner().invoke(question, input=f"vielleicht\n{typed}\n")
    hint = "J/n" if default else "j/N"
    assert done.stdout.count(f"Weiter? [{hint}]: ") == 2
    assert "Das war keine der möglichen Antworten." in done.stdout
    assert done.stdout.splitlines()[-1] == str(ANSWERS.get(typed, default))


def test_a_question_that_nobody_can_answer_ends_the_command() -> None:
    """No terminal and nothing typed: one sentence, status 1."""

    @click.command()
    def question() -> None:
        asking.confirm("Weiter?", default=True)

    with language.speaking("de"):
        done = CliRunner().invoke(question)
    assert (done.exit_code, done.stderr.strip()) == (1, "Abgebrochen.")


def printed(call: ast.Call) -> str:
    """Return the letters that ``call`` prints as they stand in the code, past the catalogue."""
    text = call.args[0] if call.args else None
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))


def test_no_command_speaks_past_the_catalogue() -> None:
    """What is printed and asked comes through the catalogue, but for a line of site.toml to copy."""
    said = {
        f"{path.name}: {printed(call)}"
        for path in (ROOT / "generator").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("click.echo", "click.prompt", "click.UsageError", "confirm", "hidden")
        and re.search(r"[A-Za-z]{2}", printed(call))
    }
    assert said == {'keys.py: seal = ""'}


def test_no_command_asks_past_the_german_yes() -> None:
    """Click's own question understands y only, so no command asks it."""
    for path in (ROOT / "generator" / "commands").glob("*.py"):
        assert "click.confirm" not in path.read_text("utf-8"), path.name


def test_days_numbers_and_lists_are_written_as_readers_write_them() -> None:
    """German and English, side by side."""
    day, entries = dt.date(2027, 1, 11), ["Hafen", "Lager", "Büro"]
    with language.speaking("de"):
        assert language.day(day) == "11. Januar 2027"
        assert [language.number(value) for value in (12_000, 0.5)] == ["12.000", "0,5"]
        assert language.megabytes(6_849_000) == "6,8 MB"
        assert language.listing(entries) == "Hafen, Lager und Büro"
    with language.speaking(None):
        assert language.day(day) == "11 January 2027"
        assert [language.number(value) for value in (12_000, 0.5)] == ["12,000", "0.5"]
        assert language.megabytes(6_849_000) == "6.8 MB"
        assert language.listing(entries) == "Hafen, Lager, and Büro"
        assert language.listing([]) == ""


def test_a_command_that_is_shown_can_be_copied() -> None:
    """A path with a space is quoted."""
    shown = language.command_line("lastbild", "check", "--config", Path("Meine Seite/site.toml"))
    assert shown == "lastbild check --config 'Meine Seite/site.toml'"


def test_windows_names_its_language_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable names a locale there: the language of its own windows counts; paths have its quotes."""
    system = SimpleNamespace(kernel32=SimpleNamespace(GetUserDefaultUILanguage=lambda: 0x0C07))
    monkeypatch.setattr("ctypes.windll", system, raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    assert language.language_of_locale({}) == "de"
    assert language.language_of_locale({"LANG": "en_GB.UTF-8"}) == "en"
    assert language.command_line("lastbild", "Meine Seite") == 'lastbild "Meine Seite"'


def test_init_explains_in_german_what_it_writes(tmp_path: Path) -> None:
    """The same keys and values as in English, and no explanation left in English."""
    written = {}
    for code in ("de", "en"):
        assert run("init", tmp_path / code, "--yes", "--lang", code).exit_code == 0
        written[code] = (tmp_path / code / "site.toml").read_text("utf-8")
    assert written["en"] == template()
    assert tomllib.loads(written["de"]) == tomllib.loads(written["en"])
    assert written["de"].startswith("# Die Angaben für die Seite einer Befragung.")
    german, english = (comments.paragraphs(written[code]) for code in ("de", "en"))
    assert len(german) == len(english)
    assert set(german).isdisjoint(english)
    assert all(len(line) <= 120 for line in written["de"].splitlines())


def test_init_asks_in_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions, a refusal and what to do next."""
    monkeypatch.setattr("generator.commands.init.at_a_terminal", lambda: True)
    folder = tmp_path / "Meine Seite"
    typed = "Kontor\nblah\nteal\nde\n\nviele\n140\n11.01.2027\n29.01.2027\n\n\n\n"
    done = run("init", folder, typed=typed, LASTBILD_LANG="de")
    assert done.exit_code == 0, done.output
    assert "Die Eingabetaste übernimmt, was in [Klammern] steht." in done.stdout
    assert "Hauptfarbe [#2f5d62]: blah" in done.stdout
    assert "  erwartet wird eine ganze Zahl, zum Beispiel 140\n" in done.stderr
    assert f"geben Sie dann ein: lastbild serve --config '{folder}/site.toml'" in done.stdout
