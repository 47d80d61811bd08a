"""``treuhand.html``: makes a trustee's key and opens an urn, by a double click and without a network.

It is a file for the trustee alone, on a machine of their own: it is no part of a site, where its operator
could change it.
"""

from __future__ import annotations

from pathlib import Path

from generator import output_file
from generator.one_file.python_parts import python_parts
from generator.runtime import store
from generator.trustee.page import MARK, NAME, trustee_page


def write_trustee_page(out: Path) -> tuple[Path, int]:
    """Write the page, and return its path and its size in bytes.

    ``out`` is the folder to put it into, or the file itself if its name ends in ``.html``. Raises
    ``InputError`` if another file than one of ours is there, and ``generator.runtime.PreparationError`` if
    Python cannot be prepared.
    """
    contents = trustee_page(store.trustee_script(), python_parts())
    path = out if output_file.is_named(out) else out / NAME
    output_file.write_file(contents, path, MARK)
    return path, len(contents)
