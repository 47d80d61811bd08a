"""Python's standard library for the browser, as byte code: all but what no browser can do."""

from __future__ import annotations

import zipfile
from pathlib import Path

from generator.runtime import npm
from generator.runtime.file_cache import cached_file
from generator.runtime.whole.byte_code import compiled, inputs, solid_zip

# Modules and packages of the library that need another process, a terminal, a server, a mail or a window,
# that serve programmers, or that read and write what a browser has none of: the generator imports none of
# them, nor does a package (a test reads all their imports), nor a module of the library when it is loaded.
# _sysconfigdata… stays, though no import names it: zoneinfo asks sysconfig, which imports it by its platform.
LEFT_OUT = (
    "__hello__", "__phello__", "_aix_support", "_android_support", "_apple_support", "_ios_support",
    "_osx_support", "_pydatetime", "_pydecimal", "_pyio", "_pyrepl", "antigravity",
    "asyncio.__main__", "asyncio.proactor_events", "asyncio.tools", "asyncio.windows_events",
    "asyncio.windows_utils", "bdb", "cmd", "compileall", "concurrent.futures.process",
    "concurrent.interpreters", "configparser", "cProfile", "ctypes", "doctest",
    "email._header_value_parser", "email.contentmanager", "email.generator", "email.headerregistry",
    "email.mime", "email.policy", "ensurepip", "filecmp", "fileinput", "ftplib", "getpass",
    "graphlib", "http.cookiejar", "http.cookies", "http.server", "idlelib", "imaplib",
    "importlib.metadata.diagnose", "importlib.resources.simple", "json.__main__", "json.tool",
    "logging.config", "logging.handlers", "mailbox", "mimetypes", "modulefinder", "multiprocessing",
    "netrc", "nturl2path", "optparse", "pathlib.types", "pdb", "pickletools", "plistlib", "poplib",
    "profile", "pstats", "pty", "pyclbr", "pydoc", "pydoc_data", "rlcompleter", "runpy", "sched",
    "shelve", "shlex", "site-packages", "smtplib", "socketserver", "sqlite3", "statistics",
    "symtable", "sysconfig.__main__", "tabnanny", "tarfile", "this", "trace", "tracemalloc", "tty",
    "turtle", "unittest", "urllib.robotparser", "venv", "wave", "webbrowser", "wsgiref", "xml.dom",
    "xml.etree.ElementInclude", "xmlrpc", "zipapp", "zipfile.__main__",
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
