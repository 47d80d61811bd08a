"""A contribution as it travels from the page to the collector: a small JSON object, and spaces.

The spaces after the object make all contributions to a survey equally long, whatever their code: whoever
watches the encrypted connection learns nothing from a length.

>>> body("A-ST")
'{"code":"A-ST"}'
>>> body("M")
'{"code":"M"}   '
"""

from __future__ import annotations

import json

from questionnaire.codes import all_codes

CODE = "code"
SLIP = "slip"  # only where the survey uses slips
MOST_BYTES = 256  # of the whole body, in UTF-8
_LONGEST_CODE = max(map(len, all_codes()))


def body(code: str, slip: str | None = None) -> str:
    """Return the request body that contributes ``code``, byte for byte as it is shown and sent."""
    contents = {CODE: code} if slip is None else {CODE: code, SLIP: slip}
    padding = " " * (_LONGEST_CODE - len(code))
    return json.dumps(contents, separators=(",", ":")) + padding
