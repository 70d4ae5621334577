"""An emulator of the TryVox voice API, and the engine that plays call documents without a telephone.

Read it in this order: `engine.py` plays a call as a generator of `effects.py`, with `verbs/` for the instructions and
`callee/` for the one on the phone. `player.py` and `simulated_world.py` play one call in virtual time. `network.py`
places many in the server; each is a `live_call.py`, whose effects `performer.py` carries out. `server.py` runs it with
the endpoints in `api/`. `transcript_text.py` and its neighbours render what was heard.

`running()` gives a running emulator; `play` plays one call in this process.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.emulator.callee.callee import Callee, PickUp
    from voxml.emulator.callee.scripted import ScriptedCallee, Turn
    from voxml.emulator.effects import Event, FarEnd, HungUp, Key, Reply, Speech, Wait
    from voxml.emulator.emulator_settings import Settings
    from voxml.emulator.facts import Order
    from voxml.emulator.player import play
    from voxml.emulator.server import Emulator, running
    from voxml.emulator.simulated_world import SimulatedWorld

_HOMES = {
    "Callee": "callee.callee",
    "Emulator": "server",
    "Event": "effects",
    "FarEnd": "effects",
    "HungUp": "effects",
    "Key": "effects",
    "Order": "facts",
    "PickUp": "callee.callee",
    "Reply": "effects",
    "ScriptedCallee": "callee.scripted",
    "Settings": "emulator_settings",
    "SimulatedWorld": "simulated_world",
    "Speech": "effects",
    "Turn": "callee.scripted",
    "Wait": "effects",
    "play": "player",
    "running": "server",
}
#: What these were called before.
_OLD_NAMES = {"Person": "Callee", "Scripted": "ScriptedCallee", "World": "SimulatedWorld"}

__all__ = [
    "Callee",
    "Emulator",
    "Event",
    "FarEnd",
    "HungUp",
    "Key",
    "Order",
    "PickUp",
    "Reply",
    "ScriptedCallee",
    "Settings",
    "SimulatedWorld",
    "Speech",
    "Turn",
    "Wait",
    "play",
    "running",
]


def __getattr__(name: str) -> Any:
    name = _OLD_NAMES.get(name, name)
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'voxml.emulator' has no attribute {name!r}")
    return getattr(import_module(f"voxml.emulator.{home}"), name)
