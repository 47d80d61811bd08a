"""The workspace and its finished site in one zip, and such a zip opened again.

Only site.toml and the files that it names are ever read from a zip that somebody opens.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator import output
from generator.brand import font, picture
from generator.configuration.survey import Site
from generator.runtime.archive import stored_zip
from generator.studio.document import parsed
from generator.studio.uploads import ENDINGS
from generator.studio.workspace import CONFIG, Workspace, is_inside, named_files
from questionnaire.faults import Fault, FaultError, InputError

SITE = "dist/"
LARGEST_ZIP = 40_000_000  # bytes
LARGEST_CONFIG = 1_000_000
_LARGEST_FILE = max(font.LARGEST, picture.LARGEST, picture.LARGEST_TO_CONVERT)
_MOST_ENTRIES = 20_000
_MOST_BESIDE = 20
_BEGINNINGS = (b"PK\3\4", b"PK\5\6")

Files = Mapping[str, bytes]


def site_zip(workspace: Workspace, values: Mapping[str, Any], site: Files) -> bytes:
    """Return a zip of the workspace, and below ``dist/`` of ``site`` with its manifest, as a build writes it.

    The same bytes for the same contents. Raises ``InputError`` for a file outside the workspace.
    """
    built = {**site, output.MANIFEST: output.manifest(site)}
    return stored_zip(
        {**workspace_files(workspace, values), **{f"{SITE}{name}": each for name, each in built.items()}}
    )


def workspace_zip(workspace: Workspace, values: Mapping[str, Any]) -> bytes:
    """Return a zip of the workspace without a site: site.toml, and those files it names that are there."""
    return stored_zip(workspace_files(workspace, values, missing_fails=False))


def workspace_files(
    workspace: Workspace, values: Mapping[str, Any], *, missing_fails: bool = True
) -> dict[str, bytes]:
    """Return site.toml and the files that ``values`` name.

    Raises ``InputError`` for each that is missing or elsewhere; without ``missing_fails``, it is left out.
    """
    files, faults = {CONFIG: workspace.read()}, []
    for name in named_files(values):
        path = workspace.folder / name
        if not is_inside(name):
            faults.append(Fault("studio.file_outside", details={"name": name}))
        elif path.is_file():
            files[PurePosixPath(name).as_posix()] = path.read_bytes()
        else:
            faults.append(Fault("studio.file_missing", details={"name": name}))
    if faults and missing_fails:
        raise InputError(faults)
    return files


def file_name(site: Site) -> str:
    """Return the name for the zip of ``site``: that of its survey, or of its organisation."""
    survey = site.surveys[0].config
    words = re.findall(r"[a-z0-9]+", survey.brand.name.lower())
    stem = survey.survey.id if len(site.surveys) == 1 else "-".join(words)[:64]
    return f"{stem or 'lastbild'}-site.zip"


def is_zip(contents: bytes) -> bool:
    """Return whether ``contents`` begin as a zip does."""
    return contents.startswith(_BEGINNINGS)


def unpacked(contents: bytes) -> dict[str, bytes]:
    """Return site.toml of the zip ``contents`` and the files that it names, as far as the zip has them.

    Raises ``FaultError`` if the zip is damaged, encrypted or too large, if a path leads out of it, or if
    there is no site.toml at its top or in its only folder.
    """
    if len(contents) > LARGEST_ZIP:
        raise FaultError("studio.zip_too_large", most=LARGEST_ZIP // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, IndexError, OSError) as error:
        raise FaultError("studio.zip_damaged") from error
    except (NotImplementedError, RuntimeError) as error:  # a kind of compression, or of encryption
        raise FaultError("studio.zip_unreadable") from error


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if len(archive.infolist()) > _MOST_ENTRIES:
        raise FaultError("studio.zip_too_large", most=LARGEST_ZIP // 1_000_000)
    if len(entries) < len(archive.infolist()) or not all(map(is_inside, entries)):
        raise FaultError("studio.zip_paths")
    folder = _folder(entries)
    config = _contents(archive, entries[f"{folder}{CONFIG}"], LARGEST_CONFIG)
    wanted = _named(config, entries, folder)
    found = {name: entries[f"{folder}{name}"] for name in wanted if f"{folder}{name}" in entries}
    files = {name: _contents(archive, entry, _LARGEST_FILE) for name, entry in found.items()}
    return {CONFIG: config, **files}


def _named(config: bytes, entries: Iterable[str], folder: str) -> Iterable[str]:
    """Return the files that ``config`` names; if nobody can read it, every picture and font beside it."""
    try:
        return [name for name in named_files(parsed(config.decode("utf-8-sig"))) if is_inside(name)]
    except (InputError, UnicodeDecodeError):
        beside = [name.removeprefix(folder) for name in entries if name.startswith(folder)]
        return [name for name in beside if name.endswith(ENDINGS) and not name.startswith(SITE)][
            :_MOST_BESIDE
        ]


def _folder(names: Iterable[str]) -> str:
    """Return the folder of site.toml within the zip: ``""``, or its only folder; raises ``FaultError``."""
    places = [name.removesuffix(CONFIG) for name in names if PurePosixPath(name).name == CONFIG]
    places = [
        place for place in places if place.count("/") <= 1 and not place.startswith((SITE, "__MACOSX/"))
    ]
    if "" in places:
        return ""
    if len(places) != 1:
        raise FaultError("studio.zip_several" if places else "studio.zip_without_config")
    return places[0]


def _contents(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return the contents of ``entry``; at most so many bytes are unpacked, whatever the zip says."""
    if entry.flag_bits & 1:
        raise FaultError("studio.zip_encrypted")
    with archive.open(entry) as file:
        contents = file.read(most + 1)
    if len(contents) > most:
        raise FaultError("studio.zip_file_too_large", name=entry.filename[:100], most=most // 1000)
    return contents
