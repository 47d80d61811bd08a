"""The packages of others that the generator imports, for the browser: as byte code, and one as WebAssembly.

They come from PyPI in the versions of ``requirements/browser.txt``, each with the hash that stands there, and
not from this machine: it may lack them, have other versions or other builds. pip fetches them once.
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from gettext import gettext as _
from pathlib import Path

from generator.runtime import PreparationError, npm
from generator.runtime.archive import stored_zip
from generator.runtime.file_cache import cached_file, read_inputs
from generator.runtime.whole.byte_code import compiled, inputs, solid_zip

LOCK = npm.CHECKOUT / "requirements" / "browser.txt"
# The browser's platform (PEP 783) is asked for first. markupsafe has no build for it: of another platform's,
# its Python files are taken, which do the same.
_PIP = (
    "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes",
    "--only-binary=:all:", "--python-version", "3.14", "--abi", "cp314",
    "--platform", "pyemscripten_2026_0_wasm32", "--platform", "manylinux2014_x86_64",
)  # fmt: skip
_COMPILED = ".cpython-314-wasm32-emscripten.so"
# A second pydantic, its former version, and what is in no release of it yet; what serves a command line,
# tests or mypy; and modules that neither the generator nor another module imports (a test reads them all).
# And tables of fonts that no page draws with: fontTools passes over those that it has no module for, and
# generator.brand.font drops them.
_TABLES = "fontTools/ttLib/tables/"
LEFT_OUT = (
    "annotated_types/test_cases.py", "fontTools/ttLib/__main__.py",
    "fontTools/ttLib/removeOverlaps.py", "fontTools/ttLib/scaleUpem.py", "jinja2/ext.py",
    "jinja2/meta.py", "jinja2/nativetypes.py", "jinja2/sandbox.py", "markdown_it/cli/",
    "markdown_it/tree.py", "pydantic/_internal/_decorators_v1.py",
    "pydantic/_internal/_validate_call.py", "pydantic/alias_generators.py",
    "pydantic/deprecated/class_validators.py", "pydantic/deprecated/config.py",
    "pydantic/deprecated/decorator.py", "pydantic/deprecated/tools.py", "pydantic/experimental/",
    "pydantic/mypy.py", "pydantic/v1/", "pydantic/validate_call_decorator.py", "segno/cli.py",
    "segno/helpers.py",
    *(f"{_TABLES}{name}" for name in (
        "BitmapGlyphMetrics", "C_B_D_T_", "C_B_L_C_", "D__e_b_g", "E_B_", "F_F_T_M_", "F__e_a_t", "G__l_",
        "L_T_S_H_", "S_V_G_", "S__i_l_", "T_S_I_", "T_T_F_A_", "V_D_M_X_", "_b_d_a_t", "_b_l_o_c", "_h_d_m_x",
        "_m_e_t_a", "_s_b_i_x", "_t_r_a_k", "asciiTable", "grUtils", "sbix",
    )),
)  # fmt: skip
# Of two large packages only what these modules load: fontTools edits fonts in many ways, and the generator
# opens and saves them; coloraide knows more kinds of colours than it has when it starts.
_LARGE = ("fontTools/", "coloraide/")
_LOADED = (
    "fontTools/ttLib/", "fontTools/varLib/iup.py", "coloraide/__init__.py", "coloraide/css/color_names.py",
)  # fmt: skip
# This module builds variable fonts, and loads half of fontTools for it; what opens fonts asks for its
# submodules only, by their names.
EMPTIED = ("fontTools/varLib/__init__.py",)


def packages_archive() -> Path:
    """Return the zip of the packages.

    Raises ``PreparationError`` if a package cannot be fetched, and as ``compiled`` does.
    """
    own = inputs(LOCK, Path(__file__).resolve())
    return cached_file("packages.zip", own, lambda: solid_zip(compiled(package_files())))


def package_files() -> dict[str, bytes]:
    """Return the files that the browser gets, as they are published but for ``EMPTIED``: path -> contents."""
    published = published_files() | dict.fromkeys(EMPTIED, b"")
    files = {name: contents for name, contents in published.items() if not name.startswith(LEFT_OUT)}
    large = {name: contents for name, contents in files.items() if name.startswith(_LARGE)}
    unused = large.keys() - _loaded(large)
    return {name: contents for name, contents in files.items() if name not in unused}


def published_files() -> dict[str, bytes]:
    """Return the packages' files in Python and for the browser, and their licences."""
    archive = cached_file("published.zip", read_inputs(LOCK, Path(__file__).resolve()), _fetched)
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _fetched() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "pip", *_PIP, "--requirement", str(LOCK), "--dest", folder)
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (pip of this Python)
        if done.returncode:
            said = _("pip cannot fetch the packages of {file}:\n{output}")
            raise PreparationError(said.format(file=LOCK.name, output=done.stderr.strip()[-2000:]))
        files: dict[str, bytes] = {}
        for wheel in sorted(Path(folder).glob("*.whl")):
            files |= _files_of(wheel.read_bytes())
        return stored_zip(files)


def _files_of(wheel: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(wheel)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if _is_published(name)}


def _is_published(path: str) -> bool:
    licence = ".dist-info/" in path and ("LICENSE" in path or "/sboms/" in path) and not path.endswith("/")
    return licence or path.endswith((".py", _COMPILED))


def _loaded(files: Mapping[str, bytes]) -> set[str]:
    """Return the paths of the modules that are loaded when those of ``_LOADED`` are."""
    found: set[str] = set()
    waiting = [path for path in files if path.startswith(_LOADED)]
    while waiting:
        path = waiting.pop()
        if path in files and path not in found:
            found.add(path)
            waiting += _imported(path, files[path])
    return found


def _imported(path: str, source: bytes) -> Iterator[str]:
    """Yield the paths that the modules which ``path`` imports may have, when it is loaded itself."""
    package = path.split("/")[:-1]
    for node in _when_loaded(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            names = [[*base, alias.name] for alias in node.names]
        else:
            continue
        for name in names:
            for length in range(1, len(name) + 1):
                yield f"{'/'.join(name[:length])}.py"
                yield f"{'/'.join(name[:length])}/__init__.py"


def _when_loaded(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what is run when a module is loaded: everything outside its functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from _when_loaded(node)
