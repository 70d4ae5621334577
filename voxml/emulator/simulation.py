"""One simulation: where the documents come from, who is on the phone, and what came of it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from voxml.emulator.effects import FarEnd, FarEndOutcome, Reply, Wait
from voxml.emulator.facts import Order
from voxml.emulator.judging import MAX_SILENCE, judge
from voxml.emulator.person import PickUp
from voxml.emulator.script import Script, load_script, turns_from
from voxml.emulator.scripted import Scripted
from voxml.emulator.settings import Settings
from voxml.emulator.sync import new_call, play
from voxml.emulator.world import World
from voxml.errors import ConfigError
from voxml.language.verbs import Gather
from voxml.net.static_hosts import post_status

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.judging import Fault
    from voxml.emulator.library import Library
    from voxml.emulator.person import Person
    from voxml.emulator.surveying import Told

#: Somebody who does nothing hears the same thing so often before the simulation calls it endless.
MAX_ROUNDS = 3


def _require_numbers(*numbers: str) -> None:
    import re

    from voxml.language.model import kinds

    pattern = kinds()["E164"][0].pattern or ""
    for number in numbers:
        if re.fullmatch(pattern, number) is None:
            raise ConfigError(f'found "{number}"; expected an E.164 number such as "+14155550100"')


class Simulation:
    """Plays the documents of a file, a folder or a URL in virtual time."""

    def __init__(
        self,
        source: str,
        *,
        settings: Settings | None = None,
        start: str | None = None,
        base_url: str | None = None,
        from_: str = "+14155550100",
        to: str = "+14155550199",
        inbound: bool = False,
        answer_method: str | None = None,
        platform: str | None = None,
        pick_up: Any = None,
        dial: FarEndOutcome | None = None,
        steps: list[tuple[str, str]] | None = None,
        barge_in: bool = False,
        script_file: str | None = None,
        max_silence: float = MAX_SILENCE,
        sets: dict[str, str] | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.max_silence = max_silence
        self._sets = sets or {}
        self.library: Library | None = None
        self.is_folder = False
        self._exit = contextlib.ExitStack()
        script = load_script(script_file) if script_file else Script()
        turns = (*script.turn, *turns_from(steps or [], barge_in=barge_in))
        self._turns = turns
        self.pick_up = PickUp(outcome=pick_up or script.pick_up, after=script.ring_seconds)
        far_ends = dict(script.far_end)
        if dial is not None:
            far_ends["*"] = FarEnd(
                outcome=dial, after=self.settings.dial_ring_seconds, talks=self.settings.dial_talk_seconds
            )
        _require_numbers(from_, to)
        answer_url, documents = self._open(source, start, base_url, platform)
        self.world = World(documents, settings=self.settings, far_ends=far_ends)
        self.order = Order(
            from_=from_,
            to=to,
            answer_url=answer_url,
            answer_method=answer_method or ("POST" if platform is None and self.library is None else "GET"),
            direction="inbound" if inbound else "outbound",
        )

    def _open(self, source: str, start: str | None, base_url: str | None, platform: str | None) -> tuple[str, Any]:
        if source.startswith(("http://", "https://")):
            from voxml.emulator.fetching import HttpDocuments

            return source, self._exit.enter_context(HttpDocuments(self.settings))
        from voxml.emulator.library import open_library

        refusal = post_status(platform)
        self.is_folder = Path(source).is_dir()
        self.library, named = open_library(source, base_url=base_url, sets=self._sets, refuses_post=refusal)
        name = self.library.start(start or named)
        return self.library.url_of(name), self.library

    def person(self) -> Scripted:
        """Whoever the script describes."""
        return Scripted(self._turns, pick_up=self.pick_up)

    def play(self, person: Person | None = None) -> Call:
        """Play the call once."""
        return play(self.world, self.order, person or self.person(), max_rounds=MAX_ROUNDS)

    def new_call(self) -> Call:
        """A call that has not begun."""
        return new_call(self.world, self.order)

    def judge(self, call: Call, person: Person) -> list[Fault]:
        """What is wrong with a call that was played."""
        misses = person.misses if isinstance(person, Scripted) else []
        return judge(call, max_silence=self.max_silence, misses=misses)

    def explore(self, *, max_paths: int = 10_000) -> Told:
        """Walk every key and outcome."""
        from voxml.emulator.explore import KEYS, Explorer
        from voxml.emulator.surveying import tell

        seen: dict[str, Reply] = {}
        documents = self.world.documents

        def remember(request: Any) -> Reply:
            reply = documents(request)
            if reply.document is not None:
                seen.setdefault(reply.path or request.url, reply)
            return reply

        def entries(moment: Wait) -> tuple[str, ...]:
            """The declared entries of the Gather that is listening, as far as they can be typed."""
            path, place = moment.place
            document = seen[path].document if path in seen else None
            verb = None if document is None else document.instructions[place]
            if self.library is None or not isinstance(verb, Gather) or verb.method != "GET":
                return ()
            declared = self.library.entries(verb.action_url)
            return tuple(keys for keys in declared if set(keys) <= set(KEYS) and moment.digits in (0, len(keys)))

        world = World(remember, settings=self.settings, far_ends=self.world.far_ends)
        explorer = Explorer(world, self.order, max_paths=max_paths, max_silence=self.max_silence, keys_at=entries)
        survey = explorer.explore()
        if self.library is not None:
            for name in self.library.files:  # what nothing leads to is never reached, and should be told
                reply = self.library.reply(name)
                if self.is_folder and reply.document is not None:
                    seen.setdefault(reply.path or name, reply)
        return tell(survey, seen)

    def close(self) -> None:
        """Close connections."""
        self._exit.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
