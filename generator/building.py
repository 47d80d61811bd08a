"""One build from end to end: read, check, plan, write; and in a preview, the board that stands beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator import output
from generator.configuration import config_file
from generator.kept import Kept
from generator.plan import planned

if TYPE_CHECKING:
    from generator.serve import Beside


def build(
    config: Path,
    out: Path,
    *,
    collector: str | None = None,
    board: Beside | None = None,
    kept: Kept | None = None,
) -> dict[str, bytes]:
    """Build the site of ``config`` into the folder ``out`` and return its files: path -> contents.

    collector: the address that takes the place of the configured ones, for a preview.
    board:     where the preview's board is put, once the site stands.
    kept:      what the last build made; only what changed since is made anew.

    Raises ``InputError``; ``out``, ``board`` and ``kept`` are then what they were.
    """
    output.check_target(out)
    everything = config_file.load_all(config)
    files = planned(everything, collector=collector, kept=kept)
    if board is None:
        output.write(files, out)
        return files
    from generator.board import plan as sheets  # noqa: PLC0415 (a plain build has no board)

    shown = sheets.files(everything, files)
    output.write(files, out)
    board.files = shown
    return files
