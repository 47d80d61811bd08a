"""Runs inside Pyodide (started by compile_sources.mjs): compile each source of /sources.zip into /compiled.zip.

Each becomes an unchecked hash ``.pyc`` (Python looks for no source and no time stamp) in place of its source.
Docstrings go, and so do line numbers: both take a third of the bytes, and nobody reads them there. Assertions
stay: a package may refuse a file by them, and the browser must refuse what a native build refuses. Other
files stay as they are.
"""

import ast
import importlib._bootstrap_external as bootstrap
import types
import zipfile


def without_docstrings(tree: ast.Module) -> ast.Module:
    """Return ``tree`` without its docstrings; what consisted of nothing else does nothing."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and ast.get_docstring(node, clean=False) is not None
        ):
            docstring = node.body.pop(0)
            node.body = node.body or [ast.copy_location(ast.Pass(), docstring)]
    return tree


def without_lines(code: types.CodeType) -> types.CodeType:
    """Return ``code`` without its line numbers."""
    constants = [
        without_lines(value) if isinstance(value, types.CodeType) else value for value in code.co_consts
    ]
    return code.replace(co_consts=tuple(constants), co_linetable=b"")


def byte_code(source: bytes, path: str) -> bytes:
    """Return the contents of an unchecked hash ``.pyc`` for ``source``."""
    tree = without_docstrings(ast.parse(source, path))
    code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
    return bootstrap._code_to_hash_pyc(without_lines(code), b"\0" * 8, False)


with zipfile.ZipFile("/sources.zip") as sources, zipfile.ZipFile("/compiled.zip", "w") as compiled:
    for path in sources.namelist():
        contents = sources.read(path)
        python = path.endswith(".py")
        entry = zipfile.ZipInfo(f"{path}c" if python else path, date_time=(1980, 1, 1, 0, 0, 0))
        compiled.writestr(entry, byte_code(contents, path) if python else contents)
