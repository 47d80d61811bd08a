"""A page that seals to another key than the trustee's."""

from __future__ import annotations

import base64
import re
import shutil
from email.message import Message
from pathlib import Path

import pytest

from generator import output
from generator.site import expected_sums, verify
from generator.site.files import configured_site_files
from harness.paths import EXAMPLE
from harness.two_faced import Lies, always, two_faced
from questionnaire import trustee_key
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import trustee

_HIS_OWN = trustee(3)
_SWAPPED = {
    "docs/privacy.md": "A page that is altered for one person only is found by nobody else",
    "questionnaire/languages/de/privacy.md": "könnte den Schlüssel gegen einen eigenen tauschen",
    "questionnaire/languages/en/privacy.md": "could swap the key for one of their own",
    "questionnaire/languages/de-leicht/privacy.md": "Vielleicht tauscht jemand den Schlüssel auf der Seite.",
}
_KEY_IN_CONFIGURATION = re.compile(r'^seal = "(lastbild1\w+)"', re.MULTILINE)
_KEYS_IN_PAGE = re.compile(r'(?<=data-keys=")[^"]*')
_FINGERPRINT = re.compile(r"(?:\d{5} ){5}\d{5}")


@pytest.fixture(scope="module")
def honest() -> dict[str, bytes]:
    """Every file of the example site, which is sealed, with its manifest."""
    files = configured_site_files(EXAMPLE)
    return {**files, output.MANIFEST: output.manifest(files)}


@attack(
    family="sealed urn",
    attacker="operator",
    wants="build the site with a key of his own in place of the trustee's, and read all codes",
    naive="A page that names no key looks like any other: people can notice 0 of 1 swapped keys.",
    product="The page shows the fingerprint of the key that it seals to, which is not the one on the "
    "trustee's notice: 1 of 1.",
)
def test_a_site_with_another_key(honest: dict[str, bytes], tmp_path: Path, found: Found) -> None:
    """Whoever compares thirty digits sees it; whoever does not compare sees nothing."""
    configuration = EXAMPLE.read_text("utf-8")
    [on_the_notice] = _KEY_IN_CONFIGURATION.findall(configuration)
    shutil.copytree(EXAMPLE.parent, tmp_path / "his")
    his = tmp_path / "his" / EXAMPLE.name
    his.write_text(configuration.replace(on_the_notice, _HIS_OWN.public_text), "utf-8")
    honestly, swapped = (files["index.html"].decode() for files in (honest, configured_site_files(his)))
    without = [_FINGERPRINT.sub("", _KEYS_IN_PAGE.sub("", page)) for page in (honestly, swapped)]
    agreed = {trustee_key.fingerprint(trustee_key.read(on_the_notice))}
    assert set(_FINGERPRINT.findall(honestly)) == agreed
    noticed = set(_FINGERPRINT.findall(swapped)) == {_HIS_OWN.fingerprint} != agreed
    found(f"{int(without[0] != without[1])} of 1 swapped", f"{int(noticed)} of 1")


@attack(
    family="sealed urn",
    attacker="operator",
    wants="serve a page that seals to his own key and shows the fingerprint of the trustee's",
    naive="People compare the fingerprint on the page with the notice, and that is all: 0 of 2 are found.",
    product="`lastbild verify` compares every file: a page that everybody gets is found, one that a single "
    "device gets is not. 1 of 2 are found.",
    told=_SWAPPED,
)
def test_a_page_that_shows_the_right_fingerprint(honest: dict[str, bytes], found: Found) -> None:
    """The server tells one device by what its browser sends: here, one language."""

    def to_one_device(headers: Message, _: int) -> bool:
        return headers.get("Accept-Language") == "gsw"

    page = honest["index.html"].decode()
    his = _KEYS_IN_PAGE.sub(base64.b64encode(_HIS_OWN.public_key).decode(), page)
    assert his != page
    compared = [set(_FINGERPRINT.findall(his)) != set(_FINGERPRINT.findall(page))] * 2
    verified = [_is_found(honest, his, lies) for lies in (always, to_one_device)]
    assert verified == [True, False]
    found(f"{sum(compared)} of 2", f"{sum(verified)} of 2")


def _is_found(honest: dict[str, bytes], his: str, lies: Lies) -> bool:
    """Return whether ``verify`` finds the page that is served where ``lies`` says so."""
    with two_faced(honest, {"index.html": his.encode()}, lies) as server:
        result = verify.verify(server.address, expected_sums.of_manifest_bytes(honest[output.MANIFEST]))
    return any(fault.key == "index.html" for fault in result.faults)
