"""Runs inside Pyodide (started by trim_stdlib.mjs): write /trimmed.zip with the modules that are in use.

A module is in use if Python loads it when it boots, imports the app or reports an error. Each is compiled to
an unchecked hash ``.pyc`` (Python looks for no source and no time stamp), at the highest optimisation and
without line numbers. Modules that are frozen into the interpreter need no file.
"""

import _imp
import importlib._bootstrap_external as bootstrap
import json
import types
import zipfile

# Loaded only when an error is reported or text is decoded, so perhaps not in sys.modules yet.
KEEP = {
    "traceback",
    "linecache",
    "tokenize",
    "textwrap",
    "token",
    "contextlib",
    "encodings.ascii",
    "encodings.latin_1",
    "encodings.cp437",
    "encodings.utf_8",
}
FROZEN = set(_imp._frozen_module_names()) | {"importlib._bootstrap", "importlib._bootstrap_external"}
STAND_INS = json.loads(stand_ins_json)  # noqa: F821 (set by trim_stdlib.mjs)


def module_name(path: str) -> str:
    """Return the dotted name of the module at ``path`` in the archive."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def without_lines(code: types.CodeType) -> types.CodeType:
    """Return ``code`` without its line numbers: they take a fifth of the bytes and serve only tracebacks."""
    constants = [
        without_lines(value) if isinstance(value, types.CodeType) else value for value in code.co_consts
    ]
    return code.replace(co_consts=tuple(constants), co_linetable=b"")


def byte_code(source: bytes, path: str) -> bytes:
    """Return the contents of an unchecked hash ``.pyc`` for ``source``."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=2)
    return bootstrap._code_to_hash_pyc(without_lines(code), b"\0" * 8, False)


def trim(modules: str) -> None:
    """Write the archive with ``modules``: names, separated by spaces."""
    wanted = (KEEP | set(modules.split())) - FROZEN
    with zipfile.ZipFile("/stock.zip") as stock, zipfile.ZipFile("/trimmed.zip", "w") as trimmed:
        for path in sorted(stock.namelist()):
            if path.endswith(".py") and module_name(path) in wanted:
                source = STAND_INS[path].encode() if path in STAND_INS else stock.read(path)
                entry = zipfile.ZipInfo(path + "c", date_time=(1980, 1, 1, 0, 0, 0))
                trimmed.writestr(entry, byte_code(source, path))
