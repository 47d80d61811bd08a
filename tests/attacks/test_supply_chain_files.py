"""What a build and a web server make of the files of a site: others than those that somebody has checked."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from email.message import Message
from unittest import mock

import pytest

from generator import output
from generator.runtime import PreparationError, npm
from generator.site import expected_sums, verify
from generator.site.files import configured_site_files
from generator.site.visit import VISITORS, ask
from harness.paths import EXAMPLE, ROOT
from harness.two_faced import Lies, TwoFaced, always, two_faced
from questionnaire.faults import Fault
from tests.attacks.attack import Found, attack

Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    """Every file of the example site, with its manifest, as a build writes it."""
    return with_manifest(configured_site_files(EXAMPLE))


def with_manifest(files: Files) -> dict[str, bytes]:
    """Return ``files`` and their manifest."""
    return {**files, output.MANIFEST: output.manifest(files)}


def compared(server: TwoFaced, site: Files) -> tuple[Fault, ...]:
    """Return what ``verify`` says of ``server``, compared with a build of the ``site``."""
    return verify.verify(server.address, expected_sums.of_manifest_bytes(site[output.MANIFEST])).faults


@attack(
    family="supply chain",
    attacker="operator",
    wants="change files on the web server, and the manifest beside them",
    naive="Files that are compared with the manifest beside them: 0 of 4 changed files are found.",
    product="`lastbild verify` compares with a build of one's own: 4 of 4 changed files are found.",
)
def test_changed_files_are_found_by_verify(site: dict[str, bytes], found: Found) -> None:
    """The page, the app, a part of the compiled library and the manifest are not those that were built."""
    changed = {name: site[name] for name in site if name != output.MANIFEST}
    for name in ("index.html", "runtime/app.zip", "runtime/stdlib.01.zip"):
        changed[name] = site[name] + b" "
    served = with_manifest(changed)
    sums = json.loads(served[output.MANIFEST])["sha256"]
    naive = [name for name, known in sums.items() if hashlib.sha256(served[name]).hexdigest() != known]
    with two_faced(served, {}, always) as server:
        faults = compared(server, site)
    product = {fault.key for fault in faults if fault.kind == "verify.differs"}
    found(f"{len(naive)} of 4 changed", f"{len(product)} of 4 changed")


def faces_found(site: Files, lies_to: Lies) -> tuple[int, int]:
    """Return whether a single download of the page, and ``verify``, find another page for some visitors."""
    page = site["index.html"]
    false = {"index.html": page.replace(b"</body>", b"<script src='leak.js'></script></body>")}
    with two_faced(site, false, lies_to) as server:
        once = ask(server.address, VISITORS[0]).body != page
    with two_faced(site, false, lies_to) as server:
        faults = compared(server, site)
    return int(once), int(any(fault.key == "index.html" for fault in faults))


@attack(
    family="supply chain",
    attacker="operator",
    wants="serve the honest page to programs that check it, and another one to browsers",
    naive="One download of the page by a program: found 0 of 1 times.",
    product="`lastbild verify` asks for each page as a program and two browsers would: found 1 of 1 times.",
)
def test_another_page_for_browsers_is_found_by_verify(site: dict[str, bytes], found: Found) -> None:
    """The server tells browsers by their headers."""

    def to_browsers(headers: Message, _: int) -> bool:
        return "Mozilla" in headers.get("User-Agent", "")

    once, verified = faces_found(site, to_browsers)
    found(f"found {once} of 1", f"found {verified} of 1")


@attack(
    family="supply chain",
    attacker="operator",
    wants="serve another start page to whoever comes back to it by a link, which ends in `index.html`",
    naive="The start page is asked for by its folder only: found 0 of 1 times.",
    product="`lastbild verify` asks for it by its folder and by its name: found 1 of 1 times.",
)
def test_another_start_page_behind_the_links_is_found_by_verify(site: dict[str, bytes], found: Found) -> None:
    """The server tells them apart by the address alone."""
    page = site["index.html"]
    assert b'href="./index.html"' in site["method.html"]

    with two_faced(site, {}, always) as server:
        server.by_name = {"index.html": page + b" "}
        by_folder = ask(server.address, VISITORS[0]).body != page
        assert ask(f"{server.address}index.html", VISITORS[0]).body != page
        faults = compared(server, site)
    verified = any(fault.key == "index.html" for fault in faults)
    found(f"found {int(by_folder)} of 1", f"found {int(verified)} of 1")


# With the first two, the browser tells another server what a page does; with the third it loads another list.
_REPORTING = {
    "Content-Security-Policy-Report-Only": "connect-src 'none'; report-uri https://elsewhere.example/",
    "Content-Security-Policy": "object-src 'none'; REPORT-URI /reports",
    "Speculation-Rules": '"/rules.json"',
}


@attack(
    family="supply chain",
    attacker="operator",
    wants="have browsers report to another server when the page is opened and something is contributed",
    naive="Every file is as it was built, with a header that asks for it: 0 of 3 headers are found.",
    product="`lastbild verify` names headers that load, store or report something: 3 of 3 headers are found.",
)
def test_headers_that_report_are_found_by_verify(site: dict[str, bytes], found: Found) -> None:
    """A policy without a place to report to is in order."""
    different, named = 0, 0
    for name, value in _REPORTING.items():
        with two_faced(site, {}, always) as server:
            server.headers = {name: value}
            faults = compared(server, site)
        different += any(fault.kind == "verify.differs" for fault in faults)
        named += [fault.details["header"] for fault in faults] == [name]
    with two_faced(site, {}, always) as server:
        server.headers = {"Content-Security-Policy": "frame-ancestors 'none'"}
        assert not compared(server, site)
    found(f"{different} of 3 headers", f"{named} of 3 headers")


@attack(
    family="supply chain",
    attacker="operator",
    wants="serve another page to one person only",
    naive="One download of the page by a program: found 0 of 1 times.",
    product="`lastbild verify` from any other device: found 0 of 1 times. Only the person's own finds it.",
    told={
        "docs/privacy.md": "another page to one person only",
        "questionnaire/languages/de/privacy.md": "könnte einzelnen Menschen eine andere Seite zeigen",
        "questionnaire/languages/en/privacy.md": "could show individual people another page",
        "questionnaire/languages/de-leicht/privacy.md": "Er kann einzelnen Menschen eine andere Seite",
    },
)
def test_another_page_for_one_person_is_not_found(site: dict[str, bytes], found: Found) -> None:
    """The server knows the person by something that nobody else sends."""

    def to_the_person(headers: Message, _: int) -> bool:
        return headers.get("X-Person") == "Ida"

    once, verified = faces_found(site, to_the_person)
    as_the_person = tuple({**visitor, "X-Person": "Ida"} for visitor in VISITORS)
    with mock.patch.object(verify, "VISITORS", as_the_person):
        assert faces_found(site, to_the_person)[1] == 1
    found(f"found {once} of 1", f"found {verified} of 1")


# Packs the same files by a zlib that packs otherwise, and prints the sums of three zips.
_OTHER_ZLIB = """
import hashlib, io, sys, zipfile, zlib
real = zlib.compressobj
zlib.compressobj = lambda level=-1, *rest, **named: real(1, *rest, **named)
from generator.runtime.app_archive import app_archive
from generator.runtime.archive import packed_zip
files = {"a.txt": bytes(range(256)) * 40 + b"the same words, " * 400}
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    archive.writestr(zipfile.ZipInfo("a.txt"), files["a.txt"], zipfile.ZIP_DEFLATED, 9)
print(*(hashlib.sha256(made).hexdigest() for made in (buffer.getvalue(), packed_zip(files), app_archive())))
"""


@attack(
    family="supply chain",
    attacker="developer",
    wants="hide a change behind archives that are never the same on two machines",
    naive="Archives packed by the machine's zlib: another zlib makes 1 of 1 archives another one.",
    product="Archives are stored, or packed by a pinned package: another zlib makes 0 of 2 archives "
    "another one.",
)
def test_another_zlib_makes_the_same_archives(found: Found) -> None:
    """A process whose zlib packs otherwise, as zlib-ng or a later version does, beside an ordinary one."""
    try:
        npm.install_packages()
    except PreparationError:
        pytest.skip("node is not here; the runtime came prepared")
    own = _OTHER_ZLIB.replace("zlib.compressobj = lambda", "unused = lambda")
    sums = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
        for code in (own, _OTHER_ZLIB)
    ]
    differ = [one != other for one, other in zip(*sums, strict=True)]
    found(f"{differ[0]:d} of 1 archives", f"{sum(differ[1:])} of 2 archives")
