"""What was meant and what came of it, on disk before anybody's telephone rings.

A row is written as `intent` and flushed before its request goes out, and what came of it after the reply. A
run that is killed leaves rows that stand at `intent`: they may have been dialled, and so become `unknown` and
are never dialled again. The file is SQLite in WAL mode; it holds no key, and of each telephone number a keyed
hash and its last four digits. A run holds it for itself alone: the lock is the operating system's, which
frees it when the process dies.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from voxml.calls.batch.journal_file import COLUMNS, Entry, JournalError, explain, open_file
from voxml.net.addresses import is_loopback

VERSION = "1"
_INSERT = f"INSERT OR REPLACE INTO rows ({COLUMNS}) VALUES ({', '.join('?' * 11)})"  # noqa: S608 - our own words


class _Write(NamedTuple):
    entry: Entry
    done: asyncio.Future[None] | None


class Journal:
    """One journal, held by this process until `close`."""

    def __init__(self, path: str | os.PathLike[str], *, account: str, base_url: str, resume: bool) -> None:
        self.path = os.fspath(path)
        #: Why nothing more can be written; None while it can.
        self.failure: str | None = None
        self._waiting: list[_Write] = []
        self._flushing: asyncio.Task[None] | None = None
        self._disk = ThreadPoolExecutor(1, "voxml-journal")
        problem: str | None
        try:
            self._base = open_file(self.path)
        except (sqlite3.Error, OSError) as error:
            problem = explain(self.path, error)
        else:
            try:
                problem = self._take_up(account, base_url, resume=resume)
            except sqlite3.Error as error:
                problem = explain(self.path, error)
            if problem is None:
                return
            self._base.close()
        raise JournalError(problem)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is waiting, and let the journal go."""
        self._disk.shutdown()
        try:
            # A run that was broken off may have left a flush half way.
            if self._base.in_transaction:
                self._base.execute("COMMIT")
            if self._waiting and self.failure is None:
                self._write(self._waiting)
                self._base.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self.failure = explain(self.path, error)
        finally:
            self._base.close()

    @property
    def salt(self) -> bytes:
        """The key of the hashes of numbers, drawn once for each journal."""
        return bytes.fromhex(self.meta("salt"))

    def meta(self, name: str) -> str:
        """A fact of the journal itself."""
        found = self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return "" if found is None else str(found[0])

    def entries(self) -> dict[str, Entry]:
        """All rows that were ever begun, by their key."""
        rows = self._base.execute(f"SELECT {COLUMNS} FROM rows")  # noqa: S608 - our own words
        return {row[0]: Entry(*row) for row in rows}

    def put(self, entry: Entry) -> None:
        """Write a row some time soon; `settle` tells when that went wrong."""
        self._add(_Write(entry, None))

    async def put_now(self, entry: Entry) -> None:
        """Write a row, and return once it is on the disk.

        Raises:
            JournalError: it can't be written; what it announces must not happen.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._add(_Write(entry, done))
        await done

    async def settle(self) -> None:
        """Return once all that was put is on the disk.

        Raises:
            JournalError: something could not be written.
        """
        while self._flushing is not None and not self._flushing.done():
            await asyncio.wait([self._flushing])
        if self.failure is not None:
            raise JournalError(self.failure)

    def _add(self, write: _Write) -> None:
        self._waiting.append(write)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.get_running_loop().create_task(self._flush())

    async def _flush(self) -> None:
        """Write all that waits, and flush it together; what comes meanwhile is next.

        Only the flush is another thread's: each statement there would have to wait for this one to let go of
        Python.
        """
        while self._waiting:
            work, self._waiting = self._waiting, []
            try:
                if self.failure is None:
                    self._write(work)
                    await asyncio.get_running_loop().run_in_executor(self._disk, self._base.execute, "COMMIT")
            except (sqlite3.Error, OSError) as error:
                self.failure = explain(self.path, error)
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
            for done in (each.done for each in work):
                if done is None or done.done():
                    continue
                if self.failure is None:
                    done.set_result(None)
                else:
                    done.set_exception(JournalError(self.failure))

    def _write(self, work: list[_Write]) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        self._base.executemany(_INSERT, [each.entry for each in work])

    def _take_up(self, account: str, base_url: str, *, resume: bool) -> str | None:
        """Set up a new journal, or see that this one is the right one; what is wrong, or None."""
        found = dict(self._base.execute("SELECT name, value FROM meta"))
        if not found:
            facts = {
                "version": VERSION,
                "account": account,
                "base_url": base_url,
                "salt": secrets.token_hex(32),
                "created": str(time.time()),
            }
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
            self._base.execute("COMMIT")
            return None
        if found.get("version") != VERSION:
            return f"{self.path}: a journal of version {found.get('version')}; this voxml reads {VERSION}"
        # An emulator comes back at another port; any other address is another set of calls.
        is_elsewhere = found.get("base_url") != base_url and not is_loopback(urlsplit(base_url).hostname or "")
        if found.get("account") != account or is_elsewhere:
            return f"{self.path}: belongs to account {found.get('account')} at {found.get('base_url')}"
        (count,) = self._base.execute("SELECT count(*) FROM rows").fetchone()
        if count and not resume:
            return (
                f"{self.path}: {count} rows were begun before; --resume goes on with the rest, "
                "--journal FILE begins another"
            )
        return None
