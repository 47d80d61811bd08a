"""deploy/container: both images, made without a registry, and run without root by the guide's commands."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.rendering.headers import TYPES
from harness import containers
from harness.collector_process import HOST
from harness.commands import build
from harness.containers import Containers
from harness.deployed import DEPLOY, contribute, write_site
from harness.paths import ROOT
from harness.servers import free_port

OPERATIONS = ROOT / "docs" / "operations.md"
IMAGES = ("lastbild-collector", "lastbild-generator")
_SECONDS = 60
# Lists the programs of the image, in which Lastbild's own folder holds Python's files only.
_PROGRAMS = """
import os
for folder, _, files in os.walk("/"):
    for path in (os.path.join(folder, name) for name in files):
        if not path.startswith(("/proc/", "/sys/", "/dev/")) and os.access(path, os.X_OK):
            with open(path, "rb") as file:
                if file.read(4).startswith((b"#!", b"\\x7fELF")):
                    print("program", path)
"""

MISSING = containers.missing()
pytestmark = pytest.mark.skipif(MISSING is not None, reason=f"no container without root: {MISSING}")


@pytest.fixture(scope="module")
def engine() -> Iterator[Containers]:
    """Podman with both images, made by build.sh of a wheel of this checkout."""
    with tempfile.TemporaryDirectory(prefix="lb-containers-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        wheel = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(wheel, cwd=ROOT, check=True, capture_output=True)
        engine = Containers.within(folder)
        (path,) = folder.glob("*.whl")
        done = engine.run(str(DEPLOY / "container" / "build.sh"), str(path))
        assert done.returncode == 0, done.stdout
        yield engine
        engine.remove()


@pytest.fixture
def site() -> Iterator[Path]:
    """A folder with a site.toml that the containers' user may write."""
    with tempfile.TemporaryDirectory(prefix="lb-site-", dir="/tmp") as name:
        write_site(Path(name))
        Path(name).chmod(0o777)
        (Path(name) / "site.toml").chmod(0o644)
        yield Path(name)


def command(image: str, last: str) -> list[str]:
    """Return the words of the guide's command that runs ``last`` in ``image``, or its default."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", OPERATIONS.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    runs = [line.split() for line in lines if line.startswith("podman run")]
    found = [words for words in runs if " ".join(words).endswith(f"{image} {last}".rstrip())]
    assert len(found) == 1, f"{image} {last}: {found}"
    return found[0]


def in_folder(words: list[str], folder: Path) -> list[str]:
    """Return a command of the guide as a shell in ``folder`` understands it."""
    return [word.replace('"', "").replace("$PWD", str(folder)) for word in words]


def test_the_generator_builds_a_site(engine: Containers, site: Path) -> None:
    """On a file system that it cannot write, without a network with no right; the same bytes as here."""
    done = engine.run(*in_folder(command("lastbild-generator", "build"), site), folder=site)
    assert done.returncode == 0, done.stdout
    built = site / "dist"
    assert {path.suffix[1:] for path in built.rglob("*") if path.is_file()} <= set(TYPES)
    build(site / "site.toml", site / "here")
    assert (built / "manifest.json").read_bytes() == (site / "here" / "manifest.json").read_bytes()


def test_the_collector_takes_a_contribution(engine: Containers, site: Path) -> None:
    """On a file system that it cannot write; the volume outlives the container, and the next one has it."""
    port = free_port()
    words = in_folder(command("lastbild-collector", ""), site)
    words[2:2] = ["--env", f"LASTBILD_PORT={port}", "--env", f"LASTBILD_HOST={HOST}"]
    started = engine.run(*words, folder=site)
    assert started.returncode == 0, started.stdout
    _wait_until_healthy(engine, port)
    assert contribute(f"http://{HOST}:{port}/") == 204
    inside = ("podman", "exec", "lastbild", "/usr/bin/python3", "-c")
    refused = engine.run(*inside, "open('/opt/lastbild/x', 'w')")
    assert refused.returncode == 1
    assert "Read-only file system" in refused.stdout
    assert engine.run("podman", "stop", "lastbild").returncode == 0
    exited = engine.run("podman", "inspect", "--format", "{{.State.ExitCode}}", "lastbild")
    assert exited.stdout.strip() == "0", "it wrote its last batch and ended by itself"
    engine.run("podman", "rm", "lastbild")
    closed = engine.run(*in_folder(command("lastbild-collector", "close --yes"), site), folder=site)
    assert closed.returncode == 0, closed.stdout
    assert "probe" in closed.stdout


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_holds_python_and_no_shell(engine: Containers, image: str) -> None:
    """Whoever breaks in finds no shell, no package manager, and not a single program that changes users."""
    python = ("--entrypoint", "/usr/bin/python3", image, "-c", _PROGRAMS)
    done = engine.run("podman", "run", "--rm", "--network=none", *python)
    assert done.returncode == 0, done.stdout
    programs = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("program")}
    programs = {path for path in programs if not re.search(r"\.(py|so[0-9.]*)$", path)}
    assert programs == {"/usr/bin/python3", "/usr/bin/python3.11"}


def test_nothing_names_a_registry() -> None:
    """The images start from one of this machine, and that one with what build.sh made of packages."""
    files = (DEPLOY / "container").glob("*.Containerfile")
    starts = {path.stem: re.findall(r"(?m)^FROM (.*)$", path.read_text("utf-8")) for path in files}
    own = ["localhost/lastbild-base"]
    assert starts == {"base": ["scratch"], "collector": own, "generator": own}


def _wait_until_healthy(engine: Containers, port: int) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(engine.run("podman", "logs", "lastbild").stdout)
