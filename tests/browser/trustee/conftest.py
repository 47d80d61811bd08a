"""The trustee's page as the command writes it, opened from the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.trustee.single_file import write_trustee_page


@pytest.fixture(scope="package")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page."""
    path, _ = write_trustee_page(tmp_path_factory.mktemp("usb"))
    return path
