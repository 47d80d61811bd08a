"""The survey as the count's page carries it: a brand's files cannot be read again in a browser.

Only values go into it, as the schema read them: no comment of site.toml, which may be an internal note.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from typing import Any

from generator.brand.brand_file import BrandFile
from generator.brand.brand_files import BrandFiles
from generator.brand.font import Font
from generator.brand.picture import Picture
from generator.configuration.schema import Config

_PICTURES, _FONTS = ("logo", "favicon"), ("font", "font_headings")


def pack(config: Config, brand_files: BrandFiles) -> str:
    """Return both as JSON."""
    pictures = {name: getattr(brand_files, name) for name in _PICTURES}
    fonts = {name: getattr(brand_files, name) for name in _FONTS}
    return json.dumps(
        {
            "config": config.model_dump(mode="json", exclude_unset=True),
            "pictures": {name: _packed(file) for name, file in pictures.items() if file},
            "fonts": {name: [_packed(face) for face in faces] for name, faces in fonts.items()},
        }
    )


def unpack(parcel: str) -> tuple[Config, BrandFiles]:
    """Return what ``pack`` made ``parcel`` of; raises ``ValueError`` if it is none."""
    try:
        tree = json.loads(parcel)
        config = Config.model_validate_json(json.dumps(tree["config"]))
        files: dict[str, Any] = {name: _unpacked(Picture, file) for name, file in tree["pictures"].items()}
        for name, faces in tree["fonts"].items():
            files[name] = tuple(_unpacked(Font, face) for face in faces)
        return config, BrandFiles(**files)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no survey that a page can carry: {error!r}") from error


def _packed(file: BrandFile) -> dict[str, Any]:
    return {**dataclasses.asdict(file), "contents": base64.b64encode(file.contents).decode()}


def _unpacked(kind: type[BrandFile], fields: dict[str, Any]) -> Any:  # noqa: ANN401 (as kind says)
    return kind(**{**fields, "contents": base64.b64decode(fields["contents"])})
