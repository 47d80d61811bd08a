"""The trimming fits the Pyodide that is installed; where it does not, a sentence says what to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import main
from generator.preview.build import Preview
from generator.runtime import PreparationError, file_cache, npm
from generator.runtime.trimming import reached, trim
from harness import sites
from harness.paths import ROOT
from tests.generator.runtime.test_runtime import PACKAGE, package

RENEW = "run: make runtime (generator/runtime/trimming/README.md)"
LOCKED = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]


def pyodide(folder: Path, binary: bytes, version: str) -> Path:
    """Write as much of Pyodide's npm package as ``reached`` reads, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyodide.asm.wasm").write_bytes(binary)
    (folder / "package.json").write_text(json.dumps({"version": version}), "utf-8")
    return folder


def test_what_is_reached_was_looked_at_in_the_pyodide_of_the_lock_file() -> None:
    """After an update of Pyodide this fails first, with or without the packages, and names the command."""
    written = json.loads(reached.FILE.read_text("ascii"))
    assert written["pyodide"] == LOCKED["node_modules/pyodide"]["version"], RENEW


def test_what_is_reached_was_looked_at_in_the_installed_webassembly() -> None:
    """The numbers hold for one exact binary, whatever its version says; the error names the command."""
    package("pyodide.asm.wasm")
    assert reached.functions_of(PACKAGE), RENEW


def test_every_stand_in_replaces_a_module_that_is_there() -> None:
    """One whose module was renamed or removed would be ignored, and the module itself be shipped."""
    package("python_stdlib.zip")
    with zipfile.ZipFile(PACKAGE / "python_stdlib.zip") as library:
        missing = trim.stand_ins().keys() - set(library.namelist())
    assert missing == set(), "rename or remove it in LEFT_OUT of trim.py or in stand_ins/"


def test_what_is_reached_comes_back_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ranges, with the version and the hash of the binary that was looked at."""
    monkeypatch.setattr(reached, "FILE", tmp_path / "reached.json")
    looked_at = pyodide(tmp_path / "pyodide", b"binary", "1.2.3")
    reached.write(looked_at, {7, 1, 2, 3, 9})
    assert reached.functions_of(looked_at) == frozenset({1, 2, 3, 7, 9})
    written = json.loads(reached.FILE.read_text("ascii"))
    assert (written["pyodide"], written["functions"]) == ("1.2.3", [[1, 3], [7, 7], [9, 9]])


def test_a_pyodide_that_was_never_looked_at_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both versions, and the command; also where only the bytes differ and not the version."""
    monkeypatch.setattr(reached, "FILE", tmp_path / "reached.json")
    reached.write(pyodide(tmp_path / "old", b"old", "1.2.3"), {1})
    for version in ("1.2.4", "1.2.3"):
        updated = pyodide(tmp_path / "new", b"new", version)
        with pytest.raises(PreparationError, match=r"reached\.json: .*Pyodide 1\.2\.3;") as refused:
            reached.functions_of(updated)
        assert f"the installed Pyodide {version}. Run: make runtime" in str(refused.value)


def test_a_build_with_an_updated_pyodide_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who updated the packages and builds or serves gets one sentence and no site: never a broken runtime."""
    packages = tmp_path / "node_modules"
    pyodide(packages / "pyodide", b"new", "999.0.0")
    monkeypatch.setattr(npm, "install_packages", lambda **_: packages)
    monkeypatch.setattr(file_cache, "FOLDER", tmp_path / "cache")
    config, out = sites.write(tmp_path), tmp_path / "dist"
    done = CliRunner().invoke(main, ["build", "--config", str(config), "--out", str(out)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.fullmatch(r".*Pyodide 999\.0\.0\. Run: make runtime .*\n", done.stderr)
    with pytest.raises(PreparationError, match="make runtime"):
        Preview(config, out).build()  # as serve does
    assert not out.exists()
    assert not (tmp_path / "cache").exists()


def test_javascript_that_does_not_fit_points_to_the_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Emscripten may write another script one day: the message names ours, and where the remedy stands."""
    if shutil.which("node") is None:
        pytest.skip("node is not here; the runtime came prepared")
    package("pyodide.mjs")
    copy = tmp_path / "node_modules" / "pyodide"
    shutil.copytree(PACKAGE, copy)
    glue = (copy / "pyodide.asm.mjs").read_text("utf-8")
    (copy / "pyodide.asm.mjs").write_text(glue.replace("assignWasmExports", "assignExports"), "utf-8")
    monkeypatch.setattr(npm, "install_packages", lambda **_: copy.parent)
    monkeypatch.setattr(file_cache, "FOLDER", tmp_path / "cache")
    (tmp_path / "pyscript.js").write_text("", "utf-8")
    with pytest.raises(PreparationError, match=r"pyodide\.asm\.mjs is not built as") as refused:
        trim.trimmed_glue(tmp_path / "pyscript.js")
    assert "trim_glue.mjs may no longer fit it; generator/runtime/trimming/README.md" in str(refused.value)


def test_one_command_renews_it() -> None:
    """Packages and their bill, a look at a visit, tests that exist, the sizes: in this order."""
    command = ["make", "--dry-run", "runtime", "PYODIDE=1.2.3", "PYSCRIPT=4.5.6"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    steps = re.findall(r"python -m (generator\.runtime\S*.*|tests\.browser\.reach|pytest.*)", done.stdout)
    assert [step.split()[0] for step in steps[-5:]] == [
        "generator.runtime.npm",
        "generator.runtime.bill_of_materials",
        "tests.browser.reach",
        "pytest",
        "generator.runtime.prepare",
    ]
    assert steps[-5].split()[1:] == ["pyodide@1.2.3", "@pyscript/core@4.5.6"]
    tests = steps[-2].split()[1:]
    assert "tests/generator/runtime/test_trimming.py" in tests
    assert [path for path in tests if not (ROOT / path).is_file()] == []


def test_every_file_that_the_readme_names_is_there() -> None:
    """Who renews the runtime finds what the table sends them to."""
    folder = Path(trim.__file__).parent
    text = (folder / "README.md").read_text("utf-8")
    named = set(re.findall(r"`((?:\.\./|stand_ins/)?\w*\.(?:py|mjs|json)|stand_ins/)`", text))
    assert {"wasm.py", "reached.json", "trim_glue.mjs", "stand_ins/"} <= named
    elsewhere = {"package.json": ROOT, "package-lock.json": ROOT}
    assert [name for name in named if not (elsewhere.get(name, folder) / name).exists()] == []
