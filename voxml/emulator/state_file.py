"""Keeps an emulator's calls and recordings in a file, so that the next one remembers them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import msgspec

from voxml.emulator.call import Call
from voxml.emulator.effects import Recording
from voxml.emulator.facts import FINAL, Facts
from voxml.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from voxml.emulator.emulator_settings import Settings

_SCHEMA = """
CREATE TABLE IF NOT EXISTS call (
    uuid TEXT PRIMARY KEY, place INTEGER NOT NULL, facts BLOB NOT NULL, transcript BLOB NOT NULL, answered REAL,
    ended REAL, webhooks BLOB NOT NULL, problems BLOB NOT NULL
)
"""
_RECORDINGS = "CREATE TABLE IF NOT EXISTS recording (uuid TEXT PRIMARY KEY, sound BLOB NOT NULL)"
_PATH = "/_emulator/recordings/"


class StateFile:
    """A SQLite file; what is written is on disk when the process ends, also when it is killed."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.5)
            # Two emulators would overwrite each other's calls: the first keeps the file to itself until it ends.
            for statement in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL"):
                self._database.execute(f"PRAGMA {statement}")
            self._database.execute(_SCHEMA)
            self._database.execute(_RECORDINGS)
            self._place = self._database.execute("SELECT COALESCE(MAX(place), 0) FROM call").fetchone()[0]
        except sqlite3.Error as error:
            if hasattr(self, "_database"):
                self._database.close()
            is_taken = "locked" in str(error)
            why = "another emulator keeps its calls in it; stop that one, or name another file" if is_taken else error
            raise InputError(f"{path}: can't be used as the state of an emulator: {why}") from None

    def save(self, call: Call, webhooks: list[dict[str, Any]]) -> None:
        """Write what is known of a call now."""
        self._place += 1
        self._database.execute(
            "INSERT INTO call VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET facts = excluded.facts, "
            "transcript = excluded.transcript, answered = excluded.answered, ended = excluded.ended, "
            "webhooks = excluded.webhooks, problems = excluded.problems",
            (
                call.facts.call_uuid,
                self._place,
                msgspec.json.encode(call.facts),
                call.transcript.packed(),
                call.transcript.answered_at,
                call.transcript.ended_at,
                msgspec.json.encode(webhooks),
                msgspec.json.encode(call.problems),
            ),
        )

    def keep(self, recording: Recording) -> None:
        """Write a recording."""
        sound = msgspec.msgpack.encode(recording)
        self._database.execute("INSERT OR REPLACE INTO recording VALUES (?, ?)", (recording.uuid, sound))

    def recordings(self, most: int) -> Iterator[Recording]:
        """The newest recordings, oldest first.

        Raises:
            InputError: the file holds something else.
        """
        try:
            rows = self._database.execute("SELECT sound FROM recording ORDER BY rowid DESC LIMIT ?", (most,)).fetchall()
            for (sound,) in reversed(rows):
                yield msgspec.msgpack.decode(sound, type=Recording)
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            raise InputError(f"the state file can't be read: {error}") from None

    def load(self, settings: Settings, base_url: str) -> Iterator[tuple[Call, list[dict[str, object]]]]:
        """Every call, oldest first, with its webhooks; one that was going on when its emulator stopped has failed.

        Recordings are found at `base_url` from now on, wherever the emulator before had its address.

        Raises:
            InputError: the file holds something else.
        """
        try:
            rows = self._database.execute(
                "SELECT facts, transcript, answered, ended, webhooks, problems FROM call ORDER BY place"
            )
            for facts_blob, transcript, answered, ended, webhooks, problems in rows:
                facts = msgspec.json.decode(facts_blob, type=Facts)
                if facts.status not in FINAL:
                    facts.status, facts.end_reason = "failed", "emulator-stopped"
                facts.recording_urls = [base_url + _PATH + url.rpartition(_PATH)[2] for url in facts.recording_urls]
                call = Call(facts, settings, new_id=lambda: "")
                call.transcript.unpack(transcript, answered, ended)
                call.problems = msgspec.json.decode(problems)
                yield call, msgspec.json.decode(webhooks)
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            raise InputError(f"the state file can't be read: {error}") from None

    def close(self) -> None:
        """Close the file."""
        self._database.close()
