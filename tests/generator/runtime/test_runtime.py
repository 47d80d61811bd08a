"""The browser runtime: the app's own sources, and a prepared interpreter that asks nobody for anything."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import types
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import questionnaire
from generator.runtime import app, store
from generator.runtime.archive import packed_zip, stored_zip
from generator.runtime.trimming import reached, wasm
from harness.archives import unpacked
from harness.paths import ROOT
from questionnaire import disclosure

# What a browser does: the zip alone on Python's path, PyScript's module there, the entry imported.
IMPORTED = """
import sys, types
sys.path.insert(0, sys.argv[1])
sys.modules["polyscript"] = types.ModuleType("polyscript")
sys.modules["polyscript"].xworker = types.SimpleNamespace(sync=types.SimpleNamespace())
import pyodide_app.browser
files = (getattr(module, "__file__", None) or "" for module in list(sys.modules.values()))
print(*sorted(file.removeprefix(sys.argv[1] + "/") for file in files if file.startswith(sys.argv[1])))
"""


PACKAGE = ROOT / "node_modules" / "pyodide"


def package(name: str) -> bytes:
    """Return a file of the npm package; skips where the runtime came prepared."""
    if not (PACKAGE / name).is_file():
        pytest.skip("the npm packages are not installed here; the runtime came prepared")
    return (PACKAGE / name).read_bytes()


@pytest.fixture(scope="module")
def glue(runtime: dict[str, bytes]) -> bytes:
    """Pyodide's JavaScript, as the worker runs it."""
    return unpacked(runtime["worker.zip"])["2-pyodide.js"]


@pytest.fixture(scope="module")
def runtime() -> dict[str, bytes]:
    """Every file of the runtime."""
    return store.runtime_files()


def test_the_app_is_what_it_imports_and_nothing_else(runtime: dict[str, bytes], tmp_path: Path) -> None:
    """The zip is enough to start the app, and every file in it is needed for that."""
    archive = tmp_path / "app.zip"
    archive.write_bytes(runtime["app.zip"])
    command = [sys.executable, "-I", "-S", "-c", IMPORTED, str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted(unpacked(runtime["app.zip"]))


def test_the_app_is_the_repositorys_own_sources() -> None:
    """Byte for byte; no wording, nothing of the generator, nothing that reads files."""
    collected = app.collect()
    assert {name.split("/")[0] for name in collected.files} == {"pyodide_app", "questionnaire"}
    assert {"pyodide_app/browser.py", "questionnaire/classification.py"} <= set(collected.files)
    assert not {"questionnaire/language_folder.py", "questionnaire/survey_texts.py"} & set(collected.files)
    assert all(contents == (ROOT / name).read_bytes() for name, contents in collected.files.items())
    assert {"json", "dataclasses"} <= set(collected.stdlib)
    assert {name.split(".")[0] for name in collected.stdlib} <= sys.stdlib_module_names - {
        "tomllib",
        "pathlib",
    }


def test_the_survey_carries_nothing_that_only_the_organisation_needs() -> None:
    """The rule of release, the languages and their checks stay at home, and are still there for others."""
    assert not {f"questionnaire/{name}.py" for name in ("disclosure", "language_folder")} & set(
        app.collect().files
    )
    assert questionnaire.release is disclosure.release


def test_what_is_imported_for_types_alone_does_not_count() -> None:
    """Only what can run is shipped: the branch beside it, not the one for types."""
    source = b"if TYPE_CHECKING:\n    import csv\nelse:\n    import json\n    if True:\n        import re\n"
    assert app.imported(source) == {"json", "re"}


def test_the_app_that_is_shipped_can_be_read(runtime: dict[str, bytes]) -> None:
    """It is the sources and nothing else, as text: no byte code that Python would prefer to them."""
    assert unpacked(runtime["app.zip"]) == app.collect().files
    assert all(name.endswith(".py") for name in unpacked(runtime["app.zip"]))
    assert (ROOT / "questionnaire/classification.py").read_bytes() in runtime["app.zip"]


def test_no_module_of_the_library_has_a_name_of_the_apps(runtime: dict[str, bytes]) -> None:
    """Nothing in the library stands in the app's way, whichever of the two Python looked through first."""
    library = {name.split("/")[0].split(".")[0] for name in unpacked(runtime["stdlib.zip"])}
    assert not library & {*app.OWN_PACKAGES, "sitecustomize", "usercustomize"}


@pytest.mark.parametrize("make", [stored_zip, packed_zip])
def test_an_archive_is_the_same_whenever_and_in_whatever_order_it_is_made(
    make: Callable[[Mapping[str, bytes]], bytes],
) -> None:
    """Names sorted, no time stamps, one operating system; and the contents come back."""
    files = {"b/c.txt": b"c" * 1000, "a.txt": b"", "ä.txt": bytes(range(256))}
    archive = make(files)
    assert archive == make(dict(reversed(files.items())))
    assert unpacked(archive) == files
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == sorted(files)
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in opened.infolist()} == {3}
        assert {entry.external_attr >> 16 for entry in opened.infolist()} == {0o100644}


def test_the_runtime_uses_only_endings_that_every_server_knows(runtime: dict[str, bytes]) -> None:
    """No .mjs, .py, .wasm or .whl."""
    assert set(runtime) == {
        *("pyscript.js", "start.txt", "worker.zip"),
        *("pyodide.wasm.zip", "whole.wasm.zip", "stdlib.zip", "app.zip"),
    }


def test_the_standard_library_is_trimmed_byte_code(runtime: dict[str, bytes]) -> None:
    """What booting and the app need is in it; what nobody uses here is not."""
    files = set(unpacked(runtime["stdlib.zip"]))
    assert all(name.endswith(".pyc") for name in files)
    assert {"encodings/__init__.pyc", "encodings/utf_8.pyc", "dataclasses.pyc", "json/__init__.pyc"} <= files
    assert {"traceback.pyc", "linecache.pyc", "codeop.pyc"} <= files, "what tells a fault"
    assert not {name.split("/")[0].split(".")[0] for name in files} & {
        "tkinter",
        "unittest",
        "test",
        "idlelib",
    }


def test_the_interpreters_frozen_modules_are_not_shipped_twice(runtime: dict[str, bytes]) -> None:
    """They are part of the WebAssembly; files of the same name would never be read."""
    frozen = {"os", "site", "codecs", "io", "zipimport", "importlib/util", "importlib/_bootstrap_external"}
    assert not {f"{name}.pyc" for name in frozen} & set(unpacked(runtime["stdlib.zip"]))


def test_a_module_that_stands_in_says_so_when_it_is_used() -> None:
    """It can be imported from, inherited from and named in except; using it is refused in words."""
    source = (ROOT / "generator/runtime/trimming/stand_ins/left_out.py").read_text("utf-8")
    module = types.ModuleType("socket")
    exec(compile(source, "socket.py", "exec"), module.__dict__)  # noqa: S102 (our own file)
    assert issubclass(type("Mine", (module.timeout,), {}), Exception)
    assert not hasattr(module, "__path__")
    with pytest.raises(NotImplementedError, match=r"socket\.create_connection is left out of this runtime"):
        module.create_connection(("example.org", 80))


def test_byte_code_is_never_checked_against_sources(runtime: dict[str, bytes]) -> None:
    """Every module is an unchecked hash .pyc (PEP 552): flags 1, no source looked for at boot."""
    modules = unpacked(runtime["stdlib.zip"])
    assert {contents[4:8] for contents in modules.values()} == {b"\x01\x00\x00\x00"}
    assert len({contents[:4] for contents in modules.values()}) == 1


def test_the_whole_webassembly_is_the_packages_own(runtime: dict[str, bytes]) -> None:
    """Packed, and byte for byte what npm's integrity hash vouches for."""
    assert unpacked(runtime["whole.wasm.zip"]) == {"pyodide.asm.wasm": package("pyodide.asm.wasm")}


def test_the_webassembly_of_a_visit_is_the_packages_own_with_less_in_it(runtime: dict[str, bytes]) -> None:
    """What is never entered stops with an error; everything else is as it was, byte for byte."""
    whole = package("pyodide.asm.wasm")
    (trimmed,) = unpacked(runtime["pyodide.wasm.zip"]).values()
    entered = reached.functions_of(PACKAGE)
    assert trimmed == wasm.stub_unreached(whole, entered)
    assert 1000 < len(entered) < wasm.count_functions(whole) / 4
    assert len(runtime["pyodide.wasm.zip"]) < 0.65 * len(runtime["whole.wasm.zip"])


def test_what_stands_in_front_of_pyscript_comes_in_its_order(runtime: dict[str, bytes]) -> None:
    """No storage before all else, then Pyodide, then what boots it."""
    names = list(unpacked(runtime["worker.zip"]))
    assert names == ["1-no_storage.js", "2-pyodide.js", "3-worker.js"]


@pytest.mark.parametrize("name", ["pyodide.wasm.zip", "whole.wasm.zip", "worker.zip"])
def test_a_zip_is_one_that_the_browser_code_can_read(runtime: dict[str, bytes], name: str) -> None:
    """unzip.js reads sizes from local headers: deflated entries one behind the other, no data descriptor."""
    with zipfile.ZipFile(io.BytesIO(runtime[name])) as opened:
        entries = opened.infolist()
    assert [entry.header_offset for entry in entries] == [
        sum(30 + len(before.filename) + before.compress_size for before in entries[:place])
        for place in range(len(entries))
    ]
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
    assert not any(entry.flag_bits & 0b1000 or entry.extra for entry in entries)


# Prints what the WebAssembly asks its surroundings for.
IMPORTS = """
const module = await WebAssembly.compile(require("node:fs").readFileSync(process.argv[1]));
console.log(WebAssembly.Module.imports(module).map(({ name }) => name).join(" "));
"""


def test_pyodides_javascript_has_everything_that_the_webassembly_imports(glue: bytes) -> None:
    """Left out is only what the interpreter cannot ask for."""
    package("pyodide.asm.wasm")
    if (node := shutil.which("node")) is None:
        pytest.skip("node is not here; the runtime came prepared")
    command = [node, "-e", f"(async () => {{ {IMPORTS} }})()", str(PACKAGE / "pyodide.asm.wasm")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    given = set(re.findall(r"[\w$]+", glue.decode()))
    from_linker = {"memory", "__memory_base", "__table_base", "__stack_pointer", "__indirect_function_table"}
    assert len(done.stdout.split()) > 500
    assert set(done.stdout.split()) - given - from_linker == set()


def test_pyodides_javascript_brings_no_dead_freight(glue: bytes) -> None:
    """A quarter of what Pyodide ships: no graphics, no list of Python's C interface, no evaluated text."""
    assert len(glue) < 300_000
    assert not re.search(rb"\beval\(|bindTexture|PyUnicode_Splitlines", glue)


def test_pyodides_javascript_leaves_one_name_and_asks_for_nothing(glue: bytes) -> None:
    """It stands in front of other code in one module: nothing is exported, imported or awaited at its top."""
    assert glue.startswith(b"globalThis.pyodide={")
    assert not re.search(rb"\bexport\s*[{d]|^import\b", glue)


def test_no_script_points_to_a_source_map(runtime: dict[str, bytes]) -> None:
    """A developer console would report each as missing."""
    for name, contents in runtime.items():
        if name.endswith(".js"):
            assert not re.search(rb"^\s*//[#@] sourceMappingURL", contents, re.MULTILINE), name


def test_there_is_no_package_to_ask_an_index_for(glue: bytes) -> None:
    """Pyodide's lock file lists no packages."""
    found = re.search(rb'lockFileContents:("(?:[^"\\]|\\.)*")', glue)
    assert found is not None
    lock = json.loads(json.loads(found[1]))
    assert lock["packages"] == {}
    assert lock["info"]["python"]


def test_pyscript_imports_no_interpreter_by_its_address(runtime: dict[str, bytes]) -> None:
    """It would run an answer that nobody has checked; its interpreter stands in front of it already."""
    pyscript = runtime["pyscript.js"].decode()
    assert pyscript.count("module:Promise.resolve(globalThis.interpreter)") == 2
    assert "module:import(" not in pyscript


def test_pyscript_is_one_file(runtime: dict[str, bytes]) -> None:
    """Nothing beside it is loaded with it: no plugin, no editor, no terminal."""
    assert re.findall(rb'from\s*"\.[^"]+"', runtime["pyscript.js"]) == []
    assert not re.search(rb"import\(\"\./(?:py-|error|donkey|xterm|codemirror)", runtime["pyscript.js"])
    assert len(runtime["pyscript.js"]) < 140_000
