"""The urn of a sealed survey: all its ballots after the close, in an order that tells nothing.

The collector's operator writes it and cannot open it; each trustee takes one seal off. With two trustees the
second opens first and passes on the urn that is left, the first counts. The ballots stand in the order of
their hashes, each once: who sends the same bytes twice is counted once.

Beside the ballots the urn holds what the rule of disclosure needs: it is what the operator says, so a trustee
compares it with what the survey's page says.

The file is JSON in ASCII, so that mail and every system let it through; spaces and line ends may change on
the way. Its check sum notices damage, but no change on purpose. This module runs in the browser, too, and
knows no cryptography: ``generator.sealing`` and the page's ``seal.js`` open the ballots.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple, get_args

from questionnaire import sealed_ballot, trustee_key
from questionnaire.codes import all_codes
from questionnaire.disclosure import FEWEST_FOR_OPEN, THRESHOLD
from questionnaire.faults import FaultError
from questionnaire.fingerprint import InstrumentId
from questionnaire.model import Detail
from questionnaire.release_kind import ReleaseKind
from questionnaire.sealed_ballot import MOST_SEALS, BallotError
from questionnaire.survey_id import is_survey_id

# Of an urn that is counted with others; 2 says that its survey was extended, any other one is of version 1.
VERSION = 3
_MARK = "lastbild urn"  # the first key of the file, and its version
_LOOKED_AT = 100  # bytes from the beginning, within which an urn says that it is one
_SUM = "sha256"

Mode = Literal["open", "slips"]


@dataclass(frozen=True, slots=True)
class Urn:
    """The ballots of one survey, and what they were collected under.

    seals:       the public keys whose seals are still on the ballots, the first innermost; the last one
                 opens next.
    opened:      the public keys whose seals are off, in the order in which they were taken off.
    spoilt:      how many ballots are left out: a trustee could not open them, or they were there twice.
    ballots:     in the order of their SHA-256, each once. One that is not ``sealed_bytes(len(seals))`` long
                 is spoilt, and shows it when it is opened.
    slips:       how many slips were drawn; ``None`` if the survey has none.
    all_surveys: how many people all surveys of the site invite, each once; ``None`` if it does not say.
    extended_from: the former last day of a survey that was extended.
    release:     whether it is counted alone, or with others: see ``questionnaire.levels``.
    teams:       the ids of all surveys whose urns are counted together, this one among them, in the order of
                 the site; none if it is counted alone.
    """

    survey_id: str
    opens: dt.date
    closes: dt.date
    instrument: InstrumentId
    mode: Mode
    detail: Detail
    threshold: int
    headcount: int
    slips: int | None
    all_surveys: int | None
    seals: tuple[str, ...]
    opened: tuple[str, ...]
    spoilt: int
    ballots: tuple[bytes, ...]
    extended_from: dt.date | None = None
    release: ReleaseKind = "each"
    teams: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """How many ballots were contributed, the spoilt ones included."""
        return len(self.ballots) + self.spoilt

    @property
    def next_fingerprint(self) -> str:
        """The fingerprint of the key that opens the urn next."""
        return trustee_key.fingerprint(trustee_key.read(self.seals[-1]))

    @property
    def info(self) -> bytes:
        """What every seal in this urn is bound to, see ``sealed_ballot.info``."""
        return sealed_ballot.info(self.survey_id, self.instrument.fingerprint, self.detail)

    @property
    def file_name(self) -> str:
        """The name of the urn's file, one for each stage: an urn that is passed on replaces none."""
        return f"{self.survey_id}{'.one-seal-less' * len(self.opened)}.urn.json"


class Counted(NamedTuple):
    """How often each code was contributed, zeros included, and how many ballots are spoilt."""

    counts: dict[str, int]
    spoilt: int


class UrnError(FaultError, ValueError):
    """The bytes are no urn, or one that cannot be read; ``fault`` says why."""


def sorted_ballots(ballots: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return each of ``ballots`` once, in the order of their SHA-256."""
    return tuple(sorted(set(ballots), key=lambda ballot: hashlib.sha256(ballot).digest()))


def dump(urn: Urn) -> bytes:
    """Return the urn as a file: text with a check sum; the same urn gives the same bytes."""
    return json.dumps(_tree(urn), indent=1).encode("ascii") + b"\n"


def parse(contents: bytes) -> Urn:
    """Return the urn in ``contents``; raises ``UrnError``, whose fault says why it is none.

    Ballots that stand in it twice are counted among the spoilt ones.
    """
    tree = _marked_tree(contents)
    if type(tree[_MARK]) is int and tree[_MARK] > VERSION:
        raise UrnError("urn.newer")
    try:
        urn = _urn(tree)
        whole = _tree(urn) == tree and _is_possible(urn)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UrnError("urn.damaged") from error
    if not whole:
        raise UrnError("urn.damaged")
    return _with_ballots(urn, urn.ballots)


def with_one_seal_less(urn: Urn, opened: Sequence[bytes | None]) -> Urn:
    """Return the urn that is left when its last seal is off.

    ``opened`` holds for each ballot, in order, what was under the seal, or ``None`` where it did not open.
    Contents that no ballot with the seals that are left can have are spoilt, and so are contents that were
    there before: somebody has sealed one ballot twice. Raises ``ValueError`` for an urn with one seal only,
    which ``counted`` counts, and for another number of contents.
    """
    if len(urn.seals) == 1:
        raise ValueError("the urn has one seal; expected another one below it")
    _check_number(urn, opened)
    *left, off = urn.seals
    length = sealed_ballot.sealed_bytes(len(left))
    inner = [contents for contents in opened if contents is not None and len(contents) == length]
    fewer = replace(
        urn, seals=tuple(left), opened=(*urn.opened, off), spoilt=urn.number - len(inner), ballots=()
    )
    return _with_ballots(fewer, inner)


def counted(urn: Urn, opened: Sequence[bytes | None]) -> Counted:
    """Return the counts of an urn whose only seal is off; ``opened`` as in ``with_one_seal_less``.

    Contents that are no code of the survey's detail are spoilt. Raises ``ValueError`` for an urn with more
    seals than one, and for another number of contents.
    """
    if len(urn.seals) != 1:
        raise ValueError(f"the urn has {len(urn.seals)} seals; expected one")
    _check_number(urn, opened)
    counts = dict.fromkeys(all_codes(urn.detail), 0)
    for code in map(_code_or_none, opened):
        if code in counts:
            counts[code] += 1
    return Counted(counts, urn.number - sum(counts.values()))


def _code_or_none(contents: bytes | None) -> str | None:
    try:
        return None if contents is None else sealed_ballot.code_of(contents)
    except BallotError:
        return None


def _check_number(urn: Urn, opened: Sequence[bytes | None]) -> None:
    if len(opened) != len(urn.ballots):
        raise ValueError(f"{len(opened)} contents; expected one for each of {len(urn.ballots)} ballots")


def _with_ballots(urn: Urn, ballots: Sequence[bytes]) -> Urn:
    once = sorted_ballots(ballots)
    return replace(urn, ballots=once, spoilt=urn.spoilt + len(ballots) - len(once))


def _tree(urn: Urn) -> dict[str, object]:
    """Return the contents of the file; the check sum is of all the rest, in one spelling."""
    tree: dict[str, object] = {
        _MARK: VERSION if urn.release != "each" else 2 if urn.extended_from else 1,
        "survey": urn.survey_id,
        "opens": urn.opens.isoformat(),
        "closes": urn.closes.isoformat(),
        **({"extended_from": urn.extended_from.isoformat()} if urn.extended_from else {}),
        "instrument": asdict(urn.instrument),
        **{name: getattr(urn, name) for name in ("mode", "detail", *_NUMBERS)},
        **({"release": urn.release, "teams": list(urn.teams)} if urn.release != "each" else {}),
        "seals": list(urn.seals),
        "opened": list(urn.opened),
        "ballots": [base64.urlsafe_b64encode(ballot).decode("ascii") for ballot in urn.ballots],
    }
    spelling = json.dumps(tree, sort_keys=True, separators=(",", ":"))
    return {**tree, _SUM: hashlib.sha256(spelling.encode("ascii")).hexdigest()}


_NUMBERS = ("threshold", "headcount", "slips", "all_surveys", "spoilt")


def _marked_tree(contents: bytes) -> Mapping[str, Any]:
    try:
        tree = json.loads(contents)
    except (ValueError, RecursionError):
        tree = None
    if isinstance(tree, dict) and _MARK in tree:
        return tree
    raise UrnError("urn.damaged" if _MARK.encode() in contents[:_LOOKED_AT] else "urn.no_urn")


def _urn(tree: Mapping[str, Any]) -> Urn:
    return Urn(
        survey_id=tree["survey"],
        opens=dt.date.fromisoformat(tree["opens"]),
        closes=dt.date.fromisoformat(tree["closes"]),
        instrument=InstrumentId(**tree["instrument"]),
        **{name: tree[name] for name in ("mode", "detail", *_NUMBERS)},
        seals=tuple(tree["seals"]),
        opened=tuple(tree["opened"]),
        ballots=tuple(base64.urlsafe_b64decode(ballot) for ballot in tree["ballots"]),
        extended_from=dt.date.fromisoformat(tree["extended_from"]) if "extended_from" in tree else None,
        release=tree.get("release", "each"),
        teams=tuple(tree.get("teams", ())),
    )


def _is_possible(urn: Urn) -> bool:
    """Tell whether ``close`` or a trustee could have written ``urn``: the rule of disclosure relies on it."""
    optional = [number for number in (urn.slips, urn.all_surveys) if number is not None]
    numbers = (urn.threshold, urn.headcount, urn.spoilt, urn.instrument.version, *optional)
    return (
        all(type(number) is int and number >= 0 for number in numbers)
        and urn.threshold >= THRESHOLD
        and urn.headcount >= (FEWEST_FOR_OPEN if urn.mode == "open" else 1)
        and urn.mode in get_args(Mode)
        and (urn.slips is None) == (urn.mode == "open")
        and urn.detail in get_args(Detail)
        and is_survey_id(urn.survey_id)
        and urn.opens <= urn.closes
        and (urn.extended_from is None or urn.opens <= urn.extended_from < urn.closes)
        and re.fullmatch("[0-9a-f]{64}", urn.instrument.fingerprint) is not None
        and _are_teams(urn)
        and _are_keys_of_trustees(urn)
    )


def _are_teams(urn: Urn) -> bool:
    if urn.release == "each":
        return not urn.teams
    several = len(set(urn.teams)) == len(urn.teams) > 1
    return urn.release in get_args(ReleaseKind) and several and urn.survey_id in urn.teams


def _are_keys_of_trustees(urn: Urn) -> bool:
    texts = (*urn.seals, *urn.opened)
    keys = {trustee_key.written(trustee_key.read(text)) for text in texts}  # a Bech32Error is a ValueError
    return bool(urn.seals) and keys == set(texts) and len(keys) == len(texts) <= MOST_SEALS
