"""The report as people pass it on: a folder that opens by double click, without any server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from generator.report.files import report_files
from harness.releases import RELEASES, configured, saved

pytestmark = pytest.mark.browser


def test_a_report_opened_by_double_click_is_whole(tmp_path: Path, context: BrowserContext) -> None:
    """Opened from a disk, report, slides and guide show everything, including the figures of people."""
    config, brand = configured(tmp_path / "site")
    for name, contents in report_files(config, brand, saved(config, next(iter(RELEASES.values())))).items():
        path = tmp_path / "report" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    for name in ("index.html", "workshop.html", "agenda.html"):
        page.goto((tmp_path / "report" / name).as_uri(), wait_until="networkidle")
    assert complaints == []
    page.goto((tmp_path / "report" / "index.html").as_uri())
    mask = page.locator("#pattern .figure").first.evaluate("figure => getComputedStyle(figure).maskImage")
    assert mask.startswith('url("data:')
