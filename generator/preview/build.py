"""One build of the preview: the site in its folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import output
from generator.configuration import load
from generator.configuration.schema import Config
from generator.site.files import sending_to, site_files
from generator.site.part_cache import PartCache


@dataclass(frozen=True, slots=True)
class Preview:
    """A site that is built again whenever something changes.

    ``collector`` returns the address of the preview's own collector for these surveys, ``None`` if none of
    them sends anything; it takes the place of the configured ones.
    """

    config_path: Path
    out: Path
    collector: Callable[[Sequence[Config]], str | None] = lambda _: None
    cache: PartCache = field(default_factory=PartCache)

    def build(self) -> dict[str, bytes]:
        """Build the site, and return the site's files: path -> contents.

        Raises ``InputError`` with every fault; folder and cache then stay as they were.
        """
        output.check_target(self.out)
        site = load.load_site(self.config_path)
        if address := self.collector([survey.config for survey in site.surveys]):
            site = sending_to(address, site)
        files = site_files(site, cache=self.cache)
        output.write(files, self.out)
        return files
