"""The file of a journal: its tables, how it is opened and held, and what can be done with it between two
runs.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, NamedTuple

from voxml.errors import VoxmlError

State = Literal["intent", "accepted", "rejected", "not-sent", "unknown"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows (
    key TEXT PRIMARY KEY,
    row INTEGER NOT NULL,
    last4 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intent', 'accepted', 'rejected', 'not-sent', 'unknown')),
    status INTEGER,
    call_uuid TEXT,
    request_uuid TEXT,
    detail TEXT NOT NULL DEFAULT '',
    intended_at REAL NOT NULL,
    finished_at REAL,
    api_time TEXT
) WITHOUT ROWID;
"""
COLUMNS = "key, row, last4, state, status, call_uuid, request_uuid, detail, intended_at, finished_at, api_time"


_NOT_OURS = "another program's"


class JournalError(VoxmlError, OSError):
    """A journal that can't be used: another run holds it, it belongs to another account, the disk is full."""


class Entry(NamedTuple):
    """What the journal knows of a row. Times are Unix seconds; `api_time` is the API's own, in ISO 8601."""

    key: str
    row: int
    last4: str
    state: State
    status: int | None = None
    call_uuid: str | None = None
    request_uuid: str | None = None
    detail: str = ""
    intended_at: float = 0.0
    finished_at: float | None = None
    api_time: str | None = None


def read_entries(path: str) -> list[Entry]:
    """The rows of a journal that nobody is using.

    Raises:
        JournalError: there is none, or a run is using it.
    """
    with _opened(path) as base:
        return [Entry(*row) for row in base.execute(f"SELECT {COLUMNS} FROM rows ORDER BY row")]  # noqa: S608


def decide(path: str, rows: Collection[int] | None, *, was_called: bool) -> int:
    """Settle unknown rows by hand, those of the numbers `rows` or all; how many there were.

    A row that was not called is dialled by the next run; one that was called never is.

    Raises:
        JournalError: there is no such journal, a run is using it, or a row in `rows` is not unknown.
    """
    with _opened(path) as base:
        found = {number for (number,) in base.execute("SELECT row FROM rows WHERE state IN ('unknown', 'intent')")}
        wanted = found if rows is None else set(rows)
        if wanted - found:
            raise JournalError(f"{path}: row {min(wanted - found)} is not unknown")
        state, detail = ("accepted", "called") if was_called else ("not-sent", "not called")
        base.execute("BEGIN IMMEDIATE")
        base.executemany(
            "UPDATE rows SET state = ?, detail = ? WHERE row = ?",
            [(state, f"decided by hand: {detail}", number) for number in sorted(wanted)],
        )
        base.execute("COMMIT")
        return len(wanted)


@contextmanager
def _opened(path: str) -> Generator[sqlite3.Connection]:
    if not Path(path).is_file():
        raise JournalError(f"{path}: no such journal")
    try:
        base = open_file(path)
    except (sqlite3.Error, OSError) as error:
        problem = explain(path, error)
    else:
        try:
            yield base
        except sqlite3.Error as error:
            problem = explain(path, error)
        else:
            return
        finally:
            base.close()
    raise JournalError(problem)


def open_file(path: str) -> sqlite3.Connection:
    """Open a journal, made if need be, and hold it for this process alone."""
    if Path(path).is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # Made here and not by SQLite, so that nobody else can read it from the first byte on. One that is there
    # is not opened: to close it again would drop every lock that this process has on it (POSIX wants it so).
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    base = sqlite3.connect(path, isolation_level=None, timeout=0.0, check_same_thread=False)
    try:
        # Before it is held and changed.
        _refuse_another_s(base)
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("BEGIN EXCLUSIVE")
        for statement in _SCHEMA.split(";"):
            base.execute(statement)
        base.execute("COMMIT")
    except BaseException:
        base.close()
        raise
    return base


def _refuse_another_s(base: sqlite3.Connection) -> None:
    """Leave the database of another program as it is."""
    wanted = {"meta": {"name", "value"}, "rows": set(COLUMNS.split(", "))}
    tables = [str(name) for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        columns = {str(row[1]) for row in base.execute(f"PRAGMA table_info({table!r})")}
        if columns != wanted.get(table):
            raise sqlite3.DatabaseError(_NOT_OURS)


def explain(path: str, error: Exception) -> str:
    """Why a journal can't be used, in words."""
    text = str(error).lower()
    if "locked" in text:
        return f"{path}: another run is using this journal; wait for it to end"
    if "not a database" in text or text == _NOT_OURS:
        return f"{path}: is not a journal of voxml"
    if "malformed" in text:
        return f"{path}: this journal is damaged; bring back a copy of it: without it nobody knows who was called"
    if "unable to open" in text:
        return f"{path}: may not be opened: permission denied"
    if isinstance(error, OSError) and error.strerror:
        return f"{path}: {error.strerror.lower()}"
    return f"{path}: the journal can't be written: {text}"
