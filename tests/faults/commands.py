"""Commands that run in this process while the disk fails."""

from __future__ import annotations

from dataclasses import dataclass

from click.testing import CliRunner

from generator.commands.main import main


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit status, and every line that it printed for people to read."""

    status: int
    lines: tuple[str, ...]

    @property
    def refusal(self) -> str:
        """The one sentence with which the command refused; it must be the only line."""
        (line,) = self.lines
        return line


def run(*arguments: str, typed: str = "") -> Done:
    """Run ``lastbild`` with ``arguments``; raises whatever the command did not turn into a sentence."""
    result = CliRunner().invoke(main, arguments, input=typed, catch_exceptions=False)
    return Done(result.exit_code, tuple(result.output.splitlines()))
