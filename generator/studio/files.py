"""The studio's page as files: for a static server, with Python beside it, or for ``lastbild serve``."""

from __future__ import annotations

from typing import Literal

from generator.studio.frames import frame_files


def studio_files(desk: Literal["worker", "server"] = "worker") -> dict[str, bytes]:
    """Return every file of the studio's folder: path -> contents; ``desk`` says who answers the page."""
    page = f'<!doctype html><html lang="de" data-desk="{desk}"><title>Lastbild</title></html>\n'
    return {"index.html": page.encode(), **frame_files()}
