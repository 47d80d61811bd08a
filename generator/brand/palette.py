"""From one brand colour, or two, to every colour of a page: readable in light and in dark.

Colours are derived in OKLCH, where equal lightness looks equally light whatever the hue. A colour that
site.toml gives for a single role stands as it is, and the others are derived around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.brand import oklch
from generator.brand.contrast import GRAPHICS, SURFACES, TEXT, meets, nearest, ratio

# What each colour is for. In style sheets they are called --paper … --on-second, with hyphens.
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
    """Return what CSS calls ``role``: ``on_accent`` is the custom property ``--on-accent``."""
    return role.replace("_", "-")


def declared(colours: Colours) -> str:
    """Return ``colours`` as CSS declares them: ``--paper:#fbf8f3;--ink:#22252b;``."""
    return "".join(f"--{hyphenated(role)}:{colour};" for role, colour in colours.items())


@dataclass(frozen=True, slots=True)
class _Scheme:
    """What light and dark differ in: OKLCH lightness and chroma of the surfaces and of the ink."""

    paper: tuple[float, float]
    raised: float
    tint: float
    ink: tuple[float, float]
    second: float


_SCHEMES = {
    "light": _Scheme(paper=(0.983, 0.006), raised=0.012, tint=-0.026, ink=(0.26, 0.018), second=0.56),
    "dark": _Scheme(paper=(0.19, 0.012), raised=0.035, tint=0.06, ink=(0.935, 0.012), second=0.74),
}
_WARM = 80.0  # the hue of paper where the brand is grey
_COLOURFUL = 0.02  # chroma from which on a colour has a hue to speak of
_COMPANION = 150.0  # degrees from the brand's hue to that of a second colour: apart, and no opposite
_CALM = 0.06  # chroma of a companion at most, so that it never calls louder than the brand


def palette(
    primary: str, accent: str | None = None, *, light: Colours | None = None, dark: Colours | None = None
) -> dict[str, dict[str, str]]:
    """Return ``#rrggbb`` for every role of ``ROLES``, for ``"light"`` and ``"dark"``.

    All arguments are colours ``#rrggbb``. ``accent`` is the brand's second colour; ``light`` and
    ``dark`` give single roles exactly. What is derived meets every ratio of ``contrast.PAIRS``; what
    is given may break some, which ``colour_checks.broken`` tells.
    """
    given = {"light": light or {}, "dark": dark or {}}
    return {
        name: _colours(primary, accent, given[name], scheme, light=name == "light")
        for name, scheme in _SCHEMES.items()
    }


def _colours(
    primary: str, accent: str | None, given: Colours, scheme: _Scheme, *, light: bool
) -> dict[str, str]:
    made = {**_surfaces(primary, given, scheme), **given}
    made.setdefault("ink", _readable(_ink(primary, made["paper"], scheme), made, TEXT))
    made.setdefault("quiet", _readable(oklch.mixed(made["paper"], made["ink"], 0.72), made, TEXT))
    made.setdefault("line", oklch.mixed(made["paper"], made["ink"], 0.16))
    made.setdefault("border", _readable(oklch.mixed(made["paper"], made["ink"], 0.5), made, GRAPHICS))
    made.setdefault("accent", _readable(primary, made, TEXT))
    second, needed = (accent, GRAPHICS) if accent else (_companion(primary, scheme), TEXT)
    made.setdefault("second", _readable(second, made, needed))
    for role in ("accent", "second"):
        made.setdefault(f"on_{role}", _on(made[role], made, light=light))
    return {role: made[role] for role in ROLES}


def _surfaces(primary: str, given: Colours, scheme: _Scheme) -> dict[str, str]:
    paper = given.get("paper") or oklch.to_hex(*scheme.paper, _hue(primary))
    lightness, chroma, hue = oklch.from_hex(paper)
    if chroma < _COLOURFUL:
        hue = _hue(primary)
    # Away from the text where a paper of the facilitator's own leaves it little room.
    extreme = _extreme(paper, given)
    roomy = ratio(paper, extreme) > _AMPLE
    away = 1 if extreme == _BLACK else -1
    raised, tint = (step if roomy else away * abs(step) for step in (scheme.raised, scheme.tint))
    breath = min(oklch.from_hex(primary)[1], _BREATH)
    surfaces = {
        "raised": _surface(lightness + raised, chroma / 2, hue),
        "tint": _surface(lightness + tint, chroma / 2 + breath, hue),
    }
    # A vivid paper may have no neighbour that can be written on as well; then there is one surface.
    safe = {role: colour if ratio(colour, extreme) >= TEXT else paper for role, colour in surfaces.items()}
    return {"paper": paper, **safe}


_BLACK, _WHITE = "#000000", "#ffffff"
_AMPLE = 12.0  # contrast that leaves quiet text and the accent room to differ from black and white
_BREATH = 0.016  # chroma at which a surface just begins to have a colour


def _extreme(paper: str, given: Colours) -> str:
    """Return black or white: the farther from ``paper``, unless only the other reads on what is given."""
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


def _readable(colour: str, made: Colours, needed: float) -> str:
    """Return the nearest colour that reaches ``needed`` on all surfaces, or else on the paper at least."""
    for surfaces in (SURFACES, ("paper", "raised"), ("paper", "tint"), ("paper",)):
        found = nearest(colour, [(made[surface], needed) for surface in surfaces])
        if found:
            return found
    raise AssertionError(f"black or white can be read on {made['paper']}")  # 4.58 to 1 at the least


def _on(ground: str, made: Colours, *, light: bool) -> str:
    """Return a text colour for ``ground``: the paper's or the ink's where it can be read, else an extreme."""
    for colour in (made["paper"], made["ink"], _WHITE if light else _BLACK):
        if meets(colour, [(ground, TEXT)]):
            return colour
    return max((_BLACK, _WHITE), key=lambda colour: ratio(colour, ground))
