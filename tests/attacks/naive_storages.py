"""Naive storages that ignore the layout of the file: each variant gives people away in its own manner."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

Sent = Sequence[tuple[bytes, str]]  # slip (or its hash) and code, in the order in which they came


def _open(path: Path, *statements: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA synchronous=OFF", "PRAGMA secure_delete=OFF", *statements):
        connection.execute(statement)
    return connection


def submissions(path: Path, sent: Sent) -> None:
    """Keep a row for each submission, with a number that counts up and the time."""
    made = "CREATE TABLE submissions (id INTEGER PRIMARY KEY AUTOINCREMENT, slip BLOB, code TEXT, at REAL)"
    with closing(_open(path, made)) as connection:
        for slip, code in sent:
            values = (slip, code, time.time())
            connection.execute("INSERT INTO submissions (slip, code, at) VALUES (?, ?, ?)", values)


def separate_tables(path: Path, sent: Sent) -> None:
    """Keep used slips and codes apart from each other, each in the order in which they came."""
    tables = ("CREATE TABLE nonces (nonce BLOB PRIMARY KEY)", "CREATE TABLE ballots (code TEXT)")
    with closing(_open(path, *tables)) as connection:
        for slip, code in sent:
            connection.execute("INSERT INTO nonces VALUES (?)", (slip,))
            connection.execute("INSERT INTO ballots VALUES (?)", (code,))


def counters_as_they_come(path: Path, sent: Sent) -> None:
    """Keep counters only, but make each when its code comes first."""
    made = "CREATE TABLE counters (code TEXT UNIQUE, number INTEGER)"
    rise = "INSERT INTO counters VALUES (?, 1) ON CONFLICT (code) DO UPDATE SET number = number + 1"
    with closing(_open(path, made)) as connection:
        for _, code in sent:
            connection.execute(rise, (code,))


def deleted(path: Path, sent: Sent) -> None:
    """Keep each submission until it is counted, and delete it then."""
    made = "CREATE TABLE pending (slip BLOB, code TEXT)"
    with closing(_open(path, made)) as connection:
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO pending VALUES (?, ?)", sent)
        connection.execute("COMMIT")
        connection.execute("DELETE FROM pending")


def write_ahead(prepared: Path, path: Path, sent: Sent) -> Path:
    """Use the collector's own tables with a write-ahead log; return the log as it stands meanwhile."""
    shutil.copy(prepared, path)
    rise = "UPDATE counters SET number = printf('%012d', number + 1) WHERE code = ?"
    with closing(_open(path, "PRAGMA journal_mode=WAL")) as connection:
        for slip, code in sent:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE slips SET used = 1 WHERE hash = ?", (slip,))
            connection.execute(rise, (code,))
            connection.execute("COMMIT")
        copied = path.with_name("copied-wal")
        shutil.copy(f"{path}-wal", copied)
    return copied


def access_log(path: Path, people: Sequence[tuple[str, str]]) -> None:
    """Write a line for each request, as most servers do; ``people`` are addresses and user agents."""
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter('%(address)s [%(asctime)s] "%(message)s" 204 "%(agent)s"'))
    log = logging.Logger("access")  # noqa: LOG001 (not one of the process's own)
    log.addHandler(handler)
    for address, agent in people:
        log.info("POST /v1/surveys/hafen-2027/codes", extra={"address": address, "agent": agent})
    handler.close()
