"""The outermost module: offers the app's functions to the page, over PyScript's worker.

The page calls ``script.xworker.sync.classify(JSON, detail)`` and gets JSON back. JSON is the boundary, so
that no JavaScript object lives on in Python and no Python object in the page.
"""

from __future__ import annotations

import json

from polyscript import xworker

from pyodide_app import contribution
from pyodide_app.answering import answer
from questionnaire.contribution import body, sealed_body
from questionnaire.model import Detail


def classify(sheet: str, detail: Detail = "levers") -> str:
    """Return, as JSON, the keys to show for the answer ``sheet`` (JSON: item id -> 0..3), or its faults."""
    return json.dumps(answer(json.loads(sheet), detail))


def read_slip(typed: str) -> str:
    """Return, as JSON, the slip in ``typed`` or the kind of mistake in it."""
    return json.dumps(contribution.read_slip(typed))


xworker.sync.classify = classify
xworker.sync.read_slip = read_slip
xworker.sync.contribution = body
xworker.sync.sealed_body = sealed_body
