"""The generator's own files for the browser, as sources, so that what can be read is what runs.

With them goes what it puts into every site: the prepared runtime of the survey, where a wheel has it, too.
"""

from __future__ import annotations

from pathlib import Path

from generator.runtime import prepare
from generator.runtime.file_cache import cached_file
from generator.runtime.whole.byte_code import inputs, solid_zip
from questionnaire.language_folder import FILES_OF_COMMANDS

_ROOT = Path(__file__).resolve().parents[3]
_FOLDERS = ("generator", "questionnaire", "pyodide_app", "site_templates")
# What asks a server or a database, or for a command line, what only prepares the runtime (a checkout), what
# imports packages that no browser has, and the pages that have this generator behind them.
_LEFT_OUT = (
    "generator/__main__.py", "generator/campaign/", "generator/commands/", "generator/documents/",
    "generator/handbook/", "generator/init/", "generator/organisation/", "generator/plan/",
    "generator/preview/", "generator/rehearsal/",
    "site_templates/pages/handbook.html.j2",
    "generator/runtime/bill_of_materials.py", "generator/runtime/brotli.py", "generator/runtime/prepare",
    "generator/runtime/trimming/", "generator/runtime/whole/", "generator/sealing/",
    "generator/site/expected_sums.py", "generator/site/verify.py", "generator/site/visit.py",
    "generator/slips/", "generator/studio/files.py", "generator/studio/words/",
    "generator/trustee/page.py", "generator/trustee/single_file.py",
    "site_templates/campaign/", "site_templates/desk/", "site_templates/plan/", "site_templates/preview/",
    "site_templates/scripts/",
    "site_templates/seal/", "site_templates/single/", "site_templates/studio/", "site_templates/texts/",
    "site_templates/trustee/", "site_templates/worker/",
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
    if "__pycache__/" in name or name.startswith(_LEFT_OUT) or name.endswith((".mjs", ".d.ts")):
        return False
    if name.endswith(tuple(f"/{file}" for file in FILES_OF_COMMANDS)):
        return False
    bundled = ("site_templates/count/", "site_templates/one_file/")
    return not (name.startswith(bundled) and name.endswith(".js"))


def _prepared() -> dict[str, Path]:
    return {name: path for name, path in prepare.site_files().items() if name != WHOLE_WASM}
