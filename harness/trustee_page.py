"""A trustee at their page in the window of any engine, and the urns and key files that they get."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.sealing import hpke
from generator.sealing.keys import TrusteeKey
from harness.at_page import READY, AtPage
from harness.engines.window import Window
from harness.polling import until
from questionnaire import all_codes, sealed_ballot
from questionnaire.fingerprint import InstrumentId
from questionnaire.urn import Urn, sorted_ballots

PASSPHRASE = "fünf kleine Wörter reichen"  # noqa: S105 (of keys that everybody can compute)
FIRST, SECOND, STRANGER = (TrusteeKey(bytes([number]) * 32) for number in (1, 2, 3))

_INSTRUMENT = InstrumentId(version=4, fingerprint="0123456789abcdef" * 4)


def urn_of(
    survey_id: str, codes: Sequence[str], keys: Sequence[TrusteeKey], *, spoilt: Sequence[bytes] = ()
) -> Urn:
    """Return the urn of a survey with a ballot for each of ``codes``, sealed to ``keys``.

    The first key is that of the innermost seal. ``spoilt`` are further ballots, as they stand in the urn.
    """
    info = sealed_ballot.info(survey_id, _INSTRUMENT.fingerprint, "levers")
    public = [key.public_key for key in keys]
    ballots = [hpke.seal(sealed_ballot.plaintext(code), public, info) for code in codes]
    return Urn(
        survey_id=survey_id,
        opens=dt.date(2027, 1, 11),
        closes=dt.date(2027, 1, 29),
        instrument=_INSTRUMENT,
        mode="slips",
        detail="levers",
        threshold=20,
        headcount=140,
        slips=140,
        all_surveys=None,
        seals=tuple(key.public_text for key in keys),
        opened=(),
        spoilt=0,
        ballots=sorted_ballots([*ballots, *spoilt]),
    )


def sixty() -> list[str]:
    """Return the codes of sixty people: every code a few times."""
    codes = all_codes("levers")
    return [codes[number * number % len(codes)] for number in range(60)]


class TrusteeAtPage(AtPage):
    """Somebody at the page in ``window``."""

    def __init__(self, window: Window, file: Path) -> None:
        super().__init__(window)
        window.goto(file.as_uri())
        until(lambda: self.stage() not in {None, "loading"}, "Python is ready", patience=READY)
        assert self.stage() == "start", self.of("html", "it.dataset.failure")
        self.settle()

    def begin(self, task: str) -> None:
        """Choose a task, from wherever the page is; what is not saved is forgotten."""
        if self.stage() == "key":
            self.window.click("[data-action=forget]")
            self.window.click("#question-yes")
        elif self.stage() == "result":
            self.window.click("[data-action=leave]")
            if self.of("#question", "it.open"):
                self.window.click("#question-yes")
        elif self.stage() != "start":
            self.window.click(f"#{self.stage()} [data-action=start]")
        until(lambda: self.stage() == "start", "the choice of tasks is shown")
        self.window.click(f"#start [data-action={task}]")

    def fill(self, selector: str, text: str) -> None:
        """Write ``text`` into a field."""
        self.of(selector, f"(it.value = {json.dumps(text)}, 1)")

    def make_key(self, passphrase: str = PASSPHRASE, repeated: str | None = None) -> None:
        """Fill in the form that makes a key."""
        self.begin("make")
        self._submit("make", passphrase, repeated)

    def restore_key(self, typed: str, passphrase: str = PASSPHRASE) -> None:
        """Fill in the form that restores a key."""
        self.begin("restore")
        self.fill("#typed", typed)
        self._submit("restore", passphrase, None)

    def _submit(self, form: str, passphrase: str, repeated: str | None) -> None:
        self.fill(f"#{form}-passphrase", passphrase)
        self.fill(f"#{form}-repeated", passphrase if repeated is None else repeated)
        self.window.click(f"#{form}-form .primary")
        until(lambda: self.stage() == "key" or self.text(f"#{form}-refused"), "there is a key, or a refusal")

    def take_urn(self, contents: bytes) -> None:
        """Choose an urn."""
        self.begin("open")
        self.choose("#urn-file", contents, "x.urn.json")
        until(lambda: not self.of("#says", "it.hidden") or self.text("#urn-refused"), "the urn is looked at")

    def open_urn(self, key_file: bytes, passphrase: str = PASSPHRASE) -> None:
        """Open the urn that was taken, with a key file; returns once there is a result or a refusal."""
        if not self.of("#compared", "it.checked"):
            self.window.click("#compared")
        self.choose("#key-file", key_file, "trustee-key.json")
        self.fill("#open-passphrase", passphrase)
        self.window.click("#open-button")
        until(
            lambda: self.stage() == "result" or (self.stage() == "open" and self.text("#open-refused")),
            "the urn is open, or there is a refusal",
        )

    def facts(self) -> dict[str, str]:
        """Return what the page shows of the urn."""
        return dict(
            self.of(
                "#facts",
                "[...it.querySelectorAll('dt')].map((dt) => [dt.textContent, dt.nextSibling.textContent])",
            )
        )

    def kept(self) -> Any:  # noqa: ANN401 (as above)
        """Return everything that the browser keeps for this page."""
        return self.window.evaluate(
            "Promise.resolve(indexedDB.databases?.() ?? []).then((databases) => "
            "[document.cookie, localStorage.length, sessionStorage.length, databases.length])"
        )
