"""What was meant and what came of it, on disk before anybody's telephone rings.

A row is written as `intent` and flushed before its request goes out, and what came of it after the reply. A
run that is killed leaves rows at `intent`: they may have been dialled, and so become `unknown` and
are never dialled again. The file holds no key, and of each telephone number a keyed
hash and its last four digits. A run locks it for itself: the lock is the operating system's, which
frees it when the process dies.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import secrets
import sqlite3
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from voxml.calls.batch.journal_file import (
    COLUMNS,
    EARLIER,
    VERSION,
    Entry,
    JournalError,
    begin_write,
    explain,
    lock_mark,
    open_file,
    read_facts,
    write_facts,
)
from voxml.net.addresses import is_loopback


class _Write(NamedTuple):
    entry: Entry
    done: asyncio.Future[None] | None


class Journal:
    """One journal, locked by this process until `close`."""

    def __init__(self, path: str | os.PathLike[str], *, account: str, base_url: str, resume: bool) -> None:
        self.path = os.fspath(path)
        #: Why nothing more can be written; None while it can.
        self.failure: str | None = None
        self._waiting: list[_Write] = []
        self._flushing: asyncio.Task[None] | None = None
        self._disk = ThreadPoolExecutor(1, "voxml-journal")
        problem: str | None = None
        if resume and _is_missing(self.path):
            raise JournalError(_nothing_to_resume(self.path))
        try:
            self._base = open_file(self.path)
        except (sqlite3.Error, OSError) as error:
            problem = explain(self.path, error)
        else:
            try:
                problem = self._take_up(account, base_url, resume=resume)
            except sqlite3.Error as error:
                problem = explain(self.path, error)
            except JournalError as error:
                problem = str(error)
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
            self._mark.raise_to(self._writes)
        except (sqlite3.Error, OSError) as error:
            self.failure = explain(self.path, error)
        finally:
            self._base.close()
            self._mark.close()

    @property
    def salt(self) -> bytes:
        """The key of the hashes of numbers, drawn once for each journal."""
        return bytes.fromhex(self.meta("salt"))

    def meta(self, name: str) -> str:
        """Return a fact of the journal itself."""
        return read_facts(self._base).get(name, "")

    def set_meta(self, name: str, value: str) -> None:
        """Keep a fact of the journal itself."""
        self._writes += 1
        write_facts(self._base, {name: value, "writes": str(self._writes)})
        self._mark.raise_to(self._writes)

    def do_not_call(self) -> set[str]:
        """Return the keys (`number_key`) of numbers that this batch never calls."""
        return {str(key) for (key,) in self._base.execute("SELECT key FROM do_not_call")}

    def set_do_not_call(self, keys: Iterable[str]) -> None:
        """Keep the keys of the numbers that this batch never calls, in place of those that it has."""
        self._base.execute("BEGIN IMMEDIATE")
        self._base.execute("DELETE FROM do_not_call")
        self._base.executemany("INSERT OR IGNORE INTO do_not_call VALUES (?)", ((key,) for key in keys))
        self._base.execute("COMMIT")

    def entries(self) -> dict[str, Entry]:
        """Return all rows that were ever begun, by their key."""
        rows = self._base.execute(f"SELECT {COLUMNS} FROM rows")  # noqa: S608 - our own words
        return {row[0]: Entry(*row) for row in rows}

    def put(self, entry: Entry) -> None:
        """Write a row some time soon; `wait_until_written` raises when that went wrong."""
        self._add(_Write(entry, None))

    async def put_now(self, entry: Entry) -> None:
        """Write a row, and return once it is on the disk.

        Raises:
            JournalError: it can't be written; what it announces must not happen.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._add(_Write(entry, done))
        await done

    async def wait_until_written(self) -> None:
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
                    self._mark.raise_to(self._writes)
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
        self._keys.update(each.entry.key for each in work)
        self._writes += 1
        begin_write(self._base, [each.entry for each in work], rows=len(self._keys), writes=self._writes)

    def _take_up(self, account: str, base_url: str, *, resume: bool) -> str | None:
        """Set up a new journal, or make sure that this one belongs to the run; return what is wrong, or None."""
        found = read_facts(self._base)
        if not found:
            if resume:
                return _nothing_to_resume(self.path)
            found = {
                "version": VERSION,
                "account": account,
                "base_url": base_url,
                "salt": secrets.token_hex(32),
                "created": str(time.time()),
                "rows": "0",
                "writes": "0",
            }
            write_facts(self._base, found)
        elif found.get("version") == EARLIER:
            # Only one without rows is left as it was when it is opened.
            if resume:
                return f"{self.path}: has no rows: its other part {self.path}-wal is missing, or nothing was dialled"
            write_facts(self._base, {"version": VERSION, "rows": "0"})
        elif found.get("version") != VERSION:
            return f"{self.path}: a journal of version {found.get('version')}; this voxml reads {VERSION}"
        # An emulator comes back at another port; any other address is another set of calls.
        is_elsewhere = found.get("base_url") != base_url and not (
            _is_local(base_url) and _is_local(found.get("base_url", ""))
        )
        if found.get("account") != account or is_elsewhere:
            return f"{self.path}: belongs to account {found.get('account')} at {found.get('base_url')}"
        self._keys = {str(key) for (key,) in self._base.execute("SELECT key FROM rows")}
        if self._keys and not resume:
            return (
                f"{self.path}: {len(self._keys)} rows were begun before; --resume goes on with the rest, "
                "--journal FILE begins another"
            )
        self._writes = int(found.get("writes", 0))
        self._mark = lock_mark(self.path, found)
        return None


def number_key(number: str, salt: bytes) -> str:
    """Return what the journal calls a number that is not called."""
    return hmac.new(salt, f"do not call {number}".encode(), hashlib.sha256).hexdigest()[:32]


def _nothing_to_resume(path: str) -> str:
    return (
        f"{path}: there is no journal to resume, or it is empty; give the --journal FILE of the earlier run, "
        "or leave --resume out to dial every row"
    )


def _is_missing(path: str) -> bool:
    """Return whether there is no journal at a path, or an empty file."""
    file = Path(path)
    return not file.exists() or (file.is_file() and file.stat().st_size == 0)


def _is_local(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")
