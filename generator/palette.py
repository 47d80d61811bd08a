"""From one brand colour to the colours of a page that stay readable, in light and in dark.

Contrast is WCAG 2.2's ratio of relative luminances; text needs at least 4.5 to 1 (criterion 1.4.3).
"""

from __future__ import annotations

from coloraide import Color

READABLE = 4.5
PAPER, INK = "#fbf9f9", "#24212a"
DARK_PAPER, DARK_INK = "#1a171b", "#f1ecee"


def palette(primary: str) -> dict[str, dict[str, str]]:
    """Return custom properties (name -> ``#rrggbb``) for ``"light"`` and ``"dark"``.

    ``accent`` is ``primary``, moved only as far towards black or white as reading it on the paper
    asks for; ``on-accent`` is what can be read on it; ``tint`` is a quiet surface.
    """
    return {"light": _scheme(primary, PAPER, INK), "dark": _scheme(primary, DARK_PAPER, DARK_INK)}


def _scheme(primary: str, paper: str, ink: str) -> dict[str, str]:
    accent = _readable_on(Color(primary), Color(paper), towards=Color(ink))
    on_accent = max((Color(paper), Color(ink)), key=lambda colour: colour.contrast(accent))
    tint = Color(paper).mix(accent, 0.1, space="oklab")
    return {
        "paper": paper,
        "ink": ink,
        "accent": _hex(accent),
        "on-accent": _hex(on_accent),
        "tint": _hex(tint),
        "raised": _hex(
            Color(paper).mix(
                Color("white" if paper == PAPER else ink), 0.5 if paper == PAPER else 0.05, space="oklab"
            )
        ),
        "quiet": _hex(Color(ink).mix(Color(paper), 0.28, space="oklab")),
        "line": _hex(Color(paper).mix(Color(ink), 0.18, space="oklab")),
        "border": _hex(Color(paper).mix(Color(ink), 0.55, space="oklab")),
        "second": _hex(_readable_on(Color("#b0563a"), Color(paper), towards=Color(ink))),
        "on-second": paper,
        "corner": "0.75rem",
    }


def _readable_on(colour: Color, paper: Color, towards: Color) -> Color:
    """Return the first colour on the way from ``colour`` to ``towards`` that can be read on ``paper``."""
    for step in range(21):
        # Compared as it will be written: rounding to #rrggbb takes the last hundredth of contrast.
        mixed = Color(_hex(colour.mix(towards, step / 20, space="oklab")))
        if mixed.contrast(paper) >= READABLE:
            return mixed
    return towards


def _hex(colour: Color) -> str:
    return str(colour.convert("srgb").fit().to_string(hex=True))
