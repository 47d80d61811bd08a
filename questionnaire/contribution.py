"""A contribution as it travels from the page to the collector: a small JSON object, and spaces.

The spaces after the object make all contributions to a survey equally long, whatever their code: whoever
watches the encrypted connection learns nothing from a length.

>>> body("A-ST")
'{"code":"A-ST"}'
>>> body("M")
'{"code":"M"}   '

To a sealed survey it carries a sealed ballot in place of the code (``sealed_ballot``). That body is as long
with a slip as without one, and with one seal as with two.

>>> sealed_body("AbC_-w", "2345678923456").rstrip()
'{"ballot":"AbC_-w","slip":"2345678923456"}'
>>> len(sealed_body("AbC_-w")) == SEALED_BYTES
True
"""

from __future__ import annotations

import json

from questionnaire import slips
from questionnaire.codes import all_codes

CODE = "code"
BALLOT = "ballot"  # in base64url
SLIP = "slip"  # only where the survey uses slips
MOST_BYTES = 256  # of the whole body, in UTF-8
_LONGEST_CODE = max(map(len, all_codes()))
_LONGEST_BALLOT = 148  # 111 bytes with two seals, see sealed_ballot


def body(code: str, slip: str | None = None) -> str:
    """Return the request body that contributes ``code``, byte for byte as it is shown and sent."""
    padding = " " * (_LONGEST_CODE - len(code))
    return _object({CODE: code}, slip) + padding


def sealed_body(ballot: str, slip: str | None = None) -> str:
    """Return the request body that contributes the sealed ``ballot``, in base64url: ``SEALED_BYTES``."""
    text = _object({BALLOT: ballot}, slip)
    return text + " " * (SEALED_BYTES - len(text))


def _object(contents: dict[str, str], slip: str | None) -> str:
    return json.dumps(contents if slip is None else {**contents, SLIP: slip}, separators=(",", ":"))


SEALED_BYTES = len(_object({BALLOT: "A" * _LONGEST_BALLOT}, "2" * slips.LENGTH))
