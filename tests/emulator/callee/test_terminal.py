"""The keypad in the terminal, with what is typed given by the test."""

from __future__ import annotations

from voxml import Response, Say
from voxml.emulator import Order, PickUp, Settings, SimulatedWorld, play
from voxml.emulator.callee.terminal import Keypad


def call(typed: str, *, voice: str = "dtmf speech") -> tuple[list[str], list[dict]]:
    sent: list = []
    pages = {
        "https://example.com/": Response().gather(
            action_url="https://example.com/in", num_digits=1, timeout=1, input=voice, say=Say("Press.")
        ),
        "https://example.com/in": lambda request: sent.append(request.payload) or Response().hangup(),
    }
    keys = iter(typed)
    shown: list[str] = []
    world = SimulatedWorld(pages, settings=Settings(ring_seconds=0))
    order = Order(from_="+14155550100", to="+14155550101", answer_url="https://example.com/")
    play(world, order, Keypad(PickUp(), lambda _seconds: next(keys, ""), shown.append))
    return shown, sent


def test_a_key():
    shown, [sent] = call("7")
    assert sent["digits"] == "7"
    assert any('"Press."' in line for line in shown)
    assert shown[-1].endswith("(completed)")


def test_words():
    _, [sent] = call("/sales\x7f\x7f\x7f\x7f\x7fbilling\n")
    assert sent["speech_result"] == "billing"


def test_hanging_up_and_help():
    shown, sent = call("?h")
    assert sent == []
    assert any("hangs up" in line for line in shown)
    assert any("are pressed" in line for line in shown)
