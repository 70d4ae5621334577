"""Play a Pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Pause


def play(call: Call, verb: Pause) -> Flow[Page | None]:
    """Wait for `length` seconds."""
    seconds = verb.length or 1
    yield from call.listen(seconds, call.note("call", "pause", f"silence of {seconds} s"))
    return None
