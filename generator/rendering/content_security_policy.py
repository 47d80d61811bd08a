"""What a page may load, run and send: the Content-Security-Policy that stands in it."""

from __future__ import annotations

from generator.rendering.inline import Inline, digest

# Nothing but the site's own files; PyScript's worker is a blob that imports modules of this site (worker
# scripts, too, says Firefox), Pyodide compiles WebAssembly. No inline script or style but the very ones that
# are named by their hash, no frame, no form that submits, no other origin.
_POLICY = (
    "default-src 'none'; script-src 'self'{script} 'wasm-unsafe-eval'; style-src 'self'{style}; "
    "img-src 'self' data:; font-src 'self'; connect-src {connect}; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'none'"
)


def content_security_policy(collector: str | None = None, inline: Inline | None = None) -> str:
    """Return a page's policy.

    ``collector`` is the one other origin it may send to, ``inline`` what stands in the page, if any.
    """
    return _POLICY.format(
        connect=f"'self' {collector}" if collector else "'self'",
        script=f" '{digest(inline.script)}'" if inline else "",
        style=f" '{digest(inline.style)}'" if inline else "",
    )
