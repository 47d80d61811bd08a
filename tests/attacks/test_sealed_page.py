"""A page that seals to another key than the trustee's."""

from __future__ import annotations

import base64
import random
import re
import shutil
from email.message import Message
from pathlib import Path

import pytest

from generator import output
from generator.poster.files import poster_files
from generator.site import expected_sums, verify
from generator.site.files import configured_site_files
from harness.paths import EXAMPLE
from harness.two_faced import Lies, always, two_faced
from questionnaire import trustee_key
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import trustee

_HIS_OWN = trustee(3)
_TRIED = 400_000
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
    wants="build site and poster with a key of his own in place of the trustee's, and read all codes",
    naive="People compare the page with the poster of the same build: 0 of 6 papers and pages differ.",
    product="All show the fingerprint of the key that is sealed to, which the trustee compares with a copy "
    "of the true key: 6 of 6 papers and pages differ. No program can do that for them.",
    told={"docs/privacy.md": "The papers of a build show the key of that build"},
)
def test_a_site_with_another_key(tmp_path: Path, found: Found) -> None:
    """Whoever compares thirty digits with those of the trustee sees it; nothing else of a build tells it."""
    configuration = EXAMPLE.read_text("utf-8")
    [agreed] = _KEY_IN_CONFIGURATION.findall(configuration)
    shutil.copytree(EXAMPLE.parent, tmp_path / "his")
    his = tmp_path / "his" / EXAMPLE.name
    his.write_text(configuration.replace(agreed, _HIS_OWN.public_text), "utf-8")
    files = configured_site_files(his) | poster_files(his, "A4")
    shown = {
        name: set(numbers)
        for name, text in files.items()
        if (numbers := _FINGERPRINT.findall(text.decode(errors="replace")))
    }
    papers = [name for name in shown if "poster" in name or "index" in name]
    page = shown["index.html"]
    differ = [sum(shown[name] != other for name in papers) for other in (page, {_fingerprint(agreed)})]
    found(*(f"{number} of {len(papers)} papers and pages" for number in differ))


def _fingerprint(text: str) -> str:
    return trustee_key.fingerprint(trustee_key.read(text))


@attack(
    family="sealed urn",
    attacker="operator",
    wants="find a key of his own whose fingerprint looks like the trustee's",
    naive="A fingerprint of five digits: 2 of 400,000 keys have the same.",
    product="Thirty digits: 0 of 400,000 keys. Whoever compares one group of five only is deceived as soon.",
    told={"docs/privacy.md": "all six groups"},
)
def test_a_similar_fingerprint(found: Found) -> None:
    """Any 32 bytes are a public key."""
    chance = random.Random(18)  # noqa: S311 (repeatable)
    wanted = trustee_key.fingerprint(chance.randbytes(trustee_key.LENGTH))
    alike = whole = 0
    for _ in range(_TRIED):
        other = trustee_key.fingerprint(chance.randbytes(trustee_key.LENGTH))
        alike += other.startswith(wanted[:5])
        whole += other == wanted
    found(f"{alike} of {_TRIED:,} keys", f"{whole} of {_TRIED:,} keys")


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
