"""The load picture: sixteen pictures, each of one load, one ground and one lever; never a strength."""

from __future__ import annotations

import re
from itertools import product

import pytest

from generator.rendering.drawings import drawing, sprite
from generator.rendering.templates import environment
from harness.markup import Page
from questionnaire import CONSTELLATIONS, ITEM_IDS, blocks, classify, language_folder, survey_texts
from questionnaire.model import ConstellationId

PERCEIVED, YES, NO = 3, (2, 3), (0, 1)
GROUNDS, LEVERS = ("given", "missing"), ("in-hand", "missing")
SIXTEEN = [
    pytest.param(c, ground, lever, id=f"{c}-{ground}-{lever}")
    for c, ground, lever in product(CONSTELLATIONS, GROUNDS, LEVERS)
]


def picture(constellation: ConstellationId, language: str = "de") -> str:
    """Return what the macro writes for a constellation: every layer, before any is removed."""
    page = '{% from "_load_picture.html.j2" import load_picture %}{{ load_picture(w, c) }}'
    return environment("pages").from_string(page).render(w=survey_texts.load(language), c=constellation)


def parts(html: str, keys: tuple[str, ...] | None = None) -> list[str]:
    """Return the parts of a picture in their order: all, or those that result.js leaves for ``keys``."""
    return [
        use["href"].removeprefix("#glyph-")
        for use in Page(html.encode()).all("use")
        if keys is None or use.get("data-block") in (None, *keys)
    ]


def words(html: str, keys: tuple[str, ...]) -> str:
    """Return the picture in words, as a screen reader has them once result.js left those for ``keys``."""
    texts = [text for text in Page(html.encode()).texts if text.inside[0].attributes.get("class") == "unseen"]
    kept = [text.text for text in texts if text.inside[-1].attributes.get("data-block") in (None, *keys)]
    return " ".join(" ".join(kept).split())


def keys(constellation: ConstellationId, cause: int, influence: int) -> tuple[str, ...]:
    """Return the keys that Python names where one constellation shapes the day alone."""
    answers = dict.fromkeys(ITEM_IDS, 0)
    answers |= {f"{constellation}1": PERCEIVED, f"{constellation}2": cause, f"{constellation}3": influence}
    return blocks(classify(answers))


@pytest.mark.parametrize(("constellation", "ground", "lever"), SIXTEEN)
def test_a_picture_has_one_ground_one_lever_one_person_and_one_load(
    constellation: ConstellationId, ground: str, lever: str
) -> None:
    """For every answer to cause and influence: the picture depends on yes or no, never on how strong."""
    causes, influences = (YES if ground == "missing" else NO), (YES if lever == "in-hand" else NO)
    for cause, influence in product(causes, influences):
        drawn = parts(picture(constellation), keys(constellation, cause, influence))
        assert drawn == [f"ground-{ground}", f"lever-{lever}", "person", f"load-{constellation}"]


@pytest.mark.parametrize("language", language_folder.available())
@pytest.mark.parametrize(("constellation", "ground", "lever"), SIXTEEN)
def test_a_picture_says_the_same_in_words(
    constellation: ConstellationId, ground: str, lever: str, language: str
) -> None:
    """A screen reader gets the load, the ground and the lever of exactly this picture, and no drawing."""
    cause, influence = YES[0] if ground == "missing" else NO[1], YES[0] if lever == "in-hand" else NO[1]
    html = picture(constellation, language)
    texts = survey_texts.load(language)["picture"]
    said = (
        texts["opening"],
        texts["load"][constellation],
        texts["ground"][ground],
        texts["lever"][lever.replace("-", "_")],
    )
    assert words(html, keys(constellation, cause, influence)) == " ".join(" ".join(said).split())
    assert [svg["aria-hidden"] for svg in Page(html.encode()).all("svg")] == ["true"]


def test_the_sixteen_pictures_are_sixteen() -> None:
    """No two combinations draw the same, and none says the same."""
    sixteen = [
        (picture(constellation), keys(constellation, cause, influence))
        for constellation, cause, influence in product(CONSTELLATIONS, (YES[0], NO[0]), (YES[0], NO[0]))
    ]
    assert len({tuple(parts(*one)) for one in sixteen}) == len(sixteen) == len(SIXTEEN)
    assert len({words(*one) for one in sixteen}) == len(SIXTEEN)


@pytest.mark.parametrize("constellation", CONSTELLATIONS)
def test_no_digit_is_in_a_picture(constellation: ConstellationId) -> None:
    """It stands in the result, whose tree holds none; so sizes are left to the style and the sprite."""
    for language in language_folder.available():
        assert re.search(r"\d", picture(constellation, language)) is None


def test_every_part_is_in_the_sprite_that_was_asked_for_it() -> None:
    """A page with load pictures finds each part; any other page does not carry them."""
    named = {part for c in CONSTELLATIONS for part in parts(picture(c))}
    assert len(named) == len(CONSTELLATIONS) + len(("person", *GROUNDS, *LEVERS))
    for page, expected in ((sprite(load_picture=True), named), (sprite(), set())):
        symbols = set(re.findall(r'<symbol id="glyph-([\w-]+)"', page))
        assert symbols & named == expected


def test_all_parts_lie_on_one_canvas() -> None:
    """The same place for each part: parts are laid on one another, so all have the same view box."""
    named = {part for c in CONSTELLATIONS for part in parts(picture(c))}
    assert all(drawing(part).count('viewBox="0 0 160 120"') == 1 for part in named)
