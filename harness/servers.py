"""Servers that know nothing of Lastbild, for the sites that the tests build."""

from __future__ import annotations

import contextlib
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import TCPServer

# Below the ports of outgoing connections, so that none of these takes a port before its server does.
_PORTS = range(20_000, 32_768)


def free_port() -> int:
    """Return a port that nothing uses, on any address."""
    while True:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("", port := random.SystemRandom().choice(_PORTS)))
            return port


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """Serve ``folder`` by ``python -m http.server``: no special headers, no compression."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


@contextmanager
def serving(server: TCPServer) -> Iterator[int]:
    """Run ``server`` in a thread of its own until the block ends; yields its port."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()


def wait_for(port: int) -> None:
    """Wait until something listens on ``port``; raises ``TimeoutError``."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")
