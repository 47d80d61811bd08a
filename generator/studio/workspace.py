"""The folder that the studio works on: site.toml, and the files that it names.

A file is replaced as a whole or not at all. What the studio opens takes the place of what is there; the
former file is kept beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from generator.configuration import missing_file
from generator.configuration.survey_entries import entries
from questionnaire.faults import Fault, InputError
from questionnaire.system_reasons import system_reason

CONFIG = "site.toml"
UNFINISHED = ".studio-"  # how the name of a file begins that is not in its place yet
# The keys of [brand] that name a file.
FILE_KEYS = ("logo", "favicon", "font", "font_headings")


class Workspace:
    """``folder``, which is made if it is missing, and the file in it that is its site.toml."""

    def __init__(self, folder: Path, config: str = CONFIG) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.config = folder, config

    @classmethod
    def around(cls, config_path: Path) -> Workspace:
        """Return the folder of a site.toml that is there; else ``InputError`` names one nearby."""
        try:
            config_path.read_bytes()
        except OSError as error:
            raise InputError([missing_file.fault(config_path, error)]) from error
        return cls(config_path.resolve().parent, config_path.name)

    @property
    def config_path(self) -> Path:
        """The path of site.toml."""
        return self.folder / self.config

    def _unreadable(self, error: OSError) -> InputError:
        details = {"reason": system_reason(error)}
        return InputError([Fault("toml.unreadable", details=details, file=self.config)])

    def read(self) -> bytes:
        """Return what site.toml holds, nothing if there is none; raises ``InputError`` if that fails."""
        try:
            return self.config_path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise self._unreadable(error) from error

    def write(self, name: str, contents: bytes) -> None:
        """Put ``contents`` into the file ``name`` at once; if that fails, the former file stays.

        Raises ``InputError``.
        """
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.beside(name, contents) as fresh:
                fresh.replace(path)
        except OSError as error:
            details = {"reason": system_reason(error), "name": name}
            raise InputError([Fault("studio.not_written", details=details)]) from error

    @contextlib.contextmanager
    def beside(self, name: str, contents: bytes) -> Iterator[Path]:
        """Yield a file with ``contents`` and the ending of ``name``; at the end it goes, unless moved."""
        path = self.folder / name
        descriptor, fresh = tempfile.mkstemp(prefix=UNFINISHED, suffix=path.suffix, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(contents)
                file.flush()
                os.fsync(file.fileno())
            # A temporary file is its owner's alone; a site.toml is read by colleagues, too.
            Path(fresh).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            yield Path(fresh)
        finally:
            Path(fresh).unlink(missing_ok=True)

    def keep_former(self, name: str, contents: bytes) -> str | None:
        """Copy the file ``name`` beside itself if ``contents`` are others; return the name of the copy."""
        path = self.folder / name
        if not path.is_file() or path.read_bytes() == contents:
            return None
        number = 1
        while True:
            kept = path.with_name(f"{path.stem}.former-{number}{path.suffix}")
            if not kept.exists():
                break
            number += 1
        copy = kept.relative_to(self.folder).as_posix()
        self.write(copy, path.read_bytes())
        return copy

    def version(self, values: Mapping[str, Any]) -> str:
        """Return a text that changes whenever site.toml, or a file that ``values`` name, does."""
        total = hashlib.sha256(self.read())
        for name in named_files(values):
            with contextlib.suppress(OSError, ValueError):
                status = (self.folder / name).stat()
                total.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
        return total.hexdigest()[:16]


def named_files(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the files that the ``values`` of a site.toml name, each once."""
    return tuple(dict.fromkeys(names_of(values)))


def names_of(values: Mapping[str, Any]) -> list[str]:
    """Return the names of files in ``values``, each as often as a key has it."""
    brands = [values.get("brand"), *(entry.get("brand") for entry in entries(values).values())]
    tables = [brand for brand in brands if isinstance(brand, Mapping)]
    given = (brand.get(key) for brand in tables for key in FILE_KEYS)
    surveys = (values.get("survey"), *entries(values).values())
    plans = [survey.get("decisions") for survey in surveys if isinstance(survey, Mapping)]
    names = (name for names in (*given, *plans) for name in (names if isinstance(names, list) else [names]))
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]


def is_inside(name: str) -> bool:
    """Return whether ``name``, in a site.toml or an archive, stays in its folder on every system."""
    parts = PurePosixPath(name).parts
    leads_out = name.startswith("/") or ".." in parts or "\\" in name or "\0" in name
    return bool(parts) and not leads_out and not PureWindowsPath(name).drive
