"""The desk behind the trustee's page: what a key is called, its printed copy, and the urn.

Python opens nothing and knows no cryptography: the page does, by libraries, and hands over what was under
the seals. The desk answers with values; the page has the words. What a person may have done wrong is an
answer, too: ``{"refused": {"kind": …, "details": {…}}}``.

The exact counts exist between two lines of ``finish`` and are told to nobody. An urn is counted once: a
second one of the same survey could differ by a single ballot, and would show what is in it.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from generator.desk import asked
from generator.report.disclosed import disclosed_bytes_of_urn
from generator.trustee.key_copy import key_copy
from questionnaire import release_file, trustee_key, urn
from questionnaire.bech32 import Bech32Error
from questionnaire.disclosure import Withheld
from questionnaire.faults import FaultError
from questionnaire.urn import Urn

REPORT = "report.json"

P = ParamSpec("P")
Told = dict[str, Any]


class RefusedError(Exception):
    """The desk does not take this, and nothing changed; ``kind`` and ``details`` say why."""

    def __init__(self, kind: str, **details: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.details = details


def open_desk() -> Trustee:
    """Return the desk of one page."""
    return Trustee()


def _telling(method: Callable[Concatenate[Trustee, P], Told]) -> Callable[Concatenate[Trustee, P], Told]:
    """Let ``method`` answer a refusal, which the page says in its language."""

    @functools.wraps(method)
    def told(self: Trustee, /, *args: P.args, **kwargs: P.kwargs) -> Told:
        try:
            return method(self, *args, **kwargs)
        except (RefusedError, Bech32Error) as error:
            kind, details = error.kind, error.details
        except FaultError as error:
            kind, details = error.fault.kind, dict(error.fault.details)
        return {"refused": {"kind": kind, "details": details}}

    return asked(told)


class Trustee:
    """One trustee's visit: at most one urn is open at a time."""

    def __init__(self) -> None:
        self._urn: Urn | None = None
        self._opened: list[bytes | None] = []
        self._counted: set[str] = set()  # ids of surveys

    @_telling
    def names_of(self, public: bytes) -> Told:
        """Return text and fingerprint of a public key."""
        return _names(trustee_key.written(public))

    @_telling
    def names_of_text(self, text: str) -> Told:
        """Return the same for the text of a public key, such as a key file names it."""
        return _names(trustee_key.written(trustee_key.read(text)))

    @_telling
    def read_secret(self, text: str) -> Told:
        """Return the 32 bytes of the secret key in the text of a printed copy's QR code."""
        return {"secret": trustee_key.read_secret(text)}

    @_telling
    def copy(self, public: bytes, secret: bytes, words: list[str]) -> Told:
        """Return the sheet to print: as a file, and as it stands in a frame of the page."""
        sheet = key_copy(
            public_text=trustee_key.written(public),
            fingerprint=trustee_key.fingerprint(public),
            secret_text=trustee_key.written_secret(secret),
            words=words,
        ).decode()
        return {"sheet": sheet, "framed": _framed(sheet)}

    @_telling
    def take_urn(self, contents: bytes) -> Told:
        """Take the urn in ``contents`` in place of any other, and return what it says of itself."""
        self.put_away()
        taken = urn.parse(contents)
        if taken.survey_id in self._counted:
            raise RefusedError("counted", survey=taken.survey_id)
        if taken.teams and len(taken.seals) == 1:
            raise RefusedError("joint", surveys=", ".join(taken.teams))
        self._urn = taken
        return _facts(taken)

    @_telling
    def ballots(self, start: int, number: int) -> Told:
        """Return the next so many ballots from the place ``start``, sealed."""
        return {"ballots": self._taken().ballots[start : start + number]}

    @_telling
    def opened(self, contents: list[str | None]) -> Told:
        """Take what was under the seal of the next ballots, base64; ``None`` for one that did not open."""
        self._taken()
        self._opened += [None if each is None else base64.b64decode(each) for each in contents]
        return {"opened": len(self._opened)}

    @_telling
    def begin_again(self) -> Told:
        """Forget what was opened; the urn stays."""
        self._opened = []
        return _facts(self._taken())

    @_telling
    def finish(self) -> Told:
        """Return the result of an urn whose every ballot was opened, and put it away.

        It is report.json, or with another trustee to come the urn with one seal less.
        """
        taken, opened = self._taken(), self._opened
        if len(taken.seals) > 1:
            left = urn.with_one_seal_less(taken, opened)
            told: Told = {"contents": urn.dump(left), "name": left.file_name, "facts": _facts(left)}
            spoilt = left.spoilt
        else:
            counted = urn.counted(taken, opened)
            released = disclosed_bytes_of_urn(taken, counted.counts)
            withheld = isinstance(release_file.parse(released).result, Withheld)
            told = {"contents": released, "name": REPORT, "withheld": withheld}
            spoilt = counted.spoilt
            self._counted.add(taken.survey_id)
        self.put_away()
        return {**told, "ballots": taken.number, "spoilt": spoilt, "survey": taken.survey_id}

    @_telling
    def put_away(self) -> Told:
        """Forget the urn and everything that was in it."""
        self._urn = None
        self._opened = []
        return {}

    def _taken(self) -> Urn:
        if self._urn is None:
            raise ValueError("urn: expected take_urn before anything else")
        return self._urn


def _names(text: str) -> Told:
    return {"text": text, "fingerprint": trustee_key.fingerprint(trustee_key.read(text))}


def _facts(taken: Urn) -> Told:
    """Return what ``taken`` says of itself, and what its next seal is bound to."""
    return {
        "survey": taken.survey_id,
        "opens": taken.opens.isoformat(),
        "closes": taken.closes.isoformat(),
        "extended_from": taken.extended_from.isoformat() if taken.extended_from else None,
        "instrument": taken.instrument.version,
        "instrument_fingerprint": taken.instrument.fingerprint,
        "detail": taken.detail,
        "threshold": taken.threshold,
        "headcount": taken.headcount,
        "slips": taken.slips,
        "all_surveys": taken.all_surveys,
        "ballots": taken.number,
        "to_open": len(taken.ballots),
        "spoilt": taken.spoilt,
        "seals": [_names(text) for text in taken.seals],
        "opened": [_names(text) for text in taken.opened],
        "info": taken.info,
    }


def _framed(sheet: str) -> str:
    """Return ``sheet`` for a frame of the page, whose policy holds there: it allows style in addresses."""
    without_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", sheet)

    def linked(style: re.Match[str]) -> str:
        encoded = base64.b64encode(style[1].encode()).decode()
        return f'<link rel="stylesheet" href="data:text/css;base64,{encoded}">'

    return re.sub(r"<style>(.*?)</style>", linked, without_policy, flags=re.DOTALL)
