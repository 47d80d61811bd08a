"""Functions that are noted when they are entered, and functions that stop: small modules, run by node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.runtime.trimming import wasm

# (module (import "x" "f" (func)) (import "x" "g" (global i32)) (memory 1)
#   (global i32 7), two functions of (i32) -> i32 with locals: 0 adds one, 1 doubles; both exported)
HEADER = b"\0asm\x01\0\0\0"
TYPES = b"\x01\x09\x02\x60\0\0\x60\x01\x7f\x01\x7f"
IMPORTS = b"\x02\x0e\x02\x01x\x01f\0\0\x01x\x01g\x03\x7f\0"
FUNCTIONS = b"\x03\x03\x02\x01\x01"
MEMORY = b"\x05\x03\x01\0\x01"
GLOBALS = b"\x06\x06\x01\x7f\0\x41\x07\x0b"
EXPORTS = b"\x07\x10\x02\x03add\0\x01\x06double\0\x02"
CODE = b"\x0a\x15\x02\x0b\x02\x01\x7f\x01\x7e\x20\0\x41\x01\x6a\x0b\x07\0\x20\0\x20\0\x6a\x0b"
MODULE = HEADER + TYPES + IMPORTS + FUNCTIONS + MEMORY + GLOBALS + EXPORTS + CODE

RUN = """
const [file, calls] = [process.argv[1], JSON.parse(process.argv[2])];
const imports = { x: { f() {}, g: new WebAssembly.Global({ value: "i32" }, 1) } };
WebAssembly.instantiate(require("node:fs").readFileSync(file), imports).then(({ instance: { exports } }) => {
  const said = calls.map(([name, given]) => {
    try {
      return exports[name](given);
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  });
  const entered = Object.keys(exports).filter((name) => exports[name].value === 1);
  console.log(JSON.stringify({ said, entered }));
});
"""


@pytest.fixture
def node() -> str:
    """The program that runs WebAssembly here."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not here")
    return found


def run(node: str, folder: Path, module: bytes, *calls: tuple[str, int]) -> tuple[list[object], list[str]]:
    """Return what ``calls`` of ``module`` gave, and the names of the functions noted as entered."""
    file = folder / "module.wasm"
    file.write_bytes(module)
    command = [node, "-e", RUN, str(file), json.dumps(calls)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return told["said"], told["entered"]


def test_the_module_of_these_tests_works(node: str, tmp_path: Path) -> None:
    """What the other tests change is a module as it should be."""
    assert wasm.count_functions(MODULE) == 2
    assert run(node, tmp_path, MODULE, ("add", 4), ("double", 4)) == ([5, 8], [])


def test_a_function_that_is_not_reached_stops_and_no_other_changes(node: str, tmp_path: Path) -> None:
    """An error, never a value: a visit that misses a function cannot go on with something wrong."""
    said, _ = run(node, tmp_path, wasm.stub_unreached(MODULE, {0}), ("add", 4), ("double", 4))
    assert said == [5, "RuntimeError: unreachable"]
    assert wasm.stub_unreached(MODULE, {0, 1}) == MODULE
    assert len(wasm.stub_unreached(MODULE, ())) < len(MODULE)


def test_a_function_that_is_not_there_cannot_be_reached() -> None:
    """A list that was made of another binary is refused."""
    with pytest.raises(IndexError, match="2: there are 2 functions"):
        wasm.stub_unreached(MODULE, {0, 2})


def test_a_function_is_noted_when_it_is_entered_and_works_as_before(node: str, tmp_path: Path) -> None:
    """One global each, whatever locals the function has, and none for those that nobody called."""
    noting = wasm.instrument(MODULE)
    assert run(node, tmp_path, noting, ("add", 1)) == ([2], ["entered-0"])
    assert run(node, tmp_path, noting, ("double", 3)) == ([6], ["entered-1"])
    assert run(node, tmp_path, noting) == ([], [])
