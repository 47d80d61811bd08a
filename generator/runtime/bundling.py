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

# The script of the studio's page.
STUDIO_SCRIPT = "studio_page.js"

SEAL_SCRIPT = "seal.js"  # seals and opens ballots
# The page of a sealed survey loads it once somebody wants to contribute; it holds what seals.
SEALED_CONTRIBUTION_SCRIPT = "sealed_contribution.js"
TRUSTEE_SCRIPT = "trustee.js"  # of the page that makes keys and opens urns
PLAN_SCRIPT = "plan.js"  # of the page on which decisions are written
# The modules of @scure/bip39 and what it imports.
_WORD_MODULES = (
    "@noble/hashes/pbkdf2.js", "@noble/hashes/sha2.js", "@noble/hashes/utils.js",
    "@noble/hashes/webcrypto.js", "@scure/bip39/wordlists/english.js",
)  # fmt: skip

_SEAL_PACKAGES = ("@hpke/chacha20poly1305", "@hpke/common", "@hpke/core", "@hpke/dhkem-x25519")
# They would load node's cryptography where there is none: in no browser.
_REPLACED_IN_SEAL = ((r'await import\("crypto"\)', "{}", 3),)
# They have hints to bundlers at odd places, dropped as all comments are, and helpers of TypeScript that ask
# for `this` outside of functions and do without it.
_HARMLESS_IN_SEAL = ("INVALID_ANNOTATION", "THIS_IS_UNDEFINED")

# PyScript's plugins and the large editors, terminals and archives behind them: this page asks for none.
_LEFT_OUT_OF_PYSCRIPT = (
    "deprecations-manager-", "donkey-", "error-", "mpy-", "py-editor-", "py-game-", "py-terminal-",
    "codemirror", "pyodide_graph-", "toml-", "xterm", "zip-",
)  # fmt: skip

# PyScript, in the page and in its worker, would import its interpreter by an address: in an answer of its own
# that nobody has checked. Ours stands in front of PyScript in the worker (worker.js).
_REPLACED_IN_PYSCRIPT = ((r"\bmodule:import\(\w+\)", "module:Promise.resolve(globalThis.interpreter)", 2),)

# The scripts that stand in a single file, each with its entry: what is looked at before anything else, its
# pages, the survey with PyScript, and what draws the first picture.
SINGLE_SCRIPTS = {
    "single_guard.js": "single/guard.js",
    "single_pages.js": "single/pages.js",
    "single_survey.js": "scripts/site.js",
    "single_first_paint.js": "scripts/first_paint.js",
}
# What a survey asks a server for, it finds in the single file: module -> the one that takes its place.
_INSTEAD = {f"scripts/{name}": f"single/{name}" for name in ("download.js", "other_page.js", "pyscript.js")}
# Shims, each with how often it must fit: Chromium refuses module workers from blobs where a page is a file;
# the other pages of a single file wait in <noscript>, where the first picture's drawings do, too.
_REPLACED_IN_SINGLE = {
    "single_survey.js": ((r'\{type:"module"\}', '{type:"classic"}', 1),),
    "single_first_paint.js": (('"body noscript"', '"body noscript:not([data-page])"', 1),),
}


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


def studio_script() -> Path:
    """Return the file with the script of the studio's page; raises as ``page_script`` does."""
    folder = _TEMPLATES / "studio"

    def make() -> bytes:
        npm.install_packages()
        return npm.run_script(_BUNDLER, entry=str(folder / STUDIO_SCRIPT))

    sources = [*folder.glob("*.js"), *(_TEMPLATES / "desk").glob("*.js")]
    return cached_file(STUDIO_SCRIPT, read_inputs(_BUNDLER, Path(__file__), *sorted(sources)), make)


def single_script(name: str, bundled_pyscript: Path) -> Path:
    """Return the file with one of ``SINGLE_SCRIPTS`` and everything it imports, without comments.

    Raises ``PreparationError`` as ``pyscript`` does, and if a shim no longer fits PyScript or a script.
    """
    survey = name == "single_survey.js"

    def make() -> bytes:
        npm.install_packages()
        instead = {str(_TEMPLATES / module): str(_TEMPLATES / other) for module, other in _INSTEAD.items()}
        instead[str(_TEMPLATES / "single" / "bundled_pyscript.js")] = str(bundled_pyscript)
        return npm.run_script(
            _BUNDLER,
            entry=str(_TEMPLATES / SINGLE_SCRIPTS[name]),
            instead=instead if survey else {},
            replaced=_REPLACED_IN_SINGLE.get(name, ()),
            classic=not survey,
            awaits=survey,  # PyScript does
        )

    folders = (_TEMPLATES / "scripts", _TEMPLATES / "single")
    sources = [path for folder in folders for path in sorted(folder.glob("*.js"))]
    inputs = read_inputs(_BUNDLER, Path(__file__), *sources, *worker_scripts())
    return cached_file(name, {**inputs, "pyscript": bundled_pyscript.read_bytes()}, make)


def worker_scripts() -> list[Path]:
    """Return the scripts that run in front of PyScript's own in its worker, beside Pyodide."""
    return sorted((_TEMPLATES / "worker").glob("*.js"))


def count_script(entry: Path = _TEMPLATES / "count" / "main.js") -> Path:
    """Return the file with the script of the count's page and everything it imports, as ``page_script`` does.

    ``entry`` is the module that brings page and Python together.
    """
    sources = [entry, *_modules("count", "desk", "one_file")]

    def make() -> bytes:
        reader = npm.install_packages() / "qr" / "decode.js"
        instead = {str(_TEMPLATES / "count" / "qr" / "decode.js"): str(reader)}
        return npm.run_script(_BUNDLER, entry=str(entry), instead=instead)

    return cached_file(COUNT_SCRIPT, read_inputs(_BUNDLER, Path(__file__), *sources), make)


def trustee_script(entry: Path = _TEMPLATES / "trustee" / "main.js") -> Path:
    """Return the file with the script of the trustee's page and all that it imports, as ``count_script``."""
    sources = [entry, *_modules("trustee", "desk", "one_file", "seal")]

    def make() -> bytes:
        installed = npm.install_packages()
        return npm.run_script(
            _BUNDLER,
            entry=str(entry),
            packages={**_seal_packages(installed), **_key_packages(installed)},
            replaced=_REPLACED_IN_SEAL,
            harmless=_HARMLESS_IN_SEAL,
        )

    return cached_file(TRUSTEE_SCRIPT, read_inputs(_BUNDLER, Path(__file__), *sources), make)


def plan_script(entry: Path = _TEMPLATES / "plan" / "main.js") -> Path:
    """Return the file with the script of the plan's page and all that it imports, as ``count_script``."""
    sources = [entry, *_modules("plan", "desk", "one_file")]

    def make() -> bytes:
        npm.install_packages()
        return npm.run_script(_BUNDLER, entry=str(entry))

    return cached_file(PLAN_SCRIPT, read_inputs(_BUNDLER, Path(__file__), *sources), make)


def seal_script(entry: Path = _TEMPLATES / "seal" / SEAL_SCRIPT) -> Path:
    """Return the file with the module that seals and opens ballots, and everything it imports, minified.

    It is nearly all the work of others. ``entry`` is the module whose exports it has. Raises
    ``PreparationError`` as ``page_script`` does, and if the packages load node's cryptography otherwise.
    """
    sources = sorted({entry, *(_TEMPLATES / "seal").glob("*.js")})

    def make() -> bytes:
        installed = npm.install_packages()
        return npm.run_script(
            _BUNDLER,
            entry=str(entry),
            packages=_seal_packages(installed),
            replaced=_REPLACED_IN_SEAL,
            harmless=_HARMLESS_IN_SEAL,
            small=True,
        )

    return cached_file(entry.name, read_inputs(_BUNDLER, Path(__file__), *sources), make)


def sealed_contribution_script() -> Path:
    """Return the file that seals a contribution on the page, as ``seal_script`` does."""
    return seal_script(_TEMPLATES / "seal" / SEALED_CONTRIBUTION_SCRIPT)


def _seal_packages(installed: Path) -> dict[str, str]:
    """Return the modules of the packages that seal and open, by the names under which they are imported."""
    return {name: str(installed / name / "esm" / "mod.js") for name in _SEAL_PACKAGES}


def _key_packages(installed: Path) -> dict[str, str]:
    """Return the modules of the packages that read and write key files and their words, by their names."""
    words = {name: str(installed / name) for name in _WORD_MODULES}
    return {
        "jose": str(installed / "jose" / "dist" / "webapi" / "index.js"),
        "@scure/bip39": str(installed / "@scure" / "bip39" / "index.js"),
        **words,
    }


def _modules(*folders: str) -> list[Path]:
    """Return the modules in these folders of ``site_templates``."""
    return [path for folder in folders for path in sorted((_TEMPLATES / folder).glob("*.js"))]
