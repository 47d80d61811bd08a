"""Trustees for the tests: their keys and key files, a survey that is sealed to them, and its ballots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.configuration.schema import Config
from generator.report.waves import wave_of
from generator.sealing.hpke import seal
from generator.sealing.key_file import locked
from generator.sealing.keys import TrusteeKey
from questionnaire import sealed_ballot, trustee_key

COUNCIL, OFFICER, STRANGER = (TrusteeKey(bytes([number]) * 32) for number in (1, 2, 3))
OPENED_BY = "ein Satz für die Urne"
_QUICK = 1000  # rounds of PBKDF2: these key files take no time


def write_key_file(folder: Path, name: str, key: TrusteeKey) -> Path:
    """Write the key file ``name``, which ``OPENED_BY`` opens, and return its path."""
    path = folder / name
    path.write_bytes(locked(key, OPENED_BY, work=_QUICK))
    return path


def sealed(config: Config, *keys: TrusteeKey) -> Config:
    """Return ``config`` with its contributions sealed to ``keys``, the first innermost."""
    seals = tuple(key.public_text for key in keys)
    return config.model_copy(update={"collection": config.collection.model_copy(update={"seal": seals})})


def sealing(text: str, *keys: TrusteeKey) -> str:
    """Return the site.toml ``text``, whose last table is ``[collection]``, sealed to ``keys``, if any."""
    return f"{text}seal = {[key.public_text for key in keys]}\n" if keys else text


def ballots(config: Config, counts: Mapping[str, int]) -> Iterator[bytes]:
    """Yield a ballot for each of the contributions ``counts``, as the devices of people seal it."""
    survey = config.survey
    info = sealed_ballot.info(survey.id, wave_of(config).instrument.fingerprint, survey.detail)
    keys = [trustee_key.read(text) for text in config.collection.seal]
    for code, number in counts.items():
        for _ in range(number):
            yield seal(sealed_ballot.plaintext(code), keys, info)
