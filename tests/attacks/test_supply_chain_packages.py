"""Attacks by a package of Python or npm that has the right name and version, and other bytes."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from generator.runtime import PreparationError, npm
from tests.attacks.attack import Found, attack

Files = Mapping[str, bytes]


def wheel(folder: Path, line: str) -> str:
    """Write the wheel of a package whose module holds ``line``; return its hash as a lock file names it."""
    path = folder / "kontor_paket-1.0-py3-none-any.whl"
    info = "kontor_paket-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("kontor_paket.py"), line)
        archive.writestr(
            zipfile.ZipInfo(f"{info}/METADATA"), "Metadata-Version: 2.1\nName: kontor-paket\nVersion: 1.0\n"
        )
        tags = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(zipfile.ZipInfo(f"{info}/WHEEL"), tags)
        rows = "".join(
            f"{name},sha256={_digest(archive.read(name))},\n"
            for name in ("kontor_paket.py", f"{info}/METADATA", f"{info}/WHEEL")
        )
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), f"{rows}{info}/RECORD,,\n")
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _digest(contents: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(contents).digest()).rstrip(b"=").decode()


def installed_by_pip(folder: Path, requirement: str, *options: str) -> str:
    """Return the module that pip installs for ``requirement`` from the wheels in ``folder``; "" if none."""
    (folder / "lock.txt").write_text(requirement, "utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *options]
    command += ["--no-index", "--find-links", str(folder), "--target", str(folder / "target"), "--upgrade"]
    subprocess.run([*command, "-r", str(folder / "lock.txt")], capture_output=True, check=False)
    module = folder / "target" / "kontor_paket.py"
    return module.read_text("utf-8") if module.is_file() else ""


@attack(
    family="supply chain",
    attacker="developer",
    wants="put other code into a package of the same name and version, for tests, wheel and container",
    naive="pip is told name and version, and takes what it is given: 1 of 1 installs the other code.",
    product="pip is told the hash, too, and `make` installs in no other way: 0 of 1 installs the other code.",
)
def test_a_package_with_other_bytes_than_the_lock(found: Found, tmp_path: Path) -> None:
    """A version is a name that somebody else gives; a hash is the bytes themselves."""
    from harness import locks  # noqa: PLC0415 (this attack alone)

    honest = wheel(tmp_path, "code = 'honest'")
    pinned = f"kontor-paket==1.0 --hash={honest}\n"
    assert "honest" in installed_by_pip(tmp_path, pinned, "--require-hashes")
    (tmp_path / "target" / "kontor_paket.py").unlink()
    wheel(tmp_path, "code = 'other'")
    product = "other" in installed_by_pip(tmp_path, pinned, "--require-hashes")
    naive = "other" in installed_by_pip(tmp_path, "kontor-paket==1.0\n")
    makefile = (locks.ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"(?m)^PIP = .* --require-hashes$", makefile)
    found(f"{int(naive)} of 1", f"{int(product)} of 1")


def npm_package(code: str) -> bytes:
    """Return an npm package with one file."""
    contents = {"package/package.json": '{"name": "supplied", "version": "1.0.0"}', "package/index.js": code}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def installed_by_npm(checkout: Path, lock_entry: Mapping[str, str]) -> int:
    """Return how many packages npm installs whose bytes are not those of ``lock_entry``: 0 or 1."""
    checkout.mkdir()
    (checkout / "supplied.tgz").write_bytes(npm_package("steal()"))
    root = {"name": "checkout", "version": "1.0.0", "dependencies": {"supplied": "file:supplied.tgz"}}
    packages = {
        "": root,
        "node_modules/supplied": {"version": "1.0.0", "resolved": "file:supplied.tgz", **lock_entry},
    }
    lock = {**root, "lockfileVersion": 3, "requires": True, "packages": packages}
    (checkout / "package.json").write_text(json.dumps(root), "utf-8")
    (checkout / "package-lock.json").write_text(json.dumps(lock), "utf-8")
    with mock.patch.object(npm, "CHECKOUT", checkout):
        try:
            npm.install_packages()
        except PreparationError as error:
            assert "EINTEGRITY" in str(error), error  # noqa: PT017 (any other error is none of ours)
            return 0
    return int((checkout / "node_modules" / "supplied" / "index.js").read_text("utf-8") == "steal()")


@attack(
    family="supply chain",
    attacker="developer",
    wants="supply a package of npm under the same name and version, with other bytes",
    naive="A lock file that pins versions only: 1 of 1 such packages is installed.",
    product="The lock file holds the SHA-512 of every package: 0 of 1 such packages is installed.",
)
def test_a_package_with_other_bytes_is_refused(tmp_path: Path, found: Found) -> None:
    """Npm compares with the lock file, in which no package stands without its sum."""
    locked = json.loads(npm.lock_file())["packages"]
    assert {name for name, entry in locked.items() if name and "integrity" not in entry} == set()
    honest = hashlib.sha512(npm_package("honest()")).digest()
    held = {"integrity": f"sha512-{base64.b64encode(honest).decode()}"}
    found(
        f"{installed_by_npm(tmp_path / 'naive', {})} of 1 such",
        f"{installed_by_npm(tmp_path / 'held', held)} of 1 such",
    )
