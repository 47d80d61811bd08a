"""The bill of materials (SBOM): every work of others whose bytes reach browsers, in CycloneDX 1.6.

A site sends them, or the studio that makes one; a property of each names the files that hold it.

``python -m generator.runtime.bill_of_materials`` writes it into ``site_templates/licences/``, from
``package-lock.json`` and the installed Pyodide; every site ships it. It holds no time and no random number,
so that the same packages give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import __version__
from generator.runtime import npm

PATH = npm.CHECKOUT / "site_templates" / "licences" / "sbom.json"
_FONTS = npm.CHECKOUT / "site_templates" / "fonts"
_SEALING = ("@hpke/chacha20poly1305", "@hpke/common", "@hpke/core", "@hpke/dhkem-x25519")
_BUNDLED = (*_SEALING, "@pyscript/core", "@scure/bip39", "brotli-wasm", "jose", "pyodide", "qr")
# Packages that Pyodide asks for and browsers never get: for node, and for people who write TypeScript.
_NOT_SHIPPED = frozenset({"ws", "@types/emscripten"})
# What Pyodide's WebAssembly holds beside CPython, with its licence; Pyodide tells no version of it.
_LIBRARIES = {
    "bzip2": "bzip2-1.0.6",
    "compiler-rt": "Apache-2.0 WITH LLVM-exception",
    "libffi": "MIT",
    "liblzma": "0BSD",
    "musl": "MIT",
    "sqlite": "blessing",
    "zlib": "Zlib",
    "zstd": "BSD-3-Clause",
}
# Crates in the WebAssembly of brotli-wasm, with version and licence; it names most of them within itself.
_CRATES = {
    "alloc-no-stdlib": ("2.0", "BSD-3-Clause"),
    "alloc-stdlib": ("0.2", "BSD-3-Clause"),
    "brotli": ("5.0.0", "BSD-3-Clause AND MIT"),
    "brotli-decompressor": ("4.0.0", "BSD-3-Clause"),
    "console_error_panic_hook": ("0.1.7", "MIT"),
    "serde_json": ("1.0.79", "MIT"),
    "wasm-bindgen": ("0.2", "MIT"),
}
# The licences of the Python packages that the studio and the count load; their versions are in the lock file.
_OF_PACKAGES = {
    "annotated-types": "MIT",
    "coloraide": "MIT",
    "fonttools": "MIT",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "markupsafe": "BSD-3-Clause",
    "mdurl": "MIT",
    "pydantic": "MIT",
    "pydantic-core": "MIT",
    "segno": "BSD-3-Clause",
    "tomlkit": "MIT",
    "typing-extensions": "PSF-2.0",
    "typing-inspection": "MIT",
}
# Of two licences that a package offers, the one under which we ship it.
_CHOSEN = {"(MIT OR Apache-2.0)": "MIT"}
_FILES = {
    "@pyscript/core": ("runtime/pyscript.js",),
    "pyodide": ("runtime/worker.zip", "runtime/pyodide.wasm.zip", "runtime/whole.wasm.zip",
                "runtime/stdlib.zip", "python/worker.zip", "python/whole.wasm.zip", "python/library.zip"),
    "brotli-wasm": ("python/brotli.zip",),
    "qr": ("auswertung.html",),
    **dict.fromkeys(_SEALING, ("assets/sealed_contribution.js", "treuhand.html")),
    **dict.fromkeys(("@noble/hashes", "@scure/bip39", "jose"), ("treuhand.html",)),
    **dict.fromkeys(_OF_PACKAGES, ("python/packages.zip",)),
    "cpython": ("runtime/pyodide.wasm.zip", "runtime/whole.wasm.zip", "runtime/stdlib.zip",
                "python/whole.wasm.zip", "python/library.zip"),
}  # fmt: skip

_LOCK = npm.CHECKOUT / "requirements" / "browser.txt"

_Component = dict[str, Any]


def bill_of_materials() -> bytes:
    """Return the bill of materials as JSON; raises ``PreparationError`` if Pyodide is not installed."""
    components = [*npm_components(), *_inside_pyodide(), *_inside_brotli(), *_packages(), *_fonts()]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "lastbild", "version": __version__,
                                   "licenses": _licences("MIT")}},
        "components": sorted(components, key=lambda component: str(component["bom-ref"])),
    }  # fmt: skip
    return f"{json.dumps(bill, indent=1, ensure_ascii=False)}\n".encode()


def npm_components() -> Iterator[_Component]:
    """Yield the npm packages that reach browsers, and what these require."""
    packages = json.loads(npm.lock_file())["packages"]
    # Several packages may each have the same version of another one beside them.
    places = {packages[path]["integrity"]: path for path in sorted(_required(packages), reverse=True)}
    for path in sorted(places.values()):
        name, package = path.rpartition("node_modules/")[2], packages[path]
        algorithm, _, digest = package["integrity"].partition("-")
        purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
        licence = _CHOSEN.get(package["license"], package["license"].replace("APACHE", "Apache"))
        hashes = [
            {"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}
        ]
        yield _component(name, purl, licence, version=package["version"], purl=purl, hashes=hashes)


def _required(packages: Mapping[str, Any]) -> set[str]:
    """Return the places in the lock file of all packages that reach browsers."""
    found: set[str] = set()
    waiting = [f"node_modules/{name}" for name in _BUNDLED]
    while waiting:
        path = waiting.pop()
        found.add(path)
        for name in packages[path].get("dependencies", {}).keys() - _NOT_SHIPPED:
            inner = f"{path}/node_modules/{name}"
            place = inner if inner in packages else f"node_modules/{name}"
            waiting += [place] if place not in found else []
    return found


def _inside_pyodide() -> Iterator[_Component]:
    pyodide = npm.install_packages() / "pyodide"
    about = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]
    emscripten = re.sub(r"^emscripten_", "", about["platform"]).replace("_", ".")
    yield _component("cpython", "cpython", "PSF-2.0", version=about["python"])
    yield _component("emscripten", "emscripten", "MIT", version=emscripten)
    for name, licence in _LIBRARIES.items():
        yield _component(name, name, licence)


def _inside_brotli() -> Iterator[_Component]:
    for name, (version, licence) in _CRATES.items():
        purl = f"pkg:cargo/{name}@{version}"
        yield _component(name, purl, licence, version=version, purl=purl)


def _packages() -> Iterator[_Component]:
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", _LOCK.read_text("ascii"), re.MULTILINE):
        purl = f"pkg:pypi/{name}@{version}"
        yield _component(name, purl, _OF_PACKAGES[name], version=version, purl=purl)


def _fonts() -> Iterator[_Component]:
    for path in sorted(_FONTS.glob("*.woff2")):
        hashes = [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
        yield _component(path.name, path.name, "OFL-1.1", kind="file", hashes=hashes)


def _component(name: str, ref: str, licence: str, kind: str = "library", **more: object) -> _Component:
    component = {"type": kind, "bom-ref": ref, "name": name, **more, "licenses": _licences(licence)}
    files = [{"name": "lastbild:file", "value": file} for file in _FILES.get(name, ())]
    return {**component, "properties": files} if files else component


def _licences(licence: str) -> list[dict[str, Any]]:
    return [{"expression": licence}] if " " in licence else [{"license": {"id": licence}}]


if __name__ == "__main__":
    PATH.write_bytes(bill_of_materials())
