# ruff: noqa: INP001 (no package: its source replaces a module of the browser's library)
"""Replaces Pyodide's installer: this site has no packages. Only the names that booting imports are left."""

from site import getsitepackages


class Folder:
    """The path of a folder; unlike a string it stays a Python object in JavaScript."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name


SITE_PACKAGES = Folder(getsitepackages()[0])
DSO_DIR = Folder("/usr/lib")


def init_loaded_packages() -> None:
    """Do nothing: there are no packages."""
