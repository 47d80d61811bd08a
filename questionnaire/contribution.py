"""A contribution as it travels from the page to the collector: a small JSON object.

>>> body("A-ST")
'{"code":"A-ST"}'
"""

from __future__ import annotations

import json

CODE = "code"
SLIP = "slip"  # only where the survey uses slips
MOST_BYTES = 256  # of the whole body, in UTF-8


def body(code: str, slip: str | None = None) -> str:
    """Return the request body that contributes ``code``, byte for byte as it is shown and sent."""
    contents = {CODE: code} if slip is None else {CODE: code, SLIP: slip}
    return json.dumps(contents, separators=(",", ":"))
