"""What a simulated call finds around it: documents, audio, far ends, rooms; all without a network.

A `SimulatedWorld` answers the engine's effects at once, in virtual time. Subclass it, or give it other `documents`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from voxml.emulator.effects import (
    Audio,
    Connect,
    Disconnect,
    Effect,
    FarEnd,
    Fetch,
    InRoom,
    Join,
    Leave,
    Notify,
    Recording,
    Reply,
    Ring,
    RoomNews,
    Streaming,
    StreamOpened,
    Wait,
)
from voxml.emulator.emulator_settings import VIRTUAL_STREAM_SECONDS, Settings
from voxml.language.response import Response

if TYPE_CHECKING:
    from voxml.emulator.callee.callee import Acts
    from voxml.emulator.effects import Event

Documents = Callable[[Fetch], Reply]


class Table:
    """Documents by URL: a Response, the bytes of an answer, a whole Reply, or a function of the request.

    A URL counts with its query string first and without it otherwise.
    """

    def __init__(self, pages: Mapping[str, Any]) -> None:
        self.pages = dict(pages)

    def __call__(self, request: Fetch) -> Reply:
        """The answer to a request; a URL that is not in the table is another server's."""
        found = self.pages.get(request.url)
        if found is None:
            found = self.pages.get(request.url.partition("?")[0])
        if callable(found) and not isinstance(found, Response):
            found = found(request)
        if found is None:
            return Reply(is_elsewhere=True)
        if isinstance(found, Reply):
            return found
        if isinstance(found, bytes | str):
            return Reply(body=found.encode() if isinstance(found, str) else found)
        return Reply(document=found if isinstance(found, Response) else Response(cast(Any, found)))


class SimulatedWorld:
    """A world in which nothing is random: every dialled number answers, every room fills, every file can be played."""

    def __init__(
        self,
        documents: Documents | Mapping[str, Any],
        *,
        settings: Settings | None = None,
        far_ends: Mapping[str, FarEnd] | None = None,
    ) -> None:
        self.documents: Documents = Table(documents) if isinstance(documents, Mapping) else documents
        self.settings = settings or Settings()
        self.far_ends = dict(far_ends or {})
        self.webhooks: list[Notify] = []
        self.recordings: dict[str, Recording] = {}
        self._room_since = 0.0
        self._is_started = False
        self._clock = 0.0

    def perform(self, effect: Effect, acts: Acts, now: float) -> Any:
        """Carry out one effect and give its answer."""
        kind = type(effect)
        if kind is Wait:
            return self._act(effect, acts)  # type: ignore[arg-type]
        if kind is Fetch:
            return self.documents(effect)  # type: ignore[arg-type]
        if isinstance(effect, Audio):
            return self.audio(effect.url)
        if isinstance(effect, Notify):
            self.webhooks.append(effect)
        elif isinstance(effect, Ring):
            return [self.far_end(target, effect) for target in effect.targets]
        elif isinstance(effect, Recording):
            self.recordings[effect.uuid] = effect
            return f"https://recordings.tryvox.io/{effect.uuid}.wav"
        elif isinstance(effect, Connect):
            return StreamOpened(self.settings.stream_seconds or VIRTUAL_STREAM_SECONDS)
        elif isinstance(effect, Streaming):
            return self._act(effect.wait, acts)
        elif isinstance(effect, Join):
            self._room_since, self._is_started = now, False
            return True
        elif isinstance(effect, InRoom):
            return self.in_room(effect, acts)
        else:
            assert isinstance(effect, Disconnect | Leave), effect
        return None

    def _act(self, moment: Wait, acts: Acts) -> Event | None:
        act = acts.coming(moment)
        if act is not None:
            acts.done()
        return act

    def audio(self, url: str) -> float | str:
        """How long the file at `url` lasts; here it can't be known."""
        return self.settings.play_seconds

    def far_end(self, target: str, ring: Ring) -> FarEnd:
        """What a dialled target does."""
        found = self.far_ends.get(target) or self.far_ends.get("*")
        return found or FarEnd(after=self.settings.dial_ring_seconds, talks=self.settings.dial_talk_seconds)

    def in_room(self, effect: InRoom, acts: Acts) -> Event | None:
        """A room whose conference is started and, after a while, ended by another participant."""
        news = (
            RoomNews(self._room_since + self.settings.conference_seconds, "ended")
            if self._is_started
            else RoomNews(self._room_since + self.settings.conference_starts_after, "started")
        )
        act = acts.coming(effect.wait)
        if act is not None and act.at <= news.at:
            acts.done()
            return act
        if news.at > effect.wait.until:
            return None
        self._is_started = True
        return news
