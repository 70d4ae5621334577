"""An emulator of the TryVox voice API, and the engine that plays call documents without a telephone.

`running()` gives a running emulator; `play` plays one call in this process, in virtual time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.emulator.effects import Event, FarEnd, HungUp, Key, Reply, Speech, Wait
    from voxml.emulator.facts import Order
    from voxml.emulator.person import Person, PickUp
    from voxml.emulator.scripted import Scripted, Turn
    from voxml.emulator.server import Emulator, running
    from voxml.emulator.settings import Settings
    from voxml.emulator.sync import play
    from voxml.emulator.world import World

_HOMES = {
    "Emulator": "server",
    "Event": "effects",
    "FarEnd": "effects",
    "HungUp": "effects",
    "Key": "effects",
    "Order": "facts",
    "Person": "person",
    "PickUp": "person",
    "Reply": "effects",
    "Scripted": "scripted",
    "Settings": "settings",
    "Speech": "effects",
    "Turn": "scripted",
    "Wait": "effects",
    "World": "world",
    "play": "sync",
    "running": "server",
}

__all__ = [
    "Emulator",
    "Event",
    "FarEnd",
    "HungUp",
    "Key",
    "Order",
    "Person",
    "PickUp",
    "Reply",
    "Scripted",
    "Settings",
    "Speech",
    "Turn",
    "Wait",
    "World",
    "play",
    "running",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'voxml.emulator' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"voxml.emulator.{home}"), name)
