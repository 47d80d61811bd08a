"""``lastbild init`` with answers: as options or typed in a terminal, each checked as ``check`` would."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.commands import init as init_command
from generator.commands.main import main
from generator.configuration import load
from generator.init import answers
from generator.init.questions import QUESTIONS
from generator.studio import starter
from harness import sites
from questionnaire import language_folder
from questionnaire.faults import InputError


def init(folder: Path, *options: str, typed: str | None = None) -> Result:
    """Run ``lastbild init`` for ``folder``; ``typed`` holds the answers of somebody at a terminal."""
    return CliRunner().invoke(main, ["init", str(folder), *options], input=typed)


def written(folder: Path) -> dict[str, Any]:
    """Check the written site.toml as `check` does, and return its contents."""
    load.load_surveys(folder / "site.toml")
    return tomllib.loads((folder / "site.toml").read_text("utf-8"))


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits in front of a terminal."""
    monkeypatch.setattr(init_command, "at_a_terminal", lambda: True)


ALL = {
    "--name": "Café Söhne & Co",
    "--colour": "Teal",
    "--languages": "en, de",
    "--title": 'How are "we"?',
    "--headcount": "140",
    "--opens": "11.01.2027",
    "--closes": "2027-01-29",
    "--contact": "Counselling",
    "--contact-mail": "help@cafe.example",
    "--contact-phone": "+49 30 1",
}


def test_every_answer_may_be_an_option(tmp_path: Path) -> None:
    """All answers may be given in one command; the template's comments stay."""
    done = init(tmp_path / "site", *(word for option in ALL.items() for word in option))
    assert (done.exit_code, done.stderr) == (0, "")
    values = written(tmp_path / "site")
    assert values["site"]["languages"] == ["en", "de"]
    assert values["brand"] == {"name": "Café Söhne & Co", "primary": "Teal", "logo": "logo.svg"}
    assert values["contacts"] == [
        {"label": "Counselling", "mail": "help@cafe.example", "phone": "+49 30 1"},
    ]
    survey = values["survey"]
    assert (survey["id"], survey["title"], survey["headcount"]) == ("cafe-soehne-2027", 'How are "we"?', 140)
    assert (str(survey["opens"]), str(survey["closes"])) == ("2027-01-11", "2027-01-29")

    def comments(text: str) -> list[str]:
        return [line for line in text.splitlines() if re.match(r"# [A-Z]", line)]

    assert comments((tmp_path / "site" / "site.toml").read_text("utf-8")) == comments(starter.template())


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    """A script gets the template as it is, and so does --yes."""
    for name, options in (("plain", ()), ("yes", ("--yes",))):
        done = init(tmp_path / name, *options, typed="Hafenkontor\n")
        assert (done.exit_code, done.stderr) == (0, "")
        assert (tmp_path / name / "site.toml").read_text("utf-8") == starter.template()


@pytest.mark.usefixtures("at_a_terminal")
def test_yes_asks_nothing_in_a_terminal_either(tmp_path: Path) -> None:
    """Options count, and every other question has its default."""
    done = init(tmp_path, "--yes", "--name", "Hafenkontor")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Organisation" not in done.stdout
    assert written(tmp_path)["brand"]["name"] == "Hafenkontor"


@pytest.mark.usefixtures("at_a_terminal")
def test_enter_takes_every_default(tmp_path: Path) -> None:
    """Somebody who only presses Enter gets the template."""
    assert init(tmp_path, typed="\n" * 12).exit_code == 0
    assert (tmp_path / "site.toml").read_text("utf-8") == starter.template()


TYPED = """\
Hafenkontor
tael
teal
de en

Toughen up!
Wie geht es?
How are you?
many
140
11.01.2027
2027-01-01
2027-01-29
Beratung
Counselling


030 1
"""


@pytest.mark.usefixtures("at_a_terminal")
def test_each_answer_is_checked_at_once_and_asked_again(tmp_path: Path) -> None:
    """A colour, a title, a number, a day, a contact out of reach: each fault comes right after the answer."""
    done = init(tmp_path, typed=TYPED)
    assert done.exit_code == 0
    messages = [line.strip() for line in done.stderr.splitlines()]
    assert [line.partition(", ")[0] for line in messages] == [
        "expected a colour with six hexadecimal digits",
        "expected words that blame nobody",
        "expected a whole number",
        "expected a day on or after survey.opens (2027-01-11)",
        "expected a telephone or a mail address",
    ]
    assert messages[0].endswith("did you mean 'teal'?")
    values = written(tmp_path)
    assert values["brand"]["primary"] == "teal"
    assert values["survey"]["title"] == {"de": "Wie geht es?", "en": "How are you?"}
    assert values["contacts"] == [{"label": {"de": "Beratung", "en": "Counselling"}, "phone": "030 1"}]


@pytest.mark.usefixtures("at_a_terminal")
def test_what_an_option_answered_is_not_asked(tmp_path: Path) -> None:
    """With one language, it asks for one title."""
    done = init(tmp_path, "--name", "Hafenkontor", "--languages", "de", typed="\n" * 10)
    assert done.exit_code == 0
    assert "Organisation" not in done.stdout
    assert "Title of the survey [Wie geht es uns im Kundenservice?]:" in done.stdout
    assert written(tmp_path)["contacts"][0]["label"] == {"de": "Betriebsrat"}


KNOWN = ", ".join(language_folder.available())
WRONG = ["--colour", "tael", "--languages", "de,fr", "--headcount", "many", "--opens", "soon"]
WRONG += ["--contact", "Beratung"]


@pytest.mark.parametrize("terminal", [True, False])
def test_every_wrong_option_is_told_at_once_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: object
) -> None:
    """Each fault has the option's name, at a terminal or without one."""
    monkeypatch.setattr(init_command, "at_a_terminal", lambda: terminal)
    done = init(tmp_path / "site", *WRONG)
    assert done.exit_code == 1
    colour, contact, *others = sorted(done.stderr.splitlines())
    assert colour.startswith('command line: --colour = "tael": expected a colour with six hexadecimal')
    assert contact.startswith("command line: --contact-phone: expected a telephone or a mail address")
    assert others == [
        'command line: --headcount = "many": expected a whole number, such as 140',
        f'command line: --languages = "fr": expected one of the languages there are ({KNOWN})',
        'command line: --opens = "soon": expected a day, such as 2027-01-11 or 11.01.2027',
    ]
    assert not (tmp_path / "site").exists()


@pytest.mark.usefixtures("at_a_terminal")
def test_a_folder_in_use_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    """Nobody answers nine questions in vain."""
    sites.write(tmp_path)
    done = init(tmp_path, typed=TYPED)
    assert (done.exit_code, done.stdout) == (1, "")


def test_a_contact_by_telephone_does_not_keep_the_mail_of_the_example(tmp_path: Path) -> None:
    """The example's address belongs to nobody."""
    assert init(tmp_path, "--contact-phone", "110").exit_code == 0
    assert written(tmp_path)["contacts"] == [
        {
            "label": {"de": "Betriebsrat", "en": "Works council"},
            "phone": "110",
            "role": "representation",
        }
    ]


def test_every_example_of_the_template_is_one() -> None:
    """A site.toml with the # removed before every line passes the check, except for missing files."""
    text = re.sub(r"^# (?=\w+ = |\[)", "", starter.template(), flags=re.MULTILINE)
    config, faults = load.check(tomllib.loads(text))
    assert faults == []
    assert config is not None
    assert (config.brand.light.accent, config.site.kiosk, config.survey.headcount) == ("#00594f", True, 140)


@given(
    st.dictionaries(
        st.sampled_from([question.name for question in QUESTIONS]),
        st.text(max_size=12)
        | st.sampled_from(["de", "en de", "teal", "12", "2027-01-11", "\ud800", "a\x7f"]),
    )
)
def test_whatever_is_answered_it_is_a_site_or_a_list_of_faults(given_answers: dict[str, str]) -> None:
    """Quotes, line breaks, control characters: no answer becomes another key, and none causes a crash."""
    try:
        text = answers.site_toml(given_answers)
    except InputError as error:
        assert error.faults  # noqa: PT017 (either way is right)
    else:
        assert load.check(tomllib.loads(text))[1] == []
        text.encode()


def test_the_examples_name_the_languages_that_were_chosen(tmp_path: Path) -> None:
    """Every text that waits behind a # names them all: taken up as it is, no language lacks."""
    done = CliRunner().invoke(main, ["init", str(tmp_path), "--languages", "de,en,de-leicht", "--yes"])
    assert done.exit_code == 0, done.output
    examples = re.findall(
        r"^# (\w+) = (\{ de = .+\})$", (tmp_path / "site.toml").read_text("utf-8"), re.MULTILINE
    )
    texts = {key: tomllib.loads(f"texts = {example}")["texts"] for key, example in examples}
    assert set(texts) >= {"footer", "imprint", "privacy", "accessibility", "label", "note", "report_place"}
    assert {key: list(text) for key, text in texts.items()} == {
        key: ["de", "en", "de-leicht"] for key in texts
    }
