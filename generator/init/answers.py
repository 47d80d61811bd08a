"""Turns the answers to ``lastbild init`` into a commented site.toml that passes the check."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.configuration import load
from generator.init import comments
from generator.init.questions import QUESTIONS
from generator.studio import starter
from questionnaire import language_folder, survey_texts
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.language_folder import WordingError

# Question's name -> answer; an answer may be one text for each language, as for the title.
Answers = Mapping[str, str | Mapping[str, str]]

_OPTIONS = {key: question.option for question in QUESTIONS for key in question.keys}


def site_toml(answers: Answers) -> str:
    """Return the site.toml with ``answers``, explained in the spoken language; other questions get defaults.

    Raises ``InputError`` with every fault, each under the name of its option.
    """
    answer_faults = faults(answers)
    if answer_faults:
        raise InputError(answer_faults)
    return comments.in_spoken_language(_filled(answers))


def faults(answers: Answers) -> list[Fault]:
    """Return every fault that the configuration's checks find in ``answers``, under its option's name."""
    _, config_faults = load.check(tomllib.loads(_filled(answers)))
    return [_under_its_option(fault, answers) for fault in config_faults]


def defaults(answers: Answers) -> dict[str, str | dict[str, str]]:
    """Return the values of site.toml for questions without an answer, in the languages in ``answers``."""
    values = tomllib.loads(starter.template())
    known = [code for code in _languages(answers) if code in language_folder.available()]
    languages = known or values["site"]["languages"]
    (contact,) = values["contacts"]
    # The default mail address belongs to the example contact, never to a contact that somebody named.
    named = answers.get("contact") or answers.get("contact_phone")
    return {
        "name": values["brand"]["name"],
        "colour": values["brand"]["primary"],
        "languages": ", ".join(values["site"]["languages"]),
        "title": _in_languages(values["survey"]["title"], languages),
        "contact": _in_languages(contact["label"], languages),
        "contact_mail": "" if named else contact["mail"],
    }


def language_name(code: str) -> str:
    """Return the name of a language in that language, such as ``English``; ``code`` if it has no texts."""
    try:
        return str(survey_texts.load(code)["language"]["name"])
    except WordingError:  # the language does not exist, or is not complete yet
        return code


def _in_languages(texts: Mapping[str, str], languages: list[str]) -> dict[str, str]:
    """Return a text for each of ``languages``; a variant such as de-leicht has its language's text."""
    english = texts["en"]
    return {code: texts.get(code, texts.get(language_folder.base(code), english)) for code in languages}


def _filled(answers: Answers) -> str:
    """Return the template of site.toml with every answer filled in."""
    settings, lines, table = _settings(answers), [], ""
    for template_line in starter.template().splitlines():
        line = _example_in_languages(template_line, _languages(answers))
        heading = re.fullmatch(r"\[+(\w+)\]+", line)
        table = heading[1] if heading else table
        key = re.match(r"(?:# )?(\w+) = ", line)
        name = f"{table}.{key[1]}" if key else ""
        # Only the first line of a name: those that follow are further examples.
        value = settings.pop(name, line)
        lines.append(line if value is line else _line(line, name, value))
    return "\n".join(lines) + "\n"


def _example_in_languages(line: str, languages: list[str]) -> str:
    """Return ``line``; where it is an example of a text, commented out, it names each of ``languages``."""
    example = re.fullmatch(r"# (\w+) = (\{ .+ \})", line)
    known = [code for code in languages if code in language_folder.available()]
    if not example or not known:
        return line
    texts = tomllib.loads(f"texts = {example[2]}")["texts"]
    return f"# {example[1]} = {_toml(_in_languages(texts, known))}"


def _line(line: str, name: str, value: Any) -> str:  # noqa: ANN401 (any value of TOML)
    return f"# {line}" if value is None else f"{name.partition('.')[2]} = {_toml(value)}"


def _settings(answers: Answers) -> dict[str, Any]:
    """Return the values that the answers set, by table and key; ``None`` comments a line out."""
    languages = _languages(answers)
    usual = defaults(answers)
    settings: dict[str, Any] = {
        "brand.name": answers.get("name"),
        "brand.primary": answers.get("colour"),
        "site.languages": languages or None,
        "survey.title": answers.get("title") or (usual["title"] if languages else None),
        "survey.headcount": _whole(answers.get("headcount")),
        "survey.opens": _day(answers.get("opens")),
        "survey.closes": _day(answers.get("closes")),
        "survey.id": _id(answers),
        "contacts.label": answers.get("contact") or (usual["contact"] if languages else None),
        "contacts.mail": answers.get("contact_mail"),
        "contacts.phone": answers.get("contact_phone"),
    }
    settings = {key: value for key, value in settings.items() if value not in (None, "")}
    if not usual["contact_mail"]:
        settings.setdefault("contacts.mail", None)
    if answers.get("contact"):  # nobody knows whether that contact represents staff, as the example's does
        settings["contacts.role"] = None
    return settings


def _languages(answers: Answers) -> list[str]:
    return re.findall(r"[^\s,]+", str(answers.get("languages", "")))


def _whole(answer: object) -> object:
    return int(answer) if isinstance(answer, str) and re.fullmatch(r"\d{1,9}", answer.strip()) else answer


def _day(answer: object) -> object:
    """Return the day in ``answer``, such as 2027-01-11 or 11.01.2027; ``answer`` itself if it is no day."""
    for layout in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(str(answer).strip(), layout).date()  # noqa: DTZ007 (a day, no time)
        except ValueError:
            continue
    return answer


def _id(answers: Answers) -> str | None:
    """Return an id for the survey, from the organisation's name and the year of the first day."""
    letters = str(answers.get("name", "")).lower().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue", 0xDF: "ss"})
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    opens = _day(answers.get("opens"))
    words = [*re.findall(r"[a-z0-9]+", plain)[:2], *([str(opens.year)] if isinstance(opens, dt.date) else [])]
    return "-".join(words)[:64].strip("-") or None


def _toml(value: Any) -> str:  # noqa: ANN401 (any value of TOML)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(text)}" for key, text in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        text = value.encode("utf-8", "replace").decode()  # a terminal may send bytes that are no text
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


# Key and kind of a fault in site.toml -> the kind for an answer, whose message has other words.
_KINDS_FOR_ANSWERS = {
    ("survey.headcount", "configuration.no_whole_number"): "answer.no_headcount",
    ("survey.opens", "configuration.no_date"): "answer.no_first_day",
    ("survey.closes", "configuration.no_date"): "answer.no_last_day",
    ("contacts[1]", "configuration.contact_out_of_reach"): "answer.contact_out_of_reach",
}


def _under_its_option(fault: Fault, answers: Answers) -> Fault:
    key = max((key for key in _OPTIONS if fault.key.startswith(key)), key=len, default="")
    if not key:
        return replace(fault, file="site.toml")
    option = _OPTIONS[key]
    kind = _KINDS_FOR_ANSWERS.get((key, fault.kind), fault.kind)
    value = fault.value if fault.value is not None else answers.get(option.replace("-", "_"))
    return replace(fault, kind=kind, key=f"--{option}", value=value, file=COMMAND_LINE)
