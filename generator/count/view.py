"""A page of the report as one piece, for a frame: nothing in it is fetched."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from generator.rendering.embedded import embedded_file


def self_contained(files: Mapping[str, bytes], path: str) -> str:
    """Return the page ``path`` of ``files``, a report, with its styles, fonts and pictures inside.

    Its own policy is dropped: in a frame, that of the page around it applies. Links to other files of the
    report stay as they are. Raises ``KeyError`` if there is no such page.
    """
    page, folder = files[path].decode(), posixpath.dirname(path)
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", page)

    def embedded(match: re.Match[str]) -> str:
        name = posixpath.normpath(posixpath.join(folder, match[2]))
        return f"{match[1]}{embedded_file(name, files)}{match[3]}"

    page = re.sub(r'(<link rel="(?:stylesheet|icon)" href=")([^"]+)(")', embedded, page)
    return re.sub(r'(<img src=")([^"]+)(")', embedded, page)
