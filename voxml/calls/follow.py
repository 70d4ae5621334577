"""Follows a call until it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from voxml.calls.errors import CallError, OutcomeUnknown
from voxml.calls.results import read_moment

if TYPE_CHECKING:
    from voxml.calls.client import TryVox
    from voxml.calls.results import Call, CreatedCall

#: Seconds between two looks at a call: short while it rings, longer while people talk.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 10.0
#: What the API takes for parameters that are not set, in seconds: https://docs.tryvox.io/voice/make-call
_RING_TIMEOUT, _TIME_LIMIT = 60, 14_400
#: Seconds that a call may take besides ringing and talking.
_MARGIN = 60
#: Seconds by which the API's clock may be behind ours.
_SLACK = 120.0
#: How often a call that was just made may not be found.
_MOST_MISSES = 5


def follow_call(
    tryvox: TryVox,
    created: CreatedCall,
    members: Mapping[str, Any],
    *,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], float] = time.time,
) -> Iterator[Call]:
    """Yield the call each time that its status has changed; the last one is over.

    Raises:
        CallError: the call can't be fetched, or is not over when its time limit says that it must be.
    """
    ringing = (members.get("ring_timeout") or _RING_TIMEOUT) + _MARGIN
    limit = ringing + (members.get("time_limit") or _TIME_LIMIT)
    begin, pause, misses = clock(), _FIRST_PAUSE, 0
    last: str | None = None
    call_uuid = created.call_uuid
    # An earlier call to the same number is not this one.
    earliest = (read_moment(created.created_at) or now()) - _SLACK
    while True:
        if call_uuid is not None:
            call = _look(tryvox, call_uuid, is_new=misses < _MOST_MISSES)
        else:
            call = _find(tryvox, members, earliest)
        misses += call is None
        if call is not None:
            call_uuid = call_uuid or call.call_uuid
            if call.status != last:
                last, pause = call.status, _FIRST_PAUSE
                yield call
            if call.is_over:
                return
        if call_uuid is None and clock() > begin + ringing:
            raise OutcomeUnknown(f"the reply named no call_uuid, and no such call is listed after {ringing} s")
        if clock() > begin + limit:
            raise OutcomeUnknown(f"the call is not over after {limit} s; the last status was {last or 'not seen'}")
        sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _look(tryvox: TryVox, call_uuid: str, *, is_new: bool) -> Call | None:
    try:
        return tryvox.calls.get(call_uuid)
    except CallError as error:
        # A call may be announced before it can be fetched.
        if error.status == 404 and is_new:
            return None
        raise


def _find(tryvox: TryVox, members: Mapping[str, Any], earliest: float) -> Call | None:
    """Return a call whose id the response did not name, by its numbers: the last that began since it was made."""
    calls = tryvox.calls.list(direction="outbound", from_=members["from"], to=members["to"], per_page=100)
    since = [call for call in calls if call.began is None or call.began >= earliest]
    return max(since, key=lambda call: call.began or 0.0, default=None)
