# ruff: noqa: INP001 (not a package: its text takes the place of a module in the browser's library)
"""Stands in for Pyodide's installer: this site has no packages. Holds what booting asks for."""

from site import getsitepackages


class Folder:
    """A folder's name that, unlike a string, stays a Python object when JavaScript looks at it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name


SITE_PACKAGES = Folder(getsitepackages()[0])
DSO_DIR = Folder("/usr/lib")


def init_loaded_packages() -> None:
    """Nothing is installed."""
