"""Scripts of what the callee on the phone does: a TOML file of turns, or options in order.

pick_up = "answers"        # or machine, busy, no-answer, fails
ring_seconds = 4

[[turn]]
hears = "press 1"
within = 5
press = "1"

[[turn]]
hears = "goodbye"

[far_end."+14155550100"]   # what a dialled target does; "*" is any other
outcome = "busy"
"""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from voxml.emulator.callee.callee import PickUp, PickUpOutcome
from voxml.emulator.callee.scripted import ScriptedCallee, Turn
from voxml.emulator.effects import FarEnd
from voxml.errors import ConfigError
from voxml.files.toml import parse_toml
from voxml.language.spelling import did_you_mean
from voxml.source import read_file

_IN_SECONDS = frozenset({"within", "wait", "ring_seconds", "after", "talks"})
_EXPECTED = {
    **dict.fromkeys(_IN_SECONDS, 'seconds, such as 5 or "5s"'),
    "press": "keys from 0-9 * #",
    "pick_up": "answers, machine, busy, no-answer, fails or decides",
    "outcome": "answers, busy, no-answer or fails",
}


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A script as it is in a file."""

    turn: tuple[Turn, ...] = ()
    pick_up: PickUpOutcome = "answers"
    ring_seconds: Annotated[float, Meta(ge=0)] | None = None
    far_end: dict[str, FarEnd] = {}

    def callee(self) -> ScriptedCallee:
        """Return a callee who follows the script; a new one for each call."""
        return ScriptedCallee(self.turn, pick_up=PickUp(outcome=self.pick_up, after=self.ring_seconds))


def load_script(path: str) -> Script:
    """Read a script.

    Raises:
        InputError: the file can't be read.
        ConfigError: it is not TOML, or has unknown or wrong members.
    """
    try:
        found = parse_toml(read_file(path).decode("utf-8-sig"))
    except ValueError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    return script_from(found, path)


def script_from(found: dict[str, Any], path: str) -> Script:
    """A script from plain data; `5s` counts as 5 seconds.

    Raises:
        ConfigError: it has unknown or wrong members.
    """
    try:
        script = msgspec.convert(_seconds(found), Script)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_hint(str(error))}") from None
    for number, turn in enumerate(script.turn, 1):
        fault = turn.fault()
        if fault is not None:
            raise ConfigError(f"{path}: turn {number}: {fault}")
    return script


def _seconds(found: Any) -> Any:
    """`found` with texts such as `5s` as numbers, wherever seconds are meant."""
    if isinstance(found, list):
        return [_seconds(each) for each in found]
    if not isinstance(found, dict):
        return found
    return {name: _number_of(value) if name in _IN_SECONDS else _seconds(value) for name, value in found.items()}


def _number_of(value: Any) -> Any:
    try:
        return float(value.strip().removesuffix("s")) if isinstance(value, str) else value
    except ValueError:
        return value


def _hint(message: str) -> str:
    """What msgspec says, in words of ours: where, and what is expected there."""
    text, _, place = message.partition(" - at `$")
    place = place.strip("`.").replace("[...]", "")
    place = re.sub(r"^turn\[(\d+)\]\.?", lambda found: f"turn {int(found[1]) + 1}: ", place).removesuffix(": ")
    where = f"{place}: " if place else ""
    found = text.split("`")
    if "unknown field" in text and len(found) > 1:
        known = (*Turn.__struct_fields__, *Script.__struct_fields__, *FarEnd.__struct_fields__)
        return f'{where}unknown member "{found[1]}"{did_you_mean(found[1], known)}'
    expected = _EXPECTED.get(re.split("[. ]", place)[-1])
    if expected is None:
        return f"{where}{text[0].lower()}{text[1:]}"
    wrong = f'found "{text.split(chr(39))[1]}"; ' if text.startswith("Invalid enum value") else ""
    return f"{where}{wrong}expected {expected}"


def turns_from(steps: list[tuple[str, str]], *, barge_in: bool = False) -> tuple[Turn, ...]:
    """Turns from options in the order in which they were given: press, say, wait, hear, hang-up.

    Raises:
        ConfigError: keys that no phone has, seconds that are no number.
    """
    turns: list[Turn] = []
    wait, hears = 0.0, None
    for name, value in steps:
        if name == "wait":
            wait += _number(value)
            continue
        if name == "hear":
            if hears is not None:
                turns.append(Turn(hears=hears, wait=wait))
                wait = 0.0
            hears = value
            continue
        members: dict[str, Any] = {"hears": hears, "wait": wait, "barge_in": barge_in}
        if name == "press" and (not value or set(value) - set("0123456789*#")):
            raise ConfigError(f'--press "{value}": expected keys from 0-9 * #')
        if name == "say" and not value.strip():
            raise ConfigError("--say: found nothing; expected words")
        members |= {"hang_up": True} if name == "hang-up" else {name: value}
        turns.append(Turn(**members))
        wait, hears = 0.0, None
    if wait or hears is not None:
        turns.append(Turn(hears=hears, wait=wait))
    return tuple(turns)


def _number(text: str) -> float:
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e9:
        raise ConfigError(f'--wait "{text}": expected seconds, such as 3')
    return seconds
