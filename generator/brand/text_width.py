"""How wide a text is in a font, by the font's own tables."""

from __future__ import annotations

import functools
import io

# A letter that the font lacks comes from another one: so wide at most, whatever that may be.
_UNKNOWN = 1.0


class Typeface:
    """A font in one weight, which tells how wide its letters are."""

    def __init__(self, contents: bytes, weight: int) -> None:
        """Read a whole font in WOFF2; one that varies is measured at ``weight``, from 1 to 1000."""
        from fontTools.ttLib import TTFont  # noqa: PLC0415 (for posters only)

        font = TTFont(io.BytesIO(contents))
        self._names: dict[int, str] = font.getBestCmap()
        self._glyphs = font.getGlyphSet(location={"wght": weight} if "fvar" in font else None)
        self._unit: int = font["head"].unitsPerEm
        self._known: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return how wide ``text`` is on one line, by the size of its letters, without kerning."""
        return sum(map(self._letter, text))

    def _letter(self, letter: str) -> float:
        if letter not in self._known:
            name = self._names.get(ord(letter))
            self._known[letter] = self._glyphs[name].width / self._unit if name else _UNKNOWN
        return self._known[letter]


# Several languages and surveys, one font.
typeface = functools.lru_cache(maxsize=8)(Typeface)
