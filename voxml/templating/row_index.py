"""The local index of row documents: which row has which name, and what it was rendered from.

It is beside the folder of documents, never inside, since the folder is published. A row's name is made of its content
and of a secret that is drawn once and kept in the index. Without the index it can't be guessed, and a run that was cut
off gives the same names again.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from voxml.errors import InputError

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
  key TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, fingerprint BLOB, size INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS secret (value BLOB NOT NULL);
CREATE TEMP TABLE seen (key TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;
"""
#: Rows between two commits.
_BATCH = 1000


class Entry(NamedTuple):
    """What is known of a row's document; `fingerprint` and `size` are None until it was written once."""

    name: str
    fingerprint: bytes | None
    size: int | None


class Index:
    """An index file, held by one process at a time.

    Raises:
        InputError: another process holds it, it is no index, or it can't be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pending = 0
        try:
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise InputError(f"{path}: can't be opened: {error}") from error
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("BEGIN EXCLUSIVE")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise InputError(f"{path}: found an index of version {version}; expected {_VERSION}")
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {_VERSION}")
            self._secret = self._kept_secret()
            self._db.execute("COMMIT")
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._db.close()
            busy = "locked" in str(error)
            what = "another render is at work on it" if busy else f"can't be used: {error}"
            raise InputError(f"{path}: {what}") from error
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise InputError(f"{path}: is not an index of voxml; move it away or name another with --index") from error
        except InputError:
            self._db.close()
            raise

    def _kept_secret(self) -> bytes:
        found = self._db.execute("SELECT value FROM secret").fetchone()
        if found is not None:
            return bytes(found[0])
        drawn = secrets.token_bytes(32)
        self._db.execute("INSERT INTO secret VALUES (?)", (drawn,))
        return drawn

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def count(self, key: str) -> int:
        """Return how many rows of this run had this key, this one included."""
        found = self._db.execute(
            "INSERT INTO seen VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET rows = rows + 1 RETURNING rows", (key,)
        ).fetchone()
        return int(found[0])

    def entry(self, key: str, name: str | None = None) -> Entry:
        """Return what is known of the row `key`; a new row is given `name`, or else 128 unguessable bits in hexadecimal."""
        found = self._db.execute("SELECT name, fingerprint, size FROM documents WHERE key = ?", (key,)).fetchone()
        if found is not None:
            return Entry(*found)
        drawn = name or hmac.new(self._secret, key.encode(), "sha256").hexdigest()[:32]
        self._db.execute("INSERT INTO documents (key, name) VALUES (?, ?)", (key, drawn))
        return Entry(drawn, None, None)

    def written(self, key: str, fingerprint: bytes, size: int) -> None:
        """Remember that the document of the row `key` is written."""
        self._db.execute("UPDATE documents SET fingerprint = ?, size = ? WHERE key = ?", (fingerprint, size, key))
        self._pending += 1
        if self._pending >= _BATCH:
            self.commit()

    def commit(self) -> None:
        """Make what was remembered durable."""
        try:
            self._db.execute("COMMIT")
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise InputError(f"{self.path}: can't be written: {error}") from error
        self._pending = 0

    def close(self) -> None:
        """Commit, and let others have it."""
        try:
            self._db.execute("COMMIT")
            self._db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise InputError(f"{self.path}: can't be written: {error}") from error
        finally:
            self._db.close()


def index_path(folder: str | os.PathLike[str]) -> Path:
    """Return where the index of a folder of documents is by default: beside the folder."""
    top = Path(os.path.abspath(folder))  # noqa: PTH100 - resolves no symbolic link
    return top.parent / f"{top.name}.index.sqlite3"
