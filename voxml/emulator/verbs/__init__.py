"""How each verb is played: `NAME.py` has `play(call, verb)`, a generator of effects.

It returns the document that takes over, or None for the next instruction. A new verb's playing is one more file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.element import Verb

    Player = Callable[[Call, Any], Flow[Page | None]]


def play_verb(call: Call, verb: Verb) -> Flow[Page | None]:
    """Play one instruction."""
    return _player(type(verb).__name__)(call, verb)


@cache
def _player(name: str) -> Player:
    play: Player = import_module(f"{__name__}.{name.lower()}").play
    return play
