"""Documents with parts that a command writes: each stands between two marks with its name.

A mark is a Markdown comment, such as ``<!-- begin budgets -->`` and ``<!-- end budgets -->``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def filled(text: str, parts: Mapping[str, str], file: str) -> str:
    """Return ``text`` with each of ``parts`` between the marks with its name.

    Raises ``ValueError`` if ``file``, the name of the document, lacks the marks of a part.
    """
    for name, part in parts.items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
        before, found, rest = text.partition(begin)
        _, ended, after = rest.partition(end)
        if not (found and ended):
            raise ValueError(f"{file}: no place for {name}; write {begin.strip()} and {end}")
        text = f"{before}{begin}{part}{end}{after}"
    return text


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
