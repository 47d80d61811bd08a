"""Runs inside Pyodide (started by compile_app.mjs): compile each file to a ``.pyc`` that knows its source.

Python uses the byte code only if it was compiled from the source beside it in the archive (a checked hash
``.pyc``, PEP 552), and checks that at each start.
"""

import base64
import importlib._bootstrap_external as bootstrap
import importlib.util
import json


def byte_code(path: str, source: bytes) -> bytes:
    """Return the contents of a checked hash ``.pyc`` for ``source``."""
    code = compile(source, f"/app.zip/{path}", "exec", dont_inherit=True, optimize=2)
    return bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(source), True)


compiled_json = json.dumps(
    {
        f"{path}c": base64.b64encode(byte_code(path, text.encode())).decode()
        for path, text in json.loads(files_json).items()  # noqa: F821 (set by compile_app.mjs)
    }
)
