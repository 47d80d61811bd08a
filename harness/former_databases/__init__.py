"""Databases as earlier versions of Lastbild left them, in the middle of five campaigns.

Each is a list of SQL statements, written by ``sqlite3``'s ``iterdump`` and by PostgreSQL's ``pg_dump`` from a
database that the earlier version itself had filled: ``hafen-2027`` (open: A-ST twice, M once),
``slips-2027`` (``drawn(12)``, of which the first three sent B-T), ``sealed-2027`` (``drawn(3, seed=2)``, of
which the first sent a ballot), ``paper-2027`` (heap 1: A-ST four times, N once), ``released-2027`` (closed).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import make_url

_HERE = Path(__file__).parent


def restore(url: str, version: int = 1, *, without: tuple[str, ...] = ()) -> None:
    """Fill the empty database at ``url`` as ``version`` left it.

    It lacks the tables ``without``: those that a still older version did not have.
    """
    address = make_url(url)
    backend = address.get_backend_name()
    statements = (_HERE / f"version_{version}.{backend}.sql").read_text("utf-8")
    statements += "".join(f"DROP TABLE {table};\n" for table in without)
    if backend == "sqlite":
        with closing(sqlite3.connect(address.database or "")) as file:
            file.executescript(statements)
        return
    with psycopg.connect(url) as connection:
        connection.execute(statements.encode())
