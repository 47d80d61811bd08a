"""Sites whose scripts are not as they are shipped: the naive variants of attacks on the page.

The hashes in the pages are those of the altered scripts, so that a browser runs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.rendering.inline import digest


def altered(files: Mapping[str, bytes], script: str, changes: Mapping[str, str]) -> dict[str, bytes]:
    """Return the site's ``files`` with ``changes`` (pattern -> replacement) in the script ``script``.

    Raises ``ValueError`` if a pattern does not stand in it exactly once.
    """
    before = after = files[script].decode()
    for pattern, replacement in changes.items():
        after, times = re.subn(pattern, replacement.replace("\\", r"\\"), after)
        if times != 1:
            raise ValueError(f"{script}: {pattern!r} stands there {times} times; expected once")
    pages = {
        name: contents.decode().replace(before, after).replace(digest(before), digest(after)).encode()
        for name, contents in files.items()
        if name.endswith(".html")
    }
    return {**files, **pages, script: after.encode()}
