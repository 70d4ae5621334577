"""The transcript of a call: who says what at which second, from which file and line; and what it adds up to."""

from __future__ import annotations

from typing import Any

import msgspec

#: Kinds of entries during which there is something to hear on the line.
_SOUNDS = frozenset(
    {"say", "play", "beep", "talk", "ring-tone", "speech", "music", "conference", "audio", "stream", "record"}
)
#: Kinds that count as a first word: a voice, or a recording of one.
_WORDS = frozenset({"say", "play", "talk", "audio", "conference"})


class Entry(msgspec.Struct, kw_only=True, omit_defaults=True, gc=False):
    """One thing that happened. `at` and `until` are seconds since the call was made, until the answer is known."""

    at: float
    until: float
    #: "call" for what the document does, "callee" for the one on the phone ("caller" in an inbound call), "far" for a
    #: dialled party, "event" for what is not heard.
    who: str
    kind: str
    text: str
    #: Which document it is in (URL), which instruction (0-based), and its file and line.
    document: str | None = None
    instruction: int | None = None
    path: str | None = None
    line: int | None = None
    #: How many times it was said or played, when more than once.
    times: int = 1
    #: Whether the callee cut it short.
    is_cut: bool = False
    detail: dict[str, Any] | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Entry]).decode


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a transcript adds up to; seconds."""

    total: float
    to_first_word: float | None
    longest_silence: float
    longest_silence_at: float | None


class Transcript:
    """The entries of one call, in order."""

    __slots__ = ("_entries", "_packed", "answered_at", "ended_at")

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._packed: bytes | None = None
        self.answered_at: float | None = None
        self.ended_at: float | None = None

    @property
    def entries(self) -> list[Entry]:
        """All entries, first to last."""
        return self._entries if self._packed is None else _decode(self._packed)

    def pack(self) -> None:
        """Take as little memory as possible, once nothing more comes: many calls are remembered, few are looked at."""
        if self._packed is None:
            self._packed = self.packed()
            self._entries = []

    def packed(self) -> bytes:
        """All entries, for a file."""
        return _encode(self._entries) if self._packed is None else self._packed

    def unpack(self, entries: bytes, answered_at: float | None, ended_at: float | None) -> None:
        """Take over what a file had."""
        self._packed, self.answered_at, self.ended_at = entries, answered_at, ended_at

    def spoken(self) -> list[str]:
        """What the callee heard said, in order."""
        return [entry.text for entry in self.entries if entry.kind in ("say", "audio")]

    def figures(self) -> Figures:
        """Total time, time to the first word, and the longest silence, all from the moment of the answer."""
        start = self.answered_at
        end = self.ended_at
        if start is None or end is None:
            return Figures(total=0.0, to_first_word=None, longest_silence=0.0, longest_silence_at=None)
        sounds = sorted((e.at, e.until) for e in self.entries if e.kind in _SOUNDS and e.until > start)
        words = [e.at for e in self.entries if e.kind in _WORDS and e.at >= start]
        longest, where, heard_until = 0.0, None, start
        for begin, until in [*sounds, (end, end)]:
            if begin - heard_until > longest + 1e-9:
                longest, where = begin - heard_until, heard_until - start
            heard_until = max(heard_until, until)
        return Figures(
            total=round(end - start, 2),
            to_first_word=round(min(words) - start, 2) if words else None,
            longest_silence=round(longest, 2),
            longest_silence_at=None if where is None else round(where, 2),
        )

    def rows(self) -> list[dict[str, Any]]:
        """The entries as plain data, with seconds counted from the answer (before it, they are negative)."""
        zero = self.answered_at or 0.0
        rows: list[dict[str, Any]] = []
        for entry in self.entries:
            row = msgspec.to_builtins(entry)
            row["at"] = round(entry.at - zero, 2)
            row["until"] = round(entry.until - zero, 2)
            rows.append(row)
        return rows
