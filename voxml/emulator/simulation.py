"""One simulation: where the documents come from, who is on the phone, and what came of it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from voxml.emulator.call_checks import MAX_SILENCE, check_call
from voxml.emulator.callee.callee import PickUp
from voxml.emulator.callee.script import Script, load_script, turns_from
from voxml.emulator.callee.scripted import ScriptedCallee
from voxml.emulator.effects import FarEnd, FarEndOutcome, Reply, Wait
from voxml.emulator.emulator_settings import Settings
from voxml.emulator.exploration import KEYS, Explorer
from voxml.emulator.exploration_report import report_on
from voxml.emulator.facts import Order
from voxml.emulator.open_documents import open_documents
from voxml.emulator.player import new_call, play
from voxml.emulator.simulated_world import SimulatedWorld
from voxml.errors import ConfigError
from voxml.language.elements import kinds
from voxml.language.verbs import Gather
from voxml.net.static_hosts import post_status

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.call_checks import CallProblem
    from voxml.emulator.callee.callee import Callee
    from voxml.emulator.exploration_report import ExplorationReport
    from voxml.emulator.local_documents import LocalDocuments

#: A callee who does nothing hears the same thing this often before the simulation calls it endless.
MAX_ROUNDS = 3


def _require_numbers(*numbers: str) -> None:
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
        #: Whether transcripts keep the responses to requests for documents.
        self.keeps_responses = False
        self._sets = sets or {}
        self.library: LocalDocuments | None = None
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
        self.world = SimulatedWorld(documents, settings=self.settings, far_ends=far_ends)
        self.order = Order(
            from_=from_,
            to=to,
            answer_url=answer_url,
            answer_method=answer_method or ("POST" if platform is None and self.library is None else "GET"),
            direction="inbound" if inbound else "outbound",
        )

    def _open(self, source: str, start: str | None, base_url: str | None, platform: str | None) -> tuple[str, Any]:
        if source.startswith(("http://", "https://")):
            from voxml.emulator.http_documents import HttpDocuments

            return source, self._exit.enter_context(HttpDocuments(self.settings))
        refusal = post_status(platform)
        self.is_folder = Path(source).is_dir()
        self.library, named = open_documents(source, base_url=base_url, sets=self._sets, refuses_post=refusal)
        name = self.library.start(start or named)
        return self.library.url_of(name), self.library

    def callee(self) -> ScriptedCallee:
        """Return the callee that the script describes."""
        return ScriptedCallee(self._turns, pick_up=self.pick_up)

    def play(self, callee: Callee | None = None) -> Call:
        """Play the call once."""
        return play(
            self.world,
            self.order,
            callee or self.callee(),
            max_rounds=MAX_ROUNDS,
            keeps_responses=self.keeps_responses,
        )

    def new_call(self) -> Call:
        """A call that has not begun."""
        return new_call(self.world, self.order)

    def check(self, call: Call, callee: Callee) -> list[CallProblem]:
        """Return the problems of a call that was played."""
        misses = callee.misses if isinstance(callee, ScriptedCallee) else []
        return check_call(call, max_silence=self.max_silence, misses=misses)

    def explore(self, *, max_paths: int = 10_000) -> ExplorationReport:
        """Walk every key and outcome."""
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

        world = SimulatedWorld(remember, settings=self.settings, far_ends=self.world.far_ends)
        explorer = Explorer(world, self.order, max_paths=max_paths, max_silence=self.max_silence, keys_at=entries)
        exploration = explorer.explore()
        if self.library is not None:
            for name in self.library.files:  # what nothing leads to is never reached, and has to be reported
                reply = self.library.reply(name)
                if self.is_folder and reply.document is not None:
                    seen.setdefault(reply.path or name, reply)
        return report_on(exploration, seen)

    def close(self) -> None:
        """Close connections."""
        self._exit.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
