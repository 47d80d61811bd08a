"""Bundled scripts, each in one file with everything that it imports: PyScript, and the page's own."""

from __future__ import annotations

from pathlib import Path

from generator.runtime import npm
from generator.runtime.file_cache import cached_file, read_inputs

_TEMPLATES = npm.CHECKOUT / "site_templates"
_BUNDLER = Path(__file__).with_name("bundle.mjs")

# The page's own scripts: its module, the inline script, and one for servers that forbid inline scripts.
PAGE_SCRIPTS = ("site.js", "first_paint.js", "csp_fallback.js")
COUNT_SCRIPT = "count.js"  # of the page that counts ballots

# PyScript's plugins and the large editors, terminals and archives behind them: this page asks for none.
_LEFT_OUT_OF_PYSCRIPT = (
    "deprecations-manager-", "donkey-", "error-", "mpy-", "py-editor-", "py-game-", "py-terminal-",
    "codemirror", "pyodide_graph-", "toml-", "xterm", "zip-",
)  # fmt: skip

# PyScript, in the page and in its worker, would import its interpreter by an address: in an answer of its own
# that nobody has checked. Ours stands in front of PyScript in the worker (worker.js).
_REPLACED_IN_PYSCRIPT = ((r"\bmodule:import\(\w+\)", "module:Promise.resolve(globalThis.interpreter)", 2),)


def pyscript() -> Path:
    """Return the file with the part of PyScript that the page uses, minified.

    Raises ``PreparationError`` if node, npm or a package is missing.
    """

    def make() -> bytes:
        core = npm.install_packages() / "@pyscript" / "core" / "dist" / "core.js"
        return npm.run_script(
            _BUNDLER,
            entry=str(core),
            exports=["hooks"],
            leftOut=_LEFT_OUT_OF_PYSCRIPT,
            replaced=_REPLACED_IN_PYSCRIPT,
            small=True,
        )

    return cached_file("pyscript.js", read_inputs(_BUNDLER, Path(__file__)), make)


def page_script(name: str) -> Path:
    """Return the file with one of ``PAGE_SCRIPTS`` and everything it imports, without comments.

    Its functions keep their names, for people who want to check what the page does.

    Raises ``PreparationError`` as ``pyscript`` does, and if a script is faulty.
    """
    scripts = _TEMPLATES / "scripts"

    def make() -> bytes:
        npm.install_packages()
        return npm.run_script(_BUNDLER, entry=str(scripts / name))

    # Only the module imports others.
    sources = [*scripts.glob("*.js"), *worker_scripts()] if name == "site.js" else [scripts / name]
    return cached_file(name, read_inputs(_BUNDLER, Path(__file__), *sources), make)


def worker_scripts() -> list[Path]:
    """Return the scripts that run in front of PyScript's own in its worker, beside Pyodide."""
    return sorted((_TEMPLATES / "worker").glob("*.js"))


def count_script(entry: Path = _TEMPLATES / "count" / "main.js") -> Path:
    """Return the file with the script of the count's page and everything it imports, as ``page_script`` does.

    ``entry`` is the module that brings page and Python together.
    """
    folders = (_TEMPLATES / "count", _TEMPLATES / "desk")
    sources = [entry, *(path for folder in folders for path in sorted(folder.glob("*.js")))]

    def make() -> bytes:
        npm.install_packages()
        return npm.run_script(_BUNDLER, entry=str(entry))

    return cached_file(COUNT_SCRIPT, read_inputs(_BUNDLER, Path(__file__), *sources), make)
