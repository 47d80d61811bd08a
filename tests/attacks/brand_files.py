"""Files of a brand, and whether the product takes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.brand.brand_file import BrandFileError


def taken(folder: Path, read: Callable[[Path, str], object], name: str, contents: bytes) -> bool:
    """Tell whether the product takes a brand's file with ``contents``."""
    (folder / name).write_bytes(contents)
    try:
        read(folder / name, "brand")
    except BrandFileError:
        return False
    return True
