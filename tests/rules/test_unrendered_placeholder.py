"""unrendered-placeholder: A placeholder that nothing was put in."""

from __future__ import annotations

import pytest

from tests.rules.helpers import json, places, run, xml
from voxml.linter import lint
from voxml.rules.selection import Choice

RULE = "unrendered-placeholder"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 14, 2, 24)]
    assert places(RULE, "json") == [(2, 19, 2, 44)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>Hello {name}.</Say>",
        "<Say>Hello ${name}.</Say>",
        "<Say>Hello %s.</Say>",
        "<Say>Hello %(name)s.</Say>",
        "<Say>{% if x %}Hello{% endif %}</Say>",
        "<Say>Hello &lt;%= name %&gt;</Say>",
        "<Say>Hello #{name}</Say>",
        "<Say>Your balance is undefined.</Say>",
        "<Say>Your balance is NaN dollars.</Say>",
        "<Say>Hello None, welcome.</Say>",
        "<Say>None</Say>",
        "<Say>TODO: write this</Say>",
        "<Say>[object Object]</Say>",
        "<Play>https://example.com/{lang}/a.wav</Play>",
        "<Play>https://example.com/{{lang}}/a.wav</Play>",
        "<Play>https://example.com/undefined/a.wav</Play>",
        "<Play>https://example.com/a.wav?id=None</Play>",
        "<Play>https://{host}/a.wav</Play>",
        "<Play>https://example.com/%7B%7Blang%7D%7D/a.wav</Play>",
        "<Play>https://example.com/%s/a.wav</Play>",
        '<Stream url="wss://e.com/"><Parameter name="id" value="{{ id }}"/></Stream>',
        "<Dial><Sip>sip:{user}@e.com</Sip></Dial>",
        "<Conference>room-{id}</Conference>",
        "<Say>{0} and {}</Say>",
        '<Say voice="{{ voice }}">Hi.</Say>',
        "<Say>{{first}} {{last}}</Say>",
        "<Say>Hello {{ name</Say>",
        "<Say>Hello { name }</Say>",
        "<Say>Hello {first name} {last-name}</Say>",
        "<Say>TODO write the greeting</Say>",
        "<Say>Welcome, TODO, to Acme</Say>",
        "<Play>https://example.com/%7B%7Bname%7D%7D.wav</Play>",
        "<Play>https://example.com/greeting-undefined.wav</Play>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>None of our agents are free.</Say>",
        "<Say>Press 1. None of these? Press 2.</Say>",
        "<Say>100% sure.</Say>",
        "<Say>Save 50 % today.</Say>",
        "<Say>It costs $5.</Say>",
        "<Say>My Nan is here.</Say>",
        "<Say>Todo list</Say>",
        "<Say>TODO INCLUIDO</Say>",
        "<Play>https://example.com/a%20b%7Ec.wav?x=%d0%b0</Play>",
        "<Play>https://example.com/none/null-island.wav</Play>",
        "<Play>https://example.com/nothing.wav?q=undefinedness</Play>",
        "<Say>A {B, C} D</Say>",
        "<Say>Undefined terms</Say>",
        '<Say language="es-ES">TODO el mundo</Say>',
        "<Play>https://example.com/undefined-behaviour.wav</Play>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<Play>https://example.com/{{ name }}.wav</Play>",
        "<Play>\n  https://{{ host }}/a.wav\n</Play>",
        "<Play>{{ base }}/a.wav</Play>",
        "<Redirect>{{ next_url }}</Redirect>",
        "<Redirect>https://example.com/<![CDATA[<%= id %>]]></Redirect>",
        '<Gather action_url="https://e.com/{% if x %}a{% endif %}"/>',
        '<Gather action_url="https://e.com/"><Play>https://e.com/{{ lang }}.wav</Play></Gather>',
        '<Stream url="wss://e.com/{{ call id }}"/>',
        '<Stream url="{{ socket }}"/>',
        "<Dial><Sip>sip:{{ user }}@e.com</Sip></Dial>",
    ],
)
def test_an_address_that_is_none_for_its_placeholder_is_told_once(inside: str) -> None:
    found = [each for each in lint(xml(inside)) if each.severity != "info" and "gather" not in each.rule]
    assert [(each.rule, each.severity) for each in found] == [(RULE, "error")]


@pytest.mark.parametrize(
    "inside",
    [
        "<Play>ftp://example.com/{{ name }}.wav</Play>",
        "<Play>https://example.com/{{ name }} or not.wav</Play>",
        "<Dial><Number>{{ number }}</Number></Dial>",
    ],
)
def test_what_would_be_wrong_all_the_same_is_told_as_that(inside: str) -> None:
    assert [each.rule for each in lint(xml(inside))] == ["invalid-value"]


def test_a_fault_is_never_lost() -> None:
    text = json('{"verb": "Play", "url": "https://example.com/{{ name }}.wav"}').encode()
    assert [(each.rule, each.column) for each in lint(text)] == [(RULE, 60)]
    assert [each.rule for each in lint(text, choice=Choice(ignore=(RULE,)))] == ["invalid-value"]
