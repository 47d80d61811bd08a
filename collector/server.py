"""The collector as a server process: uvicorn behind the door, without an access log."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from starlette.applications import Starlette
from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.server import HANDLED_SIGNALS
from uvicorn.supervisors import Multiprocess

from collector.app import Settings, application, local_date
from collector.database import is_sqlite
from collector.door import Door
from collector.errors import CollectorError, StorageError
from collector.model import Survey
from collector.places import SPARE, Places
from collector.storage import Storage
from questionnaire.faults import COMMAND_LINE, Fault
from questionnaire.system_reasons import system_reason

if sys.platform != "win32":
    import resource

_MOST_CONNECTIONS = 1024  # each worker
_BACKLOG = 4096  # connections that wait in the system's own queue until the server looks
_OTHER_FILES = 512  # the database, its journal, libraries
_NEW_OBJECTS = 10_000  # between two garbage collections; a few MB
_STOP_SECONDS = (
    15  # whoever is not answered by then is not waited for; the last batch is written all the same
)


def run(  # noqa: PLR0913 (the options of a server process)
    url: str,
    surveys: Sequence[Survey],
    host: str = "127.0.0.1",
    port: int = 8080,
    *,
    settings: Settings | None = None,
    workers: int = 1,
    header_seconds: float = 10.0,
) -> None:
    """Register ``surveys`` in the database at ``url`` and serve until SIGTERM or SIGINT.

    At the end it commits and answers the current batch. ``header_seconds`` is how long a client may take
    for the head of a request; a connection that is silent for so long is closed. Several ``workers`` need
    PostgreSQL. Raises ``CollectorError`` (also for an address that is taken) and
    ``StorageError`` before anything is served; ends with ``SystemExit`` if a worker cannot go on.
    """
    if workers > 1 and is_sqlite(url):
        raise CollectorError([Fault("collector.one_writer", "--workers", workers, file=COMMAND_LINE)])
    with _bound(host, port) as listener:
        storage = Storage.open(url)
        storage.register_all(surveys, today=local_date())
        storage.dispose()  # a worker opens its own
        _serve(_config(url, settings or Settings(), workers, header_seconds), listener)


def _config(url: str, settings: Settings, workers: int, header_seconds: float) -> Config:
    places, backlog = _room_for_connections()
    return Config(
        partial(_application, url, settings),
        factory=True,
        http=cast("Any", partial(Door, Places(places), header_seconds, settings.trust_proxy)),
        loop="asyncio",  # uvloop lets in one newcomer each time it has read all others
        lifespan="on",
        ws="none",
        workers=workers,
        backlog=backlog,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level=logging.CRITICAL,  # below, a line for each rude client, and traces, which quote data
        timeout_graceful_shutdown=_STOP_SECONDS,
    )


def _serve(config: Config, listener: socket.socket) -> None:
    if config.workers > 1:
        supervisor = Multiprocess(config, [listener])
        supervisor.run()
        if any(worker.exitcode == STARTUP_FAILURE for worker in supervisor.processes):
            raise SystemExit(STARTUP_FAILURE)
        return
    for number in HANDLED_SIGNALS:  # uvicorn raises the signal again at the end: nothing is to happen then
        signal.signal(number, lambda *_: None)
    Server(config).run([listener])


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket at the address, not listening yet; raises ``CollectorError`` if it cannot be had."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if sys.platform != "win32":  # there it would share the address with others
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        address, details = f"{host}:{port}", {"reason": system_reason(error)}
        fault = Fault("collector.address_taken", "--host", address, details, file=COMMAND_LINE)
        raise CollectorError([fault]) from error
    return bound


def _room_for_connections() -> tuple[int, int]:
    """Raise the limit of open files if it is too low; return how many places and how long a queue fit in.

    With the usual limit of 1,024 open files, a thousand slow clients would leave none for the database:
    SQLite could not open its journal, and honest people would be told to come back (seen: 63 of 400). All
    that wait in the system's queue may become connections at the same moment.
    """
    if sys.platform == "win32":  # has no such limit
        return _MOST_CONNECTIONS, _BACKLOG
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_CONNECTIONS + SPARE + _BACKLOG + _OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    room = max(3, most - SPARE - _OTHER_FILES)
    places = min(_MOST_CONNECTIONS, room // 3)
    return places, min(_BACKLOG, room - places)


def _application(url: str, settings: Settings) -> Starlette:
    _collect_less_garbage()
    logging.basicConfig(stream=sys.stderr, format="%(name)s: %(message)s", level=logging.WARNING)
    try:
        return application(Storage.open(url), settings)
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(STARTUP_FAILURE) from error  # the other workers end, too


def _collect_less_garbage() -> None:
    """Let Python's garbage collection run seldom, and only over the objects that requests create.

    A search through everything that was imported takes as long as hundreds of contributions.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
