"""Every member of every verb: what is right is taken, what is wrong is refused where it is written, in words."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
import pytest

import voxml
from voxml import Dial, Gather, Hangup, Number, Play, Response, Say, Stream, VoxmlTypeError, VoxmlValueError
from voxml.language import verbs
from voxml.language.elements import ElementModel, elements
from voxml.language.members import Member

from . import samples

EACH = pytest.mark.parametrize(
    ("element", "member"), samples.members(), ids=[f"{e.name}.{m.name}" for e, m in samples.members()]
)


@EACH
def test_a_right_value_is_taken_and_comes_back(element: ElementModel, member: Member) -> None:
    for value in samples.right(member):
        for make in samples.makers(element):
            made = make(element, {**samples.needed(element), member.name: value})
            kept = getattr(made, member.name)
            assert kept == (tuple(value) if member.base == "list" else value)
            assert made == samples.make(element, {**samples.needed(element), member.name: value})
            if element.is_verb:
                document = Response(made)
                assert voxml.loads(document.to_json()) == voxml.loads(document.to_xml()) == document


@EACH
def test_a_wrong_value_is_refused_with_its_name_and_what_is_allowed(element: ElementModel, member: Member) -> None:
    # A fluent method takes a text for the element whose content it is.
    makers = [samples.make] if member.base in ("element", "list") else samples.makers(element)
    for value in samples.wrong(member):
        for make in makers:
            with pytest.raises(VoxmlValueError) as caught:
                make(element, {**samples.needed(element), member.name: value})
            message = str(caught.value)
            assert message.startswith(f"{element.name}.{member.name}: found "), message
            assert "; expected " in message
            assert len(message) < 500
            message.encode()  # it can be printed, whatever was found
            is_type = isinstance(caught.value, TypeError)
            base = {"int": int, "bool": bool, "choice": str, "str": str}.get(member.base)
            if base is not None:
                assert is_type == (not isinstance(value, base) or (base is int and isinstance(value, bool)))


@EACH
def test_none_means_not_set(element: ElementModel, member: Member) -> None:
    values = {**samples.needed(element), member.name: None}
    for make in samples.makers(element):
        if member.is_required or (member.name == "numbers" and element.needs_one_of):
            with pytest.raises(VoxmlValueError):
                make(element, values)
        else:
            made = make(element, values)
            assert getattr(made, member.name) is None
            assert member.name not in repr(made)


@pytest.mark.parametrize("element", elements().values(), ids=list(elements()))
def test_what_is_required_can_not_be_left_out(element: ElementModel) -> None:
    for member in element.members:
        if member.is_required:
            values = samples.needed(element)
            del values[member.name]
            for make in samples.makers(element):
                with pytest.raises(VoxmlTypeError, match=f"^{element.name}: missing {member.name}"):
                    make(element, values)


@pytest.mark.parametrize("element", elements().values(), ids=list(elements()))
def test_unknown_names_are_refused_with_the_name_that_was_meant(element: ElementModel) -> None:
    for make in samples.makers(element):
        for member in element.members:
            misspelt = member.name + "x" if len(member.name) > 4 else member.name.title()
            with pytest.raises(VoxmlTypeError) as caught:
                make(element, {**samples.needed(element), misspelt: "x"})
            assert str(caught.value).startswith(f'unknown member "{misspelt}" in {element.name}; ')
            assert f'did you mean "{member.name}"?' in str(caught.value)
        with pytest.raises(
            VoxmlTypeError, match="expected one of .*, " if len(element.members) > 1 else "expected one of "
        ):
            make(element, {**samples.needed(element), "qqqq": 1})


@pytest.mark.parametrize("element", elements().values(), ids=list(elements()))
def test_too_many_values_without_a_name(element: ElementModel) -> None:
    with pytest.raises(VoxmlTypeError, match="values without a name"):
        getattr(verbs, element.name)("a", "b", "c")
    if element.is_verb:
        with pytest.raises(VoxmlTypeError, match="values without a name"):
            getattr(Response(), element.name.lower())("a", "b", "c")


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(VoxmlTypeError) as caught:
        Gather(action_url="menu", num_digits="1", method="get")  # type: ignore[arg-type]
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "Gather.action_url",
        "Gather.method",
        "Gather.num_digits",
    ]
    assert 'did you mean "GET"?' in str(caught.value)


def test_an_error_can_be_caught_as_what_it_is() -> None:
    for error in (voxml.VoxmlError, ValueError, TypeError):
        with pytest.raises(error):
            Say(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError) as caught:
        Say("")
    assert not isinstance(caught.value, TypeError)


def test_the_error_points_to_the_line_of_the_caller() -> None:
    with pytest.raises(VoxmlValueError) as caught:
        Response().say("Hello.").say("Hello.", loop=-1)
    assert caught.traceback[0].frame.code.path.name == "test_verbs.py"
    assert len(caught.traceback) <= 7


# --- plain forms --------------------------------------------------------------------------------------------------


def test_members_of_enums_and_subclasses_become_plain() -> None:
    class Shout(str):
        """A string that shows itself otherwise than it is."""

        value = "not this"

        def __str__(self) -> str:
            return "nor this"

    say = Response().say(samples.Words.HELLO, loop=samples.Figures.TWO, voice=Shout("A")).instructions[0]
    assert isinstance(say, Say)
    assert (type(say.text), type(say.loop), type(say.voice)) == (str, int, str)
    assert say == Say("Hello.", loop=2, voice="A")
    assert Gather(action_url="https://a.b/c", method=samples.Words.GET).method == "GET"  # type: ignore[arg-type]


def test_an_integer_that_lies_about_its_size_is_judged_by_its_value() -> None:
    class Liar(int):
        def __ge__(self, other: object) -> bool:
            return True

        __le__ = __gt__ = __lt__ = __ge__  # type: ignore[assignment]

        def __int__(self) -> int:
            return 5

    with pytest.raises(VoxmlValueError, match="found -1"):
        Say("x", loop=Liar(-1))


def test_empty_lists_and_maps_are_as_if_not_given() -> None:
    dial = Dial(numbers=[Number("+14155550100")], sip=[], client=())
    assert dial.sip is None and dial.client is None
    assert Stream("wss://a.b/c", parameters={}).parameters is None
    with pytest.raises(VoxmlValueError, match="found no target; expected an entry in at least one of numbers"):
        Dial(numbers=[])
    with pytest.raises(VoxmlValueError, match="found no target"):
        Response().dial(timeout=5)


def test_what_can_not_be_shown_is_refused_all_the_same() -> None:
    class Shy:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    with pytest.raises(VoxmlTypeError, match="found an object of type Shy; expected"):
        Say(Shy())  # type: ignore[arg-type]
    with pytest.raises(VoxmlValueError, match="found a huge integer"):
        Say("x", loop=10**5000)


def test_a_value_equal_to_a_right_one_is_not_one() -> None:
    class Same:
        """Equal to everything, and hashed like the address it imitates."""

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return hash("https://example.com/a.wav")

    Play("https://example.com/a.wav")
    for call in (Play, Response().play):
        with pytest.raises(VoxmlTypeError):
            call(Same())  # type: ignore[arg-type]
    with pytest.raises(VoxmlTypeError):
        Hangup(reason=Same())  # type: ignore[arg-type]


# --- the other ways to make one -------------------------------------------------------------------------------------


def test_replace_checks_too() -> None:
    say = Say("Hello.", loop=2)
    assert msgspec.structs.replace(say, loop=3) == Say("Hello.", loop=3)
    with pytest.raises(VoxmlValueError, match=r"Say\.loop: found -1"):
        msgspec.structs.replace(say, loop=-1)
    if sys.version_info >= (3, 13):
        import copy

        with pytest.raises(VoxmlValueError, match=r"Say\.loop: found -1"):
            copy.replace(say, loop=-1)


def test_a_class_of_ones_own_is_no_verb() -> None:
    shout: Any = type("Shout", (Say,), {})
    with pytest.raises(VoxmlTypeError, match="found Shout; expected a verb"):
        Response().append(shout("Hello."))


def test_an_error_of_the_value_itself_is_not_hidden() -> None:
    class Broken(dict[str, str]):
        def items(self) -> Any:
            raise TypeError("broken")

    for call in (Stream, Response().stream):
        with pytest.raises(TypeError, match=r"^broken$"):
            call("wss://a.b/c", parameters=Broken(a="b"))
