"""What comes back of an unsealed and of a sealed survey, by the same look at what they leave.

The test that follows a declaration looks in the same way at an unsealed survey, at a sealed one without the
trustee's key, and at the sealed one with the key. The fixture ``compared`` (conftest) compares what it sees
with what is declared, and the table in docs/threat-model.md is made of the declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Compared = Callable[[str, str, str], None]  # the fixture ``compared`` of conftest

TITLE = "## Sealed and unsealed, side by side"
_INTRODUCTION = """
The same looks at an unsealed survey and at a sealed one (`[collection] seal`), by somebody who has what the
first column names: without the key of the trustee, and with it. "Links" are slips whose code is known. People
contribute one after the other, which is the worst case. Whoever has the server and not the key learns when
contributions came and how many there are. Whoever has the key and not the server learns the counts of a
shuffled urn. **Whoever has both, while the survey runs or from a record of that time, learns what an unsealed
survey tells.** So the key belongs to somebody who has no access to the server, and of two trustees both keys
are needed.
"""
# Where it is said what whoever has both learns.
TOLD = {
    "docs/privacy.md": "**Whoever has the key and the server's disk or backups** joins slips and codes",
    "questionnaire/languages/de/privacy.md": "**Wer beides hat,** kann ablesen, wann welches",
    "questionnaire/languages/en/privacy.md": "**People with both** can tell when which result was added",
    "questionnaire/languages/de-leicht/privacy.md": "Darum soll niemand beides haben.",
}
_HEAD = (
    "| looks at | unsealed | sealed, without the key | sealed, with the key | |",
    "|---|---|---|---|---|",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One way of looking, and what it brings back.

    name, module: of its test.
    look:         what is looked at, and when.
    unsealed:     what comes back of an unsealed survey.
    sealed:       what comes back of a sealed one to somebody without the trustee's key.
    with_key:     what comes back of it to somebody who has the trustee's key, too.
    """

    name: str
    module: str
    look: str
    unsealed: str
    sealed: str
    with_key: str

    def row(self) -> str:
        """Return the row of the table."""
        test = f"[test](../{self.module.replace('.', '/')}.py '{self.name}')"
        return f"| {self.look} | {self.unsealed} | {self.sealed} | {self.with_key} | {test} |"


COMPARISONS: list[Comparison] = []


def side_by_side(
    *, look: str, unsealed: str, sealed: str, with_key: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare what the decorated test sees; see ``Comparison`` for the words."""

    def declare(test: Callable[..., None]) -> Callable[..., None]:
        declared: Any = test
        declared.comparison = Comparison(test.__name__, test.__module__, look, unsealed, sealed, with_key)
        COMPARISONS.append(declared.comparison)
        return test

    return declare


def section(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Yield the lines of the section in the threat model, each look once, in the order of the files."""
    yield TITLE
    yield _INTRODUCTION
    yield from _HEAD
    once = {(one.module, one.name): one for one in comparisons}  # a module may have been imported twice
    for one in sorted(once.values(), key=lambda each: each.module):
        yield one.row()
    yield ""
