"""Redirect: another document goes on with the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator import payloads

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Redirect


def play(call: Call, verb: Redirect) -> Flow[Page | None]:
    """Leave the document for the one at `url` (https://docs.tryvox.io/voxml/redirect)."""
    yield from call.show(call.note("call", "redirect", verb.url))
    return (yield from call.ask("redirect", verb.url, verb.method or "POST", payloads.callback(call.facts)))
