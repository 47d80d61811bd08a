"""The file that holds a trustee's key, protected by a passphrase: an age file (https://age-encryption.org/v1).

Its content is what ``age-keygen`` writes, so ``age -d`` shows it and ``age`` can use it. A browser reads and
writes the same by ``age-encryption``, the JavaScript library of age's author; tests exchange files with
both. Only the part of the format that a passphrase needs stands here, on the primitives of ``cryptography``.
pyrage, the binding of age in Rust, guesses from the speed of a moment how much work it puts into a file and
how much it accepts: 1 GiB of memory and more, which a browser may not have. And it tells faults apart by
sentences only.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import textwrap
import unicodedata

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from generator.sealing.keys import IDENTITY_PREFIX, TrusteeKey, from_secret_text
from questionnaire.bech32 import Bech32Error
from questionnaire.faults import FaultError

SHORTEST_PASSPHRASE = 12  # characters
WORK = 18  # scrypt with N = 2^18, r = 8, as age takes it: 256 MiB of memory for each guess
_MOST_WORK = 20  # 1 GiB; the browser's library opens no more either
_LONGEST = 64_000  # bytes, so that the content is a single chunk; a key file has about 600
_BEGIN, _END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
_LINE = 64  # characters of base64
_VERSION = b"age-encryption.org/v1"
_LAST_CHUNK = bytes(11) + b"\x01"  # the nonce of a content that is one chunk
_FILE = re.compile(
    rb"(?P<header>age-encryption\.org/v1\n"
    rb"-> scrypt (?P<salt>[A-Za-z0-9+/]{22}) (?P<work>[1-9][0-9]?)\n(?P<wrapped>[A-Za-z0-9+/]{43})\n---)"
    rb" (?P<mac>[A-Za-z0-9+/]{43})\n(?P<nonce>.{16})(?P<payload>.{16,})",
    re.DOTALL,
)
_OTHER_LOCK = re.compile(rb"age-encryption\.org/v1\n-> (?!scrypt )")


def is_too_short(passphrase: str) -> bool:
    """Tell whether ``passphrase`` has fewer characters than a new key file needs."""
    return len(passphrase.strip()) < SHORTEST_PASSPHRASE


def locked(key: TrusteeKey, passphrase: str, *, work: int = WORK) -> bytes:
    """Return the key file of ``key``, in ASCII; ``work`` is the binary logarithm of scrypt's N."""
    content = f"# public key: {key.public_text}\n# fingerprint: {key.fingerprint}\n{key.secret_text()}\n"
    encoded = base64.b64encode(_encrypted(content.encode(), passphrase, work)).decode()
    return b"\n".join([_BEGIN, *(line.encode() for line in textwrap.wrap(encoded, _LINE)), _END, b""])


def unlocked(contents: bytes, passphrase: str) -> TrusteeKey:
    """Return the key in ``contents``, a key file.

    Raises ``FaultError`` if the passphrase is wrong, or if it is no key file, damaged or of another kind.
    """
    text = _decrypted(_without_armour(contents), passphrase).decode("ascii", "replace")
    secrets = [line for line in text.splitlines() if line and not line.startswith("#")]
    if len(secrets) != 1 or not secrets[0].lower().startswith(f"{IDENTITY_PREFIX}1"):
        raise FaultError("key_file.other_kind")
    try:
        return from_secret_text(secrets[0])
    except Bech32Error as error:
        raise FaultError("key_file.damaged") from error


def _without_armour(contents: bytes) -> bytes:
    stripped = contents.strip()
    if len(contents) > _LONGEST or not stripped.startswith((_VERSION, _BEGIN)):
        raise FaultError("key_file.no_key_file")
    if stripped.startswith(_VERSION):
        return contents
    if not stripped.endswith(_END):
        raise FaultError("key_file.damaged")
    try:
        lines = stripped.removeprefix(_BEGIN).removesuffix(_END).split()
        return base64.b64decode(b"".join(lines), validate=True)
    except binascii.Error as error:
        raise FaultError("key_file.damaged") from error


def _encrypted(content: bytes, passphrase: str, work: int) -> bytes:
    """Return the age file with ``content``; the names are those of the format's description."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = _wrapping(passphrase, salt, work).encrypt(bytes(12), file_key, None)
    header = b"%b\n-> scrypt %b %d\n%b\n---" % (_VERSION, _base64(salt), work, _base64(wrapped))
    mac = _header_mac(file_key, header).finalize()
    payload = _payload(file_key, nonce).encrypt(_LAST_CHUNK, content, None)
    return b"%b %b\n%b%b" % (header, _base64(mac), nonce, payload)


def _decrypted(contents: bytes, passphrase: str) -> bytes:
    parts = _FILE.fullmatch(contents)
    if parts is None:
        raise FaultError("key_file.other_kind" if _OTHER_LOCK.match(contents) else "key_file.damaged")
    work = int(parts["work"])
    if work > _MOST_WORK:
        raise FaultError("key_file.too_much_work")
    salt, wrapped, mac = (_from_base64(parts[name]) for name in ("salt", "wrapped", "mac"))
    try:
        file_key = _wrapping(passphrase, salt, work).decrypt(bytes(12), wrapped, None)
    except InvalidTag as error:
        raise FaultError("key_file.wrong_passphrase") from error
    except MemoryError as error:
        raise FaultError("key_file.too_much_work") from error
    try:
        _header_mac(file_key, parts["header"]).verify(mac)
        return _payload(file_key, parts["nonce"]).decrypt(_LAST_CHUNK, parts["payload"], None)
    except (InvalidSignature, InvalidTag) as error:
        raise FaultError("key_file.damaged") from error


def _wrapping(passphrase: str, salt: bytes, work: int) -> ChaCha20Poly1305:
    """Return the cipher that wraps the file key; each guess at the passphrase has to go through here."""
    # Keyboards write "ü" as one sign or as two.
    typed = unicodedata.normalize("NFC", passphrase).encode()
    scrypt = Scrypt(salt=_VERSION + b"/scrypt" + salt, length=32, n=2**work, r=8, p=1)
    return ChaCha20Poly1305(scrypt.derive(typed))


def _header_mac(file_key: bytes, header: bytes) -> HMAC:
    mac = HMAC(_derived(file_key, b"", b"header"), SHA256())
    mac.update(header)
    return mac


def _payload(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))


def _derived(file_key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(file_key)


def _base64(contents: bytes) -> bytes:
    return base64.b64encode(contents).rstrip(b"=")


def _from_base64(text: bytes) -> bytes:
    contents = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _base64(contents) != text:  # each value has one text only
        raise FaultError("key_file.damaged")
    return contents
