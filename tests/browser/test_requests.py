"""What a server sees of a visit: the same requests, whatever the person answers and gets."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Request

from harness.journey import Journey
from questionnaire import ITEM_IDS
from tests.browser.test_journey import HEADWIND, MIXED, NOTHING

pytestmark = pytest.mark.browser

# Another constellation, with another lever.
CHANGED = HEADWIND | {"A1": 0, "A2": 0, "D1": 3, "D2": 3}
# A page that loads a picture only for the result that needs it: plausible, and seen by the server.
_NAIVE = """addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const type = document.querySelector("#result").dataset.outcome;
    if (type) new Image().src = `assets/result-${type}.svg`;
}).observe(document.querySelector("#result"), { attributeFilter: ["data-outcome"] }))"""


def asked(context: BrowserContext, address: str, sheet: dict[str, int], *, naive: bool = False) -> list[str]:
    """Return all that the requests of a visit say.

    In no order, which is that of the downloads, and once each: on a slow line a part is asked for again.
    """
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(_said(request)))
    if naive:
        page.add_init_script(_NAIVE)
    journey = Journey(page, address)
    journey.wait_for_python()
    journey.take(sheet)
    page.wait_for_load_state("networkidle")
    page.close()
    return sorted({said for said in requests if " blob:" not in said})


def _said(request: Request) -> str:
    """Return method, address, body and headers of a request."""
    return f"{request.method} {request.url} {request.post_data} {sorted(request.headers.items())}"


def test_no_request_depends_on_what_is_answered(context: BrowserContext, address: str) -> None:
    """One constellation, another one, several, none: for the server, each visit is the same.

    A page that loads a picture for its result is found out by the same comparison.
    """
    sheets = (HEADWIND, CHANGED, MIXED, NOTHING, dict.fromkeys(ITEM_IDS, 3))
    asked(context, address, HEADWIND)  # the first visit fills the browser's cache
    visits = [asked(context, address, sheet) for sheet in sheets]
    assert visits[0]
    assert [visit for visit in visits if visit != visits[0]] == []
    assert asked(context, address, HEADWIND, naive=True) != asked(context, address, NOTHING, naive=True)
