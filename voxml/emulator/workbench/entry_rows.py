"""The entries of a call's transcript as data for the page: each with its document, step and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from voxml.emulator.call import Call
from voxml.emulator.transcript import Entry
from voxml.emulator.transcript_text import entry_text, report
from voxml.emulator.workbench.project import Place

#: Returns the place of an instruction, or of the prompt in it, of the document at a path of the transcript.
Locate = Callable[[str, int, str], Place | None]


class EntryRows:
    """The entries of one call as they were placed when they were first asked for: later edits move no line."""

    def __init__(self, call: Call, locate: Locate, paths: Mapping[int, str] | None = None) -> None:
        self.call = call
        #: The paths of the documents of entries, by number, where they are known better than by the transcript.
        self._paths = paths or {}
        self._locate = locate
        self._places: dict[int, Place | None] = {}

    def rows(self, first: int = 0) -> list[dict[str, Any]]:
        """Return the entries from one on."""
        entries = self.call.transcript.entries
        return [self._row(number, entries[number]) for number in range(first, len(entries))]

    def _row(self, number: int, entry: Entry) -> dict[str, Any]:
        zero = self.call.transcript.answered_at
        row: dict[str, Any] = msgspec.to_builtins(entry)
        row["id"] = number
        row["words"] = entry_text(entry)
        row["clock"] = None if zero is None or entry.at < zero - 1e-9 else round(entry.at - zero, 2)
        row["lasts"] = round(max(0.0, entry.until - entry.at), 2) if entry.until < float("inf") else None
        row["until"] = entry.until if entry.until < float("inf") else None
        row["document"] = row["path"] = row["line"] = None
        row["step"] = row.pop("instruction", None)
        path = self._paths.get(number) or entry.path or entry.document
        if path is not None and entry.instruction is not None:
            place = self._place(number, path, entry.instruction, entry.kind)
            if place is not None:
                row["document"], row["path"], row["line"] = place
        return row

    def _place(self, number: int, path: str, step: int, kind: str) -> Place | None:
        if number not in self._places:
            self._places[number] = self._locate(path, step, kind if kind in ("say", "play") else "")
        return self._places[number]


def summary(call: Call) -> dict[str, Any]:
    """Return what came of a call, without its entries."""
    data = report(call)
    del data["entries"]
    return data
