"""A small SVG cannot keep a browser busy: its shapes are counted as often as they are drawn."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.brand import picture, svg_cost
from generator.brand.brand_file import BrandFileError
from generator.brand.svg import sanitised
from tests.generator.brand.pictures import embedded, png, svg

TIMES, LEVELS = 4, 9  # 4 to the power of 9 is more than 50,000
SHADOW = """<filter id='f'><feGaussianBlur/><feOffset/><feMerge><feMergeNode/>
<feMergeNode in='SourceGraphic'/></feMerge></filter>"""
KEPT_MASK = """<g mask='inherit'/>"""
PAINT_AROUND = """<rect fill='context-fill'/>"""


def nested(element: str, shape: Callable[[int], str]) -> str:
    """Return an SVG with ``LEVELS`` parts, each of which draws the one before it several times."""
    parts = "".join(f"<{element} id='p{n}'>{shape(n - 1) * TIMES}</{element}>" for n in range(1, LEVELS + 1))
    return svg(f"<{element} id='p0'><rect/></{element}>{parts}{shape(LEVELS)}")


def ruled(rule: str, shape: str) -> str:
    """Return an SVG of nested patterns, where the CSS ``rule`` says which pattern fills which ``shape``."""
    rules = "".join(rule.replace("%", str(n)) for n in range(LEVELS + 1))
    drawing = nested("pattern", lambda n: shape.replace("%", str(n)))
    return drawing.replace("<pattern", f"<style>{rules}</style><pattern", 1)


STEPS = "".join(f"<feBlend in='r{n}' in2='r{n}' result='r{n + 1}'/>" for n in range(40))
SHAPES = "<rect/>" * 500
PATTERN = f"<pattern id='p'>{'<circle/>' * 200}</pattern>"
BOMBS = {
    "patterns": nested("pattern", lambda n: f"<rect fill='url(#p{n})'/>"),
    "patterns of lines": nested("pattern", lambda n: f"<path stroke='url(#p{n})'/>"),
    "patterns by style": nested("pattern", lambda n: f"<rect style=\"fill:url( '#p{n}' )\"/>"),
    "patterns around": nested("pattern", lambda n: f"<g fill='url(#p{n})'><rect/></g>"),
    "masks": nested("mask", lambda n: f"<rect mask='url(#p{n})'/>"),
    "clip paths": nested("clipPath", lambda n: f"<rect clip-path='url(#p{n})'/>"),
    "markers": nested("marker", lambda n: f"<path marker-start='url(#p{n})'/>"),
    "uses": nested("g", lambda n: f"<use href='#p{n}'/>"),
    "a rule for a class": ruled(".a%{fill:url(#p%)}", "<rect class='a%'/>"),
    "a rule for an id": ruled("g > #a%{fill:url(#p%)}", "<rect id='a%'/>"),
    "a rule for the night": ruled("@media (width){x,rect.a%{FILL:URL(#p%)}}", "<rect class='a%'/>"),
    "a rule behind a string": ruled('x{font:"/*\n}.a%{fill:url(#p%)}/**/', "<rect class='a%'/>"),
    "a rule without its end": svg(f"{PATTERN}{SHAPES}<style>rect{{fill:url(#p)</style>"),
    "vertices": svg(
        f"<marker id='p'>{'<g/>' * 20}</marker><path marker-mid='url(#p)' d='M0 0{'h1' * 5000}'/>"
    ),
    "steps": svg(f"<filter id='f'><feFlood result='r0'/>{STEPS}</filter><rect filter='url(#f)'/>"),
    "octaves": svg("<filter id='f'><feTurbulence numOctaves='9999'/></filter><rect filter='url(#f)'/>"),
    "a wide step": svg("<filter id='f'><feMorphology radius='5000'/></filter><rect filter='url(#f)'/>"),
    "a large matrix": svg("<filter id='f'><feConvolveMatrix order='99'/></filter><g filter='url(#f)'/>"),
    "effects": svg(f"<g style='filter:{'blur(1px) ' * 2000}'/>"),
    "a step written with an exponent": svg(
        "<filter id='f'><feMorphology radius='5e3'/></filter><rect filter='url(#f)'/>"
    ),
    "a wide region": svg(
        "<filter id='f' width='9' height='900§'><feGaussianBlur stdDeviation='99'/></filter>"
        f"{'<rect filter=%/>' * 50}".replace("%", "'url(#f)'")
    ).replace("§", "%"),
    "points": svg(f"<path id='p' d='M0 0{'h1' * 5000}'/>{'<use href=%/>' * 600}".replace("%", "'#p'")),
    "letters": svg(f"<text id='p'>{'a' * 5000}</text>{'<use href=%/>' * 200}".replace("%", "'#p'")),
    "letters behind others": svg(
        f"<text id='p'><tspan/>{'a' * 5000}</text>{'<use href=%/>' * 200}".replace("%", "'#p'")
    ),
    "dashes": svg("<path stroke-dasharray='0.00001' d='M0 0H90'/>"),
    "dashes of a circle by style": svg("<circle r='9' style='STROKE-DASHARRAY /**/ : 0 1e-6 !important'/>"),
    "dashes around": svg(
        f"<style>g{{stroke-dasharray:1%}}</style><g>{'<line x2=%/>' * 9}</g>".replace("=%", "='9'")
    ),
    "dashes of a stated length": svg("<line x2='9' pathLength='1e9' stroke-dasharray='1 2'/>"),
    "dashes of a mirrored curve": svg(f"<path stroke-dasharray='.1' d='M0 0Q9999 0 0 0{'T0 0' * 9999}'/>"),
    "dashes of the screen": svg(
        f"<g transform='scale(1e9)' stroke-dasharray='1'>{'<line x2=% vector-effect=@/>' * 9}</g>"
    )
    .replace("%", "'9'")
    .replace("@", "'non-scaling-stroke'"),
    "dashes of a line by style": svg(
        f"<style>rect{{width:1e9px}}</style><g stroke-dasharray='1'>{'<rect/>' * 9}</g>"
    ),
    "dashed letters": svg(f"<g stroke-dasharray='1'>{'<text>a</text>' * 9}</g>"),
    "references": svg(f"{'<g id=%/>' * 300}{SHAPES}".replace("%", "'a'"))
    .replace("<rect/>", f"<rect style='{''.join(f'--{n}:url(#b{n});' for n in range(200))}'/>")
    .replace("</svg>", "".join(f"<g id='b{n}'/>" for n in range(200)) + "</svg>"),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_by_its_number_of_shapes(bomb: str) -> None:
    """Whatever multiplies the shapes, and wherever it is written, nobody has to draw them to find out."""
    with pytest.raises(BrandFileError, match=r"at most 50000 shapes, .*; save the picture simpler"):
        sanitised(bomb.encode())


UNREAD = {
    "a rule in a rule": svg(f"<style>g{{color:red; rect{{fill:url(#p)}}}}</style>{PATTERN}{SHAPES}"),
    "a pseudo-class": svg(f"<style>:is(a, rect){{fill:url(#p)}}</style>{PATTERN}{SHAPES}"),
    "a property of one's own": svg(f"<style>*{{--a:url(#p)}}g{{fill:var(--a)}}</style>{PATTERN}{SHAPES}"),
    "what is inherited": svg(f"<g mask='url(#p)'>{KEPT_MASK * 9}</g><mask id='p'>{'<rect/>' * 9999}</mask>"),
    "the shape's own paint": svg(
        f"{PATTERN}<marker id='m'>{PAINT_AROUND * 99}</marker>"
        + "<path fill='url(#p)' marker-start='url(#m)'/>" * 9
    ),
}


@pytest.mark.parametrize("bomb", UNREAD.values(), ids=UNREAD)
def test_what_we_do_not_read_counts_for_every_shape(bomb: str) -> None:
    """A browser knows more of CSS than we do: a rule that we cannot read may hold for anything."""
    with pytest.raises(BrandFileError, match=r"expected (at most 50000 shapes|no part that draws itself)"):
        sanitised(bomb.encode())


TAKEN = {
    "Illustrator": svg(
        "<defs><style>.a{fill:none;}.b{clip-path:url(#c);}.d{fill:url(#g);filter:url(#f)}</style>"
        "<clipPath id='c'><rect class='a'/></clipPath><linearGradient id='g'><stop/></linearGradient>"
        f"{SHADOW}</defs><g class='b'>{'<path class=%/>'.replace('%', repr('d')) * 100}</g>"
    ),
    "a hundred patterned shapes": svg(PATTERN + "<rect fill='url(#p)'/>" * 100),
    "many shapes with one gradient": svg(
        f"<linearGradient id='g'>{'<stop/>' * 9}</linearGradient><g fill='url(#g)'>{'<path/>' * 9999}</g>"
    ),
    "a hundred dashed lines": svg(
        "<style>.a{stroke-dasharray:2px,1;stroke-dashoffset:1}.b{stroke-dasharray:none}</style>"
        f"{'<path class=% d=@/>' * 100}".replace("%", "'a'").replace("@", "'M0 0C1 1 9-9 64 64Z'")
    ),
    "a paragraph and a detailed drawing": svg(
        f"<text>{'a' * 2000}</text><path d='M0 0{'c1 2 3 4 5 6' * 5000}'/>"
    ),
    "a clip path around all": svg(
        f"<clipPath id='c'><rect/></clipPath><g clip-path='url(#c)'>{'<path/>' * 9999}</g>"
    ),
}


@pytest.mark.parametrize("drawing", TAKEN.values(), ids=TAKEN)
def test_what_drawing_programs_export_is_taken(drawing: str) -> None:
    """Clip paths around everything, gradients, a shadow on a hundred shapes: all that logos really have."""
    assert sanitised(drawing.encode()).ratio == 1


@pytest.mark.parametrize("odd", ["\u00a0", "\u3000", "\u2028", "\\20 ", "%20", "/**/", "&#x85;", "'", "\\23"])
def test_a_reference_that_parsers_read_differently_is_refused(odd: str) -> None:
    """Only url(#name) passes, with spaces and quotes as CSS knows them; in every place that may hold one."""
    for place in ("<rect fill='%'/>", "<rect style='fill:%'/>", "<style>a{fill:%}</style>"):
        reference = f"url({odd}#a)".replace("'", "&apos;")
        with pytest.raises(BrandFileError, match=r"expected a style without .*; export it again"):
            sanitised(svg(place.replace("%", reference)).encode())


@pytest.mark.parametrize("href", ["#%61", "#a%00", "# a", "#", "other#a", "\u00a0#a"])
def test_a_link_that_parsers_read_differently_is_refused(href: str) -> None:
    """A browser reads #%61 as #a, and would draw what nobody counted."""
    with pytest.raises(BrandFileError, match="expected no links to elsewhere"):
        sanitised(svg(f"<g id='a'/><use href='{href}'/>").encode())


REFERRING = st.tuples(st.sampled_from(["fill", "mask", "clip-path", "href"]), st.integers(0, 7))
PARTS = st.lists(
    st.tuples(
        st.sampled_from(["pattern", "mask", "clipPath", "g", "marker"]), st.lists(REFERRING, max_size=4)
    ),
    min_size=1,
    max_size=8,
)


def drawn(part: int, parts: list[tuple[str, list[tuple[str, int]]]]) -> int:
    """Return how many shapes the part draws, by drawing them one after the other."""
    return 1 + sum(1 + (drawn(other, parts) if other < part else 0) for _, other in parts[part][1])


@given(PARTS)
def test_no_picture_draws_more_than_is_counted(parts: list[tuple[str, list[tuple[str, int]]]]) -> None:
    """A naive drawing of every reference never finds more shapes than the bound allows."""
    inside = ""
    for number, (element, shapes) in enumerate(parts):
        drawing = "".join(
            f"<use href='#p{other}'/>" if kind == "href" else f"<rect {kind}='url(#p{other})'/>"
            for kind, other in shapes
            if other < number
        )
        inside += f"<{element} id='p{number}'>{drawing}</{element}>"
    try:
        sanitised(svg(inside).encode())
    except BrandFileError as refused:
        assert "at most" in str(refused)  # noqa: PT017 (either outcome is right, if the bound is)
    else:
        earlier = [
            (element, [(k, o) for k, o in shapes if o < n]) for n, (element, shapes) in enumerate(parts)
        ]
        assert sum(drawn(part, earlier) for part in range(len(parts))) <= svg_cost.MOST_DRAWN


def test_a_picture_inside_is_cleaned_as_every_other() -> None:
    """It is checked to the last byte, loses its texts, and becomes PNG if it is none."""
    from tests.generator.brand.pictures import chunk  # noqa: PLC0415 (one chunk)

    told = png(3, 2, chunk(b"tEXt", b"Author\0Anna"))
    clean = sanitised(svg(f"<image href='{embedded(told)}'/>").encode()).contents.decode()
    assert clean == sanitised(svg(f"<image href='{embedded(png(3, 2))}'/>").encode()).contents.decode()
    photo = io.BytesIO()
    Image.new("RGB", (3, 2)).save(photo, "JPEG")
    drawing = svg(f"<image href='{embedded(photo.getvalue(), 'jpeg')}'/>").encode()
    assert b"data:image/png;base64," in sanitised(drawing, picture.plain_png).contents


def test_pictures_inside_have_few_pixels_together() -> None:
    """Sixteen kilobytes that unpack to 16 million pixels may stand there once, and no picture of billions."""
    large = f"<image href='{embedded(png(4000, 4000))}'/>"
    assert sanitised(svg(large).encode())
    with pytest.raises(
        BrandFileError, match="at most 16 million pixels together inside it; save them smaller"
    ):
        sanitised(svg(large * 2).encode())
    with pytest.raises(BrandFileError, match="expected 1 to 4000 pixels a side"):
        sanitised(svg(f"<image href='{embedded(png(40_000, 2))}'/>").encode())
