"""The Content-Security-Policy in each page: what a browser lets the page load, run and send."""

from __future__ import annotations

from generator.rendering.inline import Inline, digest

# A page loads files of its own site only. PyScript's worker is a blob that imports modules of this site, and
# to Firefox these are worker scripts, too; Pyodide compiles WebAssembly. An inline script or style works if
# the policy names its hash; there is no frame, no form that submits and no other origin.
_POLICY = (
    "default-src 'none'; script-src 'self'{script} 'wasm-unsafe-eval'; style-src 'self'{style}; "
    "img-src 'self' data:; font-src 'self'; connect-src {connect}; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'none'"
)


def content_security_policy(collector: str | None = None, inline: Inline | None = None) -> str:
    """Return a page's policy.

    ``collector`` is the one other origin that the page may send to; ``inline`` is its style and script.
    """
    return _POLICY.format(
        connect=f"'self' {collector}" if collector else "'self'",
        script=f" '{digest(inline.script)}'" if inline else "",
        style=f" '{digest(inline.style)}'" if inline else "",
    )
