"""The collector as a server process: granian, with deadlines against slow clients and no access log."""

from __future__ import annotations

import gc
import logging
import socket
import sys
from collections.abc import Sequence
from functools import partial

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from starlette.applications import Starlette

from collector.app import Settings, application, local_date
from collector.database import is_sqlite
from collector.errors import CollectorError
from collector.model import Survey
from collector.storage import Storage
from questionnaire.faults import COMMAND_LINE, Fault

if sys.platform != "win32":
    import resource

_MOST_CONNECTIONS = 1024  # each worker; further ones wait in the system's own queue
_OTHER_FILES = 512  # the database, its journal, libraries, sockets that are being closed
_HEADER_BYTES = 16_384
_NEW_OBJECTS = 10_000  # between two garbage collections; a few MB
_MILLISECONDS = 1000
_STOP_SECONDS = 15  # a worker that has not written and answered its last batch by then is killed
_LOGGING = {
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


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
    ``StorageError`` before anything is served; ends with ``SystemExit(1)`` if a worker cannot go on.
    """
    if workers > 1 and is_sqlite(url):
        raise CollectorError([Fault("collector.one_writer", "--workers", workers, file=COMMAND_LINE)])
    _check_address(host, port)
    storage = Storage.open(url)
    storage.register_all(surveys, today=local_date())
    storage.dispose()  # a worker opens its own
    connections = _room_for_connections()
    server = Granian(
        "collector",
        host,
        port,
        interface=Interfaces.ASGI,
        workers=workers,
        http=HTTPModes.http1,
        websockets=False,
        backlog=_MOST_CONNECTIONS,
        backpressure=connections,
        http1_settings=HTTP1Settings(
            header_read_timeout=int(header_seconds * _MILLISECONDS), max_buffer_size=_HEADER_BYTES
        ),
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=_LOGGING,
        workers_kill_timeout=_STOP_SECONDS,
    )
    loader = partial(_application, url, settings or Settings())
    server.serve(target_loader=loader, wrap_loader=False)


def _check_address(host: str, port: int) -> None:
    """Refuse an address that is taken: granian would share it, and half the codes would go elsewhere."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        address, details = f"{host}:{port}", {"reason": error.strerror}
        fault = Fault("collector.address_taken", "--host", address, details, file=COMMAND_LINE)
        raise CollectorError([fault]) from error


def _room_for_connections() -> int:
    """Raise the limit of open files if it is too low, and return how many connections fit into it.

    With the usual limit of 1,024 open files, a thousand slow clients would leave none for the database:
    SQLite could not open its journal, and honest people would be told to come back (seen: 63 of 400).
    """
    if sys.platform == "win32":  # has no such limit
        return _MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_CONNECTIONS + _OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(1, min(_MOST_CONNECTIONS, most - _OTHER_FILES))


def _application(url: str, settings: Settings) -> Starlette:
    _collect_less_garbage()
    logging.basicConfig(stream=sys.stderr, format="%(name)s: %(message)s", level=logging.WARNING)
    return application(Storage.open(url), settings)


def _collect_less_garbage() -> None:
    """Let Python's garbage collection run seldom, and only over the objects that requests create.

    A search through everything that was imported takes as long as hundreds of contributions.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
