"""The shipped templates: all render, all are clean, all can be played to their end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voxml import lint
from voxml.errors import ParameterError
from voxml.templating import Templates, lint_template
from voxml.templating.header import sample_values
from voxml.templating.narration import narrate
from voxml.templating.parameter_types import PARAMETER_TYPES
from voxml.templating.shipped import bare_name, shipped_folder, shipped_names

NAMES = shipped_names()


def test_at_least_twelve_are_shipped() -> None:
    assert len(NAMES) >= 12
    assert "appointment-reminder" in NAMES


def test_between_them_they_use_nearly_every_type() -> None:
    parameters = [each for name in NAMES for each in Templates().get(name).parameters]
    assert {each.type for each in parameters} >= set(PARAMETER_TYPES) - {"decimal"}


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_is(name: str) -> None:
    template = Templates().get(name)
    assert template.header.title
    assert template.header.description.endswith(".")
    for parameter in template.parameters:
        assert parameter.description.endswith("."), parameter.name
        assert parameter.example is not None, parameter.name


@pytest.mark.parametrize("preset", ["default", "static", "strict"])
@pytest.mark.parametrize("name", NAMES)
def test_each_is_clean_with_all_its_values(name: str, preset: str) -> None:
    findings = lint_template(
        shipped_folder() / f"{name}.xml.j2",
        check=lambda text, form: lint(text.encode(), form=form, preset=preset),  # type: ignore[arg-type]
    )
    assert findings == []


@pytest.mark.parametrize("name", NAMES)
def test_each_renders_from_what_templates_show_prints(name: str) -> None:
    """The values of the JSON that `voxml templates show` prints can be given back as they are."""
    from voxml.cli.templates import _parameter

    template = Templates().get(name)
    shown = json.loads(json.dumps([_parameter(each) for each in template.parameters]))
    examples = {each["name"]: each["example"] for each in shown}
    assert template.render(examples) == template.render(sample_values(template.parameters))
    least = {each["name"]: each["example"] for each in shown if each["required"]}
    assert narrate(template.render(least))


@pytest.mark.parametrize("name", NAMES)
def test_each_ends_by_itself_or_hands_over(name: str) -> None:
    template = Templates().get(name)
    for values in (sample_values(template.parameters), sample_values(template.parameters, only_required=True)):
        last = json.loads(template.wire(values))["instructions"][-1]["verb"]
        assert last in ("Hangup", "Redirect") or name == "conference-waiting-room"


def test_macros_of_all_eleven_verbs(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text(
        """{% import "voxml/verbs.j2" as v %}
<Response>
{{ v.say("a & b", voice="x", language="en-US", loop=2, engine="google") }}
{{ v.play("https://example.com/a.mp3", loop=2) }}
{% call v.gather("https://example.com/a?b=c&d", input="dtmf", method="GET", timeout=3, num_digits=1, finish_on_key="") %}
{{ v.say("b") }}{% endcall %}
{{ v.gather("https://example.com/") }}
{{ v.gather_menu("Hello.", [{"key": "1", "label": "sales & more"}], "https://example.com/", timeout=3) }}
{{ v.dial(numbers=["+14155550100"], sip=["sip:a@b.c"], client=["ann"], timeout=5, record=true, ring_tone="US") }}
{{ v.record("https://example.com/", max_length=9, play_beep=false) }}
{{ v.stream("wss://example.com/", name="n", parameters={"a": "b & c"}) }}
{{ v.conference("room", muted=true, max_participants=3) }}
{{ v.redirect("https://example.com/", method="GET") }}
{{ v.pause(3) }}{{ v.hangup("busy") }}{{ v.reject() }}
</Response>"""
    )
    document = Templates().render(path)
    assert [type(verb).__name__ for verb in document] == [
        "Say", "Play", "Gather", "Gather", "Gather", "Dial", "Record", "Stream", "Conference", "Redirect", "Pause",
        "Hangup", "Reject",
    ]  # fmt: skip
    assert '"text":"Hello. For sales & more, press 1."' in document.to_json()
    assert '"parameters":{"a":"b & c"}' in document.to_json()
    assert '"record":true' in document.to_json()


def test_macros_say_all_of_whom_they_dial_and_take_every_key(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text(
        """{% from "voxml/verbs.j2" import dial, gather_menu %}
<Response>
{{ dial(numbers=[{"number": "+14155550100", "send_digits": "12#"}, "+14155550101"],
        sip=[{"uri": "sip:a@b.c", "username": "ann", "password": "x"}]) }}
{{ gather_menu("Hello.", [{"key": "#", "label": "the {key} rules"}], "https://example.com/") }}
</Response>"""
    )
    dial, gather = json.loads(Templates().render(path).to_json())["instructions"]
    assert dial["numbers"] == [{"number": "+14155550100", "send_digits": "12#"}, {"number": "+14155550101"}]
    assert dial["sip"] == [{"uri": "sip:a@b.c", "username": "ann", "password": "x"}]
    assert gather["finish_on_key"] == ""
    assert gather["say"]["text"] == "Hello. For the {key} rules, press #."


def test_a_menu_has_each_key_once() -> None:
    options = [{"key": key, "label": "sales"} for key in ("1", "2", "1")]
    with pytest.raises(ParameterError) as caught:
        Templates().render("ivr-menu", greeting="Hi.", options=options, action_url="https://example.com/")
    assert caught.value.problems == [("options[2].key", 'found "1" again; expected each one once')]


def test_names_of_files() -> None:
    assert bare_name("menu.xml.j2") == "menu"
    assert bare_name("menu.json.j2") == "menu"
    assert bare_name("menu.j2") is None
    assert bare_name(".xml.j2") is None
