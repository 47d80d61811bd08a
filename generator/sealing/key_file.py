"""The file that holds a trustee's key, protected by a passphrase: an age file (https://age-encryption.org/v1).

Its content is what ``age-keygen`` writes, so ``age -d`` shows it and ``age`` can use it. A browser reads and
writes the same by ``age-encryption``, the JavaScript library of age's author.

pyrage reads it. It could write it, too, but guesses scrypt's work factor from the machine's speed, up to
gigabytes of memory and beyond what the browser's library accepts. Therefore the few lines of the format stand
here, with the factor 18 that ``age`` and the browser's library take themselves.
"""

from __future__ import annotations

import base64
import os
import textwrap
import unicodedata

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from generator.sealing.keys import IDENTITY_PREFIX, TrusteeKey, from_secret_text
from questionnaire.bech32 import Bech32Error
from questionnaire.faults import FaultError

SHORTEST_PASSPHRASE = 12  # characters
WORK = 18  # scrypt with N = 2^18, r = 8: 256 MiB of memory for each guess
_LONGEST = 64_000  # bytes; a key file has about 500
_VERSION = b"age-encryption.org/v1"
_BEGIN, _END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
_LINE = 64  # characters of base64
_LAST_CHUNK = bytes(11) + b"\x01"  # the nonce of a content that is one chunk

# What pyrage says, which has one error for everything.
_NOT_OPENED = "Decryption failed"
_FOR_A_RECIPIENT = "No matching keys found"
_TOO_MUCH_WORK = "Excessive work"


def is_too_short(passphrase: str) -> bool:
    """Tell whether ``passphrase`` has fewer characters than a new key file needs."""
    return len(passphrase.strip()) < SHORTEST_PASSPHRASE


def locked(key: TrusteeKey, passphrase: str, *, work: int = WORK) -> bytes:
    """Return the key file of ``key``, in ASCII; ``work`` is the binary logarithm of scrypt's N."""
    content = f"# public key: {key.public_text}\n# fingerprint: {key.fingerprint}\n{key.secret_text()}\n"
    lines = textwrap.wrap(base64.b64encode(_encrypted(content.encode(), passphrase, work)).decode(), _LINE)
    return "\n".join([_BEGIN, *lines, _END, ""]).encode()


def unlocked(contents: bytes, passphrase: str) -> TrusteeKey:
    """Return the key in ``contents``, a key file.

    Raises ``FaultError`` if the passphrase is wrong, or if it is no key file, damaged or of another kind.
    """
    text = _decrypted(contents, passphrase)
    secrets = [line for line in text.splitlines() if line and not line.startswith("#")]
    if len(secrets) != 1 or not secrets[0].lower().startswith(f"{IDENTITY_PREFIX}1"):
        raise FaultError("key_file.other_kind")
    try:
        return from_secret_text(secrets[0])
    except Bech32Error as error:
        raise FaultError("key_file.damaged") from error


def _decrypted(contents: bytes, passphrase: str) -> str:
    if len(contents) > _LONGEST or not contents.lstrip().startswith((_VERSION, _BEGIN.encode())):
        raise FaultError("key_file.no_key_file")
    if _is_cut_off(contents):
        raise FaultError("key_file.damaged")  # whatever the passphrase
    try:
        content: bytes = pyrage.passphrase.decrypt(contents, _normal(passphrase))
    except pyrage.DecryptError as error:
        raise _refusal(str(error)) from error
    return content.decode("ascii", "replace")


def _is_cut_off(contents: bytes) -> bool:
    begun = contents.lstrip().startswith(_BEGIN.encode())
    return begun and not contents.rstrip().endswith(_END.encode())


def _refusal(said: str) -> FaultError:
    if said.startswith(_NOT_OPENED):
        return FaultError("key_file.wrong_passphrase")
    if said.startswith(_FOR_A_RECIPIENT):
        return FaultError("key_file.other_kind")
    if said.startswith(_TOO_MUCH_WORK):
        return FaultError("key_file.too_much_work")
    return FaultError("key_file.damaged")


def _encrypted(content: bytes, passphrase: str, work: int) -> bytes:
    """Return the age file with ``content``, at most 64 KiB; the names are those of the format."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    scrypt = Scrypt(salt=_VERSION + b"/scrypt" + salt, length=32, n=2**work, r=8, p=1)
    wrapped = ChaCha20Poly1305(scrypt.derive(_normal(passphrase).encode())).encrypt(bytes(12), file_key, None)
    header = b"%b\n-> scrypt %b %d\n%b\n---" % (_VERSION, _base64(salt), work, _base64(wrapped))
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(_LAST_CHUNK, content, None)
    mac = HMAC(_derived(file_key, b"", b"header"), SHA256())
    mac.update(header)
    return b"%b %b\n%b%b" % (header, _base64(mac.finalize()), nonce, payload)


def _derived(file_key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(file_key)


def _base64(contents: bytes) -> bytes:
    return base64.b64encode(contents).rstrip(b"=")


def _normal(passphrase: str) -> str:
    """Return ``passphrase`` with every letter as one sign: keyboards write "ü" as one or as two."""
    return unicodedata.normalize("NFC", passphrase)
