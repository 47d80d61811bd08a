"""A file that somebody drops into the studio: name, size and contents, checked before it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from generator.brand import font, picture
from generator.brand.brand_file import BrandFileError
from generator.configuration.statements import Path
from generator.configuration.values import value_at
from generator.studio.toml_values import key_text
from generator.studio.workspace import FILE_KEYS, Workspace, names_of
from questionnaire.faults import Fault, FaultError, InputError
from questionnaire.system_reasons import system_reason

_PICTURES = ("svg", "png", "jpg", "jpeg", "webp", "gif")
_FONTS = ("woff2", "woff", "ttf", "otf")
# How the files end that a site.toml may name.
ENDINGS = tuple(f".{ending}" for ending in (*_PICTURES, *_FONTS))
_CONVERTED = ("jpg", "jpeg", "webp", "gif")
_NAME = re.compile(r"\w[\w .,()+&-]*\.(?P<ending>[a-z0-9]{1,5})", re.IGNORECASE)
_LONGEST = 100
# Names that Windows keeps for devices, whatever their ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\..*", re.IGNORECASE)

_READERS: Mapping[str, Callable[[FilePath, str], object]] = {
    "logo": picture.read,
    "favicon": picture.read_icon,
    "font": font.read,
    "font_headings": font.read,
}


def is_field(at: Path) -> bool:
    """Return whether ``at`` is a key that names a file: of [brand], or of a survey's own brand."""
    match at:
        case ("brand", key) | ("surveys", int(), "brand", key):
            return key in FILE_KEYS
    return False


def keep(workspace: Workspace, values: Mapping[str, Any], at: Path, name: str, contents: bytes) -> str:
    """Put the file ``name`` into the workspace for the field ``at``; return the name that it has there.

    Another file that ``values`` name is never overwritten. Raises ``FaultError`` or ``InputError``, and keeps
    nothing, if name, size or contents cannot be used there.
    """
    if not is_field(at):
        raise FaultError("studio.no_place")
    ending = _checked(name, str(at[-1]), len(contents))
    key = _key(at)
    try:
        with workspace.beside(f"upload.{ending}", contents) as fresh:
            _READERS[str(at[-1])](fresh, "upload")
    except BrandFileError as error:
        raise InputError([replace(error.fault, key=key, value=name)]) from error
    except OSError as error:
        details = {"reason": system_reason(error), "name": name}
        raise InputError([Fault("studio.not_written", key, details=details)]) from error
    free = _free_name(workspace, values, at, name, contents)
    workspace.write(free, contents)
    return free


def with_other_weights(
    workspace: Workspace, values: Mapping[str, Any], at: Path, name: str
) -> str | list[str]:
    """Return what the field ``at`` holds once the file ``name`` is kept for it.

    A font joins those of its family that the field names already, in the order of their weights; one of the
    same weight takes the other's place, and so does a font of another family, or a picture, that of all.
    """
    if not str(at[-1]).startswith("font"):
        return name
    new = _kept_font(workspace, name)
    former = {each: _kept_font(workspace, each) for each in _names_at(values, at) if each != name}
    joined = {each: font_ for each, font_ in former.items() if font_ and new and font_.stands_beside(new)} | {
        name: new
    }
    names = sorted(joined, key=lambda each: font_.weights if (font_ := joined[each]) else (0, 0))
    return names if len(names) > 1 else name


class _KeptFont(NamedTuple):
    """A font in the workspace: the name of its family, and its weights from the smallest to the largest."""

    family: str
    weights: tuple[int, int]

    def stands_beside(self, other: _KeptFont) -> bool:
        apart = self.weights[1] < other.weights[0] or other.weights[1] < self.weights[0]
        return apart and bool(self.family) and self.family == other.family


def _kept_font(workspace: Workspace, name: str) -> _KeptFont | None:
    """Return the font in the file ``name``; ``None`` if it is none, or not there."""
    try:
        contents = (workspace.folder / name).read_bytes()
        return _KeptFont(font.family(contents), font.from_bytes(contents, name).range)
    except (OSError, BrandFileError):
        return None


def _names_at(values: Mapping[str, Any], at: Path) -> list[str]:
    named = value_at(values, *at)
    listed = named if isinstance(named, list) else [named]
    return [name for name in listed if isinstance(name, str)]


def _checked(name: str, field: str, size: int) -> str:
    """Return the ending of ``name``; raises ``FaultError``."""
    is_font = field.startswith("font")
    endings = _FONTS if is_font else _PICTURES
    match = _NAME.fullmatch(name)
    if not match or len(name) > _LONGEST or _DEVICES.fullmatch(name):
        raise FaultError("studio.file_name", name=name[:_LONGEST])
    ending = match["ending"].lower()
    if ending not in endings:
        raise FaultError("studio.file_ending", name=name, endings=endings)
    converted = picture.LARGEST_TO_CONVERT if ending in _CONVERTED else picture.LARGEST
    most = font.LARGEST if is_font else converted
    if size > most:
        raise BrandFileError("brand_file.too_large", most=most // 1000)
    return ending


def _free_name(workspace: Workspace, values: Mapping[str, Any], at: Path, name: str, contents: bytes) -> str:
    """Return ``name``, with a number if another field's file, or one that nobody named, has it."""
    own = _names_at(values, at)
    stem, _, ending = name.rpartition(".")
    number, free = 1, name
    while not _may_take(workspace, values, free, contents, own=own):
        number += 1
        free = f"{stem}-{number}.{ending}"
    return free


def _may_take(
    workspace: Workspace, values: Mapping[str, Any], name: str, contents: bytes, *, own: list[str]
) -> bool:
    path = workspace.folder / name
    if not path.exists():
        return True
    if path.is_file() and path.read_bytes() == contents:
        return True
    return name in own and names_of(values).count(name) == 1


def _key(at: Path) -> str:
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{key_text(step)}" for step in at)[1:]
