"""One build of the preview: the site in its folder, and the board of all its states in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator import output
from generator.configuration import load
from generator.preview.board.files import board_files
from generator.preview.server import InMemoryFiles
from generator.site.files import sending_to, site_files
from generator.site.part_cache import PartCache


@dataclass(frozen=True, slots=True)
class Preview:
    """A site that is built again whenever something changes.

    ``collector`` is the address of the preview's own collector, if one runs; it takes the place of the
    configured ones. ``board`` holds the brand board of the last build that succeeded.
    """

    config_path: Path
    out: Path
    collector: str | None = None
    board: InMemoryFiles = field(default_factory=InMemoryFiles)
    cache: PartCache = field(default_factory=PartCache)

    def build(self) -> dict[str, bytes]:
        """Build the site and its board, and return the site's files: path -> contents.

        Raises ``InputError`` with every fault; folder, board and cache then stay as they were.
        """
        output.check_target(self.out)
        site = load.load_site(self.config_path)
        if self.collector:
            site = sending_to(self.collector, site)
        files = site_files(site, cache=self.cache)
        board = board_files(site, files)
        output.write(files, self.out)
        self.board.files = board
        return files
