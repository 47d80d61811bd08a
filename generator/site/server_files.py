"""Settings for web servers, as text files in the site's ``server/`` folder.

None of them is active in that folder: a wrong ``.htaccess`` or ``web.config`` can take a whole site down, so
the operator reads and copies them. Their headers and types come from the one list in
``generator.rendering.headers``.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from generator.rendering.headers import TEXTS, TYPES, site_headers
from generator.rendering.templates import environment

FOLDER = "server"
_UTF_8 = "; charset=utf-8"
_SUFFIX = ".j2"


def server_files(framed_by: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files for nginx, Apache, IIS, Caddy and object storage: path within the site -> contents.

    ``framed_by`` are the origins whose pages may show the site in a frame.
    """
    context = {
        "headers": site_headers(framed_by),
        "types": TYPES,
        "texts": TEXTS,
        "full_types": {e: f"{kind}{_UTF_8}" if e in TEXTS else kind for e, kind in TYPES.items()},
    }
    templates = environment(FOLDER, html=False)
    names = sorted(entry.name for entry in (files("site_templates") / FOLDER).iterdir())
    return {
        f"{FOLDER}/{name.removesuffix(_SUFFIX)}": templates.get_template(name).render(context).encode()
        for name in names
        if name.endswith(_SUFFIX)
    }
