"""The house stays as designed: its imports, and the explanation that a newcomer finds in every folder."""

from __future__ import annotations

import ast
import json
import pydoc
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.heavy import STARTING

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "questionnaire",
    "generator",
    "pyodide_app",
    "collector",
    "site_templates",
    "harness",
    "benchmarks",
    "simulation",
)
# These addresses name sources for people to read; the browser never goes there.
_ADDRESS = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z0-9.-]+", re.IGNORECASE)


def tracked(*patterns: str) -> list[Path]:
    """Return the project's files under git that match a pattern."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_imports_go_one_way() -> None:
    """The contracts in pyproject.toml hold: no folder imports what it must not."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    contracts = tools["importlinter"]["contracts"]
    assert f"{len(contracts)} kept, 0 broken" in done.stdout


def test_questionnaire_imports_the_standard_library_only() -> None:
    """Every import in ``questionnaire`` is its own or the standard library's."""
    for path in tracked("questionnaire/*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: relative import"
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0]
                assert top == "questionnaire" or top in sys.stdlib_module_names, f"{path} imports {name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_says_what_it_is_for(package: str) -> None:
    """A folder's own file begins with the folder's purpose; README lists the folder."""
    docstring = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_bytes()))
    assert docstring
    assert len(docstring) > 60
    assert f"({package})" in (ROOT / "README.md").read_text("utf-8")


def test_the_browser_is_given_no_foreign_address() -> None:
    """No template, style, script or browser Python names another server."""
    for path in tracked("site_templates", "pyodide_app"):
        if path.suffix in (".md", ".toml", ".woff2") or "licence" in f"{path.parent.name}/{path.name}":
            continue
        assert not _ADDRESS.search(path.read_text("utf-8")), path


def test_no_logic_in_javascript_that_python_holds() -> None:
    """No script knows a constellation's weight, a lever or a type code."""
    for path in tracked("site_templates/scripts", "site_templates/runtime", "site_templates/frame/*.js"):
        text = path.read_text("utf-8")
        assert not re.search(r"\b(weight|lever|ST|SB|dominant|tied)\b", text), path


def test_nothing_that_is_built_is_committed() -> None:
    """Build output, node modules and prepared runtimes stay out of the repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        assert not re.match(r"(dist|dist-wheel|report|node_modules|\.venv|\.cache)/", name)
        assert "prepared/" not in name


def test_the_lock_file_pins_by_hash_and_names_no_server() -> None:
    """An integrity hash pins each package; the registry is the machine's own setting."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    for package in packages:
        package.pop("funding", None)  # where its authors take donations, as npm notes it
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert "resolved" not in str(packages)
    assert "://" not in str(packages)


@pytest.mark.parametrize("name", sorted(STARTING))
def test_what_makes_a_test_heavy_is_there(name: str) -> None:
    """A function that starts something has no other name by now: no test that uses it counts as quick."""
    assert callable(pydoc.locate(name))


def test_modules_are_small() -> None:
    """A module fits into a reader's head; a list of test cases may be longer."""
    for path in tracked("*.py", "*.js", "*.css", "*.j2"):
        lines = path.read_text("utf-8").count("\n")
        most = 400 if "tests" in path.parts else 300
        assert lines <= most, f"{path.relative_to(ROOT)} has {lines} lines"
