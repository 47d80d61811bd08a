"""The header of an SVG as drawing programs write it, taken off before anything is parsed.

Illustrator and CorelDRAW begin with a DOCTYPE, and Illustrator names its namespaces by entities there. Such a
header says nothing about the picture. It is read here by hand and taken off, so that the parser of XML finds
no declaration and has nothing to expand or to fetch: an entity may only be a plain address, and any other
declaration makes the module refuse the picture.
"""

from __future__ import annotations

import re

from generator.brand.brand_file import BrandFileError

# The encodings that drawing programs name; all of them write the letters a-z as ASCII does.
_ENCODINGS = ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252")
_MOST_ENTITIES = 30
_LONGEST = 20_000  # characters of declarations; Illustrator's have about a thousand
_MOST_REPLACED = 1000  # references; a header's own namespaces need about ten
_SPACE = r"(?:\s++|<!--(?s:.)*?-->|<\?(?!xml-stylesheet)(?s:.)*?\?>)"
_DOCTYPE = re.compile(
    rf"\A(?P<before>(?>{_SPACE})*+)<!DOCTYPE\s+(?:svg:)?svg\b[^\[<>]*+(?:\[(?P<inside>[^\]]*+)\]\s*+)?>"
)
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,60})\s+(["'])(https?://[\w./#-]{1,200})\2\s*>""")
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]{0,60});")


def without_header(contents: bytes) -> str:
    """Return the text of the SVG in ``contents`` from its first element on, with the same number of lines.

    Raises ``BrandFileError`` if it is in another encoding, or declares more than the addresses of namespaces.
    """
    text = re.sub(r"\A\s*<\?xml\s[^>]*\?>", _only_lines, _decoded(contents))
    text = _without_doctype(text)
    if re.search(r"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet|\0", text, re.IGNORECASE):
        raise BrandFileError("svg.doctype")
    return text


def _decoded(contents: bytes) -> str:
    declared = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["']([^"'>]*)""", contents[:500])
    encoding = declared[1].decode("ascii", "replace") if declared else "utf-8"
    if encoding.lower() not in _ENCODINGS:
        raise BrandFileError("svg.other_encoding", encoding=encoding)
    try:
        return contents.decode("utf-8-sig" if encoding.lower() == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise BrandFileError("svg.no_utf_8") from error


def _without_doctype(text: str) -> str:
    """Return ``text`` without its DOCTYPE; each address that an entity there names is put in its places."""
    header = _DOCTYPE.match(text)
    if header is None:
        return text
    inside = header["inside"] or ""
    if len(inside) > _LONGEST:
        raise BrandFileError("svg.doctype")
    entities = {name: address for name, _, address in _ENTITY.findall(inside)}
    left = re.sub(r"\s|<!--.*?-->", "", _ENTITY.sub("", inside))
    if left or len(entities) > _MOST_ENTITIES:
        raise BrandFileError("svg.doctype")
    rest = text[header.end() :]
    if sum(reference in entities for reference in _REFERENCE.findall(rest)) > _MOST_REPLACED:
        raise BrandFileError("svg.doctype")
    drawn = _REFERENCE.sub(lambda reference: entities.get(reference[1], reference[0]), rest)
    return header["before"] + _only_lines(header) + drawn


def _only_lines(part: re.Match[str]) -> str:
    """Return the ends of the lines in ``part``, so that faults further down name the right line."""
    return "\n" * (part[0].count("\n") - part.groupdict().get("before", "").count("\n"))
