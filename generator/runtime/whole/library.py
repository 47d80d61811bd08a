"""Python's standard library for the browser, as byte code: all but what no browser can do."""

from __future__ import annotations

import zipfile
from pathlib import Path

from generator.runtime import npm
from generator.runtime.file_cache import cached_file
from generator.runtime.whole.byte_code import compiled, inputs, solid_zip

# Modules and packages of the library that need another process, a terminal, a mail server or a window, or
# that serve programmers: the generator imports none of them (a test reads all its imports).
LEFT_OUT = (
    "__hello__", "__phello__", "_aix_support", "_android_support", "_apple_support", "_ios_support",
    "_osx_support", "_pydatetime", "_pydecimal", "_pyio", "_pyrepl", "antigravity", "asyncio.__main__",
    "asyncio.proactor_events", "asyncio.tools", "asyncio.windows_events", "asyncio.windows_utils", "bdb",
    "cmd", "compileall", "concurrent.futures.process", "concurrent.interpreters", "cProfile", "ctypes",
    "doctest", "ensurepip", "fileinput", "ftplib", "getpass", "idlelib", "imaplib", "logging.handlers",
    "mailbox", "modulefinder", "multiprocessing", "netrc", "nturl2path", "optparse", "pdb",
    "pickletools", "poplib", "profile", "pstats", "pty", "pyclbr", "pydoc", "pydoc_data", "rlcompleter",
    "sched", "shelve", "site-packages", "smtplib", "socketserver", "sqlite3", "symtable", "tabnanny",
    "this", "trace", "tty", "turtle", "unittest", "venv", "wave", "webbrowser", "wsgiref", "xmlrpc",
    "zipapp",
)  # fmt: skip


def library_archive() -> Path:
    """Return the zip of the standard library; raises ``PreparationError`` as ``compiled`` does."""

    def make() -> bytes:
        stock = npm.install_packages() / "pyodide" / "python_stdlib.zip"
        with zipfile.ZipFile(stock) as library:
            names = [name for name in library.namelist() if name.endswith(".py") and not left_out(name)]
            return solid_zip(compiled({name: library.read(name) for name in names}))

    return cached_file("library.zip", inputs(Path(__file__).resolve()), make)


def left_out(path: str) -> bool:
    """Return whether the library's module at ``path`` is no part of the browser's."""
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return any(module == name or module.startswith(f"{name}.") for name in LEFT_OUT)
