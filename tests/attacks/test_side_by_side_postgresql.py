"""PostgreSQL's log of changes and its rows: of an unsealed survey and of a sealed one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import make_url, text

from collector import Storage
from harness.postgresql import server_log
from tests.attacks.postgresql_logs import administrator, as_ordinary_role
from tests.attacks.sealed_people import SEALED, Crowd, Written, crowd, neighbours, read_plain, read_with_key
from tests.attacks.sealed_transactions import Log, by_writers
from tests.attacks.side_by_side import Compared, side_by_side

_MANY = 40

Urls = tuple[str, str]  # of a database for the unsealed survey, and of one for the sealed


@side_by_side(
    look="PostgreSQL's log of changes (`pg_waldump`) or a replica, after the close and the report",
    unsealed="40 of 40 links",
    sealed="0 of 40 links, but which slip came with which 63 random bytes",
    with_key="40 of 40 links: the next transaction has the slip",
)
def test_pg_waldump(postgresql_urls: Urls, compared: Compared) -> None:
    """One after the other."""
    compared(*_links(postgresql_urls, lambda url, people: _logged(url, people, at_once=1)))


@side_by_side(
    look="the same log, where always ten contribute in one moment",
    unsealed="0 of 40 links",
    sealed="0 of 40 links",
    with_key="0 of 40 links: ten slips and ten codes are written together",
)
def test_pg_waldump_of_batches(postgresql_urls: Urls, compared: Compared) -> None:
    """What a batch hides, in both ways."""
    compared(*_links(postgresql_urls, lambda url, people: _logged(url, people, at_once=10)))


def _logged(url: str, people: Crowd, at_once: int) -> dict[bytes, bytes]:
    log, storage = Log(url), Storage.open(url)
    people.contribute_all(storage, at_once)
    written = log.written()
    storage.close(SEALED.id)
    storage.dispose()
    return neighbours(written)


@side_by_side(
    look="one look into the running PostgreSQL, which notes with each row which transaction wrote it",
    unsealed="18 of 18 links",
    sealed="0 of 18 links, but which slip came with which 63 random bytes",
    with_key="18 of 18 links",
)
def test_writers_of_rows(postgresql_urls: Urls, compared: Compared) -> None:
    """Everybody contributes another code; of equal ones a counter keeps the last writer only."""
    compared(*_links(postgresql_urls, _joined_by_writers, 18, all_different=True))


@side_by_side(
    look="one look into PostgreSQL after the close, before the urn is taken out",
    unsealed="0 of 18 links, but the exact counts",
    sealed="0 of 18 links; how many there are",
    with_key="0 of 18 links, but the exact counts: the close writes all rows anew",
)
def test_writers_of_rows_after_the_close(postgresql_urls: Urls, compared: Compared) -> None:
    """The slips are deleted, so that nothing is left to be joined; and one transaction wrote all rows."""
    compared(*_links(postgresql_urls, _joined_after_the_close, 18, all_different=True))


@side_by_side(
    look="PostgreSQL's own log, where it writes down every statement and the collector may not switch it off",
    unsealed="5 of 5 links, each with its time",
    sealed="0 of 5 links, but which slip came with which 63 random bytes, and when",
    with_key="5 of 5 links, each with its time",
)
def test_log_of_statements(postgresql_urls: Urls, compared: Compared) -> None:
    """The values stand beside a statement: the hash of a slip, and the code or the ballot."""
    compared(*_links(postgresql_urls, _joined_by_log, 5))


def _joined_by_log(url: str, people: Crowd) -> dict[bytes, bytes]:
    ordinary = as_ordinary_role(url)
    with administrator(url) as connection:
        connection.execute(text(f"ALTER DATABASE {make_url(url).database} SET log_statement = 'all'"))
    before = len(server_log(url))
    storage = Storage.open(ordinary)
    people.contribute_all(storage)
    storage.dispose()
    logged = list(_logged_values(server_log(url)[before:], people))
    # A slip is marked after its ballot is stored, and before its code is counted.
    return neighbours(logged if people.is_sealed else logged[::-1])


def _logged_values(log: str, people: Crowd) -> Iterator[Written]:
    """Yield the trace or the slip that stands in each line of the log which has one."""
    shown = {one: one.hex() if people.is_sealed else f"'{one.decode()}'" for one in people.traces}
    for line in log.splitlines():
        traces = {one for one, value in shown.items() if value in line}
        slips = {one for one in people.hashes if one.hex() in line}
        if traces or slips:
            yield traces, slips


def _joined_by_writers(url: str, people: Crowd) -> dict[bytes, bytes]:
    storage = Storage.open(url)
    people.contribute_all(storage)
    storage.dispose()
    return neighbours(by_writers(url, people))


def _joined_after_the_close(url: str, people: Crowd) -> dict[bytes, bytes]:
    storage = Storage.open(url)
    people.contribute_all(storage)
    storage.close(SEALED.id)
    storage.dispose()
    [(traces, slips)] = by_writers(url, people)
    assert (len(traces), slips) == (18, set())
    return neighbours([(traces, slips)])


def _links(
    urls: Urls,
    join: Callable[[str, Crowd], dict[bytes, bytes]],
    number: int = _MANY,
    *,
    all_different: bool = False,
) -> Iterator[str]:
    """Let the same people contribute to both surveys; yield how many links ``join`` brings back of each."""
    readings = ((False, [read_plain]), (True, [read_plain, read_with_key]))
    for url, (is_sealed, read_by) in zip(urls, readings, strict=True):
        people = crowd(url, number, is_sealed=is_sealed, all_different=all_different)
        joined = join(url, people)
        yield from (f"{people.links(joined, reading)} links" for reading in read_by)
