"""``python -m benchmarks [CHAPTER …] [--rounds N] [--docs]``: every chapter in turn, then the budgets.

Each chapter's tables are printed at once. ``.cache/benchmarks.json``, which git ignores, keeps every round of
each chapter's latest run on this machine; ``--docs`` renews ``docs/benchmarks.md`` and its picture from it.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import frame, record
from benchmarks.frame import Source

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = (
    Source("first-question", "benchmarks.page.first_question"),
    Source("python-ready", "benchmarks.page.python_ready"),
    Source("result", "benchmarks.page.answering"),
    Source("bytes", "benchmarks.page.weight"),
    Source("slow", "benchmarks.page.slow"),
    Source("single-file", "benchmarks.page.single_file"),
    Source("studio", "benchmarks.page.studio"),
    Source("building", "benchmarks.building"),
    Source("collecting", "benchmarks.collecting"),
    Source("sealed", "benchmarks.collecting_sealed"),
    Source("surveys", "benchmarks.surveys"),
)


def main(arguments: Sequence[str], chapters: Sequence[Source] = CHAPTERS, root: Path = ROOT) -> int:
    """Measure and write; return 1 if a chapter broke, else 0 (also if something for a chapter is missing)."""
    options = _parsed(arguments, [chapter.name for chapter in chapters])
    wanted = [chapter for chapter in chapters if not options.chapters or chapter.name in options.chapters]
    run = frame.run(wanted, options.rounds)
    print(frame.budgets_as_text(run.results), flush=True)
    for sentence in run.missing:
        print(f"Not measured: {sentence}")
    latest = record.of_run(run.results, command=shlex.join(["python", "-m", "benchmarks", *arguments]))
    path = root / ".cache" / "benchmarks.json"
    whole = record.merged(record.read(path), latest)
    record.write(path, whole)
    if options.docs:
        from benchmarks import documents  # noqa: PLC0415 (draws; not everybody who measures can)

        documents.renew(root / "docs", whole, [chapter.name for chapter in chapters])
    return 1 if run.broken else 0


def _parsed(arguments: Sequence[str], names: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure; chapter by chapter.")
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help=f"some of: {', '.join(names)}")
    parser.add_argument("--rounds", type=int, help="rounds of each chapter, instead of its own number")
    parser.add_argument("--docs", action="store_true", help="renew docs/benchmarks.md and its picture")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.chapters if name not in names]
    if unknown:
        parser.error(f"no chapter {', '.join(unknown)}; there are {', '.join(names)}")
    if options.rounds is not None and options.rounds < 1:
        parser.error(f"--rounds {options.rounds}: at least 1")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
