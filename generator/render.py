"""Render pages with Jinja2: undefined names are errors, everything is escaped."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

# Nothing but the site's own files; PyScript's worker is a blob, Pyodide compiles WebAssembly. No
# inline script or style, no frame, no form that submits, no other origin.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src {connect}; worker-src blob:; base-uri 'none'; form-action 'none'"
)


def content_security_policy(collector: str | None = None) -> str:
    """Return the policy of every page; ``collector`` is the one other origin it may send to, if any."""
    return _POLICY.format(connect=f"'self' {collector}" if collector else "'self'")


class Renderer:
    """Turns templates into pages."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("site_templates", "pages"),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # Many surveys, few methods.
        self._environment.globals["method_text"] = functools.cache(_method_text)

    def page(self, template: str, context: Mapping[str, Any]) -> bytes:
        """Return the page that ``template`` makes of ``context``, in UTF-8."""
        return self._environment.get_template(template).render(context).encode()


def _method_text(language: str, leaving: str) -> Markup:
    """Return the method page's text, written in Markdown in ``site_templates/texts/method``.

    ``leaving`` is what this very site says of what leaves the device.
    """
    source = (files("site_templates") / "texts" / "method" / f"{language}.md").read_text("utf-8")
    return Markup(MarkdownIt("commonmark").enable("table").render(source.replace("{{ leaving }}", leaving)))  # noqa: S704 (our own text)
