"""A page of the report as one piece, for a frame: nothing in it is fetched."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Mapping

TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2"}


def self_contained(files: Mapping[str, bytes], path: str) -> str:
    """Return the page ``path`` of ``files``, a report, with its styles, fonts and pictures inside.

    Its own policy is dropped: in a frame, that of the page around it applies. Links to other files of the
    report stay as they are. Raises ``KeyError`` if there is no such page.
    """
    page, folder = files[path].decode(), posixpath.dirname(path)
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", page)

    def embedded(match: re.Match[str]) -> str:
        name = posixpath.normpath(posixpath.join(folder, match[2]))
        return f"{match[1]}{_address(files, name)}{match[3]}"

    page = re.sub(r'(<link rel="(?:stylesheet|icon)" href=")([^"]+)(")', embedded, page)
    return re.sub(r'(<img src=")([^"]+)(")', embedded, page)


def with_files_inside(files: Mapping[str, bytes], sheet: str) -> bytes:
    """Return the stylesheet ``sheet`` of ``files`` with the fonts and pictures that it names inside."""
    folder = posixpath.dirname(sheet)

    def embedded(match: re.Match[bytes]) -> bytes:
        return f'url("{_address(files, posixpath.join(folder, match[1].decode()))}")'.encode()

    return re.sub(rb'url\("?(?!data:|#)([^")\']+)"?\)', embedded, files[sheet])


def _address(files: Mapping[str, bytes], name: str) -> str:
    contents = with_files_inside(files, name) if name.endswith(".css") else files[name]
    kind = TYPES[posixpath.splitext(name)[1]]
    return f"data:{kind};base64,{base64.b64encode(contents).decode()}"
