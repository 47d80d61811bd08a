"""Sealed ballots in three engines: what the page seals a computer opens, and the other way round."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import get_args

import pytest
from playwright.sync_api import Playwright

from generator.runtime import bundling
from generator.sealing import hpke
from harness import hpke_vectors as vectors
from harness import seal_page
from harness.engines import start, wanted
from harness.engines.relay import INTRANET, relay
from harness.engines.window import Engine, Window
from harness.https import https_server
from harness.seal_page import SealPage
from harness.servers import plain_server
from questionnaire import all_codes, sealed_ballot
from questionnaire.model import Detail

pytestmark = pytest.mark.browser

CODES = sorted({code for detail in get_args(Detail) for code in all_codes(detail)})
CONTENTS = [sealed_ballot.plaintext(code) for code in CODES]
INFO = sealed_ballot.info("hafen-2027", "0123456789abcdef" * 4, "levers")
FIRST, SECOND, STRANGER = (bytes([number]) * 32 for number in (1, 2, 3))
TRUSTEES = pytest.mark.parametrize("keys", [[FIRST], [FIRST, SECOND]], ids=["one trustee", "two trustees"])


@pytest.fixture(scope="module", params=wanted())
def engine(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine, started once."""
    with start.started(request.param, playwright, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The page by HTTPS, on localhost, as a file, and by plain HTTP on an intranet."""
    folder, scratch = tmp_path_factory.mktemp("seals"), tmp_path_factory.mktemp("scratch")
    seal_page.write_folder(folder)
    seal_page.write_file(scratch / "seals.html")
    with ExitStack() as servers:
        localhost = servers.enter_context(plain_server(folder))
        yield {
            "https": servers.enter_context(https_server(folder, scratch)),
            "localhost": localhost,
            "file": (scratch / "seals.html").as_uri(),
            "http": localhost.replace("127.0.0.1", INTRANET),
        }


# One window at a time: WebKit's driver has no second one.
@pytest.fixture(scope="module", params=["https", "localhost", "file"])
def window(request: pytest.FixtureRequest, engine: Engine, addresses: dict[str, str]) -> Iterator[Window]:
    """A window with the page, from each of the places where browsers offer their cryptography."""
    with relay() as wire, engine.window(wire.host if request.param == "http" else None) as opened:
        opened.goto(addresses[request.param])
        yield opened
        assert opened.complaints() == []


@pytest.fixture
def page(window: Window) -> SealPage:
    """The page in that window."""
    return SealPage(window)


def public(keys: list[bytes]) -> list[bytes]:
    """Return the public keys of ``keys``."""
    return [hpke.public_key_of(key) for key in keys]


def test_the_page_repeats_the_vectors_of_the_rfc(page: SealPage) -> None:
    """RFC 9180, A.2.1, in both roles: the sender's key, each ciphertext, its contents, and the exports."""
    repeated = page.repeat_vector()
    assert repeated["enc"] == vectors.SENDER_PUBLIC_KEY.hex()
    assert repeated["sealed"] == {str(number): text for number, text in vectors.CIPHERTEXTS.items()}
    assert repeated["opened"] == dict.fromkeys(map(str, vectors.CIPHERTEXTS), vectors.PLAINTEXT.hex())
    assert repeated["exported"] == vectors.EXPORTS


@TRUSTEES
def test_what_the_page_seals_a_computer_opens(page: SealPage, keys: list[bytes]) -> None:
    """Every code, in one length whatever the code, and never twice the same bytes."""
    assert page.can_seal()
    sealed = [each for each in page.seal(CONTENTS * 2, public(keys), INFO) if isinstance(each, bytes)]
    assert [hpke.unseal(ballot, keys, INFO) for ballot in sealed] == CONTENTS * 2
    assert {len(ballot) for ballot in sealed} == {sealed_ballot.sealed_bytes(len(keys))}
    assert len(set(sealed)) == len({ballot[:32] for ballot in sealed}) == 2 * len(CODES)


@TRUSTEES
def test_what_a_computer_seals_the_page_opens(page: SealPage, keys: list[bytes]) -> None:
    """Every code; with two trustees also one seal after the other, the outer one first."""
    sealed = [hpke.seal(contents, public(keys), INFO) for contents in CONTENTS]
    assert page.unseal(sealed, keys, INFO) == CONTENTS
    for key in reversed(keys):
        sealed = [each for each in page.unseal(sealed, [key], INFO) if isinstance(each, bytes)]
    assert sealed == CONTENTS


@TRUSTEES
def test_what_the_page_seals_it_opens(page: SealPage, keys: list[bytes]) -> None:
    """A person can open the bytes that would leave and compare them with what is shown."""
    sealed = [each for each in page.seal(CONTENTS, public(keys), INFO) if isinstance(each, bytes)]
    assert page.unseal(sealed, keys, INFO) == CONTENTS


@TRUSTEES
def test_the_page_opens_with_the_right_keys_for_the_right_survey_only(
    page: SealPage, keys: list[bytes]
) -> None:
    """Another key, another survey, another instrument and another version are refused."""
    sealed = [hpke.seal(CONTENTS[0], public(keys), INFO)]
    for place in range(len(keys)):
        assert page.unseal(sealed, [*keys[:place], STRANGER, *keys[place + 1 :]], INFO) == ["unopened"]
    others = (
        sealed_ballot.info("hafen-2028", "0123456789abcdef" * 4, "levers"),
        sealed_ballot.info("hafen-2027", "f" * 64, "levers"),
        sealed_ballot.info("hafen-2027", "0123456789abcdef" * 4, "type"),
        INFO.replace(b"ballot 1", b"ballot 2"),
    )
    assert [page.unseal(sealed, keys, other) for other in others] == [["unopened"]] * len(others)


@TRUSTEES
def test_the_page_refuses_what_is_damaged(page: SealPage, keys: list[bytes]) -> None:
    """A flipped bit in any byte, a ballot cut off or lengthened, and noise of the right length."""
    sealed = hpke.seal(CONTENTS[0], public(keys), INFO)
    least = len(keys) * sealed_ballot.SEAL_BYTES
    flipped = [sealed[:at] + bytes([byte ^ 1 << at % 8]) + sealed[at + 1 :] for at, byte in enumerate(sealed)]
    assert page.unseal(flipped, keys, INFO) == ["unopened"] * len(sealed)
    short, long = [b"", sealed[: least - 1]], [sealed[:least], sealed[:-1], sealed + b"\0"]
    assert page.unseal([*short, *long], keys, INFO) == ["length"] * 2 + ["unopened"] * 3
    noise = [bytes(len(sealed)), bytes([1]) + bytes(len(sealed) - 1), b"\xff" * len(sealed)]
    assert page.unseal(noise, keys, INFO) == ["unopened"] * 3


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [b""],
        [FIRST[1:]],
        [FIRST + b"\1"],
        [bytes(32)],
        [FIRST, FIRST],
        [FIRST, bytes(32)],
        [FIRST, SECOND, STRANGER],
    ],
    ids=["none", "empty", "31", "33", "zeros", "one twice", "second zeros", "three"],
)
def test_the_page_seals_to_keys_only(page: SealPage, keys: list[bytes]) -> None:
    """Bytes that are no key, a point of low order, no key, three keys, or one for both trustees: refused."""
    assert page.seal(CONTENTS[:1], keys, INFO) == ["key"]


@pytest.mark.parametrize("window", ["http"], indirect=True)
def test_without_https_the_page_says_why_it_cannot_seal(page: SealPage) -> None:
    """On an intranet by plain HTTP the script loads, seals nothing, opens nothing, and gives the reason."""
    assert not page.can_seal()
    assert page.seal(CONTENTS[:1], public([FIRST]), INFO) == ["unavailable"]
    assert page.unseal([bytes(63)], [FIRST], INFO) == ["unavailable"]


def test_the_script_stands_alone_and_is_light() -> None:
    """It loads nothing else, evaluates no text, names no address, and adds little to a page."""
    script = bundling.seal_script().read_bytes()
    assert re.findall(rb"\bimport\b|\beval\(|\bFunction\(|\brequire\(|https?://", script) == []
    assert len(gzip.compress(script, 9, mtime=0)) <= 14_500
