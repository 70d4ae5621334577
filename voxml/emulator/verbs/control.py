"""Redirect, Hangup and Reject: where the call goes, or how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator import payloads
from voxml.emulator.exits import CallOver

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Hangup, Redirect, Reject


def play_redirect(call: Call, verb: Redirect) -> Flow[Page | None]:
    """Leaves the document for the one at `url` (https://docs.tryvox.io/voxml/redirect)."""
    yield from call.show(call.note("call", "redirect", verb.url))
    return (yield from call.ask("redirect", verb.url, verb.method or "POST", payloads.callback(call.facts)))


def play_hangup(call: Call, verb: Hangup) -> Flow[Page | None]:
    """Ends the call; the reason is what call records say."""
    reason = verb.reason or "completed"
    yield from call.show(call.note("call", "hang-up", f"hangs up ({reason})"))
    raise CallOver(reason)


def play_reject(call: Call, verb: Reject) -> Flow[Page | None]:
    """Here the call is outbound or answered, where Reject means nothing: the setting `reject_outbound` decides."""
    what = call.settings.reject_outbound
    call.problem(
        "Reject only works as the first instruction of an inbound call; "
        + ("the call ends" if what == "hangup" else "it is passed over")
    )
    if what == "hangup":
        raise CallOver(verb.reason or "rejected")
    yield from ()
    return None
