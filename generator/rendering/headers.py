"""The headers and types that a server should send with a site; the preview sends them.

The site works without any of them: each page carries its own Content-Security-Policy.
"""

from __future__ import annotations

from collections.abc import Iterable

HEADERS = {
    # Every page carries its own policy, except for this part, which works in a header only. A browser applies
    # both header and page, so a second copy of the page's policy could only get in its way.
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Browsers keep a file, but ask before each use, which costs a short answer: file names carry no version.
    # A page that meets the runtime of another build notices it and loads it again, past the cache.
    "Cache-Control": "no-cache",
}


def site_headers(framed_by: Iterable[str] = ()) -> dict[str, str]:
    """Return the headers of a site that only pages of the origins ``framed_by`` may show in a frame."""
    origins = " ".join(framed_by)
    return HEADERS | ({"Content-Security-Policy": f"frame-ancestors {origins}"} if origins else {})


# The type of every file of a site, by its ending. With nosniff, a script of another type would not run.
TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain",
    "zip": "application/zip",
    "woff2": "font/woff2",
}

# Files with these endings are UTF-8 and worth compressing; the others are compressed already.
TEXTS = ("html", "css", "js", "json", "svg", "txt")
