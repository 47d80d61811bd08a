"""The headers and types that a site should be served with, by the preview as by a real server.

The site works without any of them: each page carries its own Content-Security-Policy.
"""

from __future__ import annotations

HEADERS = {
    # Every page carries its own policy; this is the one part of it that cannot stand in a page. Headers
    # and page both apply, so a second copy of the page's policy could only get in its way.
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Keep, but ask before each use. File names carry no version: a page that meets the runtime of a former
    # build notices it and asks again, past the cache; asking first costs one short answer a file.
    "Cache-Control": "no-cache",
}

# By file ending, everything a site holds. With nosniff, a script of another type would not run.
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

# The endings whose files are UTF-8 and worth compressing; the others are compressed already.
TEXTS = ("html", "css", "js", "json", "svg", "txt")
