"""The width of a text in a font, from the font's own tables."""

from __future__ import annotations

import functools
import io

# A character that the font lacks comes from another font: assume that it is as wide as the font is high.
_UNKNOWN = 1.0


class Typeface:
    """A font in one weight, which measures the width of texts."""

    def __init__(self, contents: bytes, weight: int) -> None:
        """Read ``contents``, a font in WOFF2; a variable font is measured at ``weight``, from 1 to 1000."""
        from fontTools.ttLib import TTFont  # noqa: PLC0415 (for posters only)

        font = TTFont(io.BytesIO(contents))
        self._names: dict[int, str] = font.getBestCmap()
        self._glyphs = font.getGlyphSet(location={"wght": weight} if "fvar" in font else None)
        self._unit: int = font["head"].unitsPerEm
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return the width of ``text`` on one line, in font sizes (em), without kerning."""
        return sum(map(self._width_of_character, text))

    def _width_of_character(self, character: str) -> float:
        if character not in self._widths:
            name = self._names.get(ord(character))
            self._widths[character] = self._glyphs[name].width / self._unit if name else _UNKNOWN
        return self._widths[character]


# Languages and surveys share a font, so each font is read once.
typeface = functools.lru_cache(maxsize=8)(Typeface)
