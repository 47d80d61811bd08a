"""What a site looks like: its style in cascade layers, its fonts and drawings, the brand's own files."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from generator.brand.brand_files import BrandFiles, default_icon, font_faces
from generator.brand.palette import declared
from generator.configuration.config import Brand

# The style of every page, in cascade layers, which override each other in the order told in the first sheet.
# That one stands in the survey's page itself; what no first picture needs is in the second.
STYLE, LATER = "assets/site.css", "assets/later.css"
_STYLES = ("base.css", "layout.css", "survey.css")
_LATER_STYLES = ("pages.css", "result.css", "print.css")

_CORNERS = {"round": "1.5rem", "soft": "0.75rem", "square": "0.125rem"}


def look(brand: Brand, own: BrandFiles) -> dict[str, bytes]:
    """Return the files that ``brand`` is seen by, ``own`` among them: path within the site -> contents."""
    templates = files("site_templates")
    colours = brand.palette()
    fonts = [] if own.font else ["fonts.css"]
    return {
        STYLE: b"\n".join([_brand_style(colours, brand.corners), *_styles(*_STYLES)]),
        LATER: b"\n".join([*_styles(*fonts, *_LATER_STYLES), font_faces(own).encode()]),
        "assets/icon.svg": default_icon(colours["light"]["accent"], colours["light"]["on_accent"]),
        **{f"assets/{font.name}": font.read_bytes() for font in in_order(templates / "fonts")},
        **{f"assets/{name}": contents for name, contents in own.assets().items()},
    }


def _styles(*names: str) -> list[bytes]:
    return [(files("site_templates") / "styles" / name).read_bytes() for name in names]


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
