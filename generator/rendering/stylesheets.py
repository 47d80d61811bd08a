"""The stylesheets, fonts and pictures of a brand's pages."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from generator.brand.brand_files import BrandFiles, default_icon, font_faces
from generator.brand.palette import declared
from generator.configuration.schema import BrandTable

# The style of every page, in cascade layers, which override each other in the order told in the first sheet.
# That one stands in the survey's page itself; what no first picture needs is in the second.
STYLE, LATER = "assets/site.css", "assets/later.css"
_STYLES = ("base.css", "layout.css", "survey.css")
_LATER_STYLES = ("pages.css", "result.css", "print.css")

_CORNERS = {"round": "1.5rem", "soft": "0.75rem", "square": "0.125rem"}


def style_files(brand: BrandTable, brand_files: BrandFiles) -> dict[str, bytes]:
    """Return stylesheets, fonts and pictures of ``brand``: path within the site -> contents."""
    templates = files("site_templates")
    colours = brand.palette()
    letters = [] if brand_files.font else ["letters.css"]
    return {
        STYLE: b"\n".join([_brand_style(colours, brand.corners), *_styles(*_STYLES)]),
        LATER: b"\n".join([*_styles(*letters, *_LATER_STYLES), font_faces(brand_files).encode()]),
        "assets/icon.svg": default_icon(colours["light"]["accent"], colours["light"]["on_accent"]),
        **{f"assets/{font.name}": font.read_bytes() for font in sorted_entries(templates / "fonts")},
        **{f"assets/{name}": contents for name, contents in brand_files.assets().items()},
    }


def _styles(*names: str) -> list[bytes]:
    return [(files("site_templates") / "styles" / name).read_bytes() for name in names]


def sorted_entries(folder: Traversable) -> list[Traversable]:
    """Return the entries of ``folder``, in the same order on every machine."""
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
