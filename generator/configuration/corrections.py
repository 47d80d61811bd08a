"""What somebody probably meant by a value that a site.toml cannot hold so, written as it can.

A wrong value is told together with the right spelling, and what the key is for decides what that is: a day, a
number, yes or no, a list, or a text. Nothing is guessed that the value does not say.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

from generator.configuration.schema import (
    BrandTable,
    CollectionTable,
    ContactTable,
    RolesTable,
    SiteTable,
    SurveyTable,
)
from questionnaire import language_folder, survey_id

Kind = Literal["day", "number", "boolean", "list", "id", "text"]

# The marks that people and word processors put around a text.
QUOTES = "\"'„“”‚‘’«»‹›`´"
# Signs that look like a space, or like nothing: they come from web pages and word processors.
SPECIAL_SPACES = re.compile(r"[^\S \t\r\n]|[\u200b-\u200f\u2060\ufeff\u00ad]")
_TABLES = (SiteTable, BrandTable, RolesTable, ContactTable, SurveyTable, CollectionTable)
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_OTHER_MONTHS = {"mrz": "mar", "may": "mai", "oct": "okt", "dec": "dez"}
_YES = ("ja", "yes", "on", "true", "wahr", "an", "1", "j", "y")
_NO = ("nein", "no", "off", "false", "falsch", "aus", "0", "n")


def kind_of(name: str) -> Kind:
    """Return what the key ``name``, without its table, is for; ``"text"`` also for a key that is none."""
    if name == "id":
        return "id"
    fields = (table.model_fields[name] for table in _TABLES if name in table.model_fields)
    field = next(fields, None)
    if field is None:
        return "text"
    kinds = {field.annotation, *get_args(field.annotation)}
    if name == "seal" or any(getattr(kind, "__origin__", kind) is list for kind in kinds):
        return "list" if name != "seal" else "text"
    by_type: Mapping[Any, Kind] = {dt.date: "day", int: "number", bool: "boolean"}
    found = (by_type[kind] for kind in (*kinds, *_inside(kinds)) if kind in by_type)
    return next(found, "text")


def _inside(kinds: set[Any]) -> list[Any]:
    """Return what the annotated types among ``kinds`` annotate."""
    return [get_args(kind)[0] for kind in kinds if get_args(kind)]


def correction(name: str, value: str) -> str | None:
    """Return the TOML that ``value`` means as that of the key ``name``; ``None`` if nobody can tell."""
    plain = SPECIAL_SPACES.sub(" ", value).strip()
    if not plain:
        return None
    meant = _CORRECTIONS[kind_of(name)](plain)
    return meant if meant and meant != value.strip() and is_toml(f"a = {meant}") else None


def is_toml(text: str) -> bool:
    """Tell whether ``text`` is TOML."""
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def text(value: str) -> str:
    """Return ``value`` as a TOML text: the marks around it go, and those within become „…“."""
    within, opens = [], True
    for sign in bare(value).replace("\\", "/"):
        within.append(("„" if opens else "“") if sign == '"' else sign)
        opens ^= sign == '"'
    return f'"{"".join(within)}"'


def bare(value: str) -> str:
    """Return ``value`` without the marks around it, and without a comma or semicolon behind it."""
    value = value.strip().rstrip(";,").strip()
    begins, ends = value[:1] in QUOTES, value[-1:] in QUOTES
    # A mark that closes a quotation within the text stays: Er sagt „ja“.
    ends = ends and (begins or (value[-1] in "\"'" and value.count(value[-1]) % 2 == 1))
    return value[begins : len(value) - ends].strip()


def table(value: str) -> str | None:
    """Return ``value``, texts by language between braces, as TOML; ``None`` if it holds none."""
    texts = {found["language"]: found["quoted"] or found["plain"] or "" for found in _PAIR.finditer(value)}
    if not texts or not all(texts.values()):
        return None
    return f"{{ {', '.join(f'{language} = {text(each)}' for language, each in texts.items())} }}"


_MARK = f"[{re.escape(QUOTES)}]"
_NEXT = r"\s*(?:[,;}]|$|[A-Za-z][\w-]*\s*[=:])"  # the end of one text of several
_PAIR = re.compile(
    rf"(?P<language>[A-Za-z][\w-]*)\s*[=:]\s*(?:{_MARK}(?P<quoted>.*?){_MARK}(?={_NEXT})"
    rf"|(?P<plain>[^,;}}\n]+))",
    re.DOTALL,
)


def _day(value: str) -> str | None:
    found = _read_day(unicodedata.normalize("NFKD", value.lower()))
    return None if found is None else _existing(*found)


def _read_day(value: str) -> tuple[int, int, int] | None:
    """Return year, month and day as ``value`` says them: year first, or day first as in German."""
    if found := re.search(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)", value):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.search(r"(?<!\d)(\d{1,2})\s*[./–-]\s*(\d{1,2})\s*[./–-]\s*(\d{4}|\d{2})(?!\d)", value):
        day, month = int(found[1]), int(found[2])
        day, month = (month, day) if month > len(_MONTHS) >= day else (day, month)
        return int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, day  # noqa: PLR2004 (2 digits)
    return _read_day_in_words(value)


def _read_day_in_words(value: str) -> tuple[int, int, int] | None:
    letters = "".join(sign for sign in value if not unicodedata.combining(sign))
    words = [_OTHER_MONTHS.get(word[:3], word[:3]) for word in re.findall(r"[a-z]{3,}", letters)]
    month = next((_MONTHS.index(word) + 1 for word in words if word in _MONTHS), 0)
    year, day = re.search(r"\d{4}", value), re.search(r"(?<!\d)\d{1,2}(?!\d)", value)
    return (int(year[0]), month, int(day[0])) if month and year and day else None


def _existing(year: int, month: int, day: int) -> str | None:
    """Return the day as TOML; a day after the last of its month becomes that last day."""
    if not (1 <= month <= len(_MONTHS) and 1 <= day <= 31 and year >= dt.MINYEAR):  # noqa: PLR2004 (a month)
        return None
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1])).isoformat()


def _number(value: str) -> str | None:
    found = re.search(r"\d[\d.,'’_ ]*", value)
    if found is None:
        return None
    written = found[0].rstrip(".,'’_ ")
    if not re.fullmatch(r"\d{1,3}(?:[.,'’_ ]\d{3})+", written):
        written = re.match(r"\d+", written)[0]  # type: ignore[index]  # begins with a digit
    return re.sub(r"\D", "", written).lstrip("0") or "0"


def _boolean(value: str) -> str | None:
    word = bare(value).rstrip(".!").lower()
    return "true" if word in _YES else "false" if word in _NO else None


def _list(value: str) -> str | None:
    known = language_folder.available()
    words = re.findall(r"[a-z]{2,3}(?:-[a-z]+)*", value.lower())
    codes = [word for word in words if word in known]
    return f"[{', '.join(map(text, codes))}]" if codes else None


def _id(value: str) -> str | None:
    letters = bare(value).lower()
    for umlaut, written in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        letters = letters.replace(umlaut, written)
    meant = re.sub(r"[^a-z0-9]+", "-", letters)[: survey_id.LONGEST].strip("-")
    return text(meant) if meant else None


def _text(value: str) -> str | None:
    if value.startswith("{"):
        return table(value)
    return None if value.startswith("[") else text(value)


_CORRECTIONS: Mapping[Kind, Callable[[str], str | None]] = {
    "day": _day,
    "number": _number,
    "boolean": _boolean,
    "list": _list,
    "id": _id,
    "text": _text,
}
