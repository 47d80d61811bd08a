"""The structure of the house in figures: rooms, arrows (imports) between them, lines, and repeated lines.

``python -m benchmarks.structure [CHECKOUT …]`` prints one column for each checkout, this one if none is
named; so two states of the project can be compared by the same script.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

HOUSE = "generator"
PRODUCT = ("questionnaire", "generator", "pyodide_app", "collector")
SAME_LINES = 6  # equal lines in a row, in two places, that count as a duplicate

Rooms = Mapping[str, frozenset[str]]  # room -> the rooms that it imports


def figures(checkout: Path) -> dict[str, int | str]:
    """Return the figures of ``checkout``, by their names."""
    files = _tracked(checkout)
    rooms = rooms_of(checkout, files)
    return {
        f"modules at the root of {HOUSE}/": sum(_is_root_module(file) for file in files),
        f"rooms in {HOUSE}/ (folders, and modules at its root)": len(rooms),
        "floors (the longest way down)": floors(rooms),
        "arrows between rooms": sum(map(len, rooms.values())),
        "arrows that return (the other room leads back)": len(list(returning(rooms))),
        "lines of Python, product": _lines(checkout, files, PRODUCT, ".py"),
        "lines of JavaScript, product": _lines(checkout, files, ("site_templates", *PRODUCT), ".js", ".mjs"),
        "lines of tests": _lines(checkout, files, ("tests", "harness"), ".py"),
        "lines of benchmarks": _lines(checkout, files, ("benchmarks",), ".py"),
        f"places of {SAME_LINES} and more equal lines, Python": duplicates(checkout, files),
    }


def rooms_of(checkout: Path, files: list[Path]) -> Rooms:
    """Return the rooms of the generator: each folder, and each module beside the folders."""
    found: dict[str, set[str]] = defaultdict(set)
    names = {_room(file.with_suffix("").parts[1:]) for file in files if _is_house_module(file)}
    for file in files:
        if _is_house_module(file):
            room = _room(file.with_suffix("").parts[1:])
            imported = (_room(parts) for parts in _imports((checkout / file).read_bytes()))
            found[room] |= {other for other in imported if other in names and other != room}
    return {room: frozenset(found[room]) for room in sorted(names)}


def returning(rooms: Rooms) -> Iterator[tuple[str, str]]:
    """Yield each arrow (from, to) that is part of a circle."""
    for room, others in rooms.items():
        yield from ((room, other) for other in others if room in _reachable(rooms, other))


def floors(rooms: Rooms) -> int | str:
    """Return the number of rooms on the longest way down, or ``"a circle"`` if there is one."""
    height: dict[str, int] = {}
    try:
        for room in TopologicalSorter(rooms).static_order():
            height[room] = 1 + max((height[other] for other in rooms[room]), default=0)
    except CycleError:
        return "a circle"
    return max(height.values(), default=0)


def duplicates(checkout: Path, files: list[Path]) -> int:
    """Return how many places repeat ``SAME_LINES`` or more lines in a row of an earlier place."""
    seen: set[tuple[str, ...]] = set()
    found = 0
    for file in (file for file in files if file.suffix == ".py"):
        lines = [line.strip() for line in (checkout / file).read_text("utf-8").splitlines()]
        lines = [line for line in lines if len(line) > 1 and not line.startswith(("#", "import ", "from "))]
        place = 0
        while place + SAME_LINES <= len(lines):
            window = tuple(lines[place : place + SAME_LINES])
            known = window in seen
            found += known
            seen.add(window)
            place += SAME_LINES if known else 1
    return found


def _reachable(rooms: Rooms, start: str) -> set[str]:
    reached, open_ = {start}, [start]
    while open_:
        new = rooms[open_.pop()] - reached
        reached |= new
        open_ += new
    return reached


def _tracked(checkout: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [Path(name) for name in listed.splitlines() if (checkout / name).is_file()]


def _is_house_module(file: Path) -> bool:
    return file.parts[0] == HOUSE and file.suffix == ".py" and file.name not in ("__init__.py", "__main__.py")


def _is_root_module(file: Path) -> bool:
    return _is_house_module(file) and len(file.parts) == 2  # noqa: PLR2004 (folder and file)


def _room(parts: tuple[str, ...]) -> str:
    return parts[0] if parts else ""


def _imports(source: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the names below ``generator`` of every module that ``source`` imports, also within functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == HOUSE:
            inside = tuple(node.module.split(".")[1:])
            yield from [inside] if inside else [(alias.name,) for alias in node.names]


def _lines(checkout: Path, files: list[Path], folders: tuple[str, ...], *endings: str) -> int:
    counted = (file for file in files if file.parts[0] in folders and file.suffix in endings)
    return sum(len((checkout / file).read_bytes().splitlines()) for file in counted)


def main(checkouts: list[str]) -> None:
    """Print the table."""
    columns = [figures(Path(checkout)) for checkout in checkouts or ["."]]
    for what in columns[0]:
        print(f"{what:<52}", *(f"{column[what]:>9}" for column in columns))


if __name__ == "__main__":
    main(sys.argv[1:])
