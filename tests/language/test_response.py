"""A response is a list of verbs that is built in place, and written as the same bytes every time."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import subprocess
import sys
import weakref
from typing import Any

import pytest
from hypothesis import given

import voxml
from voxml import Client, Dial, Gather, Hangup, Number, Pause, Play, Response, Say, Sip, Stream
from voxml.language.frozen import FrozenMap
from voxml.language.xml_text import content, escape_attribute
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


# --- both styles --------------------------------------------------------------------------------------------------------


def test_chained_and_separate_calls_mean_the_same() -> None:
    response = Response()
    response.say("Hello from the clinic.", language="en-US")
    response.hangup()
    assert response == Response().say("Hello from the clinic.", language="en-US").hangup()
    assert len(response) == 2


def test_every_method_returns_the_response_itself() -> None:
    response = Response()
    assert response.say("Hi.") is response and response.append(Hangup()) is response
    assert response.extend([Pause()]) is response and response.insert(0, Pause()) is response
    for verb in sample():
        values = {name: getattr(verb, name) for name in verb.__struct_fields__}
        assert getattr(response, type(verb).__name__.lower())(**values) is response


def test_what_is_read_is_fresh() -> None:
    text = sample().to_json()
    assert voxml.loads(text) is not voxml.loads(text)
    example = {"clinic": "Acme", "at": "2026-12-01T09:30", "action_url": "https://example.com/reply.json"}
    first = voxml.render("appointment-reminder", **example)
    before = first.to_json()
    first.hangup()
    assert voxml.render("appointment-reminder", **example).to_json() == before


# --- a list ---------------------------------------------------------------------------------------------------------------


def test_a_response_starts_from_verbs() -> None:
    assert Response(Say("Hi."), Hangup()) == Response().say("Hi.").hangup()
    assert Response(*sample()) == sample()


def test_a_copy_is_a_branch_of_its_own() -> None:
    base = Response(voice="en-US-Wavenet-D").say("Hello.")
    for branch in (
        base.copy(),
        copy.copy(base),
        copy.deepcopy(base),
        base[:],
        base + Response(),
        pickle.loads(pickle.dumps(base)),
    ):
        assert branch == base and branch is not base
        branch.say("Bye.")
        assert len(base) == 1 and branch[1] == Say("Bye.", voice="en-US-Wavenet-D")


def test_responses_are_joined() -> None:
    hello, bye = Response().say("Hello."), Response().hangup()
    assert hello + bye == Response(Say("Hello."), Hangup()) and len(hello) == 1
    assert sum([hello, bye], Response()) == hello + bye
    verbs = [Hangup()]
    assert hello + verbs == hello + bye == hello + iter(bye)
    same = hello
    same += bye
    assert same is hello and len(hello) == 2
    hello.extend(hello)
    assert len(hello) == 4


def test_a_verb_is_inserted_where_a_list_would_have_it() -> None:
    for index in (-9, -1, 0, 1, 2, 9, True):
        verbs: list[Any] = [Pause(1), Pause(2)]
        verbs.insert(index, Hangup())
        assert list(Response(Pause(1), Pause(2)).insert(index, Hangup())) == verbs


def test_indexes_give_verbs_and_slices_responses() -> None:
    response = sample()
    assert isinstance(response[0], Say) and isinstance(response[-1], Hangup)
    assert response[1:3] == Response(*response.instructions[1:3]) and type(response[1:3]) is Response
    assert response[::-1].instructions == response.instructions[::-1]
    assert [type(verb).__name__ for verb in response] == ["Say", "Gather", "Dial", "Stream", "Hangup"]
    assert len(response) == 5 and Response() and response[0] in response
    with pytest.raises(IndexError):
        response[5]


def test_instructions_are_those_of_the_moment() -> None:
    response = Response().say("Hi.")
    before = response.instructions
    response.hangup()
    assert before == (Say("Hi."),) and len(response.instructions) == 2


@pytest.mark.parametrize("value", [5, None, "Hello.", b"x", [5], [Say], {"a": 1}, [Number("+14155550100")], [None]])
def test_a_response_takes_verbs_only(value: Any) -> None:
    response = sample()
    for call in (Response, response.append, response.extend, response.__add__, lambda verb: response.insert(0, verb)):
        with pytest.raises(voxml.VoxmlTypeError, match=r"^found .*; expected "):
            call(value)
    assert response == sample()
    with pytest.raises(voxml.VoxmlTypeError, match=r"found list; .*; write Response\(\*verbs\)"):
        Response([Hangup()])  # type: ignore[arg-type]
    with pytest.raises(voxml.VoxmlTypeError, match="expected verbs"):
        response.extend(Hangup())  # type: ignore[arg-type]


def test_an_iterable_that_fails_leaves_nothing_behind() -> None:
    def broken() -> Any:
        yield Hangup()
        raise RuntimeError("no more")

    base = sample()
    with pytest.raises(RuntimeError):
        base.extend(broken())
    with pytest.raises(voxml.VoxmlTypeError):
        base.extend([Hangup(), 5])  # type: ignore[list-item]
    assert base == sample()


def test_a_class_of_ones_own_stays_what_it_is() -> None:
    class Menu(Response):
        def please(self) -> Menu:
            return self.say("Please.")

    menu = Menu().please().hangup()
    assert type(menu) is Menu and type(menu.copy()) is type(menu[1:]) is type(menu + menu) is Menu
    assert menu == Response().say("Please.").hangup()


# --- defaults and common cases --------------------------------------------------------------------------------------------


def test_each_say_takes_the_defaults_that_it_lacks() -> None:
    response = Response(voice="en-US-Wavenet-D", language="en-US", engine="google")
    response.say("One.").say("Two.", voice="en-US-Wavenet-F").append(Say("Three."))
    response.gather(action_url="https://a.b/c", say=Say("Four.", language="en-GB"))
    one, two, three, gather = response
    assert one == Say("One.", voice="en-US-Wavenet-D", language="en-US", engine="google")
    assert two == Say("Two.", voice="en-US-Wavenet-F", language="en-US", engine="google")
    assert three == Say("Three.", voice="en-US-Wavenet-D", language="en-US", engine="google")
    assert isinstance(gather, Gather)
    assert gather.say == Say("Four.", voice="en-US-Wavenet-D", language="en-GB", engine="google")
    assert Response(Say("Hi."), language="hi-IN") == Response(language="hi-IN").extend(Response().say("Hi."))
    assert Response(language="hi-IN").insert(0, Say("Hi."))[0] == Say("Hi.", language="hi-IN")


@pytest.mark.parametrize("default", [{"voice": ""}, {"language": "en_US"}, {"engine": "amazon"}, {"voice": 5}])
def test_a_wrong_default_is_refused_where_it_is_written(default: dict[str, Any]) -> None:
    with pytest.raises(voxml.VoxmlValueError, match=r"^Say\.\w+: found .*; expected "):
        Response(**default)
    with pytest.raises(voxml.VoxmlTypeError, match='unknown member "voise" in Response; did you mean "voice"'):
        Response(voise="x")  # type: ignore[call-arg]


def test_a_text_stands_for_the_element_that_holds_it() -> None:
    gather = Response().gather(action_url="https://a.b/c", say="Press 1.", play="https://a.b/d")[0]
    assert gather == Gather(action_url="https://a.b/c", say=Say("Press 1."), play=Play("https://a.b/d"))
    number = Number("+14155550100")
    for target in ("+14155550100", number, ["+14155550100"], (number,)):
        assert Response().dial(target)[0] == Response().dial(numbers=target)[0] == Dial(numbers=[number])
    assert Response().dial(sip="sip:a@b.c", client=["anna", Client("bob")])[0] == Dial(
        sip=[Sip("sip:a@b.c")], client=[Client("anna"), Client("bob")]
    )
    with pytest.raises(voxml.VoxmlValueError, match=r'Number\.number: found "5"; expected an E\.164'):
        Response().dial("5")


# --- equality, repr -------------------------------------------------------------------------------------------------------


@given(documents())
def test_a_response_is_its_content(document: Response) -> None:
    for other in (Response(*document), Response().extend(document), pickle.loads(pickle.dumps(document))):
        assert other == document
        assert other.to_json() == document.to_json() and other.to_xml() == document.to_xml()
        assert type(other) is Response
    assert eval(repr(document), PUBLIC) == document
    for verb in document:
        assert eval(repr(verb), PUBLIC) == verb
        for other in (pickle.loads(pickle.dumps(verb)), copy.copy(verb), copy.deepcopy(verb)):
            assert other == verb and hash(other) == hash(verb) and type(other) is type(verb)
    assert document != document.copy().hangup()
    assert document != [*document] and document != None  # noqa: E711
    with pytest.raises(TypeError, match="unhashable"):
        hash(document)


@given(documents())
def test_the_methods_and_the_constructors_make_the_same(document: Response) -> None:
    built = Response()
    for verb in document:
        values = {name: getattr(verb, name) for name in verb.__struct_fields__}
        getattr(built, type(verb).__name__.lower())(**values)
    assert built == document


def test_reprs_read_as_python() -> None:
    assert repr(Response()) == "Response()"
    assert repr(Response(language="en-US").say("Hi", loop=2)) == (
        "Response(Say('Hi', language='en-US', loop=2), language='en-US')"
    )
    assert repr(sample()[1]) == (
        "Gather(action_url='https://example.com/menu', num_digits=1, say=Say('Press 1.'), play=Play('https://a.b/c'))"
    )
    long = Response(*[Hangup()] * 200)
    assert repr(long).endswith("… 150 more)") and len(repr(long)) < 2000


# --- verbs are frozen -----------------------------------------------------------------------------------------------------


def test_a_verb_can_not_be_changed() -> None:
    numbers = [Number("+14155550100")]
    parameters = {"a": "1"}
    response = Response().dial(numbers=numbers).stream("wss://a.b/c", parameters=parameters)
    before = response.to_json()
    numbers.append(Number("+14155550101"))
    parameters["b"] = "2"
    assert response.to_json() == before
    dial, stream = response
    assert isinstance(dial, Dial) and isinstance(stream, Stream)
    assert type(dial.numbers) is tuple and type(stream.parameters) is FrozenMap
    with pytest.raises(AttributeError):
        dial.timeout = 5  # type: ignore[misc]
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
    assert response.to_json() == before


# --- writing --------------------------------------------------------------------------------------------------------------


@given(documents())
def test_all_ways_to_write_json_agree(document: Response) -> None:
    assert str(document) == document.to_json() == bytes(document).decode()
    assert document.to_dict() == json.loads(document.to_json()) == json.loads(document.to_json(indent=2))
    assert voxml.MEDIA_TYPE == "application/json"


def test_what_to_dict_gives_is_the_callers() -> None:
    response = sample()
    response.to_dict()["instructions"].clear()
    response.to_dict()["instructions"][3]["parameters"]["c"] = "3"
    assert response == sample()


@pytest.mark.parametrize("indent", ["2", -1, 2.0, True, 10**9])
def test_a_wrong_indent_is_refused(indent: Any) -> None:
    for write in (sample().to_json, sample().to_xml):
        with pytest.raises(voxml.VoxmlValueError, match=r"^indent: found .*; expected "):
            write(indent=indent)


# --- the same bytes every time ------------------------------------------------------------------------------------------


def test_the_bytes_do_not_depend_on_the_run() -> None:
    script = (
        "from voxml import *\n"
        "d = Response().say('Hi').stream('wss://a.b/c', parameters={'z': '1', 'a': '2', 'm': '3'})\n"
        "print(d.to_json(), d.to_xml())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}, timeout=300
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


@pytest.mark.slow
def test_a_long_response_is_built_written_and_freed() -> None:
    response = Response()
    for number in range(100_000):
        response.pause(number % 60 + 1)
    assert len(response) == 100_000
    assert response.to_json().count('"verb"') == response.to_xml().count("<Pause") == 100_000
    gone = weakref.ref(response)
    del response
    gc.collect()
    assert gone() is None
