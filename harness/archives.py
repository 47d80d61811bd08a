"""The contents of the archives that a site holds."""

from __future__ import annotations

import io
import zipfile


def unpacked(archive: bytes) -> dict[str, bytes]:
    """Return the files of a zip: name -> contents; asserts that it is sound."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}
