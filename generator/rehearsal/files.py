"""The files of a published site: all of them, of the right build, with the types and headers they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from urllib.parse import quote, urljoin

from generator import output
from generator.rehearsal.asking import answer
from generator.rehearsal.finding import Finding
from generator.rendering.headers import HEADERS, TYPES
from generator.site import expected_sums, verify
from generator.site.expected_sums import Sums
from questionnaire.faults import Fault, InputError

_MOST = 8  # faults that are told of a site; more are counted
# Other names of a script's type, by which every browser runs it, too.
_SCRIPTS = ("text/javascript", "application/javascript", "application/x-javascript")
_POLICY = "Content-Security-Policy"
_KEPT = re.compile(r"immutable|max-age=[1-9]")


def findings(
    address: str, expected: Sums, origins: Iterable[str], framed_by: Iterable[str] = ()
) -> Iterator[Finding]:
    """Yield what the files below ``address`` are like.

    Pages must be able to send to ``origins``, and those of ``framed_by`` must be able to frame them.
    """
    yield _build(address, expected)
    yield _types(address, expected)
    yield _headers(address, tuple(origins), tuple(framed_by))


def _build(address: str, expected: Sums) -> Finding:
    """Compare every file; a whole other build is one fault, and not one for each of its files."""
    try:
        there = expected_sums.of_manifest_bytes(answer(urljoin(address, output.MANIFEST)).body)
        if there and there != expected:
            return Finding("files", (Fault("rehearsal.other_build", address),))
        compared = verify.verify(address, expected)
    except InputError as error:
        return Finding("files", error.faults)
    told, more = compared.faults[:_MOST], len(compared.faults) - _MOST
    if more > 0:
        told = (*told, Fault("rehearsal.more", address, details={"number": more}))
    return Finding("files", told, details={"alike": compared.alike})


def _types(address: str, expected: Sums) -> Finding:
    """Look at one file of each kind: with the headers of a site, a script of another type does not run."""
    faults = []
    for ending, path in sorted({path.rpartition(".")[2]: path for path in sorted(expected)}.items()):
        if ending not in TYPES:
            continue
        try:
            headers = answer(f"{address}{quote(path)}").headers
        except InputError:  # the comparison says so
            continue
        received = headers.get_content_type() if headers["Content-Type"] else ""
        if received not in (_SCRIPTS if ending == "js" else (TYPES[ending],)):
            details = {"ending": f".{ending}", "wanted": TYPES[ending]}
            faults.append(Fault("rehearsal.other_type", path, received, details))
    return Finding("types", tuple(faults))


def _headers(address: str, origins: tuple[str, ...], framed_by: tuple[str, ...]) -> Finding:
    """Look for headers that stop the page, and for those of ours that are missing."""
    try:
        headers = answer(address).headers
    except InputError as error:
        return Finding("headers", error.faults)
    faults = [*_forbidding(address, headers, origins), *_unframed(address, headers, framed_by)]
    missing = tuple(name for name in HEADERS if name not in headers and name != "Cache-Control")
    notes = [Fault("rehearsal.headers_missing", address, details={"names": missing})] if missing else []
    if _KEPT.search(headers.get("Cache-Control", "")):
        notes.append(Fault("rehearsal.kept_too_long", address, headers["Cache-Control"]))
    return Finding("headers", tuple(faults), tuple(notes))


def _forbidding(address: str, headers: Message, origins: tuple[str, ...]) -> Iterator[Fault]:
    """Yield what the server's own policy forbids and the page needs: Python, and its collector."""
    for policy in headers.get_all(_POLICY, []):
        rules = _rules(policy)
        scripts = rules.get("script-src", rules.get("default-src"))
        if scripts is not None and not {"'wasm-unsafe-eval'", "'unsafe-eval'"} & scripts:
            yield Fault("rehearsal.policy_stops_python", address, policy)
        connects = rules.get("connect-src", rules.get("default-src"))
        for origin in origins:
            if connects is not None and not {origin, "*", "https:"} & {each.rstrip("/") for each in connects}:
                yield Fault("rehearsal.policy_stops_sending", address, policy, {"origin": origin})


def _unframed(address: str, headers: Message, framed_by: tuple[str, ...]) -> Iterator[Fault]:
    """Yield each policy that keeps a site of ``framed_by`` from framing the page, such as a former one."""
    for policy in headers.get_all(_POLICY, []):
        allowed = _rules(policy).get("frame-ancestors")
        kept_out = () if allowed is None else tuple(site for site in framed_by if site not in allowed)
        if kept_out:
            yield Fault("rehearsal.frame_forbidden", address, policy, {"sites": kept_out})


def _rules(policy: str) -> Mapping[str, set[str]]:
    pieces = (piece.split() for piece in policy.split(";"))
    return {piece[0].lower(): set(piece[1:]) for piece in pieces if piece}
