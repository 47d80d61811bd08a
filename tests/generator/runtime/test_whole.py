"""The whole generator for a browser: complete, small enough, and the same bytes wherever it is prepared."""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Iterator

import pytest

from generator.runtime import store
from generator.runtime.whole import byte_code, library, packages, sources
from harness.whole import unpacked

BUDGET = 12_000_000
# Imports that a browser never comes to: the packages' tests of themselves, and how segno shows a picture.
NEVER = {"ctypes", "doctest", "unittest", "webbrowser"}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The files of the folder ``python/``."""
    return store.generator_files()


def test_all_files_together_are_within_the_budget(files: dict[str, bytes]) -> None:
    """What a facilitator's browser downloads, on a server without compression."""
    assert set(files) == {
        "brotli.zip",
        "generator.zip",
        "library.zip",
        "packages.zip",
        "whole.wasm.zip",
        "worker.zip",
    }
    assert sum(map(len, files.values())) <= BUDGET


def test_our_own_modules_are_there_as_sources_and_only_so(files: dict[str, bytes]) -> None:
    """What can be read is what runs: the very files of this checkout, and no byte code."""
    inside = unpacked(files["generator.zip"])
    own = sources.source_files()
    assert {name: inside[name] for name in own} == own
    assert not [name for name in inside if name.endswith(".pyc")]
    assert {name.rpartition("/")[0] for name in inside.keys() - own.keys()} == {sources.PREPARED}


def test_the_survey_s_runtime_goes_with_it_but_for_what_python_itself_starts_from(
    files: dict[str, bytes],
) -> None:
    """A site that is built in the browser gets what a native build gives it."""
    inside = unpacked(files["generator.zip"])
    for name, contents in store.runtime_files().items():
        if name in {"app.zip", "start.txt"}:  # made from the sources
            continue
        there = files[name] if name == sources.WHOLE_WASM else inside[f"{sources.PREPARED}/{name}"]
        assert there == contents


def test_others_modules_are_byte_code_of_the_browsers_python(files: dict[str, bytes]) -> None:
    """No source is compiled at a start; each module is checked against no file and no time."""
    magic = {contents[:4] for name, contents in _modules(files)}
    assert len(magic) == 1
    assert {int.from_bytes(contents[4:8], "little") for _, contents in _modules(files)} == {1}
    assert not [name for name in unpacked(files["packages.zip"]) if name.endswith(".py")]


def _modules(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for archive in ("library.zip", "packages.zip"):
        for name, contents in unpacked(files[archive]).items():
            if name.endswith(".pyc"):
                yield name, contents


def test_each_package_brings_its_licence(files: dict[str, bytes]) -> None:
    """All of them ask for it."""
    inside = unpacked(files["packages.zip"])
    wanted = {
        line.partition("==")[0] for line in packages.LOCK.read_text("ascii").splitlines() if "==" in line
    }
    licences = {name.partition("-")[0].replace("_", "-").lower() for name in inside if "LICENSE" in name}
    assert licences == wanted


def test_the_browser_has_pydantics_core_in_the_version_that_pydantic_wants(files: dict[str, bytes]) -> None:
    """One file of WebAssembly, and it is the browser's."""
    inside = unpacked(files["packages.zip"])
    (compiled,) = [name for name in inside if name.endswith(".so")]
    assert inside[compiled].startswith(b"\0asm")


def test_the_same_sources_give_the_same_archive() -> None:
    """Compiled twice, and packed in another order."""
    some = {
        "b/__init__.py": b'"""Text."""\nfrom __future__ import annotations\nX = {"a", "b", "c"}\n',
        "a.txt": b"1",
    }
    first = byte_code.solid_zip(byte_code.compiled(some))
    second = byte_code.solid_zip(byte_code.compiled(dict(reversed(some.items()))))
    assert first == second
    assert set(unpacked(first)) == {"b/__init__.pyc", "a.txt"}
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_that_is_imported_anywhere_is_left_out() -> None:
    """Read in the sources, not seen in one run: no statement names a module that the library there lacks."""
    own = {name: text for name, text in sources.source_files().items() if name.endswith(".py")}
    others = {name: text for name, text in packages.package_files().items() if name.endswith(".py")}
    missing = {
        module
        for text in (*own.values(), *others.values())
        for module in _imported(text)
        if library.left_out(f"{module.replace('.', '/')}.py")
    }
    assert missing <= NEVER
    assert not missing & {module for text in own.values() for module in _imported(text)}


def test_no_module_of_a_package_that_is_left_out_is_imported_anywhere() -> None:
    """Neither by ours nor by theirs, nor within a function; imports for type checkers never run."""
    published, kept = packages.published_files(), packages.package_files()
    ours = {name: text for name, text in sources.source_files().items() if name.endswith(".py")}
    theirs = {name: text for name, text in kept.items() if name.endswith(".py")}
    left_out = {name for name in published if name.startswith(packages.LEFT_OUT)}
    assert all(any(name.startswith(prefix) for name in left_out) for prefix in packages.LEFT_OUT)
    for name, text in {**ours, **theirs}.items():
        for module in _imported_when_run(name, text):
            path = module.replace(".", "/")
            if module.startswith("pydantic.v1"):
                continue  # asked for only by models of that former version, which there are none of
            if name == "fontTools/ttLib/tables/__init__.py":
                continue  # in a function that nobody calls: it tells programs that pack of all tables
            assert not {f"{path}.py", f"{path}/__init__.py"} & left_out, f"{name} imports {module}"


def test_nobody_asks_an_emptied_module_for_more_than_its_submodules() -> None:
    """Neither when it is loaded nor within a function, neither ours nor theirs."""
    kept = packages.package_files()
    ours = {name: text for name, text in sources.source_files().items() if name.endswith(".py")}
    asked: set[str] = set()
    for path in packages.EMPTIED:
        assert kept[path] == b""
        package = path.removesuffix("/__init__.py").replace("/", ".")
        for name, text in {**ours, **kept}.items():
            if name.endswith(".py"):
                modules = _imported_when_run(name, text)
                below = (each[len(package) + 1 :] for each in modules if each.startswith(f"{package}."))
                asked |= {f"{package}.{each.split('.')[0]}" for each in below}
    assert asked
    published = packages.published_files()
    assert not [module for module in asked if f"{module.replace('.', '/')}.py" not in published]


def _imported_when_run(path: str, source: bytes) -> Iterator[str]:
    folder = path.split("/")[:-1]
    for node in _running(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) + 1 - node.level] if node.level else []
            base += node.module.split(".") if node.module else []
            yield ".".join(base)
            yield from (".".join([*base, alias.name]) for alias in node.names)


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _running(node)


def _imported(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
