"""Read a brand's logo and refuse anything that is not a harmless PNG or SVG picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

LARGEST = 1_000_000  # bytes; a logo travels with every first visit
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = {"script", "foreignObject", "iframe", "embed", "object", "animate", "set", "handler"}


class LogoError(Exception):
    """The file is no logo that can be shown; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture: the name it gets in the site, and its bytes."""

    name: str
    contents: bytes


def read(path: Path) -> Logo:
    """Return the logo in ``path``; raises ``LogoError`` if it is missing, too large, or no safe picture."""
    try:
        if path.stat().st_size > LARGEST:
            raise LogoError(f"expected at most {LARGEST // 1000} kB; save the logo smaller")
        contents = path.read_bytes()
    except OSError as error:
        raise LogoError(
            f"{error.strerror}; expected a PNG or SVG file, named relative to site.toml"
        ) from error
    if contents.startswith(_PNG):
        return Logo("logo.png", contents)
    if path.suffix.lower() == ".svg":
        _check_svg(contents)
        return Logo("logo.svg", contents)
    raise LogoError("expected a picture in PNG or SVG format, but the file holds something else")


def _check_svg(contents: bytes) -> None:
    if re.search(rb"<!(DOCTYPE|ENTITY)", contents, re.IGNORECASE):
        raise LogoError("expected an SVG without DOCTYPE; export it again as plain SVG")
    try:
        root = ET.fromstring(contents)  # noqa: S314 (no DOCTYPE, so no entities to expand)
    except ET.ParseError as error:
        raise LogoError(f"expected a well-formed SVG, but: {error}") from error
    if root.tag != f"{_SVG}svg":
        raise LogoError("expected an SVG picture, but the file's first element is not <svg>")
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in _ACTIVE:
            raise LogoError(f"expected a still picture, but it holds <{name}>; export it again as plain SVG")
        for attribute, value in element.attrib.items():
            local = attribute.rpartition("}")[2].lower()
            if local.startswith("on") or (local == "href" and not value.startswith(("#", "data:image/"))):
                raise LogoError(
                    f"expected no scripts or links, but <{name}> has {local}=; export it again as plain SVG"
                )
        if "url(" in (element.text or "") or "@import" in (element.text or ""):
            raise LogoError(
                "expected no references to other files in the picture's style; export it again as plain SVG"
            )
