"""The zip of the browser's Python: its sources and nothing else, so that what can be read is what runs.

It holds no byte code: Python prefers byte code to the source beside it, and nobody can read it. Nothing in it
is compressed, so that its bytes depend on no machine's zlib, and any text editor shows the sources.
"""

from __future__ import annotations

from generator.runtime import app
from generator.runtime.archive import stored_zip


def app_archive() -> bytes:
    """Return the zip, made at every build from the very files that are installed here."""
    return stored_zip(app.collect().files)
