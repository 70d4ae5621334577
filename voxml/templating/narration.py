"""Tell what a callee hears of one document, line by line, without playing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voxml.language import verbs
from voxml.language.element import Verb

if TYPE_CHECKING:
    from voxml.language.response import Response


def narrate(document: Response) -> list[str]:
    """Return one line for everything that is said, played, waited for or done, in the order of the document."""
    return [line for verb in document.instructions for line in _verb(verb)]


def _verb(verb: Verb) -> Iterator[str]:
    match verb:
        case verbs.Say():
            yield f"says: {' '.join(verb.text.split())}{_times(verb.loop)}"
        case verbs.Play():
            yield f"plays: {verb.url}{_times(verb.loop)}"
        case verbs.Gather():
            yield from _gather(verb)
        case verbs.Dial():
            targets = [
                *(number.number for number in verb.numbers or ()),
                *(sip.uri for sip in verb.sip or ()),
                *(client.name for client in verb.client or ()),
            ]
            yield f"rings: {', '.join(targets)} (for up to {verb.timeout or 30} s)"
        case verbs.Record():
            yield f"records: up to {verb.max_length or 3600} s, then asks {verb.action_url}"
        case verbs.Stream():
            yield f"connects: the call's audio to {verb.url}"
        case verbs.Conference():
            yield f"joins: the room {verb.name}"
        case verbs.Redirect():
            yield f"goes on: with {verb.url}"
        case verbs.Pause():
            yield f"is silent: {verb.length or 1} s"
        case verbs.Reject():
            yield f"refuses: the call ({verb.reason or 'rejected'})"
        case verbs.Hangup():
            yield "hangs up"
        case _:
            yield f"runs: {type(verb).__name__}"


def _gather(gather: verbs.Gather) -> Iterator[str]:
    if gather.say is not None:
        yield from _verb(gather.say)
    if gather.play is not None:
        yield from _verb(gather.play)
    kind = gather.input or "dtmf"
    what = "speech"
    if "dtmf" in kind:
        what = "1 key" if gather.num_digits == 1 else f"{gather.num_digits} keys" if gather.num_digits else "keys"
        what += " or speech" if "speech" in kind else ""
    yield f"waits: {gather.timeout or 5} s for {what}, then asks {gather.action_url}"


def _times(loop: int | None) -> str:
    if loop is None or loop == 1:
        return ""
    return " (for ever)" if loop == 0 else f" ({loop} times)"
