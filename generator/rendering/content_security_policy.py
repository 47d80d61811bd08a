"""The Content-Security-Policy in each page: what a browser lets the page load, run and send."""

from __future__ import annotations

from collections.abc import Iterable

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


# A single file connects to nothing, this computer included: the browser itself forbids it to send anything.
# Everything that runs or draws stands in the file and is named by its hash; PyScript's worker is a blob.
_SINGLE_FILE = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; style-src {styles}; img-src data:; "
    "font-src data:; connect-src 'none'; worker-src blob:; base-uri 'none'; form-action 'none'"
)


def single_file_policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the policy of a site in a single file, which holds these ``scripts`` and ``styles``."""
    return _SINGLE_FILE.format(scripts=_hashes(scripts), styles=_hashes(styles))


def _hashes(contents: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(f"'{digest(each)}'" for each in contents))
