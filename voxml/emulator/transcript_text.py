"""Renders a call: its transcript as text for callees and as plain data for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from voxml.diagnostics import printable
from voxml.reporters.terminal.paint import Paint
from voxml.reporters.terminal.screen import UNSTYLED, Screen
from voxml.reporters.terminal.wrapping import hang

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


def as_text(call: Call, screen: Screen = UNSTYLED) -> str:
    """Return the transcript for people: second, who, what, and its line; in a terminal wrapped and in colour."""
    zero = call.transcript.answered_at
    lines = [line_of(entry, zero, screen) for entry in call.transcript.entries if is_shown(entry)]
    figures = call.transcript.figures()
    if call.transcript.answered_at is not None and call.transcript.ended_at is not None:
        first = (
            "nothing is said" if figures.to_first_word is None else f"first word after {figures.to_first_word:.1f} s"
        )
        silence = f"longest silence {figures.longest_silence:.1f} s"
        total = f"{clock(figures.total)} in all"
        rest = f"{total}, {first}, {silence}"
        rest = hang("", rest, screen.width, 2) if screen.is_terminal else rest
        lines += ["", screen.paint.bold(total) + rest[len(total) :]]
    return "\n".join(lines) + "\n"


def is_shown(entry: Entry) -> bool:
    """Whether it is shown to people; the rest is for programs."""
    return entry.kind not in ("recording", "conference")


def line_of(entry: Entry, zero: float | None, screen: Screen = UNSTYLED) -> str:
    """One entry of the transcript; `zero` is when the call was answered."""
    paint = screen.paint
    at = clock(entry.at - zero) if zero is not None and entry.at >= zero else "      "
    where = ""
    if entry.path is not None:
        where = f"[{entry.path}]" if entry.line is None else f"[{entry.path}:{entry.line}]"
    is_problem = entry.kind == "problem"
    text = f"{'! ' * is_problem}{entry_text(entry)}{f'  {where}' if where else ''}"
    if not screen.is_terminal:
        return f"{at}  {_WHO[entry.who]:<9}{text}".rstrip()
    indent = len(at) + 11
    body = hang(" " * indent, printable(text), screen.width)[indent:]
    shown_where = printable(where)
    if shown_where and body.endswith(shown_where):
        body = body.removesuffix(shown_where)
        body = (paint.bad(body) if is_problem else _voice(entry)(paint, body)) + paint.dim(shown_where)
    else:
        body = paint.bad(body) if is_problem else _voice(entry)(paint, body)
    who = (paint.accent if entry.who == "call" else paint.name)(f"{_WHO[entry.who]:<9}")
    return f"{paint.dim(at)}  {who}{body}"


def _voice(entry: Entry) -> Callable[[Paint, str], str]:
    """Return how what an entry says is painted: a voice is bright, what is not heard is pale."""
    if entry.kind in ("say", "audio", "speech"):
        return lambda paint, text: text
    if entry.who == "event":
        return Paint.dim
    return lambda paint, text: paint.good(text) if entry.who in ("callee", "caller") else text


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
