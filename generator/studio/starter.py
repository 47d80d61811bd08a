"""What a new site starts from: a commented site.toml and a placeholder logo."""

from __future__ import annotations

from importlib.resources import files


def template() -> str:
    """Return the commented site.toml with the defaults of all questions."""
    return (files("site_templates") / "starter" / "site.toml").read_text("utf-8")


def logo() -> bytes:
    """Return the placeholder logo, an SVG."""
    return (files("site_templates") / "starter" / "logo.svg").read_bytes()
