"""The bill of materials names every work of others that a site ships, and so do the notices."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.runtime import bill_of_materials, npm

ROOT = Path(__file__).resolve().parents[3]
LICENCES = ROOT / "site_templates" / "licences"
# A licence -> words at the beginning of its text, and the file with it; for the others no text is asked for.
TEXTS = {
    "Apache-2.0": ("Apache License", "apache-2.0.txt"),
    "Apache-2.0 WITH LLVM-exception": ("Apache License", "apache-2.0.txt"),
    "BSD-3-Clause AND MIT": ("BSD 3-Clause License", "mit-isc-bsd.txt"),
    "BSD-3-Clause": ("BSD 3-Clause License", "mit-isc-bsd.txt"),
    "ISC": ("ISC License", "mit-isc-bsd.txt"),
    "MIT": ("MIT License", "mit-isc-bsd.txt"),
    "MPL-2.0": ("Mozilla Public License Version 2.0", "mpl-2.0.txt"),
    "OFL-1.1": ("SIL OPEN FONT LICENSE", "../fonts/licence.txt"),
    "PSF-2.0": ("PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2", "psf-2.0.txt"),
}
WITHOUT_TEXT = {"0BSD", "Zlib", "blessing", "bzip2-1.0.6"}
BILL: dict[str, Any] = json.loads(bill_of_materials.PATH.read_text("utf-8"))


def licence(component: dict[str, Any]) -> str:
    """Return the name of a component's one licence."""
    (entry,) = component["licenses"]
    return str(entry.get("expression") or entry["license"]["id"])


def test_it_is_what_the_lock_file_and_pyodide_say() -> None:
    """Whoever updates a package renews it: ``python -m generator.runtime.bill_of_materials``."""
    assert bill_of_materials.PATH.read_bytes() == bill_of_materials.bill_of_materials()
    assert bill_of_materials.bill_of_materials() == bill_of_materials.bill_of_materials()


def test_it_holds_nothing_that_changes_by_itself() -> None:
    """No time, no serial number, no server: a site built twice is the same to the byte."""
    text = bill_of_materials.PATH.read_text("utf-8")
    assert not re.search(r"timestamp|serialNumber|urn:uuid|://", text)
    references = [component["bom-ref"] for component in BILL["components"]]
    assert references == sorted(set(references))


def test_every_package_that_pyscript_requires_is_in_it() -> None:
    """A package of the lock file is in the bill, is only for building, or never leaves the machine."""
    packages = json.loads(npm.lock_file())["packages"]
    shipped = {component["name"] for component in BILL["components"] if "purl" in component}
    building = (
        "rollup",
        "terser",
        "acorn",
        "@rollup/",
        "@jridgewell/",
        "@types/",
        "source-map",
        "buffer-from",
    )
    for path, package in packages.items():
        name = path.rpartition("node_modules/")[2]
        if name and not package.get("dev") and name not in shipped:
            assert name.startswith((*building, "pako", "commander", "fsevents", "ws")), (
                f"{name} is in no list"
            )


def test_no_package_is_bundled_that_is_not_in_it() -> None:
    """The names of packages in PyScript's own source maps are those of the bill."""
    dist = npm.install_packages() / "@pyscript" / "core" / "dist"
    known = {component["name"] for component in BILL["components"]}
    sources = [
        source
        for path in dist.glob("core*.js.map")  # the other files are plugins and editors, left out
        for source in json.loads(path.read_text("utf-8"))["sources"]
    ]
    assert sources
    bundled = {
        match[1] for source in sources if (match := re.match(r".*node_modules/((?:@[^/]+/)?[^/]+)/", source))
    }
    assert bundled
    assert bundled <= known


def test_the_crates_are_those_that_brotli_names_within_itself() -> None:
    """Its WebAssembly quotes the files of its sources, with their versions."""
    package = npm.install_packages() / "brotli-wasm" / "pkg.web"
    quoted = re.findall(rb"/([a-z_-]+)-([0-9.]+)/src/", (package / "brotli_wasm_bg.wasm").read_bytes())
    named = {f"pkg:cargo/{name.decode()}@{version.decode()}" for name, version in quoted}
    assert len(named) >= 3
    assert named <= {component["bom-ref"] for component in BILL["components"]}


@pytest.mark.parametrize("component", BILL["components"], ids=lambda component: component["bom-ref"])
def test_the_notices_name_each_work_and_a_text_its_licence(component: dict[str, Any]) -> None:
    """Whoever gets a wheel or a site gets the licence of everything in it, too."""
    notices = (ROOT / "THIRD_PARTY_NOTICES").read_text("utf-8").lower()
    name = component["name"].partition("-400")[0].partition("-700")[0].removeprefix("@pyscript/core")
    assert (name or "pyscript") in notices
    if licence(component) not in WITHOUT_TEXT:
        words, path = TEXTS[licence(component)]
        assert words.lower() in (LICENCES / path).read_text("utf-8").lower()


@pytest.mark.parametrize("path", ["mit-isc-bsd.txt"])
def test_who_holds_the_rights_is_named_beside_the_licence(path: str) -> None:
    """These licences ask for the copyright notice with every copy."""
    text = (LICENCES / path).read_text("utf-8")
    for component in BILL["components"]:
        if TEXTS.get(licence(component), ("", ""))[1] == path:
            assert component["name"].lower() in text.lower()
