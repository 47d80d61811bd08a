"""The generator's own files for the browser, as sources, so that what can be read is what runs.

With them goes what it puts into every site: the prepared runtime of the survey, where a wheel has it, too.
"""

from __future__ import annotations

from pathlib import Path

from generator.runtime import prepare
from generator.runtime.bundling import PAGE_SCRIPTS, page_script
from generator.runtime.file_cache import cached_file
from generator.runtime.whole.byte_code import inputs, solid_zip

_ROOT = Path(__file__).resolve().parents[3]
_FOLDERS = ("generator", "questionnaire", "pyodide_app", "site_templates")
# What asks for a server, a database or a command line, what only the preparation of the runtime reads, and
# the pages that have this generator behind them.
_LEFT_OUT = (
    "generator/__main__.py", "generator/commands/", "generator/organisation/", "generator/preview/",
    "generator/runtime/prepared", "generator/runtime/trimming/README.md",
    "generator/runtime/trimming/reached.json", "generator/runtime/trimming/stand_ins/",
    "generator/runtime/trimming/trim_stdlib.py", "generator/runtime/whole/compile_sources.py",
    "site_templates/count/", "site_templates/desk/", "site_templates/scripts/", "site_templates/single/",
    "site_templates/studio/", "site_templates/worker/",
)  # fmt: skip
PREPARED = "generator/runtime/prepared"
# It is a file of its own: Python itself starts from it.
WHOLE_WASM = "whole.wasm.zip"


def generator_archive() -> Path:
    """Return the zip of the generator; raises ``PreparationError`` as ``prepare.runtime_files`` does."""
    files = source_files() | {f"{PREPARED}/{name}": path.read_bytes() for name, path in _prepared().items()}
    return cached_file("generator.zip", inputs(Path(__file__).resolve()) | files, lambda: solid_zip(files))


def source_files() -> dict[str, bytes]:
    """Return the files of our packages that the browser gets: path -> contents."""
    paths = [path for folder in _FOLDERS for path in (_ROOT / folder).rglob("*") if path.is_file()]
    named = {path.relative_to(_ROOT).as_posix(): path for path in sorted(paths)}
    return {name: path.read_bytes() for name, path in named.items() if _needed(name)}


def _needed(name: str) -> bool:
    return "__pycache__/" not in name and not name.endswith(".mjs") and not name.startswith(_LEFT_OUT)


def _prepared() -> dict[str, Path]:
    files = {**prepare.runtime_files(), **{name: page_script(name) for name in PAGE_SCRIPTS}}
    return {name: path for name, path in files.items() if name != WHOLE_WASM}
