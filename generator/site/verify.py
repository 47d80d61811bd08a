"""Compare a site at its address with one's own build of it, byte for byte.

The site is asked for several times, as a program and as a browser would: a server that shows two faces shows
the other one then. What no such comparison can find is a page that is served only to somebody else.
"""

from __future__ import annotations

import contextlib
import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from email.message import Message
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator.site.expected_sums import Sums
from generator.site.visit import VISITORS, Answer, ask
from questionnaire.faults import COMMAND_LINE, Fault, FaultError, InputError

_OK, _REDIRECTIONS = 200, range(300, 400)
_AT_ONCE = 4
_START = "index.html"
# With these a server loads more than the page names, leaves something behind, or is told of a visit.
_MEDDLING = (
    "Set-Cookie", "Link", "Refresh", "Service-Worker-Allowed", "NEL", "Report-To", "Reporting-Endpoints",
    "Speculation-Rules",
)  # fmt: skip
# A server's policy may forbid more than the page's; with this it also tells a server of each thing forbidden.
_POLICIES, _REPORTING = ("Content-Security-Policy", "Content-Security-Policy-Report-Only"), "report-uri"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many files are as they were built, and a fault for everything that is not."""

    alike: int
    faults: tuple[Fault, ...]


def verify(address: str, expected: Sums) -> Comparison:
    """Return what the site at ``address`` has in common with ``expected``.

    Raises ``InputError`` if ``address`` is none of a site, or if nobody answers there.
    """
    site = _Site(folder_of(address))
    site.assert_answers()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        by_file = list(pool.map(site.faults_of, expected.keys(), expected.values()))
    every = _each_header_once(fault for faults in by_file for fault in faults)
    return Comparison(by_file.count([]), (*every, *site.strangers(expected)))


def _each_header_once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield ``faults``, but a header that comes with every file for the first of them only."""
    said = set()
    for fault in faults:
        header = fault.details.get("header")
        if header is None or header not in said:
            yield fault
        said.add(header)


def folder_of(address: str) -> str:
    """Return ``address`` with a slash at its end, without the name of the start page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise InputError([Fault("verify.no_address", "ADDRESS", address, file=COMMAND_LINE)])
    return f"{address.removesuffix(_START).rstrip('/')}/"


class _Site:
    """The site below an address; remembers the pages that it was served."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._pages: dict[str, set[bytes]] = {}

    def assert_answers(self) -> None:
        """Raise ``InputError`` if there is no site: then nothing need be said of each file."""
        try:
            answer = ask(self._folder, VISITORS[0])
        except FaultError as error:
            raise InputError([replace(error.fault, key=self._folder, file=COMMAND_LINE)]) from error
        if answer.status in _REDIRECTIONS:
            raise InputError([self._redirected("", answer)])

    def faults_of(self, path: str, expected: str) -> list[Fault]:
        """Return how the answers for a file differ from the ``expected`` sum: pages thrice, others twice."""
        page = path.endswith(".html")
        found: dict[str, Fault] = {}
        for visitor in VISITORS if page else VISITORS[:2]:
            for asked in _addresses(path):
                for fault in self._one_visit(path, asked, expected, visitor):
                    found.setdefault(str(fault), fault)
        return list(found.values())

    def _one_visit(self, path: str, asked: str, expected: str, visitor: Mapping[str, str]) -> Iterator[Fault]:
        """Yield what is wrong for one visitor who has ``asked`` for the file at ``path``."""
        try:
            answer = ask(f"{self._folder}{quote(asked)}", visitor)
        except FaultError as error:
            yield replace(error.fault, key=path, file=self._folder)
            return
        if path.endswith(".html"):
            self._pages.setdefault(path, set()).add(answer.body)
        if answer.status in _REDIRECTIONS:
            if not self._leads_to_the_folder(path, asked, answer):
                yield self._redirected(path, answer)
        elif answer.status != _OK:
            yield _fault("verify.missing", path, self._folder, status=answer.status)
        elif hashlib.sha256(answer.body).hexdigest() != expected:
            yield _fault("verify.differs", path, self._folder)
        for header in _meddling(answer.headers):
            yield _fault("verify.meddling_header", path, self._folder, header=header)

    def strangers(self, expected: Sums) -> list[Fault]:
        """Return the files below the address that a served page names and no build has."""
        named = {
            name
            for path, bodies in self._pages.items()
            for body in bodies
            for name in self._names(path, body)
        }
        folders = {f"{posixpath.dirname(path)}/".lstrip("/") for path in expected}
        unknown = sorted(named - set(expected) - folders)
        return [_fault("verify.stranger", name, self._folder) for name in unknown]

    def _names(self, path: str, body: bytes) -> Iterator[str]:
        links = _Links()
        links.feed(body.decode("utf-8", "replace"))
        for link in links.found:
            with contextlib.suppress(ValueError):  # it is no address
                address = urljoin(f"{self._folder}{path}", link)
                if address.startswith(self._folder):
                    yield unquote(urlsplit(address).path.removeprefix(urlsplit(self._folder).path))

    def _leads_to_the_folder(self, path: str, asked: str, answer: Answer) -> bool:
        """Tell whether a start page that was asked for by its name is to be had by its folder, as it is."""
        folder, *name = _addresses(path)
        to = answer.leads_to(f"{self._folder}{quote(asked)}")
        return asked in name and to == f"{self._folder}{quote(folder)}"

    def _redirected(self, path: str, answer: Answer) -> Fault:
        to = answer.leads_to(f"{self._folder}{path}")
        return _fault("verify.redirected", path, self._folder, to=to)


def _addresses(path: str) -> tuple[str, ...]:
    """Return how visitors ask for a file: for a start page by its folder, or by its name, as links do."""
    return (path.removesuffix(_START), path) if posixpath.basename(path) == _START else (path,)


def _meddling(headers: Message) -> Iterator[str]:
    """Yield the names of ``headers`` that load, store or report something."""
    yield from (header for header in _MEDDLING if header in headers)
    for header in _POLICIES:
        if any(_REPORTING in policy.lower() for policy in headers.get_all(header, [])):
            yield header


class _Links(HTMLParser):
    """Collects what the tags of a page refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note every ``href`` and ``src``; of whichever ``tag``."""
        del tag
        self.found |= {value for name, value in attrs if name in ("href", "src") and value}


def _fault(kind: str, path: str, folder: str, **details: object) -> Fault:
    if not path:
        return Fault(kind, folder, None, details, file=COMMAND_LINE)
    return Fault(kind, path, None, details, file=folder)
