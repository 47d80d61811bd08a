"""Adding a language: somebody copies one folder, and `lastbild check` names every step that is left."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from harness import language_files, sites
from questionnaire import ITEM_IDS, language_folder
from questionnaire.language_folder import FILES

SITE = '[site]\naddress = "https://kontor.example/"\nlanguages = ["de", "fr"]\n' + sites.SMALLEST
SURVEY = "languages/fr/survey.toml"
GERMAN = "is the German text, word for word; expected it in this language"


@pytest.fixture
def languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all languages, which the commands read instead of ours."""
    folder = language_files.copied(tmp_path)
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    return folder


KNOWN = "expected one of the languages there are (de, de-leicht, en)"


@pytest.fixture
def config_path(tmp_path: Path) -> Path:
    """The site.toml of a site in German and in French, a language without texts so far."""
    return sites.write(tmp_path, SITE)


def run(*arguments: object) -> Result:
    """Run ``lastbild`` with ``arguments``; check that it ends without a traceback."""
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def missing(config_path: Path) -> list[str]:
    """Return the faults that a check prints, line by line."""
    done = run("check", "--config", config_path)
    assert done.exit_code == 1
    return done.stderr.splitlines()


# A line of TOML with a text of more than one word, up to the beginning of the text.
LONG_TEXT = re.compile(r"""(?m)^( *(?!day)\w* ?=? ?["'])(?=[^"'\n]{12})""")


def translate(folder: Path) -> None:
    """Act as a translator: change every text of French, which was copied from German."""
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        if path.suffix == ".md":
            path.write_text(f"{text}\nEn français.\n", "utf-8")
        else:
            path.write_text(LONG_TEXT.sub(r"\1Fr ", text).replace('"Januar"', '"janvier"'), "utf-8")


def test_every_step_on_the_way_is_told(languages: Path, config_path: Path) -> None:
    """No folder, an empty one, a copied one, a translated one: each time, the check names all steps left."""
    assert missing(config_path) == [f'site.toml: line 3: site.languages[2] = "fr": {KNOWN}']

    (languages / "fr").mkdir()
    assert missing(config_path) == [language_files.missing("fr", file) for file in FILES]

    (languages / "fr").rmdir()
    shutil.copytree(languages / "de", languages / "fr")
    lines = missing(config_path)
    names = [
        f"{SURVEY}: language.code: is 'de'; expected 'fr', the name of its folder",
        f"{SURVEY}: language.tag: is 'de'; expected a tag as in HTML's lang that begins with 'fr'",
        f"{SURVEY}: language.name: is 'Deutsch', which is German; expected this language's own name",
    ]
    assert lines[:3] == names
    assert all(line.endswith(GERMAN) for line in lines[3:])
    assert {line.split(": ")[0] for line in lines[3:]} == {f"languages/fr/{file}" for file in FILES}

    translate(languages / "fr")
    assert missing(config_path) == names

    changes = [(rf'^{key} = "\w+"', f'{key} = "{value}"') for key, value in FRENCH.items()]
    language_files.rewrite(languages / "fr" / "survey.toml", *changes)
    done = run("check", "--config", config_path)
    assert done.exit_code == 0, done.stderr
    assert "no faults; a build would make 12 pages\n" in done.stdout


FRENCH = {"code": "fr", "tag": "fr", "name": "Français"}


@pytest.fixture
def french(languages: Path) -> Path:
    """The folder of French, complete."""
    folder = shutil.copytree(languages / "de", languages / "fr")
    translate(folder)
    changes = [(rf'^{key} = "\w+"', f'{key} = "{value}"') for key, value in FRENCH.items()]
    language_files.rewrite(folder / "survey.toml", *changes)
    return folder


def test_a_fault_of_site_toml_hides_none_of_the_folder(french: Path, config_path: Path) -> None:
    """A key that does not exist, and a page that French lacks: one check tells both."""
    (french / "method.md").unlink()
    config_path.write_text(config_path.read_text("utf-8") + "\n[colours]\n", "utf-8")
    page = language_files.missing("fr", "method.md")
    assert missing(config_path) == ["site.toml: line 10: colours: unknown key", page]


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_missing_or_broken_is_told(french: Path, config_path: Path, file: str) -> None:
    """By its name and in one line, whatever is wrong with it."""
    (french / file).write_bytes(b"\xff\xfe")
    (line,) = missing(config_path)
    assert line.startswith(f"languages/fr/{file}: file: is not text in UTF-8: ")
    (french / file).unlink()
    assert missing(config_path) == [language_files.missing("fr", file)]


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".toml")])
def test_broken_toml_is_told(french: Path, config_path: Path, file: str) -> None:
    """With the line that cannot be read."""
    (french / file).write_text("[page\n", "utf-8")
    (line,) = missing(config_path)
    assert line.startswith(f"languages/fr/{file}: file: is not TOML: ")
    assert "line 1" in line


def test_no_list_of_words_that_blame_is_told_and_an_empty_one_is_allowed(
    french: Path, config_path: Path
) -> None:
    """A language without a list must say so, or people would believe that its texts were checked."""
    language_files.put(french / "blame.toml", b"")
    assert missing(config_path) == [
        "languages/fr/blame.toml: words: is no list; expected [[words]] tables, or words = [] for none yet"
    ]
    language_files.put(french / "blame.toml", b"words = []\n")
    assert run("check", "--config", config_path).exit_code == 0


def test_a_mark_in_a_page_that_is_never_closed_is_told_by_its_line(french: Path, config_path: Path) -> None:
    """All pages at once, together with the faults of the other files."""
    for page, mark in (("privacy.md", "{% endif %}"), ("accessibility.md", "{% endfor %}")):
        text = (french / page).read_text("utf-8")
        assert text.count(mark) > 0
        before, _, after = text.rpartition(mark)
        (french / page).write_text(f"{before}{after}", "utf-8")
    language_files.rewrite(french / "survey.toml", (r"^start = .*$", ""))
    lines = missing(config_path)
    assert lines[0] == "languages/fr/survey.toml: page.start: is missing; expected a text"
    assert [
        re.fullmatch(rf"languages/fr/{page}: line \d+: expected {{{{ … }}}} and {{% … %}} as in .*", line)
        is not None
        for page, line in zip(("privacy.md", "accessibility.md"), lines[-2:], strict=True)
    ] == [True, True]


def test_a_name_that_a_page_cannot_fill_in_is_told(french: Path, config_path: Path) -> None:
    """The page has the marks of the German page, but one of them where its name is not defined."""
    language_files.rewrite(french / "accessibility.md", (r"\A", "{{ contact.label }}\n"))
    (line,) = missing(config_path)
    assert line == (
        "languages/fr/accessibility.md: file: expected {{ … }} and {% … %} as in the German page, "
        "but: 'contact' is undefined"
    )


def test_a_language_can_be_built_while_it_is_being_translated(
    french: Path, config_path: Path, tmp_path: Path
) -> None:
    """A translator can look at the pages; a real fault is still reported, and then nothing is written."""
    shutil.copy(french.parent / "de" / "method.md", french)
    assert missing(config_path) == [f"languages/fr/method.md: file: {GERMAN}"]
    out = tmp_path / "dist"
    assert run("build", "--config", config_path, "--out", out).exit_code == 0
    assert (out / "fr" / "method.html").is_file()
    (french / "method.md").unlink()
    before = sites.contents(out)
    assert run("build", "--config", config_path, "--out", out).exit_code == 1
    assert sites.contents(out) == before


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("build",), ("poster",), ("init", "--languages", "de, fr", "--yes")],
    ids=lambda arguments: str(arguments[0]),
)
def test_no_command_ends_in_a_traceback(
    languages: Path, config_path: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """If a language's folder is empty, a command reports it, or shows the code in place of the name."""
    (languages / "fr").mkdir()
    command, *options = arguments
    source = [tmp_path / "new"] if command == "init" else ["--config", config_path]
    target = ["--out", tmp_path / "made"] if command in ("build", "poster") else []
    done = run(command, *source, *target, *options)
    assert done.exit_code == (0 if command == "init" else 1)
    assert ("languages/fr/survey.toml: file: is missing" in done.stderr) == (command != "init")


def test_a_language_from_right_to_left_is_told_where_it_says_otherwise(
    french: Path, config_path: Path
) -> None:
    """Nobody has to read Hebrew from the left because a translator forgot a line."""
    items = "[items]\n" + "".join(f'{item} = "אני ממשיך לחשוב על זה"\n' for item in ITEM_IDS)
    language_files.rewrite(french / "survey.toml", (r"(?s)^\[items\]\n.*?\n(?=\n)", items))
    direction = "the direction in which the texts in [items] are written"
    assert missing(config_path) == [f"{SURVEY}: language.direction: is 'ltr'; expected 'rtl', {direction}"]
