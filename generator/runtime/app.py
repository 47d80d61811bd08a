"""The Python that runs in the browser: its files, and the standard library's modules that they import.

Every site carries these sources and no byte code of them (``app_archive``): to check what the browser
computes, unpack the zip and read the files that run.

By hand, since ``modulefinder`` would follow the imports through the standard library of this Python, but only
Pyodide itself knows which of its modules it loads (``trimming``).
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENTRY = "pyodide_app.browser"
OWN_PACKAGES = ("pyodide_app", "questionnaire")


@dataclass(frozen=True, slots=True)
class App:
    """The sources of the browser's Python (path -> contents), and which standard modules they import."""

    files: dict[str, bytes]
    stdlib: tuple[str, ...]


def collect(entry: str = ENTRY) -> App:
    """Return the sources that ``entry``, a module, imports from our own packages, directly or not."""
    files: dict[str, bytes] = {}
    stdlib: set[str] = set()
    queue = [entry]
    while queue:
        module = queue.pop()
        path = _source(module)
        if path is None or (name := _archive_name(module, path)) in files:
            continue
        files[name] = path.read_bytes()
        names = imported(files[name])
        queue += [each for each in names if each.split(".")[0] in OWN_PACKAGES]
        queue += _parents(module)
        stdlib |= {each for each in names if each.split(".")[0] in sys.stdlib_module_names}
    return App(dict(sorted(files.items())), tuple(sorted(stdlib)))


def _source(module: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


def _archive_name(module: str, path: Path) -> str:
    name = module.replace(".", "/")
    return f"{name}/__init__.py" if path.name == "__init__.py" else f"{name}.py"


def _parents(module: str) -> list[str]:
    return [module.rpartition(".")[0]] if "." in module else []


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node of ``tree`` that can run: not what stands under ``if TYPE_CHECKING``."""
    if isinstance(tree, ast.If) and ast.unparse(tree.test) == "TYPE_CHECKING":
        nodes: Iterable[ast.AST] = tree.orelse
    else:
        nodes = ast.iter_child_nodes(tree)
    for node in nodes:
        yield node
        yield from _running(node)


@functools.lru_cache(maxsize=256)
def imported(source: bytes) -> frozenset[str]:
    """Return every module that an import statement in ``source`` may name, by absolute name.

    Statements under ``if TYPE_CHECKING`` do not count: they never run.
    """
    names: set[str] = set()
    for node in _running(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module.split(".")[0] in OWN_PACKAGES:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)
