"""What a site looks like: its style in cascade layers, its fonts and drawings, the brand's own files."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from generator.brand.brand_files import BrandFiles, default_icon, font_faces
from generator.brand.palette import declared
from generator.configuration.config import Brand

# The style sheet of every page, in cascade layers: in the order in which they override each other, after the
# brand's colours.
STYLE = "assets/site.css"
STYLES = ("base.css", "layout.css", "survey.css", "result.css", "print.css")

_CORNERS = {"round": "1.5rem", "soft": "0.75rem", "square": "0.125rem"}


def look(brand: Brand, own: BrandFiles) -> dict[str, bytes]:
    """Return the files that ``brand`` is seen by, ``own`` among them: path within the site -> contents."""
    templates = files("site_templates")
    colours = brand.palette()
    styles = [_brand_style(colours, brand.corners)]
    styles += [(templates / "styles" / name).read_bytes() for name in STYLES]
    return {
        STYLE: b"\n".join(styles),
        "assets/fonts.css": (b"" if own.font else (templates / "styles" / "fonts.css").read_bytes())
        + font_faces(own).encode(),
        "assets/icon.svg": default_icon(colours["light"]["accent"], colours["light"]["on_accent"]),
        **{f"assets/{font.name}": font.read_bytes() for font in in_order(templates / "fonts")},
        **{f"assets/{name}": contents for name, contents in own.assets().items()},
    }


def in_order(folder: Traversable) -> list[Traversable]:
    """Return what is in ``folder``, in the same order on every machine."""
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _brand_style(schemes: dict[str, dict[str, str]], corners: str) -> bytes:
    light, dark = declared(schemes["light"]), declared(schemes["dark"])
    return (
        "@layer brand, base, layout, survey, result, report, workshop, print;\n"
        f"@layer brand{{:root{{color-scheme:light dark;--corner:{_CORNERS[corners]};"
        f"--plate:{schemes['light']['paper']};{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"@media print{{:root{{color-scheme:light;{light}}}}}}}\n"
    ).encode()
