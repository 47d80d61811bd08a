"""Points of the brand: its name, its logo, its imprint."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import XML, Element

from generator.brand import svg
from generator.brand.picture import Picture, plain_png
from generator.configuration.survey_entries import SurveyValues
from generator.configuration.values import value_at
from generator.configuration.warnings.point import Point, is_text, shown
from questionnaire.faults import Fault, Key

# A logo that is this much wider than high is hardly ever without letters.
_WORDMARK = 2.0


@cache
def placeholders(table: str, key: str) -> frozenset[str]:
    """Return the values of a key in the files that a new site starts from: nobody's own."""
    folder = files("site_templates") / "starter"
    starters = [
        tomllib.loads(one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(".toml")
    ]
    return frozenset(value for one in starters if isinstance(value := value_at(one, table, key), str))


def points(entry: SurveyValues, logo: Picture | None) -> Iterator[Point]:
    """Yield the points of the brand of one survey, or of the page in front of several."""
    name = value_at(entry.values, "brand", "name")
    own_name = is_text(name) and name not in placeholders("brand", "name")
    yield Point(Fault("warning.name", entry.key("brand.name"), shown(name)), done=own_name)
    if logo and is_text(value_at(entry.values, "brand", "logo")):
        yield from _logo(entry, logo)
    imprint = value_at(entry.values, "brand", "imprint")
    named = {"name": (shown(name) or "").strip() or "…"}
    yield Point(Fault("warning.imprint", entry.key("brand.imprint"), details=named), done=is_text(imprint))


def _logo(entry: SurveyValues, logo: Picture) -> Iterator[Point]:
    key, file = entry.key("brand.logo"), shown(value_at(entry.values, "brand", "logo"))
    is_own = logo.contents != _starter_logo()
    yield Point(Fault("warning.logo", key, file), done=is_own)
    if not is_own:
        return
    text = " ".join(_words(logo))
    if text:
        yield Point(Fault("warning.logo_text", key, file, {"text": text}))
    name = value_at(entry.values, "brand", "name")
    undecided = value_at(entry.values, "brand", "name_beside_logo") is None
    if undecided and is_text(name) and (logo.ratio >= _WORDMARK or _plain(str(name)) in _plain(text)):
        switch = entry.key("brand.name_beside_logo")
        details = {"name": str(name).strip(), "switch": Key(switch)}
        yield Point(Fault("warning.name_twice", switch, None, details))


@cache
def _starter_logo() -> bytes:
    placeholder = (files("site_templates") / "starter" / "logo.svg").read_bytes()
    return svg.sanitised(placeholder, plain_png).contents


def _words(logo: Picture) -> Iterator[str]:
    """Yield the texts that ``logo`` draws by a font; only an SVG can."""
    if not logo.name.endswith(".svg"):
        return
    for element in XML(logo.contents).iter():  # a file that is already cleaned: no entities, limited depth
        if _local(element) == "text" and (words := " ".join("".join(element.itertext()).split())):
            yield words


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _plain(text: str) -> str:
    """Return ``text`` to compare: its letters and digits alone, in small letters."""
    return re.sub(r"\W+", "", text.casefold()) or "\0"
