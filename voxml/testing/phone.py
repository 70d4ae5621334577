"""A phone for tests: it is called, hears, presses keys, speaks and hangs up, one step after another.

    def test_menu(phone):
        phone.call("site/menu.xml")
        phone.hears("press 1 for sales")
        phone.presses("1")
        phone.hears("connecting you")
        phone.hangs_up()

Time is virtual: nothing is waited for. What does not come about fails the test with the transcript so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from voxml.emulator.callee.callee import Acts, Callee, PickUp
from voxml.emulator.effects import Event, HungUp, InRoom, Key, Speech, Started, Streaming, Wait
from voxml.emulator.emulator_settings import Settings
from voxml.emulator.facts import NOWHERE, Order
from voxml.emulator.open_documents import open_documents
from voxml.emulator.player import Player, new_call
from voxml.emulator.simulated_world import SimulatedWorld
from voxml.emulator.transcript_text import as_text
from voxml.errors import VoxmlError

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.effects import FarEnd
    from voxml.emulator.transcript import Transcript
    from voxml.language.response import Response

#: Seconds that a callee takes to act on what they have heard, and between two keys.
_REACTION, _KEY_GAP = 0.5, 0.3


class Line(Protocol):
    """A call that waits for what the phone does."""

    call: Call

    def moment(self) -> Wait | None:
        """Return the moment at which the call waits, or None when it is over."""
        ...

    def answer(self, event: Event | None) -> None:
        """What the phone does in that moment; None lets its time pass."""
        ...


class _OwnLine:
    """A call that is played in this thread."""

    def __init__(self, world: Any, order: Order, pick_up: PickUp) -> None:
        class Answering(Callee):
            def picks_up(self) -> PickUp:
                return pick_up

        self.call = new_call(world, order)
        self._player = Player(self.call, Answering(), world)
        self._moment: Wait | None = None

    def moment(self) -> Wait | None:
        while self._moment is None and not self._player.is_over:
            effect = self._player.next_effect()
            if isinstance(effect, Wait):
                self._moment = effect
            elif isinstance(effect, InRoom | Streaming):
                self._moment = effect.wait
            elif effect is not None and not isinstance(effect, Started):
                silent = Acts(Callee())
                self._player.answer(self._player.world.perform(effect, silent, self.call.now))
        return self._moment

    def answer(self, event: Event | None) -> None:
        self._moment = None
        self._player.answer(event)


class Phone:
    """The phone; `number` is its own."""

    def __init__(self, *, number: str = "+14155550142", settings: Settings | None = None) -> None:
        self.number = number
        self.settings = settings or Settings()
        #: What dialled numbers do: `phone.far_ends["+14155550100"] = FarEnd(outcome="busy")`; "*" is any other.
        self.far_ends: dict[str, FarEnd] = {}
        self.line: Line | None = None
        #: The webhooks of the call, when it is played without an emulator.
        self.webhooks: list[Any] = []
        self._mark = 0
        self._since = 0.0
        self._not_before = 0.0
        self._open: Any = None

    # --- calling ---------------------------------------------------------------------------------------------------

    def call(
        self,
        source: str | Response | Mapping[str, Any],
        *,
        from_: str = "+14155550100",
        start: str | None = None,
        base_url: str | None = None,
        inbound: bool = False,
        pick_up: PickUp | None = None,
        **order: Any,
    ) -> Phone:
        """Let the phone ring, and pick up.

        `source` is a file, a folder, a URL, a Response, or documents by URL, of which the first answers the call; other
        arguments are those of a call, such as `time_limit` or `machine_detection`.
        """
        answer_url, documents = self._documents(source, start, base_url)
        world = SimulatedWorld(documents, settings=self.settings, far_ends=self.far_ends)
        self.webhooks = world.webhooks
        direction: Any = "inbound" if inbound else "outbound"
        wanted = Order(from_=from_, to=self.number, answer_url=answer_url, direction=direction, **order)
        self.line = _OwnLine(world, wanted, pick_up or PickUp())
        self.begin()
        return self

    def _documents(self, source: Any, start: str | None, base_url: str | None) -> tuple[str, Any]:
        if isinstance(source, Mapping):
            if not source:
                raise ValueError("found no documents; expected at least one, by URL")
            return next(iter(source)), source
        if not isinstance(source, str) and not hasattr(source, "__fspath__"):
            return f"{NOWHERE}document", {f"{NOWHERE}document": source}
        text = str(source)
        if text.startswith(("http://", "https://")):
            from voxml.emulator.http_documents import HttpDocuments

            documents = HttpDocuments(self.settings)
            self._open = documents
            return text, documents
        library, named = open_documents(text, base_url=base_url)
        return library.url_of(library.start(start or named)), library

    def begin(self) -> None:
        """Let the call come to the point at which it has been answered."""
        self._mark, self._since, self._not_before = 0, 0.0, 0.0
        while (moment := self._moment()) is not None and self.transcript.answered_at is None:
            self._pass(moment)
        self._since = self.transcript.answered_at or 0.0

    # --- what the phone does -----------------------------------------------------------------------------------------

    def hears(self, words: str, *, within: float | None = None) -> str:
        """Listen until `words` are said, and return all of what was said then; case and white space do not count.

        `within` counts seconds since the phone last heard or did something.
        """
        wanted = _fold(words)
        while True:
            moment = self._moment()
            for place, entry in enumerate(self.transcript.entries[self._mark :], self._mark):
                if entry.kind not in ("say", "audio", "play", "music") or wanted not in _fold(entry.text):
                    continue
                if within is not None and entry.at > self._since + within + 1e-9:
                    late = entry.at - self._since
                    raise self._failed(f'heard "{words}" after {late:.1f} s; expected it within {within:g} s')
                self._mark, self._since = place + 1, max(self._since, entry.until)
                return entry.text
            if moment is None:
                raise self._failed(f'the call is over, and "{words}" was never heard')
            if within is not None and moment.now > self._since + within + 1e-9:
                raise self._failed(f'did not hear "{words}" within {within:g} s')
            self._pass(moment)

    def presses(self, keys: str, *, barge_in: bool = False) -> Phone:
        """Press keys, once keys are listened for and the prompt is over; with `barge_in` during the prompt."""
        if not keys or set(keys) - set("0123456789*#"):
            raise ValueError(f'found "{keys}"; expected keys from 0-9 * #')
        moment = self._until(lambda each: each.keys, f"press {keys}, but nothing listened for keys")
        at = moment.now if barge_in else max(moment.now, moment.prompt_ends) + _REACTION
        for key in keys:
            following = self._moment()
            if following is None or not following.keys:
                raise self._failed(f"could not press {key} of {keys}: nothing listens any more")
            self._do(Key(min(max(at, self._not_before, following.now), following.until), key))
            at += _KEY_GAP
        return self

    def says(self, words: str) -> Phone:
        """Say something, once speech is listened for or recorded."""
        moment = self._until(lambda each: each.speech or each.recording, f'say "{words}", but nothing listened')
        at = max(moment.now, moment.prompt_ends, self._not_before) + _REACTION
        self._do(Speech(min(at, moment.until), words))
        return self

    def waits(self, seconds: float) -> Phone:
        """Do nothing for so long."""
        moment = self._moment()
        if moment is None:
            return self
        self._not_before = max(moment.now, self._since) + seconds
        while (moment := self._moment()) is not None and moment.until <= self._not_before + 1e-9:
            self._pass(moment)
        return self

    def hangs_up(self) -> Phone:
        """Hang up."""
        moment = self._moment()
        if moment is None:
            raise self._failed("could not hang up: the call is over already")
        self._do(HungUp(min(max(moment.now, self._since, self._not_before), moment.until)))
        self.listens()
        return self

    def listens(self) -> Phone:
        """Do nothing more, until the call is over."""
        while (moment := self._moment()) is not None:
            self._pass(moment)
        return self

    # --- what is known -----------------------------------------------------------------------------------------------

    @property
    def transcript(self) -> Transcript:
        """All that has been said and done so far."""
        return self._line().call.transcript

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.line is None or self._moment() is None

    @property
    def status(self) -> str:
        """The call's status, as the API gives it."""
        return self._line().call.facts.status

    @property
    def end_reason(self) -> str | None:
        """Why it ended, once it has."""
        return self._line().call.facts.end_reason

    @property
    def heard(self) -> list[str]:
        """Everything that was said to the phone, in order."""
        return self.transcript.spoken()

    def close(self) -> None:
        """Hang up if a call is still going on."""
        if self.line is not None and self._moment() is not None:
            self.hangs_up()
        if self._open is not None:
            self._open.close()
            self._open = None

    # --- within ------------------------------------------------------------------------------------------------------

    def _line(self) -> Line:
        if self.line is None:
            raise VoxmlError("the phone has not been called yet; begin with phone.call(…)")
        return self.line

    def _moment(self) -> Wait | None:
        return self._line().moment()

    def _pass(self, _moment: Wait) -> None:
        self._line().answer(None)

    def _do(self, event: Event) -> None:
        self._since = self._not_before = event.at
        self._mark = len(self.transcript.entries)
        self._line().answer(event)

    def _until(self, is_right: Any, wish: str) -> Wait:
        while (moment := self._moment()) is not None:
            if is_right(moment) and moment.until >= self._not_before - 1e-9:
                return moment
            self._pass(moment)
        raise self._failed(f"wanted to {wish}")

    def _failed(self, message: str) -> AssertionError:
        return AssertionError(f"{message}\n\n{as_text(self._line().call)}")


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
