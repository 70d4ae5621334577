"""Any legal document can be played to an end, whatever the callee does, and the transcript makes sense."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from voxml.emulator import Callee, HungUp, Key, Order, Settings, SimulatedWorld, Speech, play
from voxml.emulator.exploration import Explorer
from voxml.emulator.facts import FINAL
from voxml.emulator.transcript_text import as_text, report
from voxml.testing import documents


class Fidget(Callee):
    """Does things at random, from a list of choices."""

    def __init__(self, choices: list[tuple[float, str]]) -> None:
        self.choices = list(choices)

    def act(self, moment):
        if not self.choices:
            return None
        wait, what = self.choices.pop()
        at = moment.now + wait
        if at > moment.until or what == "":
            return None
        if what == "hang up":
            return HungUp(at)
        return Key(at, what) if len(what) == 1 else Speech(at, what)


ACTS = st.lists(
    st.tuples(st.floats(0, 20), st.sampled_from([*"0123456789*#", "some words", "", "", "", "hang up"])),
    max_size=20,
)


def world(document):
    every = Settings(max_documents=20)
    return SimulatedWorld(lambda _request: _reply(document), settings=every)


def _reply(document):
    from voxml.emulator import Reply

    return Reply(document=document)


@given(documents(), ACTS, st.sampled_from(["outbound", "inbound"]))
def test_a_call_comes_to_an_end(document, acts, direction):
    order = Order(
        from_="+14155550100", to="+14155550101", answer_url="https://example.com/", direction=direction, time_limit=600
    )
    call = play(world(document), order, Fidget(acts))
    assert call.facts.status in FINAL
    assert call.facts.end_reason
    assert call.facts.duration <= 601
    times = [entry.at for entry in call.transcript.entries]
    assert times == sorted(times)
    assert all(entry.until >= entry.at for entry in call.transcript.entries)
    figures = call.transcript.figures()
    assert 0 <= figures.longest_silence <= figures.total + 0.01
    assert as_text(call)
    assert report(call)["status"] == call.facts.status


@settings(max_examples=settings.default.max_examples // 4)
@given(documents())
def test_an_exploration_comes_to_an_end(document):
    order = Order(from_="+14155550100", to="+14155550101", answer_url="https://example.com/", time_limit=600)
    exploration = Explorer(world(document), order, max_paths=300).explore()
    assert exploration.paths
    assert len(exploration.paths) <= 300
