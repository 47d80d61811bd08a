"""What travels to an unsealed survey and to a sealed one: recorded on the way, or read where TLS ends."""

from __future__ import annotations

import base64
import json
import socket
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import collector_client
from harness.collector_process import HOST, running_survey, serving
from harness.https import certificate
from questionnaire import contribution, sealed_ballot
from tests.attacks import tls
from tests.attacks.sealed_ballots import CODES, sealed, trustee
from tests.attacks.sealed_people import Reading, read_plain, read_with_key
from tests.attacks.side_by_side import Compared, side_by_side

_ENDPOINTS = {False: b"/codes ", True: b"/ballots "}


@dataclass(frozen=True)
class Traffic:
    """The request that contributes each code, and what somebody on the way records of it and its answer."""

    requests: list[bytes]
    recorded: list[tls.Recorded]


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Traffic]:
    """Every code contributed once to an unsealed survey (``False``) and to a sealed one (``True``)."""
    return {
        is_sealed: _traffic(tmp_path_factory.mktemp("traffic"), is_sealed=is_sealed)
        for is_sealed in (False, True)
    }


def _traffic(folder: Path, *, is_sealed: bool) -> Traffic:
    seal = (trustee().public_text,) if is_sealed else ()
    bodies = map(sealed_ballot.body, sealed(CODES)) if is_sealed else map(contribution.body, CODES)
    requests = [
        collector_client.request(body.encode()).replace(b"/codes ", _ENDPOINTS[is_sealed]) for body in bodies
    ]
    file = certificate(folder / "certificate.pem")
    with serving(f"sqlite:///{folder}/c.db", running_survey(seal=seal), folder) as server:

        def answered(request: bytes) -> bytes:
            answer = _talk(server.port, request)
            assert answer.startswith(b"HTTP/1.1 204 ")
            return answer

        recorded = [tls.recorded(file, request, answered) for request in requests]
    return Traffic(requests, recorded)


def _talk(port: int, sent: bytes) -> bytes:
    with socket.create_connection((HOST, port), 20) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


@side_by_side(
    look="a recorded TLS conversation of each code: the lengths of its records",
    unsealed="0 of 18 codes: 1 length",
    sealed="0 of 18 codes: 1 length",
    with_key="0 of 18 codes: what is sealed is encrypted once more on its way",
)
def test_a_recorded_conversation(traffic: dict[bool, Traffic], compared: Compared) -> None:
    """The moment of a contribution, and the address, are there each time."""
    told = {is_sealed: _told_apart(of.recorded) for is_sealed, of in traffic.items()}
    lengths = {is_sealed: len(set(of.recorded)) for is_sealed, of in traffic.items()}
    compared(
        f"{told[False]} of 18 codes: {lengths[False]} length",
        f"{told[True]} of 18 codes: {lengths[True]} length",
        f"{told[True]} of 18 codes",
    )


def _told_apart(recorded: list[tls.Recorded]) -> int:
    """Return how many conversations have lengths that no other has."""
    return sum(number == 1 for number in Counter(recorded).values())


@side_by_side(
    look="the traffic where TLS ends: at the web server, a proxy or a company's filter",
    unsealed="18 of 18 codes, each with its address and moment (and its slip)",
    sealed="0 of 18 codes, but addresses, moments and slips",
    with_key="18 of 18 codes, each with its address and moment (and its slip)",
)
def test_traffic_where_tls_ends(traffic: dict[bool, Traffic], compared: Compared) -> None:
    """As a log of whole requests has it."""
    looks = ((False, read_plain), (True, read_plain), (True, read_with_key))
    read = [[_read(request, reading) for request in traffic[at].requests] for at, reading in looks]
    right = (sum(one == own for one, own in zip(each, CODES, strict=True)) for each in read)
    compared(*(f"{number} of 18 codes" for number in right))


def _read(request: bytes, reading: Reading) -> str | None:
    """Return the code that somebody reads in a request."""
    content = json.loads(request.partition(b"\r\n\r\n")[2])
    if "code" in content:
        return reading(content["code"].encode())
    return reading(base64.urlsafe_b64decode(content["ballot"]))
