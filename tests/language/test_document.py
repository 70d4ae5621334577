"""A document is a value: compared by content, never changed, shared without care, the same bytes every time."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import subprocess
import sys
import threading
import weakref
from typing import Any

import pytest
from hypothesis import given

import voxml
from voxml import Dial, Gather, Hangup, Number, Pause, Play, Response, Say, Stream
from voxml.formats.xml_text import content, escape_attribute
from voxml.language.frozen import FrozenMap
from voxml.testing import documents

PUBLIC: dict[str, Any] = {name: getattr(voxml, name) for name in voxml.__all__}


def sample() -> Response:
    return (
        Response()
        .say("Welcome.", voice="en-US-Wavenet-D", language="en-US")
        .gather(action_url="https://example.com/menu", num_digits=1, say=Say("Press 1."), play=Play("https://a.b/c"))
        .dial(numbers=[Number("+14155550100", send_digits="12#")], timeout=20)
        .stream("wss://example.com/a", parameters={"b": "2", "a": "1"})
        .hangup()
    )


# --- equality, repr, copies -----------------------------------------------------------------------------------------


@given(documents())
def test_a_document_is_its_content(document: Response) -> None:
    again = Response(document.instructions)
    grown = Response().extend(document)
    for other in (again, grown, pickle.loads(pickle.dumps(document)), copy.copy(document), copy.deepcopy(document)):
        assert other == document and hash(other) == hash(document)
        assert other.to_json() == document.to_json() and other.to_xml() == document.to_xml()
        assert type(other) is Response
    assert eval(repr(document), PUBLIC) == document
    for verb in document:
        assert eval(repr(verb), PUBLIC) == verb
        for other in (pickle.loads(pickle.dumps(verb)), copy.copy(verb), copy.deepcopy(verb)):
            assert other == verb and hash(other) == hash(verb) and type(other) is type(verb)
    assert document != Response(document.instructions).hangup()
    assert document != [*document] and document != None  # noqa: E711


@given(documents())
def test_the_methods_and_the_constructors_make_the_same(document: Response) -> None:
    built = Response()
    for verb in document:
        values = {name: getattr(verb, name) for name in verb.__struct_fields__}
        built = getattr(built, type(verb).__name__.lower())(**values)
    assert built == document
    assert built.instructions == document.instructions


def test_reprs_read_as_python() -> None:
    assert repr(Response()) == "Response()"
    assert repr(Response().say("Hi", loop=2)) == "Response([Say('Hi', loop=2)])"
    assert repr(sample()[1]) == (
        "Gather(action_url='https://example.com/menu', num_digits=1, say=Say('Press 1.'), play=Play('https://a.b/c'))"
    )
    long = Response([Hangup()] * 200)
    assert repr(long).endswith("… 150 more])") and len(repr(long)) < 2000


def test_a_document_is_a_sequence() -> None:
    document = sample()
    assert len(document) == 5 and bool(Response())
    assert isinstance(document[0], Say) and isinstance(document[-1], Hangup)
    assert document[1:3] == document.instructions[1:3]
    assert [type(verb).__name__ for verb in document] == ["Say", "Gather", "Dial", "Stream", "Hangup"]
    assert document.instructions is document.instructions
    with pytest.raises(IndexError):
        document[5]


def test_append_and_extend_take_what_was_built_apart() -> None:
    say = Say("Welcome.", voice="en-US-Wavenet-D", language="en-US")
    assert Response().append(say) == Response([say]) == Response().extend([say]) == Response().extend(Response([say]))
    assert Response().extend(verb for verb in [say, Pause(2)]) == Response([say]).pause(2)
    assert sample().extend([]) == sample()
    document = sample()
    assert len(document.extend(document)) == 10


def test_an_iterable_that_fails_leaves_nothing_behind() -> None:
    def broken() -> Any:
        yield Hangup()
        raise RuntimeError("no more")

    base = sample()
    with pytest.raises(RuntimeError):
        base.extend(broken())
    assert base == sample() and base.hangup() == sample().hangup()


def test_a_class_of_ones_own_stays_what_it_is() -> None:
    class Menu(Response):
        __slots__ = ()

        def please(self) -> Menu:
            return self.say("Please.")

    menu = Menu().please().hangup()
    assert type(menu) is Menu and type(menu.append(Pause())) is Menu
    assert menu == Response().say("Please.").hangup()


# --- immutability -----------------------------------------------------------------------------------------------------


def test_nothing_can_be_changed_afterwards() -> None:
    numbers = [Number("+14155550100")]
    parameters = {"a": "1"}
    document = Response().dial(numbers=numbers).stream("wss://a.b/c", parameters=parameters)
    before = document.to_json()
    numbers.append(Number("+14155550101"))
    parameters["b"] = "2"
    assert document.to_json() == before
    dial, stream = document
    assert isinstance(dial, Dial) and isinstance(stream, Stream)
    assert type(dial.numbers) is tuple and type(stream.parameters) is FrozenMap
    with pytest.raises(AttributeError):
        dial.timeout = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        document.instructions = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        document[0] = dial  # type: ignore[index]
    changes: list[Any] = [
        lambda held: held.__setitem__("c", "d"),
        lambda held: held.__delitem__("a"),
        lambda held: held.update(c="d"),
        lambda held: held.clear(),
        lambda held: held.pop("a"),
        lambda held: held.popitem(),
        lambda held: held.setdefault("c", "d"),
        lambda held: held.__ior__({"c": "d"}),
    ]
    for change in changes:
        with pytest.raises(TypeError, match="can't be changed"):
            change(stream.parameters)
    assert document.to_json() == before


def test_the_tuple_of_instructions_is_nobody_elses() -> None:
    document = sample()
    first = document.instructions
    document.hangup().pause(3)
    assert document.instructions is first and len(document) == 5


# --- branches and threads -----------------------------------------------------------------------------------------------


def test_branches_of_one_base_know_nothing_of_each_other() -> None:
    base = Response().say("Hello.")
    branches = [base.pause(length) for length in range(1, 50)]
    longer = [branch.hangup().pause(99) for branch in branches]
    assert len(base) == 1
    for length, (branch, more) in enumerate(zip(branches, longer, strict=True), start=1):
        assert branch == Response([Say("Hello."), Pause(length)])
        assert more == Response([Say("Hello."), Pause(length), Hangup(), Pause(99)])
    assert base == Response([Say("Hello.")]) and base.to_json() == Response([Say("Hello.")]).to_json()


def test_a_base_that_is_branched_often_does_not_grow() -> None:
    base = Response().say("Hello.")
    for length in range(1, 2000):
        base.pause(length)
    assert len(base._items) <= 2


def test_threads_build_from_one_base() -> None:
    base = Response().say("Hello.")
    results: dict[int, list[Response]] = {}
    go = threading.Barrier(8)

    def build(thread: int) -> None:
        go.wait()
        made = []
        for turn in range(300):
            document = base.pause(thread + 1).say(f"{thread} {turn}")
            shared[0] = document  # others continue it at the same time
            document = shared[0].hangup() if turn % 2 else document.hangup()
            made.append(document)
            assert base.to_json() == alone
        results[thread] = made

    alone = base.to_json()
    shared = [base]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=build, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert len(results) == 8 and len(base) == 1
    for made in results.values():
        for document in made:
            hello, pause, say, end = document
            assert isinstance(hello, Say) and isinstance(pause, Pause) and isinstance(say, Say)
            assert say.text.split()[0] == str((pause.length or 0) - 1) and isinstance(end, Hangup)


# --- the same bytes every time ------------------------------------------------------------------------------------------


def test_the_bytes_do_not_depend_on_the_run() -> None:
    script = (
        "from voxml import *\n"
        "d = Response().say('Hi').stream('wss://a.b/c', parameters={'z': '1', 'a': '2', 'm': '3'})\n"
        "print(d.to_json(), d.to_xml())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}, timeout=60
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1


def test_a_gather_writes_its_prompts_without_a_verb() -> None:
    document = Response().gather(action_url="https://a.b/c", say=Say("One.", loop=2), play=Play("https://a.b/d"))
    (gather,) = json.loads(document.to_json())["instructions"]
    assert gather == {
        "verb": "Gather",
        "action_url": "https://a.b/c",
        "say": {"text": "One.", "loop": 2},
        "play": {"url": "https://a.b/d"},
    }
    (read,) = document
    assert isinstance(read, Gather) and read.say == Say("One.", loop=2) and type(read.say) is Say


def test_xml_says_where_white_space_counts() -> None:
    assert Response().say("a  b").to_xml() == (
        '<Response version="1.0">\n  <Say xml:space="preserve">a  b</Say>\n</Response>\n'
    )
    assert Response().to_xml() == '<Response version="1.0"/>\n'
    assert Response().hangup().to_xml(indent=None) == '<Response version="1.0"><Hangup/></Response>\n'
    assert content("a < b & c") == ">a &lt; b &amp; c"
    assert content("a\rb") == ' xml:space="preserve">a&#13;b'
    assert content(" a") == ' xml:space="preserve"> a' and content("a ") == ' xml:space="preserve">a '
    assert content('say "x"') == '>say "x"'
    assert escape_attribute('<"a">\t\n\r&') == "&lt;&quot;a&quot;&gt;&#9;&#10;&#13;&amp;"


# --- size ---------------------------------------------------------------------------------------------------------------


def test_a_million_instructions_are_built_written_and_freed() -> None:
    document = Response()
    for number in range(1_000_000):
        document = document.pause(number % 60 + 1)
    assert len(document) == 1_000_000
    wire = document.to_json()
    assert wire.count('"verb"') == 1_000_000
    xml = document.to_xml()
    assert xml.count("<Pause") == 1_000_000
    assert document == Response().extend(document.instructions)
    gone = weakref.ref(document)
    del document
    gc.collect()
    assert gone() is None


def test_building_costs_no_more_when_the_document_is_long() -> None:
    # Counted, not timed: each step makes a constant number of objects, and shares the list of the step before.
    document = Response([Hangup()] * 100_000)
    longer = document.hangup()
    assert longer._items is document._items
