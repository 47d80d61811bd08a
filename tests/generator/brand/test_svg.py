"""An SVG reaches a site only as this project has written it anew: a still picture and nothing else."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.brand import svg_parts
from generator.brand.brand_file import BrandFileError
from generator.brand.svg import sanitised
from tests.generator.brand.pictures import XLINK, svg

INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape by Anna at C:\\Users\\Anna\\logo.svg -->
<svg width="40mm" height="20mm" viewBox="0 0 40 20" version="1.1" id="svg1" xml:space="preserve"
   inkscape:version="1.3" sodipodi:docname="logo.svg" inkscape:export-filename="C:\\Users\\Anna\\logo.png"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:xlink="http://www.w3.org/1999/xlink"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns="http://www.w3.org/2000/svg"
   xmlns:svg="http://www.w3.org/2000/svg">
  <sodipodi:namedview id="namedview1" pagecolor="#ffffff"><inkscape:grid/></sodipodi:namedview>
  <metadata>Anna, Hamburg
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><a href="x"/></rdf:RDF>
  </metadata>
  <title>Marke &amp; "Söhne"</title>
  <svg:g inkscape:label="Ebene 1" data-name="Anna" aria-label="Anna (Hamburg)">
    <rect style="fill:#7a1f3d" width="40" height="20"/> <use xlink:href="#svg2"/>
    <text x="1">a<tspan>b</tspan> c</text>
  </svg:g>
</svg>
"""
CLEAN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 40 20" version="1.1" '
    'id="svg1"><title>Marke &amp; "Söhne"</title><g><rect style="fill:#7a1f3d" width="40" height="20"/>'
    '<use href="#svg2"/><text x="1">a<tspan>b</tspan> c</text></g></svg>'
)


def test_what_a_drawing_program_adds_for_itself_is_left_out() -> None:
    """Comments, metadata, paths of a computer and names of layers are gone; the picture is complete."""
    assert sanitised(INKSCAPE.encode()).contents.decode() == CLEAN
    assert sanitised(INKSCAPE.replace("\n", "\r\n").encode()).contents.decode() == CLEAN
    assert sanitised(INKSCAPE.encode()).ratio == 2


TAKEN = {
    "paint in quotes": svg("<circle style=\"fill:url('#a')\"/><circle fill='url( &quot;#a&quot; )'/>"),
    "colours of the night": svg("<style>@media (prefers-color-scheme:dark){a{fill:rgb(1,2,3)}}</style>"),
    "a name of half a million letters": svg(f"<text font-family='{'a-' * 250_000}'/>"),
    "shadow": svg("<filter id='a'><feGaussianBlur stdDeviation='2'/></filter><g filter='url(#a)'/>"),
    "uses": svg("<defs><g id='a'/></defs><use href='#a'/><use href='#a'/><use href='#none'/>"),
}


@pytest.mark.parametrize("picture", TAKEN.values(), ids=TAKEN)
def test_what_is_only_a_picture_is_taken(picture: str) -> None:
    """Paint by name, colours for a dark tab, effects of the picture itself: nothing is lost."""
    clean = sanitised(picture.encode()).contents
    assert [sorted(element.attrib.values()) for element in ET.fromstring(clean).iter()] == [  # noqa: S314
        sorted(element.attrib.values())
        for element in ET.fromstring(picture).iter()  # noqa: S314 (our own)
    ]


REFUSED = {
    "escaped address in a style": svg("<style>circle{fill:u\\72l(https://spy.example/a)}</style>"),
    "escaped import": svg("<style>@\\69mport 'https://spy.example/a.css';</style>"),
    "address behind a pretended comment": svg(
        "<style>a{b:'/*';fill:url(https://spy.example/a);c:'*/'}</style>"
    ),
    "picture set": svg("<style>circle{fill:image-set('https://spy.example/a.png' 1x)}</style>"),
    "font in a style": svg("<style>@font-face{font-family:a;src:local(a)}</style>"),
    "movement in a style": svg("<style>@keyframes a{to{opacity:0}}</style>"),
    "picture of an SVG": svg("<image href='data:image/svg+xml,&lt;svg/&gt;'/>"),
    "file beside it": svg("<image href='other.png'/>"),
    "part of another file": svg("<use href='other.svg#a'/>"),
    "effect of another file": svg("<filter><feImage href='#a'/></filter>"),
    "unknown element": svg("<hologram/>"),
    "link to itself": svg("<a href='#a'><circle r='1'/></a>"),
    "use of itself": svg("<g id='a'><use href='#a'/></g>"),
    "use in a ring": svg("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"),
    "no size": "<svg xmlns='http://www.w3.org/2000/svg'><circle r='1'/></svg>",
    "size of nothing": svg("", box="0 0 0 8"),
    "size in percent": "<svg xmlns='http://www.w3.org/2000/svg' width='100%' height='100%'/>",
    "depth": svg("<g>" * 500 + "</g>" * 500),
}


@pytest.mark.parametrize("picture", REFUSED.values(), ids=REFUSED)
def test_what_could_fetch_move_or_stand_still_is_refused(picture: str) -> None:
    """Spellings that a filter would overlook, elements that a browser expands, pictures without a size."""
    with pytest.raises(BrandFileError, match=r"expected .*; (export|save)"):
        sanitised(picture.encode())


def test_no_style_hides_behind_an_element() -> None:
    """A browser would read text after an element within <style> as style; it is left out."""
    style = "<style>a{fill:red}<title>b</title>@import '//spy.example/a.css';</style>"
    hidden = svg(f"{style}<text>a<x:b/>c</text>", 'xmlns:x="urn:x"')
    assert sanitised(hidden.encode()).contents.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
        "<style>a{fill:red}</style><text>ac</text></svg>"
    )


def test_a_few_uses_cannot_draw_a_million_shapes() -> None:
    """Ten times ten times ten…: an entity bomb by other means, refused for the number of shapes."""
    levels = "".join(
        f"<g id='l{level}'>" + f"<use href='#l{level - 1}'/>" * 10 + "</g>" for level in range(1, 7)
    )
    with pytest.raises(BrandFileError, match="expected at most 50000 shapes"):
        sanitised(svg(f"<circle id='l0' r='1'/>{levels}").encode())


def test_a_picture_without_viewbox_gets_one() -> None:
    """It is made from width and height, in pixels."""
    without_viewbox = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='120px' height='40.5'><path d='M0 0h9'/></svg>"
    )
    clean = sanitised(without_viewbox.encode())
    assert b'viewBox="0 0 120 40.5"' in clean.contents
    assert clean.ratio == 120 / 40.5


NAMES = st.sampled_from(
    [*sorted(svg_parts.ELEMENTS), "script", "a", "foreignObject", "animate", "x:y", "metadata"]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "fill", "style", "href", "xlink:href", "onload", "x:z", "data-x", "d", "points"]),
    st.sampled_from(["#a", "url(#a)", "url(//spy.example)", "http://spy.example", '<&">', "a\n\tb", "\\75"]),
)
TREES = st.recursive(
    st.tuples(NAMES, ATTRIBUTES, st.just(())),
    lambda inner: st.tuples(NAMES, ATTRIBUTES, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)


def _element(tree: tuple[str, dict[str, str], tuple[object, ...]]) -> ET.Element:
    name, attributes, children = tree
    element = ET.Element(name, attributes)
    element.text = "text & <more>"
    element.extend(_element(child) for child in children)  # type: ignore[arg-type]
    return element


@given(TREES)
def test_whatever_is_given_only_known_parts_come_out(
    tree: tuple[str, dict[str, str], tuple[object, ...]],
) -> None:
    """A picture is refused, or has only allowed names and no address; cleaning it twice changes nothing."""
    picture = svg(ET.tostring(_element(tree), "unicode"), f'xmlns:x="urn:x" {XLINK}').encode()
    try:
        clean = sanitised(picture)
    except BrandFileError:
        return
    for element in ET.fromstring(clean.contents).iter():  # noqa: S314 (what was cleaned)
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in svg_parts.ELEMENTS
        assert set(element.attrib) <= {*svg_parts.ATTRIBUTES, "href"}
        assert element.get("href", "#").startswith("#")
    assert b"url(//" not in clean.contents
    assert sanitised(clean.contents) == clean
