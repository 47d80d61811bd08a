"""Python's parts for a page that holds them: the whole generator, without what only sites and studio need."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from generator.runtime import bundling, store
from generator.runtime.archive import stored_zip

_NOT_NEEDED = ("brotli.zip",)  # packs a brand's fonts; here they are packed already
_SOURCES, _INNER, _RUNTIME = "generator.zip", "files.zip", "generator/runtime/prepared/"
_KEPT = f"{_RUNTIME}{bundling.COUNT_SCRIPT}"  # with it comes the folder, which the start of Python writes to


def python_parts() -> Mapping[str, bytes]:
    """Return the parts by name, in the same order in a checkout, a wheel and a browser.

    Raises ``generator.runtime.PreparationError`` if Python cannot be prepared.
    """
    files = {name: contents for name, contents in store.generator_files().items() if name not in _NOT_NEEDED}
    files[_SOURCES] = _without_runtime(files[_SOURCES])
    return dict(sorted(files.items()))


def _without_runtime(archive: bytes) -> bytes:
    """Return the archive of the generator without the survey's runtime: here no site is built.

    It is an archive within an archive; nothing is compressed again, since no two machines compress alike.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as outer, zipfile.ZipFile(outer.open(_INNER)) as inner:
        names = [name for name in inner.namelist() if not name.startswith(_RUNTIME) or name == _KEPT]
        files = {name: inner.read(name) for name in names}
    return stored_zip({_INNER: stored_zip(files)})
