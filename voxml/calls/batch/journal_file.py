"""The file of a journal: its tables, how it is opened and locked, and what can be done with it between two runs.

It is whole in one file: SQLite with a rollback journal and full synchronisation, so that a copy of the file that is
made between two runs, or after one that was killed, has all that was written. `meta` counts the rows, by which a copy
that was made in the middle of a write is recognised.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, NamedTuple

from voxml.calls.batch.watermark import Watermark
from voxml.errors import VoxmlError

State = Literal["intent", "accepted", "rejected", "not-sent", "unknown"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS do_not_call (key TEXT PRIMARY KEY) WITHOUT ROWID;
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
_TABLES = {"meta": {"name", "value"}, "rows": set(COLUMNS.split(", ")), "do_not_call": {"key"}}
#: 1 had a write-ahead log beside it, and no count of its rows.
VERSION, EARLIER = "2", "1"
_INSERT = f"INSERT OR REPLACE INTO rows ({COLUMNS}) VALUES ({', '.join('?' * 11)})"  # noqa: S608 - our own words
_FACT = "INSERT OR REPLACE INTO meta VALUES (?, ?)"
_NOT_OURS = "another program's"
_UNSETTLED = "state IN ('unknown', 'intent')"


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
    """Return the rows of a journal that no run is using, by their numbers.

    Raises:
        JournalError: there is none, or a run is using it.
    """
    with _opened(path) as base:
        return [Entry(*row) for row in base.execute(f"SELECT {COLUMNS} FROM rows ORDER BY row, key")]  # noqa: S608


def decide(path: str, rows: Collection[int] | None = None, *, was_called: bool, keys: Collection[str] = ()) -> int:
    """Settle unknown rows by hand, and return how many there were. No other row is changed.

    A row that was not called is dialled by the next run; one that was called never is.

    Args:
        path: the journal.
        rows: numbers of rows; without them and without `keys` all unknown rows are settled.
        was_called: what was found out.
        keys: the first characters of keys; a number may stand for several rows once the CSV file was edited.

    Raises:
        JournalError: there is no such journal, a run is using it, or what is named is not one unknown row.
    """
    with _opened(path) as base:
        query = f"SELECT key, row FROM rows WHERE {_UNSETTLED}"  # noqa: S608 - our own words
        unknown = {str(key): int(row) for key, row in base.execute(query)}
        wanted = set(unknown) if rows is None and not keys else set[str]()
        for number in rows or ():
            wanted.add(_only(path, f"row {number}", [key for key, row in unknown.items() if row == number]))
        for prefix in keys:
            wanted.add(_only(path, f"key {prefix}", [key for key in unknown if prefix and key.startswith(prefix)]))
        facts = read_facts(base)
        state, detail = ("accepted", "called") if was_called else ("not-sent", "not called")
        base.execute("BEGIN IMMEDIATE")
        base.executemany(
            f"UPDATE rows SET state = ?, detail = ? WHERE key = ? AND {_UNSETTLED}",  # noqa: S608
            [(state, f"decided by hand: {detail}", key) for key in sorted(wanted)],
        )
        writes = int(facts.get("writes", 0)) + 1
        base.execute(_FACT, ("writes", str(writes)))
        base.execute("COMMIT")
        return len(wanted)


def _only(path: str, name: str, found: list[str]) -> str:
    """Return the one unknown row that a name means."""
    if len(found) == 1:
        return found[0]
    if not found:
        raise JournalError(f"{path}: {name} is not unknown")
    keys = ", ".join(key[:8] for key in sorted(found))
    raise JournalError(
        f"{path}: {name} is {len(found)} unknown rows, as the CSV file was edited; give --key, of {keys}"
    )


@contextmanager
def _opened(path: str) -> Generator[sqlite3.Connection]:
    if not Path(path).is_file():
        raise JournalError(f"{path}: no such journal")
    try:
        base = open_file(path)
    except (sqlite3.Error, OSError) as error:
        problem = explain(path, error)
    else:
        mark: Watermark | None = None
        try:
            facts = read_facts(base)
            mark = lock_mark(path, facts)
            yield base
            mark.raise_to(int(read_facts(base).get("writes", 0)))
        except sqlite3.Error as error:
            problem = explain(path, error)
        else:
            return
        finally:
            base.close()
            if mark is not None:
                mark.close()
    raise JournalError(problem)


def open_file(path: str) -> sqlite3.Connection:
    """Open a journal, made if need be, and hold it for this process alone.

    Raises:
        sqlite3.Error: it is no journal, another process holds it, or it is not whole; `explain` has the words.
    """
    if Path(path).is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # Made here and not by SQLite, so that nobody else can read it from the first byte on. One that is there
    # is not opened: to close it again would drop every lock that this process has on it (POSIX wants it so).
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    base = sqlite3.connect(path, isolation_level=None, timeout=0.0, check_same_thread=False)
    try:
        # Before it is locked and changed.
        _refuse_another_s(base)
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("BEGIN EXCLUSIVE")
        for statement in _SCHEMA.split(";"):
            base.execute(statement)
        _refuse_a_part(base)
        base.execute("COMMIT")
    except BaseException:
        base.close()
        raise
    return base


def begin_write(base: sqlite3.Connection, entries: Iterable[Entry], *, rows: int, writes: int) -> None:
    """Begin a transaction with these rows; `rows` is how many there are then, `writes` how often was written."""
    base.execute("BEGIN IMMEDIATE")
    base.executemany(_INSERT, entries)
    base.executemany(_FACT, [("rows", str(rows)), ("writes", str(writes))])


def read_facts(base: sqlite3.Connection) -> dict[str, str]:
    """Return what the journal says of itself."""
    return {str(name): str(value) for name, value in base.execute("SELECT name, value FROM meta")}


def write_facts(base: sqlite3.Connection, facts: Mapping[str, str]) -> None:
    """Set what the journal says of itself."""
    base.execute("BEGIN IMMEDIATE")
    base.executemany(_FACT, facts.items())
    base.execute("COMMIT")


def lock_mark(path: str, facts: Mapping[str, str]) -> Watermark:
    """Return the mark of a journal, locked; refuse one that another copy was used in place of.

    Raises:
        JournalError: another process uses a copy, or this machine wrote into one since.
    """
    mark = Watermark(facts.get("salt", ""))
    if not mark.lock():
        raise JournalError(f"{path}: another run is using a copy of this journal; wait for it to end")
    missing = mark.read() - int(facts.get("writes", 0)) if "salt" in facts else 0
    if missing > 0:
        mark.close()
        raise JournalError(
            f"{path}: is an older copy: this machine has written {missing} times since into another copy of this "
            "journal; go on with that one, as this one does not know whom it dialled"
        )
    return mark


def _refuse_another_s(base: sqlite3.Connection) -> None:
    """Leave the database of another program as it is."""
    tables = [str(name) for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        columns = {str(row[1]) for row in base.execute(f"PRAGMA table_info({table!r})")}
        if columns != _TABLES.get(table):
            raise sqlite3.DatabaseError(_NOT_OURS)


def _refuse_a_part(base: sqlite3.Connection) -> None:
    """Find a copy in which something is missing, such as one made while a run was writing."""
    if base.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("malformed")
    facts = read_facts(base)
    (count,) = base.execute("SELECT count(*) FROM rows").fetchone()
    if facts.get("version") == VERSION and facts.get("rows") != str(count):
        raise sqlite3.DatabaseError("malformed")
    if facts.get("version") == EARLIER and count:
        base.executemany(_FACT, [("version", VERSION), ("rows", str(count))])
    elif not facts and count:
        raise sqlite3.DatabaseError("malformed")


def explain(path: str, error: Exception) -> str:
    """Return why a journal can't be used, in words."""
    text = str(error).lower()
    if "locked" in text:
        return f"{path}: another run is using this journal; wait for it to end"
    if "not a database" in text or text == _NOT_OURS:
        return f"{path}: is not a journal of voxml"
    if "malformed" in text:
        return f"{path}: this journal is damaged; bring back a copy of it: only it has who was called"
    if "unable to open" in text:
        return f"{path}: may not be opened: permission denied"
    if isinstance(error, OSError) and error.strerror:
        return f"{path}: {error.strerror.lower()}"
    return f"{path}: the journal can't be written: {text}"
