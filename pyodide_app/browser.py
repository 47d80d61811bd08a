"""The outermost module: offers ``classify`` to the page, over PyScript's worker.

The page calls ``script.xworker.sync.classify(JSON)`` and gets JSON back. JSON is the boundary, so that
no JavaScript object lives on in Python and no Python object in the page.
"""

from __future__ import annotations

import json

from polyscript import xworker

from pyodide_app.answering import answer


def classify(sheet: str) -> str:
    """Return, as JSON, what to show for the answer sheet ``sheet`` (JSON: item id -> 0..3)."""
    return json.dumps(answer(json.loads(sheet)))


xworker.sync.classify = classify
