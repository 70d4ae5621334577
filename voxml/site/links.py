"""Where a document leads: every address in it, what it is for, and by which method TryVox asks for it.

Works on the wire form as plain data (dicts and lists), so that a cached document needs no second check.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

#: What becomes of the response: the call goes on with it (`flow`), it is played meanwhile (`wait`), it is sent
#: something and its reply is ignored (`event`), it is audio (`audio`) or a WebSocket (`socket`).
Purpose = Literal["flow", "wait", "event", "audio", "socket"]


class Address(NamedTuple):
    """One member of one verb that holds an address."""

    verb: str
    member: str
    purpose: Purpose
    #: The member that sets the method, and the method when it is not set. Pages of https://docs.tryvox.io
    #: say POST for everything but audio; what `wait_url` is asked by they do not say, and POST is the
    #: platform's habit.
    method_member: str | None
    default_method: str


#: Every address in the language; a test holds this against `voxml.language.elements`.
ADDRESSES: tuple[Address, ...] = (
    Address("Gather", "action_url", "flow", "method", "POST"),
    Address("Redirect", "url", "flow", "method", "POST"),
    Address("Dial", "action_url", "flow", None, "POST"),
    Address("Record", "action_url", "flow", None, "POST"),
    Address("Record", "transcription_url", "event", None, "POST"),
    Address("Conference", "wait_url", "wait", None, "POST"),
    Address("Conference", "status_callback_url", "event", None, "POST"),
    Address("Stream", "status_callback_url", "event", None, "POST"),
    Address("Stream", "url", "socket", None, "GET"),
    Address("Play", "url", "audio", None, "GET"),
)
_BY_VERB: dict[str, tuple[Address, ...]] = {
    verb: tuple(each for each in ADDRESSES if each.verb == verb) for verb in {each.verb for each in ADDRESSES}
}


class Link(NamedTuple):
    """One address in one document."""

    #: 0-based place of the instruction.
    place: int
    verb: str
    member: str
    url: str
    method: str
    purpose: Purpose
    #: JSON Pointer in the wire form.
    pointer: str


def iter_links(instructions: list[dict[str, Any]]) -> Iterator[Link]:
    """Yield every address in a document's instructions, in order."""
    for index, verb in enumerate(instructions):
        for address in _BY_VERB.get(verb["verb"], ()):
            url = verb.get(address.member)
            if url is not None:
                method = verb.get(address.method_member, address.default_method) if address.method_member else None
                yield Link(
                    index,
                    address.verb,
                    address.member,
                    url,
                    method or address.default_method,
                    address.purpose,
                    f"/instructions/{index}/{address.member}",
                )
        prompt = verb.get("play") if verb["verb"] == "Gather" else None
        if prompt is not None:
            pointer = f"/instructions/{index}/play/url"
            yield Link(index, "Gather", "play.url", prompt["url"], "GET", "audio", pointer)


def with_urls(instructions: list[dict[str, Any]], replace: dict[str, str]) -> list[dict[str, Any]]:
    """Return the same instructions with the addresses at some pointers replaced."""
    if not replace:
        return instructions
    changed = list(instructions)
    for pointer, url in replace.items():
        _, _, place, *members = pointer.split("/")
        index = int(place)
        if changed[index] is instructions[index]:
            changed[index] = dict(instructions[index])
        if len(members) == 2:
            changed[index][members[0]] = {**changed[index][members[0]], members[1]: url}
        else:
            changed[index][members[0]] = url
    return changed
