"""Runs inside Pyodide (started by compile_sources.mjs): /sources.zip compiled into /compiled.zip.

Each becomes an unchecked hash ``.pyc`` (Python looks for no source and no time stamp) in place of its source.
Docstrings go, and so do the numbers of lines: nobody reads them there. Assertions stay: a package may
refuse a file by them, and the browser must refuse what a native build refuses. Other files stay.
"""

import ast
import importlib._bootstrap_external as bootstrap
import types
import zipfile

# An entry of a line table (CPython, InternalDocs/code_objects.md): for up to eight units, how far the line is
# behind the last entry's, and no columns.
NO_COLUMNS, SAME_LINE = 0x80 | 13 << 3, 0


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
    """Return ``code`` with the line of its first statement for every other: they take a third of the bytes.

    A line there must be: Python's own reports of errors fail without any.
    """
    constants = [
        without_lines(value) if isinstance(value, types.CodeType) else value for value in code.co_consts
    ]
    units = len(code.co_code) // 2
    lengths = [8] * (units // 8) + ([units % 8] if units % 8 else [])
    lines = b"".join(bytes((NO_COLUMNS | length - 1, SAME_LINE)) for length in lengths)
    return code.replace(co_consts=tuple(constants), co_linetable=lines)


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
