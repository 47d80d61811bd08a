"""From the answers that ``lastbild init`` got to a commented site.toml that passes the check."""

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
from generator.init import starter
from generator.init.questions import QUESTIONS
from questionnaire import language_folder, survey_texts
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.language_folder import WordingError

# Question's name -> what was answered; a title may be answered language by language.
Answers = Mapping[str, str | Mapping[str, str]]

_OPTIONS = {key: question.option for question in QUESTIONS for key in question.keys}


def site_toml(answers: Answers) -> str:
    """Return the commented site.toml that ``answers`` make, defaults where nothing is answered.

    Raises ``InputError`` with every fault, named by the option.
    """
    found = faults(answers)
    if found:
        raise InputError(found)
    return _filled(answers)


def faults(answers: Answers) -> list[Fault]:
    """Return every fault of ``answers`` by the configuration's own checks, named by the option."""
    _, found = load.check(tomllib.loads(_filled(answers)))
    return [_of_an_option(fault, answers) for fault in found]


def defaults(answers: Answers) -> dict[str, str | dict[str, str]]:
    """Return what stands in site.toml where nothing is answered, for the languages in ``answers``."""
    values = tomllib.loads(starter.template())
    known = [code for code in _languages(answers) if code in language_folder.available()]
    languages = known or values["site"]["languages"]
    (contact,) = values["contacts"]
    # Our contact's mail address is an example, and nobody's who was named.
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
    """Return what a language calls itself, such as ``English``."""
    try:
        return str(survey_texts.load(code)["language"]["name"])
    except WordingError:  # a language that is not there, or not complete yet
        return code


def _in_languages(texts: Mapping[str, str], languages: list[str]) -> dict[str, str]:
    """Return a text for each of ``languages``; a variant such as de-leicht has that of its language."""
    english = texts["en"]
    return {code: texts.get(code, texts.get(language_folder.base(code), english)) for code in languages}


def _filled(answers: Answers) -> str:
    """Return the template with every answer in its place."""
    filled, lines, table = _settings(answers), [], ""
    for line in starter.template().splitlines():
        heading = re.fullmatch(r"\[+(\w+)\]+", line)
        table = heading[1] if heading else table
        key = re.match(r"(?:# )?(\w+) = ", line)
        name = f"{table}.{key[1]}" if key else ""
        # The first of its name only: what follows are further examples.
        value = filled.pop(name, line)
        lines.append(line if value is line else _line(line, name, value))
    return "\n".join(lines) + "\n"


def _line(line: str, name: str, value: Any) -> str:  # noqa: ANN401 (any value of TOML)
    return f"# {line}" if value is None else f"{name.partition('.')[2]} = {_toml(value)}"


def _settings(answers: Answers) -> dict[str, Any]:
    """Return what the answers set, by table and key; ``None`` takes a line out of use."""
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
    return settings


def _languages(answers: Answers) -> list[str]:
    return re.findall(r"[^\s,]+", str(answers.get("languages", "")))


def _whole(answer: object) -> object:
    return int(answer) if isinstance(answer, str) and re.fullmatch(r"\d{1,9}", answer.strip()) else answer


def _day(answer: object) -> object:
    """Return the day that ``answer`` names, 2027-01-11 or 11.01.2027; the answer itself if it is none."""
    for layout in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(str(answer).strip(), layout).date()  # noqa: DTZ007 (a day, no time)
        except ValueError:
            continue
    return answer


def _id(answers: Answers) -> str | None:
    """Return a survey's name at the collector from the organisation's name and the year it opens in."""
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
        text = value.encode("utf-8", "replace").decode()  # a terminal may send what is no text
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


# What is told of an answer in other words than of a value in site.toml: key and kind -> the kind instead.
_OF_AN_ANSWER = {
    ("survey.headcount", "configuration.no_whole_number"): "answer.no_headcount",
    ("survey.opens", "configuration.no_date"): "answer.no_first_day",
    ("survey.closes", "configuration.no_date"): "answer.no_last_day",
    ("contacts[1]", "configuration.contact_out_of_reach"): "answer.contact_out_of_reach",
}


def _of_an_option(fault: Fault, answers: Answers) -> Fault:
    key = max((key for key in _OPTIONS if fault.key.startswith(key)), key=len, default="")
    if not key:
        return replace(fault, file="site.toml")
    option = _OPTIONS[key]
    kind = _OF_AN_ANSWER.get((key, fault.kind), fault.kind)
    value = fault.value if fault.value is not None else answers.get(option.replace("-", "_"))
    return replace(fault, kind=kind, key=f"--{option}", value=value, file=COMMAND_LINE)
