"""The lock files of Python: what pyproject.toml asks for, every package with hashes, and no server's name."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from harness import locks

PURPOSES = (*locks.EXTRAS, "browser", *locks.ALONE)
# Locked and installed for every test run; the others only where they are needed.
INSTALLED = ("run", "postgresql", "dev", "build")


def locked(purpose: str) -> list[Requirement]:
    """Return what ``requirements/<purpose>.txt`` pins; a line without hashes fails the test."""
    text = (locks.FOLDER / f"{purpose}.txt").read_text("utf-8")
    entries = re.sub(r"\\\n\s+", " ", re.sub(r"(?m)^#.*\n", "", text)).splitlines()
    for entry in entries:
        assert re.search(r"( --hash=sha256:[0-9a-f]{64})+$", entry), f"no hash: {entry}"
    return [Requirement(entry.partition(" --hash")[0]) for entry in entries]


def holds_here(requirement: Requirement, extra: str = "") -> bool:
    """Tell whether this Python on this system needs ``requirement``."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def needed(requirements: Iterable[str]) -> set[str]:
    """Return the names of all packages that ``requirements`` need here, by what is installed."""
    seen: set[tuple[str, str]] = set()  # a package, and the extra with which another one asks for it
    waiting = [requirement for requirement in map(Requirement, requirements) if holds_here(requirement)]
    while waiting:
        requirement = waiting.pop()
        asked = {(canonicalize_name(requirement.name), extra) for extra in ("", *requirement.extras)}
        further = list(map(Requirement, importlib.metadata.requires(requirement.name) or []))
        for place in asked - seen:
            waiting += [inner for inner in further if holds_here(inner, place[1])]
        seen |= asked
    return {name for name, _ in seen}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_what_pyproject_asks_for_is_locked_within_its_bounds(purpose: str) -> None:
    """Each requirement has a pinned version that it allows; else run ``make lock``."""
    pinned = {canonicalize_name(pin.name): pin for pin in locked(purpose) if holds_here(pin)}
    for requirement in filter(holds_here, map(Requirement, locks.wanted(purpose))):
        (version,) = pinned[canonicalize_name(requirement.name)].specifier
        assert version.operator == "==", f"{requirement}: locked at no single version"
        assert requirement.specifier.contains(version.version), f"{requirement}: locked at {version}"


@pytest.mark.parametrize("purpose", INSTALLED)
def test_nothing_else_is_locked_and_nothing_is_missing(purpose: str) -> None:
    """The lock holds what the requirements need, with the requirements of those, and no further package."""
    pinned = {canonicalize_name(pin.name) for pin in locked(purpose) if holds_here(pin)}
    assert pinned == needed(locks.wanted(purpose))


def test_a_package_has_one_version_in_all_locks() -> None:
    """What the tests ran with is what a collector runs with."""
    versions: dict[tuple[str, str], str] = {}
    for pin in (pin for purpose in PURPOSES for pin in locked(purpose)):
        place = (pin.name, str(pin.marker))
        assert versions.setdefault(place, str(pin.specifier)) == str(pin.specifier), pin.name


@pytest.mark.parametrize("purpose", PURPOSES)
def test_no_lock_names_a_server(purpose: str) -> None:
    """Everybody installs from the registry that their own pip is set up for."""
    assert not re.search(
        r"://|--\w*index|--find-links|@ ", (locks.FOLDER / f"{purpose}.txt").read_text("utf-8")
    )


def test_make_installs_from_the_locks_alone() -> None:
    """No line of the Makefile lets pip choose a version, or build in an environment that pip fills."""
    makefile = (locks.ROOT / "Makefile").read_text("utf-8")
    commands = [line for line in makefile.splitlines() if re.search(r"pip install|\$\(PIP\)", line)]
    assert len(commands) >= len(INSTALLED)
    for command in commands:
        assert re.search(r"--require-hashes|\$\(PIP\) -r|--no-deps --no-build-isolation", command), command
