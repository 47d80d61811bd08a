"""Open documents in LibreOffice, as people without Microsoft Office do; install it for the tests.

``python -m harness.office`` installs Debian's packages without windows, and is quick if nothing is missing.
Each conversion has a profile of its own, so that tests can run side by side.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from harness import hosting

# A file of each package -> the package; Carlito has the widths of Calibri, Office's own font.
_PACKAGES = {
    "/usr/lib/libreoffice/program/libswlo.so": "libreoffice-writer-nogui",
    "/usr/lib/libreoffice/program/libsclo.so": "libreoffice-calc-nogui",
    "/usr/lib/libreoffice/program/libsdlo.so": "libreoffice-impress-nogui",
    "/usr/bin/pdftotext": "poppler-utils",
    "/usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf": "fonts-crosextra-carlito",
}
# How a German Excel opens CSV by a double click: semicolons, quotation marks, UTF-8, German numbers and days,
# and whatever looks like a formula is one.
GERMAN_CSV = "--infilter=CSV:59,34,76,1,,1031,false,true,false,false,false,-1,true"


def provide() -> None:
    """Install what is missing; raises ``CalledProcessError`` if that fails."""
    missing = [package for path, package in _PACKAGES.items() if not Path(path).exists()]
    if missing:
        hosting.install(missing)


def converted(document: Path, ending: str, folder: Path, *options: str) -> Path:
    """Convert ``document`` by LibreOffice into ``folder`` and return the file, which ends in ``ending``."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", "--norestore", profile, *options]
    done = subprocess.run(
        [*command, "--convert-to", ending, "--outdir", str(folder), str(document)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    made = folder / f"{document.stem}.{ending}"
    assert made.is_file(), f"{done.stdout}\n{done.stderr}"
    return made


def pages(pdf: Path) -> Sequence[str]:
    """Return the text of each page, its white space as single blanks."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in text.stdout.split("\f")[:-1]]


if __name__ == "__main__":
    provide()
