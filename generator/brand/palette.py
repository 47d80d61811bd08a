"""From one brand colour, or two, to every colour of a page: readable in light and in dark.

Colours are derived in OKLCH, where equal lightness looks equally light whatever the hue. A colour that
site.toml gives for a single role stays exactly as it is; the others are derived around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.brand import oklch
from generator.brand.contrast import GRAPHICS, SURFACES, TEXT, meets, nearest, ratio

# Role of a colour -> its use. The stylesheets call them --paper … --on-second, with hyphens.
ROLES = {
    "paper": "the page itself",
    "raised": "a card that lies on the page",
    "tint": "a quiet surface with a breath of the brand colour",
    "ink": "text",
    "quiet": "secondary text",
    "line": "a hairline that only decorates",
    "border": "the edge of a control",
    "accent": "the brand colour: links, headings, buttons",
    "on_accent": "text on the accent",
    "second": "the second brand colour: drawings and marks",
    "on_second": "text on the second colour",
}

Colours = Mapping[str, str]  # role -> #rrggbb


def hyphenated(role: str) -> str:
    """Return the name of ``role`` in CSS: ``on_accent`` is the custom property ``--on-accent``."""
    return role.replace("_", "-")


def declared(colours: Colours) -> str:
    """Return ``colours`` as declarations of CSS: ``--paper:#fbf8f3;--ink:#22252b;``."""
    return "".join(f"--{hyphenated(role)}:{colour};" for role, colour in colours.items())


@dataclass(frozen=True, slots=True)
class _Scheme:
    """The values in which light and dark differ: OKLCH lightness and chroma of the surfaces and the ink."""

    paper: tuple[float, float]
    raised: float
    tint: float
    ink: tuple[float, float]
    second: float


_SCHEMES = {
    "light": _Scheme(paper=(0.983, 0.006), raised=0.012, tint=-0.026, ink=(0.26, 0.018), second=0.56),
    "dark": _Scheme(paper=(0.19, 0.012), raised=0.035, tint=0.06, ink=(0.935, 0.012), second=0.74),
}
_WARM = 80.0  # the hue of paper if the brand is grey
_COLOURFUL = 0.02  # a colour of less chroma looks grey, whatever its hue
_COMPANION = 150.0  # degrees from the brand's hue to that of a second colour: far apart, yet no opposite
_CALM = 0.06  # the most chroma of a companion, so that it is never louder than the brand


def palette(
    primary: str, accent: str | None = None, *, light: Colours | None = None, dark: Colours | None = None
) -> dict[str, dict[str, str]]:
    """Return ``#rrggbb`` for every role of ``ROLES``, for ``"light"`` and ``"dark"``.

    All arguments are colours ``#rrggbb``. ``accent`` is the brand's second colour; ``light`` and ``dark``
    give exact colours for single roles. Derived colours meet every ratio of ``contrast.PAIRS``; given ones
    may break some, which ``colour_checks.broken`` reports.
    """
    given = {"light": light or {}, "dark": dark or {}}
    return {
        name: _colours(primary, accent, given[name], scheme, light=name == "light")
        for name, scheme in _SCHEMES.items()
    }


def _colours(
    primary: str, accent: str | None, given: Colours, scheme: _Scheme, *, light: bool
) -> dict[str, str]:
    colours = {**_surfaces(primary, given, scheme), **given}
    colours.setdefault("ink", _readable(_ink(primary, colours["paper"], scheme), colours, TEXT))
    paper, ink = colours["paper"], colours["ink"]
    colours.setdefault("quiet", _readable(oklch.mixed(paper, ink, 0.72), colours, TEXT))
    colours.setdefault("line", oklch.mixed(paper, ink, 0.16))
    colours.setdefault("border", _readable(oklch.mixed(paper, ink, 0.5), colours, GRAPHICS))
    colours.setdefault("accent", _readable(primary, colours, TEXT))
    second, needed = (accent, GRAPHICS) if accent else (_companion(primary, scheme), TEXT)
    colours.setdefault("second", _readable(second, colours, needed))
    for role in ("accent", "second"):
        colours.setdefault(f"on_{role}", _text_colour(colours[role], colours, light=light))
    return {role: colours[role] for role in ROLES}


def _surfaces(primary: str, given: Colours, scheme: _Scheme) -> dict[str, str]:
    paper = given.get("paper") or oklch.to_hex(*scheme.paper, _hue(primary))
    lightness, chroma, hue = oklch.from_hex(paper)
    if chroma < _COLOURFUL:
        hue = _hue(primary)
    # If the facilitator's paper leaves the text little contrast, the surfaces move away from the text's side.
    extreme = _extreme(paper, given)
    roomy = ratio(paper, extreme) > _AMPLE
    away = 1 if extreme == _BLACK else -1
    raised, tint = (step if roomy else away * abs(step) for step in (scheme.raised, scheme.tint))
    breath = min(oklch.from_hex(primary)[1], _BREATH)
    surfaces = {
        "raised": _surface(lightness + raised, chroma / 2, hue),
        "tint": _surface(lightness + tint, chroma / 2 + breath, hue),
    }
    # On a vivid paper, text may be readable on no other surface: then all surfaces are the paper.
    safe = {role: colour if ratio(colour, extreme) >= TEXT else paper for role, colour in surfaces.items()}
    return {"paper": paper, **safe}


_BLACK, _WHITE = "#000000", "#ffffff"
_AMPLE = 12.0  # with this contrast, quiet text and the accent can differ from black and white
_BREATH = 0.016  # chroma at which a surface just begins to have a colour


def _extreme(paper: str, given: Colours) -> str:
    """Return black or white: the farther from ``paper``, unless only the other reads on given surfaces."""
    farther, nearer = sorted((_BLACK, _WHITE), key=lambda colour: ratio(colour, paper), reverse=True)
    fixed = [(surface, TEXT) for surface in (paper, *(given[s] for s in SURFACES if s in given))]
    return nearer if meets(nearer, fixed) and not meets(farther, fixed) else farther


def _surface(lightness: float, chroma: float, hue: float) -> str:
    return oklch.to_hex(min(1.0, max(0.0, lightness)), chroma, hue)


def _hue(primary: str) -> float:
    _, chroma, hue = oklch.from_hex(primary)
    return hue if chroma >= _COLOURFUL else _WARM


def _ink(primary: str, paper: str, scheme: _Scheme) -> str:
    lightness, chroma = scheme.ink
    # A dark paper in the light scheme, or the other way round.
    if (oklch.from_hex(paper)[0] > _MIDDLE) == (lightness > _MIDDLE):
        lightness = 1.2 - lightness
    return oklch.to_hex(lightness, chroma, _hue(primary))


_MIDDLE = 0.6


def _companion(primary: str, scheme: _Scheme) -> str:
    chroma = oklch.from_hex(primary)[1]
    if chroma < _COLOURFUL:
        return oklch.to_hex(scheme.second, _CALM, _WARM - 20)
    return oklch.to_hex(scheme.second, min(_CALM, chroma), _hue(primary) + _COMPANION)


def _readable(colour: str, colours: Colours, needed: float) -> str:
    """Return the nearest colour that reaches ``needed`` on all surfaces, or at least on the paper."""
    for surfaces in (SURFACES, ("paper", "raised"), ("paper", "tint"), ("paper",)):
        readable = nearest(colour, [(colours[surface], needed) for surface in surfaces])
        if readable:
            return readable
    raise AssertionError(f"black or white can be read on {colours['paper']}")  # 4.58 to 1 at the least


def _text_colour(ground: str, colours: Colours, *, light: bool) -> str:
    """Return a text colour for ``ground``: paper or ink if it can be read there, else black or white."""
    for colour in (colours["paper"], colours["ink"], _WHITE if light else _BLACK):
        if meets(colour, [(ground, TEXT)]):
            return colour
    return max((_BLACK, _WHITE), key=lambda colour: ratio(colour, ground))
