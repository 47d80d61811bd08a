"""Read a brand's logo and refuse anything that is not a harmless PNG or SVG picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

LARGEST = 1_000_000  # bytes; a logo travels with every first visit
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_AGAIN = "export it again as plain SVG"
# What acts, or brings something else along; matched in lower case, animations by their beginning.
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "embed", "object", "set", "handler"})
_INSIDE = re.compile(r"#|data:image/(png|jpeg|webp)[;,]")
# A reference to anything but a part of the picture itself.
_REFERENCE = re.compile(r"@import|url\(\s*[\"']?\s*(?!#)", re.IGNORECASE)


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
        if path.exists() and not (path.is_file() or path.is_dir()):  # a device or pipe may never end
            raise LogoError("is no file; expected a PNG or SVG file, named relative to site.toml")
        if path.stat().st_size > LARGEST:
            raise LogoError(f"expected at most {LARGEST // 1000} kB; save the logo smaller")
        contents = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        expected = "expected a PNG or SVG file, named relative to site.toml"
        raise LogoError(f"{getattr(error, 'strerror', None) or error}; {expected}") from error
    if contents.startswith(_PNG):
        return Logo("logo.png", contents)
    if path.suffix.lower() == ".svg":
        _check_svg(contents)
        return Logo("logo.svg", contents)
    raise LogoError("expected a picture in PNG or SVG format, but the file holds something else")


def _check_svg(contents: bytes) -> None:
    root = _parsed(contents)
    if root.tag != f"{_SVG}svg":
        raise LogoError("expected an SVG picture, but the file's first element is not <svg>")
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name.lower() in _ACTIVE or name.lower().startswith("animate"):
            raise LogoError(f"expected a still picture, but it holds <{name}>; {_AGAIN}")
        for attribute, value in element.attrib.items():
            local = attribute.rpartition("}")[2].lower()
            if local.startswith("on") or (local == "href" and not _INSIDE.match(value)):
                raise LogoError(f"expected no scripts or links, but <{name}> has {local}=; {_AGAIN}")
            if _REFERENCE.search(value):
                raise LogoError(
                    f"expected no references to other files, but <{name}> has one in {local}=; {_AGAIN}"
                )
        if _REFERENCE.search(element.text or ""):
            raise LogoError(f"expected no references to other files, but <{name}> has one; {_AGAIN}")


def _parsed(contents: bytes) -> ET.Element:
    """Return the root of an SVG in UTF-8 that declares nothing: no DOCTYPE, hence no entities to expand."""
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LogoError(f"expected an SVG in UTF-8; {_AGAIN}") from error
    declared = re.match(r"""<\?xml[^>]*encoding=["']([^"']*)""", text)
    if declared and declared[1].lower() != "utf-8":
        raise LogoError(f"expected an SVG in UTF-8, but it says {declared[1]}; {_AGAIN}")
    text = re.sub(r"\A\s*<\?xml\s[^>]*\?>", "", text)
    if re.search(r"<!(DOCTYPE|ENTITY)|<\?|\0", text, re.IGNORECASE):
        raise LogoError(f"expected an SVG without DOCTYPE and processing instructions; {_AGAIN}")
    try:
        return ET.fromstring(text)  # noqa: S314 (declares nothing that could be expanded)
    except (ET.ParseError, ValueError) as error:
        raise LogoError(f"expected a well-formed SVG, but: {error}") from error
