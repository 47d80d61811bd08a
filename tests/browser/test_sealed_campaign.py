"""A whole sealed campaign in three engines over HTTPS.

The trustee's page makes the keys. Sixty employees, twenty in each engine, take the survey on the page and
send what it seals; of those with two trustees most send what Python seals, which opens just as well. The
operator closes; each engine counts the urn from the disk; the report comes of that.
"""

from __future__ import annotations

import json
import re
import ssl
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Playwright

from generator.configuration import load
from generator.configuration.schema import Config
from generator.report.disclosed import disclosed_bytes
from generator.sealing.key_file import public_text_in
from generator.trustee.single_file import write_trustee_page
from harness import sites
from harness.engines import start, wanted
from harness.engines.visit import Visit
from harness.engines.window import Window
from harness.journey import ANSWER
from harness.organisation import Organisation
from harness.polling import until
from harness.releases import published
from harness.sealed_organisation import sealed_organisation
from harness.trustee_page import TrusteeAtPage
from harness.trustees import ballots
from questionnaire import ITEM_IDS, all_codes, release_file, sealed_ballot, slips, survey_texts
from tests.browser.sixty import CODES, SHEETS, STAFF

pytestmark = pytest.mark.browser

SENT = survey_texts.load("de")["contribute"]["seal_sent"]
KEY_FILE = "trustee-key.json"
# Seconds between two employees: WebKit takes a hundred entries of its history in ten seconds, and no more.
PAUSE = 1.5


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer with every engine, and with the trustee's page on its disk."""

    playwright: Playwright
    folder: Path
    page: Path

    @contextmanager
    def window(self, name: str) -> Iterator[Window]:
        """Start an engine, and open a window that reports no error until the block ends."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))  # nothing is left of a former window
        with start.started(name, self.playwright, folder) as engine, engine.window(None) as window:
            try:
                yield window
            except BaseException:
                sys.stderr.write(f"{name}: {window.complaints()}\n{engine.output()}\n")
                raise
            assert window.complaints() == []

    @contextmanager
    def trustee(self, name: str) -> Iterator[TrusteeAtPage]:
        """Open the trustee's page in an engine."""
        with self.window(name) as window:
            yield TrusteeAtPage(window, self.page)


def made_keys(computer: Computer, number: int) -> list[bytes]:
    """Return the files of so many keys, each made on the trustee's page in an engine of its own."""
    files = []
    for name in (wanted() * number)[:number]:
        with computer.trustee(name) as trustee:
            trustee.make_key()
            files.append(trustee.downloaded("[data-action=save-file]", KEY_FILE))
    return files


def contribute(visit: Visit, sheet: Mapping[str, int], slip: str) -> None:
    """Take the survey as one employee, contribute with a slip, and delete everything."""
    visit.wait_for_python()
    visit.action("start")
    until(lambda: visit.attribute("html", "data-ready") == "yes", "the page is ready")
    visit.window.evaluate(f"({ANSWER})({json.dumps({item: sheet[item] for item in ITEM_IDS})})")
    until(lambda: visit.attribute("#result", "data-outcome"), "there is a result")
    until(lambda: not visit.attribute("#result", "data-fresh"), "all of it is laid out")
    visit.window.click("#slip")
    visit.window.type(slip)
    until(lambda: slip.replace("-", "") in visit.text("#send-preview"), "the sealed body is shown")
    visit.action("send")
    visit.wait_for_text("#contribution-state", SENT)
    visit.action("delete")
    visit.action("delete-now")
    visit.wait_for("#closing")
    assert visit.text("#send-preview") == ""
    visit.action("restart")
    visit.wait_for("#start")


def employees(computer: Computer, address: str, slip_list: Sequence[str]) -> None:
    """Let one contribute for each slip: some in each engine, in one window of it."""
    engines = wanted()
    for place, name in enumerate(engines):
        with computer.window(name) as window:
            visit = Visit(window, address)
            for sheet, slip in list(zip(SHEETS, slip_list, strict=False))[place :: len(engines)]:
                contribute(visit, sheet, slip)
                if name == "webkit":
                    time.sleep(PAUSE)


def others(company: Organisation, config: Config, slip_list: Sequence[str]) -> None:
    """Let the last of the sixty contribute as their pages would, one for each slip."""
    address = f"{company.address.removesuffix('survey/')}v1/surveys/probe/ballots"
    trusting = ssl.create_default_context(cafile=company.folder / "certificate.pem")
    for code, slip in zip(CODES[STAFF - len(slip_list) :], slip_list, strict=True):
        [ballot] = ballots(config, {code: 1})
        body = sealed_ballot.body(ballot, slips.read(slip)).encode()
        request = Request(address, body, {"content-type": "application/json"})  # noqa: S310 (our own address)
        with urlopen(request, context=trusting) as answer:  # noqa: S310 (as above)
            assert answer.status == 204


def counted_in(trustee: TrusteeAtPage, urn: bytes, key_files: Sequence[bytes]) -> bytes:
    """Return report.json as the trustee's page makes it: the last trustee opens first."""
    for key_file in reversed(key_files[1:]):
        trustee.take_urn(urn)
        trustee.open_urn(key_file)
        urn = trustee.downloaded("#less [data-action=save-result]", "probe.one-seal-less.urn.json")
    trustee.take_urn(urn)
    trustee.open_urn(key_files[0])
    assert trustee.text("#result-text") == f"Beiträge in der Urne: {STAFF}. Keiner ist ungültig."
    return trustee.downloaded("#report [data-action=save-result]", "report.json")


@pytest.mark.parametrize(("number", "by_page"), [(1, STAFF), (2, 6)], ids=["one trustee", "two trustees"])
def test_a_whole_sealed_campaign(playwright: Playwright, tmp_path: Path, number: int, by_page: int) -> None:
    """The counts are those of the sixty known answers; nothing but the trustee's file tells them."""
    computer = Computer(playwright, tmp_path, write_trustee_page(tmp_path)[0])
    key_files = made_keys(computer, number)
    with sealed_organisation(tmp_path / "o", [public_text_in(file) for file in key_files]) as company:
        company.run("slips", str(STAFF))
        drawn = re.findall(r'class="code">([^<]+)<', (company.folder / "slips.html").read_text("utf-8"))
        [config] = [survey.config for survey in load.load_surveys(company.folder / "site.toml")]
        with company.collector():
            employees(computer, company.address, drawn[:by_page])
            others(company, config, drawn[by_page:])
        company.run("close", "--yes")
        urn = (company.folder / "probe.urn.json").read_bytes()
        reports = set()
        for name in wanted():
            with computer.trustee(name) as trustee:
                reports.add(counted_in(trustee, urn, key_files))
        counts = {code: Counter(CODES)[code] for code in all_codes("levers")}
        assert reports == {disclosed_bytes(config, counts, threshold=10, headcount=200, slips=STAFF)}
        counted = reports.pop()
        (company.folder / "counted.json").write_bytes(counted)
        company.run("report", "--release", "counted.json", "--out", "report")
        files = sites.contents(company.folder / "report")
        assert files["report.json"] == published(config, release_file.parse(counted))
