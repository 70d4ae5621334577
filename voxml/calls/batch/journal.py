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
import queue
import secrets
import sqlite3
import threading
import time
from contextlib import suppress
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from voxml.calls.batch.journal_file import COLUMNS, Entry, JournalError, explain, open_file
from voxml.calls.credentials import is_loopback

VERSION = "1"
_INSERT = f"INSERT OR REPLACE INTO rows ({COLUMNS}) VALUES ({', '.join('?' * 11)})"  # noqa: S608 - our own words
#: Writes that share one flush at most.
_TOGETHER = 512


class _Write(NamedTuple):
    entry: Entry
    done: asyncio.Future[None] | None


class Journal:
    """One journal, held by this process until `close`."""

    def __init__(self, path: str | os.PathLike[str], *, account: str, base_url: str, resume: bool) -> None:
        self.path = os.fspath(path)
        self._work: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        #: Why nothing more can be written; None while it can.
        self.failure: str | None = None
        self._thread = threading.Thread(target=self._write, name="voxml-journal", daemon=True)
        problem: str | None
        try:
            self._base = open_file(self.path)
        except (sqlite3.Error, OSError) as error:
            problem = explain(self.path, error)
        else:
            problem = self._take_up(account, base_url, resume=resume)
            if problem is None:
                self._thread.start()
                return
            self._base.close()
        raise JournalError(problem)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is waiting, and let the journal go."""
        self._work.put(None)
        self._thread.join()
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
        """Write a row some time soon; `failure` tells when that went wrong."""
        self._work.put(_Write(entry, None))

    async def put_now(self, entry: Entry) -> None:
        """Write a row, and return once it is on the disk.

        Raises:
            JournalError: it can't be written; what it announces must not happen.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._work.put(_Write(entry, done))
        await done

    def _write(self) -> None:
        """The one thread that writes: whatever waits is flushed together."""
        is_open = True
        while is_open:
            waiting = [self._work.get()]
            while len(waiting) < _TOGETHER and not self._work.empty():
                waiting.append(self._work.get())
            work = [each for each in waiting if each is not None]
            is_open = len(work) == len(waiting)
            if work:
                self._flush(work)

    def _flush(self, work: list[_Write]) -> None:
        if self.failure is None:
            try:
                self._base.execute("BEGIN IMMEDIATE")
                self._base.executemany(_INSERT, [each.entry for each in work])
                self._base.execute("COMMIT")
            except (sqlite3.Error, OSError) as error:
                self.failure = explain(self.path, error)
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
        waiting = [each.done for each in work if each.done is not None]
        if waiting:
            # One wake-up of the loop for all of them.
            with suppress(RuntimeError):  # the loop is gone when the run was broken off
                waiting[0].get_loop().call_soon_threadsafe(_tell, waiting, self.failure)

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


def _tell(waiting: list[asyncio.Future[None]], failure: str | None) -> None:
    for done in waiting:
        if done.done():
            continue
        if failure is None:
            done.set_result(None)
        else:
            done.set_exception(JournalError(failure))
