"""The log of an emulator: one line for each request, each line of a transcript and each try of a webhook."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from voxml.emulator.transcript import Entry
from voxml.emulator.transcript_text import is_shown, line_of
from voxml.net.log_line import LogLine, request_line

if TYPE_CHECKING:
    from voxml.emulator.live_call import LiveCall


class EventLog:
    """Writes lines as things happen; a call is named by the first eight characters of its id."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        #: How many entries of each call that goes on have been written.
        self._written: dict[str, int] = {}

    def request(self, method: str, path: str, status: int) -> None:
        """Write that a request was answered."""
        self._write(request_line(method, path, status))

    def watch(self, live: LiveCall, what: object) -> None:
        """Write what is new in a call."""
        transcript = live.call.transcript
        name = live.uuid[:8]
        if isinstance(what, dict):
            last = what["attempts"][-1]
            outcome = last.get("problem") or last.get("status")
            text = f"{name}  webhook {what['what']}: {what['method']} {what['url']} {outcome}"
            facts = {key: what[key] for key in ("what", "method", "url")}
            known = {"status": last.get("status"), "problem": last.get("problem")}
            self._write(LogLine(text, "webhook", call_uuid=live.uuid, **facts, **known))
            return
        entries = transcript.entries
        for entry in entries[self._written.get(live.uuid, 0) :]:
            if is_shown(entry):
                text = f"{name}  {line_of(entry, transcript.answered_at)}"
                self._write(LogLine(text, "call", call_uuid=live.uuid, **_facts(entry, transcript.answered_at)))
        self._written[live.uuid] = len(entries)
        if isinstance(what, Entry) and what.kind == "over":
            self._written.pop(live.uuid, None)


def _facts(entry: Entry, zero: float | None) -> dict[str, Any]:
    """Return an entry as plain data; `at` is in seconds from the answer, None before it."""
    return {
        "at": round(entry.at - zero, 2) if zero is not None and entry.at >= zero else None,
        **{name: getattr(entry, name) for name in ("who", "kind", "text", "document", "path", "line")},
    }
