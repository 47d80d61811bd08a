"""The key file: a standard that other programs open, closed without the passphrase, every damage noticed."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

import pytest
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from generator.runtime import npm
from generator.sealing import key_file
from generator.sealing.key_file import locked, public_text_in, unlocked
from generator.sealing.keys import from_secret_text
from harness.paths import ROOT
from questionnaire.faults import FaultError
from tests.generator.sealing.vectors import KEY_FILE, OPENED_BY, PUBLIC_TEXT, QR_CODE_TEXT

KEY = from_secret_text(QR_CODE_TEXT)
QUICK = 1000  # rounds that take no time
CONTENTS = locked(KEY, OPENED_BY, work=QUICK)


def kind(contents: bytes, passphrase: str = OPENED_BY) -> str:
    """Return why ``contents`` cannot be opened."""
    with pytest.raises(FaultError) as caught:
        unlocked(contents, passphrase)
    return caught.value.fault.kind


def encoded(contents: bytes) -> str:
    """Return ``contents`` in the base64 of the file's parts."""
    return base64.urlsafe_b64encode(contents).decode().rstrip("=")


def header(contents: bytes = CONTENTS) -> dict[str, object]:
    """Return the header of a key file."""
    read: dict[str, object] = json.loads(base64.urlsafe_b64decode(f"{json.loads(contents)['protected']}=="))
    return read


def with_header(**values: object) -> bytes:
    """Return the key file with other values in its header, a ``None`` for one that is taken out."""
    changed = {name: value for name, value in (header() | values).items() if value is not None}
    return with_parts(protected=encoded(json.dumps(changed).encode()))


def with_parts(**parts: object) -> bytes:
    """Return the key file with other parts."""
    return json.dumps(json.loads(CONTENTS) | parts).encode()


def holding(content: str, values: Mapping[str, object] | None = None) -> bytes:
    """Return a file that the same passphrase opens, with any content."""
    passphrase = JWK(kty="oct", k=encoded(OPENED_BY.encode()))
    return str(
        JWE(content, protected={**header(), **(values or {})}, recipient=passphrase).serialize()
    ).encode()


def jwk(**values: object) -> str:
    """Return the key of the file as a JWK, with other values."""
    whole = {"kty": "OKP", "crv": "X25519", "x": encoded(KEY.public_key), "d": encoded(KEY.secret)}
    return json.dumps(whole | values)


def test_what_is_locked_is_unlocked() -> None:
    """With its passphrase, also if another keyboard writes "ü" as two signs."""
    assert unlocked(CONTENTS, OPENED_BY) == KEY
    assert unlocked(CONTENTS, OPENED_BY.replace("ü", "u\u0308")) == KEY
    assert unlocked(locked(KEY, OPENED_BY.replace("ü", "u\u0308"), work=QUICK), OPENED_BY) == KEY


def test_a_key_file_that_a_page_has_made_is_opened() -> None:
    """The library that a page uses in the browser has written it."""
    assert unlocked(KEY_FILE, OPENED_BY) == KEY


def test_a_page_opens_ours_and_we_open_what_it_writes() -> None:
    """So can any other program that knows the standard: the header says how, and a JWK is in it."""
    jose = npm.install_packages() / "jose"
    request = {"file": CONTENTS.decode(), "passphrase": OPENED_BY, "work": QUICK}
    read = json.loads(npm.run_script(ROOT / "harness" / "jose_key_file.mjs", jose=str(jose), **request))
    assert read["header"] == header()
    assert read["jwk"] == json.loads(jwk())
    assert unlocked(read["file"].encode(), OPENED_BY) == KEY


def test_whose_key_it_is_can_be_read_without_the_passphrase() -> None:
    """A trustee with several files finds the one that an urn needs."""
    assert public_text_in(CONTENTS) == public_text_in(KEY_FILE) == PUBLIC_TEXT
    with pytest.raises(FaultError) as caught:
        public_text_in(b"{}")
    assert caught.value.fault.kind == "key_file.no_key_file"


def test_it_costs_a_million_rounds_to_guess() -> None:
    """As much as for the file that a page has made."""
    assert header(locked(KEY, OPENED_BY))["p2c"] == header(KEY_FILE)["p2c"] == key_file.WORK == 1_000_000


def test_two_files_of_one_key_have_nothing_in_common() -> None:
    """Salt, file key and nonce are drawn for each file, and nothing secret is readable."""
    one, other = (json.loads(locked(KEY, OPENED_BY, work=QUICK)) for _ in range(2))
    assert not set(one.values()) & set(other.values())
    salts = [header(json.dumps(each).encode())["p2s"] for each in (one, other)]
    assert len({*salts, ""}) == 3
    readable = json.dumps(one) + json.dumps(header(json.dumps(one).encode()))
    assert not any(secret in readable for secret in (encoded(KEY.secret), KEY.secret.hex(), QR_CODE_TEXT))


@pytest.mark.parametrize("passphrase", ["", "ein Satz für die urne", "ein Satz für die Urne "])
def test_a_wrong_passphrase_is_told(passphrase: str) -> None:
    """Capital letters and spaces count."""
    assert kind(CONTENTS, passphrase) == "key_file.wrong_passphrase"


@pytest.mark.parametrize("part", ["protected", "encrypted_key", "iv", "ciphertext", "tag"])
def test_every_damaged_sign_is_noticed(part: str) -> None:
    """No file with a wrong sign gives a key, wherever it is."""
    whole = json.loads(CONTENTS)[part]
    for place in range(0, len(whole) - 1, 3):  # the bits that fill up the last sign mean nothing
        other = "A" if whole[place] != "A" else "B"
        assert kind(with_parts(**{part: f"{whole[:place]}{other}{whole[place + 1 :]}"})).startswith(
            "key_file."
        )


@pytest.mark.parametrize("kept", [100, 300, -3])
def test_a_file_that_is_cut_off_is_damaged(kept: int) -> None:
    """In its head, in the middle, and by its last brace."""
    assert kind(CONTENTS[:kept]) == "key_file.damaged"


@pytest.mark.parametrize(
    "contents",
    [
        with_parts(tag=5),
        with_parts(protected=encoded(b"[]")),
        with_parts(protected=encoded(b"{")),
        with_parts(protected="A"),
        with_header(p2c=None),
        with_header(p2c=0),
        with_header(p2c=True),
        with_header(p2c="1000"),
        with_header(p2c=1e6),
        json.dumps({name: part for name, part in json.loads(CONTENTS).items() if name != "iv"}).encode(),
        holding(jwk(), {"kid": PUBLIC_TEXT[:-1]}),
        holding(jwk(x=encoded(bytes(32)))),
        holding(jwk(use="sig")),
    ],
    ids=range(13),
)
def test_what_no_key_file_holds_is_damage(contents: bytes) -> None:
    """A part that is missing or no text, no header, no number of rounds, and a key that does not fit."""
    assert kind(contents) in {"key_file.damaged", "key_file.other_kind"}


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcG\n-----END ENCRYPTED PRIVATE KEY-----\n",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        b"[]",
        b'"ciphertext',
        b"[" * 60_000,
        QR_CODE_TEXT.encode(),
        jwk().encode(),
        CONTENTS + b" " * 64_000,
        "Schlüssel".encode("utf-16"),
    ],
    ids=range(10),
)
def test_another_file_is_no_key_file(contents: bytes) -> None:
    """Empty, of another program, open as it lies there, or far too long."""
    assert kind(contents) == "key_file.no_key_file"


@pytest.mark.parametrize(
    "contents",
    [
        with_header(alg="dir"),
        with_header(alg="PBES2-HS256+A128KW"),
        with_header(enc="A128CBC-HS256"),
        with_header(zip="DEF"),
        with_header(crit=["exp"]),
        with_parts(header={"alg": "dir"}),
        with_parts(unprotected={"zip": "DEF"}),
        with_parts(recipients=[]),
        holding("Hallo"),
        holding("[]"),
        holding(jwk(crv="Ed25519")),
        holding(jwk(kty="oct")),
        holding(jwk(d=encoded(bytes(31)))),
        holding(jwk(d=5)),
    ],
    ids=range(14),
)
def test_what_is_locked_in_another_way_or_holds_something_else_is_of_another_kind(contents: bytes) -> None:
    """Nothing is switched on in the library that our own files do not use."""
    assert kind(contents) == "key_file.other_kind"


@pytest.mark.parametrize("work", [key_file.MOST_WORK + 1, 10**18, 10**400])
def test_a_file_that_asks_for_hours_is_refused_at_once(work: int) -> None:
    """Nobody can stop the machine by a file with a huge number of rounds."""
    assert kind(with_header(p2c=work)) == "key_file.too_much_work"


@pytest.mark.parametrize(
    ("passphrase", "short"),
    [("", True), ("elf Zeichen", True), ("    kurz    ", True), ("zwölf Zeichen", False)],
)
def test_a_short_passphrase_is_too_short(passphrase: str, short: bool) -> None:  # noqa: FBT001
    """Spaces around it make it no longer."""
    assert key_file.is_too_short(passphrase) is short
