"""Reject: an inbound call ends before it is answered, which `engine.py` does; elsewhere it means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.exits import CallOver

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Reject


def play(call: Call, verb: Reject) -> Flow[Page | None]:
    """Do what the setting `reject_outbound` says, on a call that is outbound or answered already."""
    what = call.settings.reject_outbound
    call.problem(
        "Reject only works as the first instruction of an inbound call; "
        + ("the call ends" if what == "hangup" else "it is passed over")
    )
    if what == "hangup":
        raise CallOver(verb.reason or "rejected")
    yield from ()
    return None
