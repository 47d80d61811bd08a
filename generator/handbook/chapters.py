"""The handbook's chapters and pictures: in a wheel beside this module, in a checkout in ``docs/``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# Where a wheel carries them (put there by hatch_build.py).
SHIPPED = Path(__file__).resolve().parent / "docs"
_CHECKOUT = Path(__file__).resolve().parents[2] / "docs"

CHAPTERS, PICTURES = "handbuch", "pictures"
COVER = "README"
# German papers beside the handbook, to which it leads: they follow its last chapter.
PAPERS = ("datenschutz", "betrieb")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, or a paper beside the handbook: its name without ``.md``, and its Markdown."""

    name: str
    text: str


def chapters() -> tuple[Chapter, ...]:
    """Return the cover, every chapter in order, and the papers."""
    folder = documents()
    numbered = sorted((folder / CHAPTERS).glob("[0-9]*.md"))
    paths = [folder / CHAPTERS / f"{COVER}.md", *numbered, *(folder / f"{name}.md" for name in PAPERS)]
    return tuple(Chapter(path.stem, path.read_text("utf-8")) for path in paths)


def picture(name: str) -> bytes:
    """Return the picture ``name`` of the handbook."""
    return (documents() / PICTURES / name).read_bytes()


def documents() -> Path:
    """Return the folder that holds the handbook, its papers and its pictures."""
    return SHIPPED if SHIPPED.is_dir() else _CHECKOUT


def files_for_wheel() -> dict[str, Path]:
    """Return everything that a wheel carries: path below ``docs/`` -> file of the checkout."""
    pages = [*(_CHECKOUT / CHAPTERS).glob("*.md"), *(_CHECKOUT / f"{name}.md" for name in PAPERS)]
    paths = [*pages, *(_CHECKOUT / PICTURES).glob("*.png")]
    return {path.relative_to(_CHECKOUT).as_posix(): path for path in sorted(paths)}
