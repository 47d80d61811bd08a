"""The key file: a standard that other programs open, closed without the passphrase, every damage noticed."""

from __future__ import annotations

import base64

import pyrage
import pytest

from generator.sealing import key_file
from generator.sealing.key_file import locked, unlocked
from generator.sealing.keys import from_secret_text
from questionnaire.faults import FaultError
from tests.generator.sealing.vectors import IDENTITY, KEY_FILE, OPENED_BY

KEY = from_secret_text(IDENTITY)
QUICK = 1  # scrypt that takes no time


def kind(contents: bytes, passphrase: str = OPENED_BY) -> str:
    """Return why ``contents`` cannot be opened."""
    with pytest.raises(FaultError) as caught:
        unlocked(contents, passphrase)
    return caught.value.fault.kind


def without_armour(contents: bytes) -> bytes:
    """Return the bytes of an age file that is written in ASCII."""
    return base64.b64decode(b"".join(contents.splitlines()[1:-1]))


def test_what_is_locked_is_unlocked() -> None:
    """With its passphrase, also if another keyboard writes "ü" as two signs."""
    contents = locked(KEY, OPENED_BY, work=QUICK)
    assert unlocked(contents, OPENED_BY) == KEY
    assert unlocked(contents, OPENED_BY.replace("ü", "u\u0308")) == KEY


def test_age_reads_it_and_finds_its_own_kind_of_key() -> None:
    """So it can be opened without Lastbild: ``age -d`` shows what ``age-keygen`` would have written."""
    content = pyrage.passphrase.decrypt(locked(KEY, OPENED_BY, work=10), OPENED_BY).decode()
    public, fingerprint, secret = content.splitlines()
    assert public == f"# public key: {KEY.public_text}"
    assert fingerprint == f"# fingerprint: {KEY.fingerprint}"
    assert str(pyrage.x25519.Identity.from_str(secret)) == IDENTITY


def test_a_key_file_that_a_page_has_made_is_opened() -> None:
    """The library that a page uses in the browser has written it."""
    assert unlocked(KEY_FILE, OPENED_BY) == KEY


def test_it_costs_as_much_to_guess_as_with_age_itself() -> None:
    """The work factor is that of the file which the browser's library has made, and it is in ASCII, too."""
    ours, theirs = locked(KEY, OPENED_BY), KEY_FILE
    assert without_armour(ours).splitlines()[1].split()[-1] == b"18"
    assert without_armour(theirs).splitlines()[1].split()[-1] == b"18"
    assert ours.splitlines()[0] == theirs.splitlines()[0]
    assert ours.splitlines()[-1] == theirs.splitlines()[-1]


def test_two_files_of_one_key_have_nothing_in_common() -> None:
    """Salt, file key and nonce are drawn for each file."""
    one, other = (without_armour(locked(KEY, OPENED_BY, work=QUICK)) for _ in range(2))
    assert one.splitlines()[1] != other.splitlines()[1]
    assert one[-16:] != other[-16:]
    assert KEY.secret not in one
    assert IDENTITY.encode() not in one


@pytest.mark.parametrize("passphrase", ["", "ein Satz für die urne", "ein Satz für die Urne "])
def test_a_wrong_passphrase_is_told(passphrase: str) -> None:
    """It is no damage of the file: capital letters and spaces count."""
    assert kind(locked(KEY, OPENED_BY, work=QUICK), passphrase) == "key_file.wrong_passphrase"


def test_every_damaged_byte_is_noticed() -> None:
    """No file with a wrong byte gives a key, and hardly any looks as if the passphrase were wrong."""
    contents = without_armour(locked(KEY, OPENED_BY, work=QUICK))
    assert unlocked(contents, OPENED_BY) == KEY
    kinds = [
        kind(contents[:place] + bytes([contents[place] ^ 1]) + contents[place + 1 :])
        for place in range(len(contents))
    ]
    assert set(kinds) <= {
        "key_file.damaged",
        "key_file.no_key_file",
        "key_file.wrong_passphrase",
        "key_file.other_kind",
        "key_file.too_much_work",
    }
    assert kinds[-1] == "key_file.damaged"
    assert kinds.count("key_file.damaged") > len(kinds) / 2


@pytest.mark.parametrize("kept", [60, 150, -1])
def test_a_file_that_is_cut_off_is_damaged(kept: int) -> None:
    """In its head, in the middle, and by one byte."""
    assert kind(without_armour(locked(KEY, OPENED_BY, work=QUICK))[:kept]) == "key_file.damaged"


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcG\n-----END ENCRYPTED PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
        IDENTITY.encode(),
        KEY_FILE + bytes(64_000),
        "Schlüssel".encode("utf-16"),
    ],
)
def test_another_file_is_no_key_file(contents: bytes) -> None:
    """Empty, of another program, open as it lies there, or far too long."""
    assert kind(contents) == "key_file.no_key_file"


def test_a_file_that_only_another_key_opens_is_of_another_kind() -> None:
    """Somebody has locked it with age for a recipient, and not by a passphrase."""
    recipient = pyrage.x25519.Identity.from_str(IDENTITY).to_public()
    assert kind(pyrage.encrypt(IDENTITY.encode(), [recipient])) == "key_file.other_kind"


@pytest.mark.parametrize("content", ["", "Hallo", "AGE-SECRET-KEY-PQ-1QQQ", f"{IDENTITY}\n{IDENTITY}"])
def test_a_file_with_something_else_in_it_is_of_another_kind(content: str) -> None:
    """Nothing, a text, a key of age's newer kind, or two keys."""
    contents = key_file._encrypted(content.encode(), OPENED_BY, QUICK)  # noqa: SLF001
    assert kind(contents) == "key_file.other_kind"


def test_a_key_with_a_typing_error_is_damaged() -> None:
    """Somebody has put the file together by hand."""
    contents = key_file._encrypted(IDENTITY[:-1].encode() + b"5", OPENED_BY, QUICK)  # noqa: SLF001
    assert kind(contents) == "key_file.damaged"


def test_a_file_that_asks_for_hours_is_refused_at_once() -> None:
    """Nobody can stop the machine by a file with a huge work factor."""
    contents = without_armour(KEY_FILE)
    first, stanza, rest = contents.split(b"\n", 2)
    assert kind(b"\n".join([first, stanza.replace(b" 18", b" 40"), rest])) == "key_file.too_much_work"


def test_a_machine_with_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scrypt takes 256 MiB and more; the file is whole, and another machine opens it."""

    def fail(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(key_file, "Scrypt", fail)
    assert kind(KEY_FILE) == "key_file.too_much_work"


@pytest.mark.parametrize(
    ("passphrase", "short"),
    [("", True), ("elf Zeichen", True), ("    kurz    ", True), ("zwölf Zeichen", False)],
)
def test_a_short_passphrase_is_too_short(passphrase: str, short: bool) -> None:  # noqa: FBT001
    """Spaces around it make it no longer."""
    assert key_file.is_too_short(passphrase) is short
