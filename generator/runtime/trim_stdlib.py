"""Runs inside Pyodide (by trim_stdlib.mjs): write /trimmed.zip with the modules that are in use.

Every standard-library module that booting and importing the app has loaded is compiled to an
unchecked hash ``.pyc`` (no time stamp, no source look-up at boot) at the highest optimisation.
"""

import importlib._bootstrap_external as bootstrap
import sys
import zipfile

# Loaded only when something goes wrong or text is decoded, hence not in sys.modules yet.
KEEP = {
    "traceback",
    "linecache",
    "tokenize",
    "textwrap",
    "token",
    "contextlib",
    "codecs",
    "encodings.ascii",
    "encodings.latin_1",
    "encodings.cp437",
    "encodings.utf_8",
    "zipimport",
}
STOCK = next(path for path in sys.path if path.endswith(".zip"))


def module_name(path: str) -> str:
    """Return the dotted name of the module in the archive at ``path``."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def byte_code(source: bytes, path: str) -> bytes:
    """Return the contents of an unchecked hash ``.pyc`` for ``source``."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=2)
    return bootstrap._code_to_hash_pyc(code, b"\0" * 8, False)


wanted = KEEP | set(sys.modules)
with zipfile.ZipFile(STOCK) as stock, zipfile.ZipFile("/trimmed.zip", "w") as trimmed:
    for path in sorted(stock.namelist()):
        if path.endswith(".py") and module_name(path) in wanted:
            entry = zipfile.ZipInfo(path + "c", date_time=(1980, 1, 1, 0, 0, 0))
            trimmed.writestr(entry, byte_code(stock.read(path), path))
