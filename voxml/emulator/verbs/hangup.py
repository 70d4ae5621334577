"""Hangup: the call ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.exits import CallOver

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Hangup


def play(call: Call, verb: Hangup) -> Flow[Page | None]:
    """End the call; the reason is what call records have."""
    reason = verb.reason or "completed"
    yield from call.show(call.note("call", "hang-up", f"hangs up ({reason})"))
    raise CallOver(reason)
