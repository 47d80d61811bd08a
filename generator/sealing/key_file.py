"""The file that holds a trustee's key, protected by a passphrase: an encrypted JWK (RFC 7517, section 7).

A JSON Web Encryption in the flattened JSON form, by PBES2-HS512+A256KW and A256GCM, around the key as
RFC 8037 writes it. Python opens and writes it by ``jwcrypto``, a page by ``jose``; tests exchange files with
it. No other form is taken, so that a strange file switches nothing on in the library.

The public key stands in the header, readable without the passphrase, so that people can tell which key it is.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from jwcrypto import jwa
from jwcrypto.common import JWException, base64url_decode, base64url_encode
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from generator.sealing.keys import TrusteeKey
from questionnaire.faults import FaultError

SHORTEST_PASSPHRASE = 12  # characters
WORK = 1_000_000  # rounds of PBKDF2 with SHA-512: half a second for each guess
MOST_WORK = 10_000_000  # rounds; whoever writes more only wants to keep a machine busy
_LONGEST = 64_000  # bytes; a key file has about 700
_SALT_BYTES = 16
_LOCKED_BY = {"alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "cty": "jwk+json"}
_HEADER = {*_LOCKED_BY, "kid", "p2c", "p2s"}
_PARTS = {"protected", "encrypted_key", "iv", "ciphertext", "tag"}
_KIND_OF_KEY = {"kty": "OKP", "crv": "X25519"}

jwa.default_max_pbkdf2_iterations = MOST_WORK  # the library has no other way to allow more than 16,384


def is_too_short(passphrase: str) -> bool:
    """Tell whether ``passphrase`` has fewer characters than a new key file needs."""
    return len(passphrase.strip()) < SHORTEST_PASSPHRASE


def locked(key: TrusteeKey, passphrase: str, *, work: int = WORK) -> bytes:
    """Return the key file of ``key``, JSON in ASCII; ``work`` is the number of rounds of PBKDF2."""
    salt = base64url_encode(secrets.token_bytes(_SALT_BYTES))
    header = {**_LOCKED_BY, "kid": key.public_text, "p2c": work, "p2s": salt}
    encrypted = JWE(json.dumps(_jwk(key)), protected=header, recipient=_from_passphrase(passphrase))
    return json.dumps(json.loads(encrypted.serialize()), indent=1).encode("ascii") + b"\n"


def unlocked(contents: bytes, passphrase: str) -> TrusteeKey:
    """Return the key in ``contents``, a key file.

    Raises ``FaultError`` if the passphrase is wrong, or if it is no key file, damaged or of another kind.
    """
    header = _header(_parts(contents))
    encrypted = JWE(algs=[_LOCKED_BY["alg"], _LOCKED_BY["enc"]])
    try:
        encrypted.deserialize(contents.decode(), _from_passphrase(passphrase))
    except JWException as error:  # the library does not tell a wrong passphrase from damage; nobody can
        raise FaultError("key_file.wrong_passphrase") from error
    key = _key_in(encrypted.payload)
    if key.public_text != header["kid"]:
        raise FaultError("key_file.damaged")
    return key


def public_text_in(contents: bytes) -> str:
    """Return the public key that a key file names; whoever unlocks the file learns whether it is true.

    Raises ``FaultError`` as ``unlocked`` does, but for the passphrase.
    """
    return str(_header(_parts(contents))["kid"])


def _from_passphrase(passphrase: str) -> JWK:
    # Keyboards write "ü" as one sign or as two.
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return JWK(kty="oct", k=base64url_encode(typed))


def _jwk(key: TrusteeKey) -> dict[str, str]:
    return {**_KIND_OF_KEY, "x": base64url_encode(key.public_key), "d": base64url_encode(key.secret)}


def _parts(contents: bytes) -> Mapping[str, Any]:
    """Return the parts of the file, which are texts; nothing in them is checked yet."""
    if len(contents) > _LONGEST:
        raise FaultError("key_file.no_key_file")
    try:
        read = json.loads(contents.decode())
    except (ValueError, RecursionError) as error:
        begun = b'"ciphertext"' in contents or b'"protected"' in contents
        raise FaultError("key_file.damaged" if begun else "key_file.no_key_file") from error
    parts: Mapping[str, Any] = read if isinstance(read, dict) else {}
    if not {"protected", "ciphertext"} & parts.keys():
        raise FaultError("key_file.no_key_file")
    if parts.keys() != _PARTS or not all(isinstance(part, str) for part in parts.values()):
        raise FaultError("key_file.other_kind" if parts.keys() > _PARTS else "key_file.damaged")
    return parts


def _header(parts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the header of a file of our kind, which asks for no more work than a machine can do."""
    try:
        header: dict[str, Any] = json.loads(base64url_decode(parts["protected"]))
        kind = {name: header[name] for name in _LOCKED_BY}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise FaultError("key_file.damaged") from error
    if kind != _LOCKED_BY or header.keys() != _HEADER:
        raise FaultError("key_file.other_kind")
    if type(header["p2c"]) is not int or header["p2c"] < 1:
        raise FaultError("key_file.damaged")
    if header["p2c"] > MOST_WORK:
        raise FaultError("key_file.too_much_work")
    return header


def _key_in(content: bytes) -> TrusteeKey:
    try:
        jwk = json.loads(content)
        kind = {name: jwk[name] for name in _KIND_OF_KEY}
        key = TrusteeKey(base64url_decode(jwk["d"]))
        genuine = jwk == _jwk(key)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FaultError("key_file.other_kind") from error
    if kind != _KIND_OF_KEY:
        raise FaultError("key_file.other_kind")
    if not genuine:
        raise FaultError("key_file.damaged")
    return key
