"""When faults strike: what was switched on, under which conditions and how often. What they do is in `faults/`."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from voxml.emulator.faults import FAULTS
from voxml.language.spelling import did_you_mean


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One fault, and when it strikes. A fault without conditions strikes every request."""

    #: One of `voxml.emulator.faults.FAULTS`.
    kind: str
    #: Only requests with this method, with a path that contains this text (see `matches`), or to this number.
    method: str | None = None
    path: str | None = None
    to: str | None = None
    #: Only webhooks about this: ringing, answered, ended, status, record, transcription, stream, conference.
    what: str | None = None
    #: How often it strikes before it is over; None is without end.
    times: Annotated[int, Meta(ge=1)] | None = None
    #: How many that it would have struck are let through first.
    skip: Annotated[int, Meta(ge=0)] = 0
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    status: Annotated[int, Meta(ge=100, le=599)] = 503
    retry_after: str | None = None
    seconds: Annotated[float, Meta(ge=0, le=3600)] = 1.0
    #: How often it has struck.
    struck: int = 0

    @property
    def begins_at_once(self) -> bool:
        """Whether it strikes without a request: no connection is taken, the first one neither."""
        conditions = (self.method, self.path, self.to)
        return self.kind == "refuse" and conditions == (None,) * 3 and self.skip == 0 and self.probability == 1.0


#: The longest pattern of a path.
MAX_PATTERN = 1_000
#: The most that may be switched on at once.
MAX_FAULTS = 1_000
#: What a regular expression has and a path seldom does: the pattern of a path is none.
_SIGNS_OF_EXPRESSIONS = ("(", "[", "{", "|", "\\", ".*", ".+")


def matches(pattern: str, text: str) -> bool:
    """Whether `text` contains `pattern`, in which `*` matches any text; `^` and `$` are its ends.

    It takes time in proportion to the lengths, whatever the pattern is.
    """
    is_from_start, is_to_end = pattern.startswith("^"), pattern.endswith("$")
    first, *others = pattern[is_from_start : len(pattern) - is_to_end].split("*")
    if is_from_start and not text.startswith(first):
        return False
    place = text.find(first)
    if place < 0:
        return False
    place += len(first)
    if not others:
        return not is_to_end or (text.endswith(first) and (not is_from_start or text == first))
    *middle, last = others
    for part in middle:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if is_to_end:
        return len(text) - len(last) >= place and text.endswith(last)
    return text.find(last, place) >= 0


class Faults:
    """All faults that are switched on, in the order in which they were added; the first that fits strikes."""

    def __init__(self, seed: int | None = None) -> None:
        self.active: list[Fault] = []
        #: Called with the fault, once it is on; takes no connections for a `refuse`.
        self.on_added: Callable[[Fault], None] = lambda _fault: None
        self.on_cleared: Callable[[], None] = lambda: None
        self._random = Random(seed)  # noqa: S311 - chance that can be repeated is the point

    def add(self, found: Any) -> Fault:
        """Switch a fault on.

        Raises:
            ValueError: it is not described rightly.
        """
        kind = found.get("kind") if isinstance(found, dict) else None
        if isinstance(kind, str) and kind not in FAULTS:
            raise ValueError(f'kind: found "{kind}"; expected one of {", ".join(FAULTS)}{did_you_mean(kind, FAULTS)}')
        fault = msgspec.convert(found, Fault)
        problem = _problem(fault)
        if problem is not None:
            raise ValueError(problem)
        if len(self.active) >= MAX_FAULTS:
            raise ValueError(f"{MAX_FAULTS} faults are on already; expected at most that many")
        self.active.append(fault)
        self.on_added(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off."""
        self.active.clear()
        self.on_cleared()

    def needs_number(self) -> bool:
        """Whether any fault looks at who is called, for which a request's body must be read."""
        return any(fault.to is not None for fault in self.active)

    def of_request(self, method: str, path: str, to: str | None) -> Fault | None:
        """The fault that strikes a request to the API, if any."""
        for fault in self.active:
            if (
                not fault.begins_at_once
                and not fault.kind.startswith("webhook-")
                and fault.method in (None, method)
                and (fault.path is None or matches(fault.path, path))
                and fault.to in (None, to)
                and self._strikes(fault)
            ):
                return fault
        return None

    def of_webhook(self, what: str, to: str, url: str) -> Fault | None:
        """The fault that strikes a webhook, if any."""
        for fault in self.active:
            if (
                fault.kind.startswith("webhook-")
                and fault.what in (None, what)
                and fault.to in (None, to)
                and (fault.path is None or matches(fault.path, url))
                and self._strikes(fault)
            ):
                return fault
        return None

    def _strikes(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.times is not None and fault.struck >= fault.times:
            return False
        if fault.probability < 1.0 and self._random.random() >= fault.probability:
            return False
        fault.struck += 1
        return True


def _problem(fault: Fault) -> str | None:
    """What is wrong with a fault as a whole, if anything."""
    if fault.path is not None:
        if len(fault.path) > MAX_PATTERN:
            return f"path: found {len(fault.path)} characters; expected at most {MAX_PATTERN}"
        if any(sign in fault.path for sign in _SIGNS_OF_EXPRESSIONS):
            return (
                f'path: found "{fault.path}"; expected text that the path contains, in which * matches any text '
                "(^ and $ are the ends; regular expressions are not taken)"
            )
    return None
