"""Files as addresses that hold them: what a page names stands in the page itself, and nothing is fetched."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Mapping

_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2"}
_NAMED = re.compile(rb'url\("?(?!data:|#)([^")\']+)"?\)')


def embedded(name: str, contents: bytes) -> str:
    """Return an address that holds ``contents``: a style, picture or font, as the ending of ``name`` says."""
    return f"data:{_TYPES[posixpath.splitext(name)[1]]};base64,{base64.b64encode(contents).decode()}"


def embedded_file(path: str, files: Mapping[str, bytes]) -> str:
    """Return an address that holds the file at ``path`` of ``files``; of a stylesheet, all that it names."""
    return embedded(path, embedded_sheet(path, files) if path.endswith(".css") else files[path])


def embedded_sheet(path: str, files: Mapping[str, bytes]) -> bytes:
    """Return the stylesheet at ``path`` of ``files`` with the fonts and pictures that it names inside."""
    folder = posixpath.dirname(path)

    def inside(found: re.Match[bytes]) -> bytes:
        return f'url("{embedded_file(posixpath.join(folder, found[1].decode()), files)}")'.encode()

    return _NAMED.sub(inside, files[path])
