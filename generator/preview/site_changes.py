"""What the windows that show the site are told: which build it is, and what is wrong with the next one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from generator.preview.fault_sheet import NO_FAULTS, SCRIPT, FaultSheet
from generator.preview.studio_door import FOLDER
from generator.preview.windows import Windows

CHANGES = f"/{FOLDER}site_changes"


class SiteChanges:
    """The last build, and the faults since then. Only the main thread changes them; every window hears."""

    def __init__(self) -> None:
        self._build, self._sheet = "", NO_FAULTS
        self.windows = Windows(self._state)

    def built(self, site: Mapping[str, bytes]) -> None:
        """``site`` is in its folder now: windows load it again if it is another one than before."""
        digest = hashlib.sha256()
        for name in sorted(site):
            digest.update(f"{name} {len(site[name])} ".encode() + site[name])
        self._build, self._sheet = digest.hexdigest()[:16], NO_FAULTS
        self.windows.look_again()

    def refused(self, sheet: FaultSheet) -> None:
        """No site could be made: windows show ``sheet`` over the last one."""
        self._sheet = sheet
        self.windows.look_again()

    def page(self, contents: bytes) -> bytes:
        """Return a page of the site so that it listens to changes; its own policy allows the script."""
        tag = f'<script type="module" src="/{FOLDER}{SCRIPT}" data-build="{self._build}"></script>'.encode()
        before, end, after = contents.rpartition(b"</body>")
        return before + tag + end + after if end else contents + tag

    def page_without_a_site(self) -> bytes | None:
        """Return the page that has the faults while nothing has been built; ``None`` if there are none."""
        return self.page(self._sheet.page) if self._sheet.page else None

    def _state(self) -> dict[str, str]:
        return {"build": self._build, "faults": self._sheet.part}
