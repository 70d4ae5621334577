"""Checks a call that was played: dead ends, pauses over a limit, endless loops, expectations that were not met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.callee.scripted import Miss
    from voxml.emulator.transcript import Entry

Kind = Literal["dead-end", "long-silence", "endless-loop", "problem", "not-met"]

#: Past this a silence feels like a dropped call (https://docs.tryvox.io/voxml/pause).
MAX_SILENCE = 10.0


#: How a problem begins that is a loop.
_LOOP = "endless loop: "


class CallProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem of a call; `at` counts seconds from the answer."""

    kind: Kind
    message: str
    at: float | None = None
    path: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        when = "" if self.at is None else f" (at {self.at:.1f} s)"
        return f"{where}{self.kind}: {self.message}{when}"


def check_call(call: Call, *, max_silence: float = MAX_SILENCE, misses: list[Miss] | None = None) -> list[CallProblem]:
    """Return the problems of a call, in the order of their kinds."""
    return [
        *_problems(call),
        *_dead_end(call),
        *_silence(call, max_silence),
        *(CallProblem(kind="not-met", message=f"turn {miss.turn + 1}: {miss.message}") for miss in misses or ()),
    ]


def _problem_at(call: Call, kind: Kind, message: str, entry: Entry | None) -> CallProblem:
    zero = call.transcript.answered_at or 0.0
    if entry is None:
        return CallProblem(kind=kind, message=message)
    return CallProblem(kind=kind, message=message, at=round(entry.at - zero, 1), path=entry.path, line=entry.line)


def _problems(call: Call) -> list[CallProblem]:
    found = []
    for entry in call.transcript.entries:
        if entry.kind == "problem":
            is_loop = entry.text.startswith(_LOOP)
            kind: Kind = "endless-loop" if is_loop else "problem"
            found.append(_problem_at(call, kind, entry.text.removeprefix(_LOOP), entry))
        elif entry.kind == "limit":
            found.append(_problem_at(call, "endless-loop", f"nothing ends this call: {entry.text}", _last_place(call)))
    return found


def _last_place(call: Call) -> Entry | None:
    return next((entry for entry in reversed(call.transcript.entries) if entry.path is not None), None)


def _dead_end(call: Call) -> list[CallProblem]:
    reason = call.facts.end_reason
    if reason in ("document-failed", "answer-failed"):
        return [
            _problem_at(call, "dead-end", "the next document can't be had, and the call breaks off", _last_place(call))
        ]
    if reason != "end-of-document":
        return []
    heard = [entry for entry in call.transcript.entries if entry.who != "event"]
    if not heard or heard[-1].kind == "answer":
        return [_problem_at(call, "dead-end", "the document has no instructions: the call ends without a word", None)]
    if heard[-1].kind == "no-input":
        message = "after no input nothing follows: the call ends without a word"
        return [_problem_at(call, "dead-end", message, heard[-1])]
    return []


def _silence(call: Call, limit: float) -> list[CallProblem]:
    figures = call.transcript.figures()
    if figures.longest_silence <= limit + 1e-9:
        return []
    zero = (call.transcript.answered_at or 0.0) + (figures.longest_silence_at or 0.0)
    entry = next((each for each in call.transcript.entries if each.path and each.until > zero + 1e-9), None)
    message = f"nothing is heard for {figures.longest_silence:.1f} s; expected at most {limit:g} s"
    where = None if entry is None else entry.path, None if entry is None else entry.line
    return [
        CallProblem(kind="long-silence", message=message, at=figures.longest_silence_at, path=where[0], line=where[1])
    ]
