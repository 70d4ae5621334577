"""Renders a call: its transcript as text for callees and as plain data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.transcript import Entry

_WHO = {"call": "TryVox", "callee": "callee", "caller": "caller", "far": "far side", "event": ""}


def report(call: Call) -> dict[str, Any]:
    """A call and its transcript as plain data; seconds count from the answer."""
    facts, transcript = call.facts, call.transcript
    return {
        "call_uuid": facts.call_uuid,
        "from": facts.order.from_,
        "to": facts.order.to,
        "direction": facts.order.direction,
        "status": facts.status,
        "end_reason": facts.end_reason,
        **msgspec.to_builtins(transcript.figures()),
        "heard": transcript.spoken(),
        "problems": call.problems,
        "entries": transcript.rows(),
    }


def as_text(call: Call) -> str:
    """Return the transcript for people: second, who, what, and its line."""
    lines = [line_of(entry, call.transcript.answered_at) for entry in call.transcript.entries if is_shown(entry)]
    figures = call.transcript.figures()
    if call.transcript.answered_at is not None and call.transcript.ended_at is not None:
        first = (
            "nothing is said" if figures.to_first_word is None else f"first word after {figures.to_first_word:.1f} s"
        )
        lines += [
            "",
            f"{clock(figures.total)} in all, {first}, longest silence {figures.longest_silence:.1f} s",
        ]
    return "\n".join(lines) + "\n"


def is_shown(entry: Entry) -> bool:
    """Whether it is shown to people; the rest is for programs."""
    return entry.kind not in ("recording", "conference")


def line_of(entry: Entry, zero: float | None) -> str:
    """One line of the transcript; `zero` is when the call was answered."""
    at = clock(entry.at - zero) if zero is not None and entry.at >= zero else "      "
    where = ""
    if entry.path is not None:
        where = f"  [{entry.path}]" if entry.line is None else f"  [{entry.path}:{entry.line}]"
    mark = "! " if entry.kind == "problem" else ""
    return f"{at}  {_WHO[entry.who]:<9}{mark}{entry_text(entry)}{where}".rstrip()


def entry_text(entry: Entry) -> str:
    """What an entry says, in words."""
    text = f'"{entry.text}"' if entry.kind in ("say", "audio", "speech") else entry.text
    if entry.kind in ("play", "music"):
        text = f"plays {entry.text}"
    elif entry.kind == "redirect":
        text = f"goes on with {entry.text}"
    if entry.times > 1:
        text += f" ({entry.times} times)"
    return f"{text} (cut short)" if entry.is_cut else text


def clock(seconds: float) -> str:
    """Minutes and seconds with tenths, as on a display."""
    tenths = round(max(0.0, seconds) * 10)
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02d}.{rest % 10}"
