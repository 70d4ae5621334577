"""What rules say that they depend on is what they depend on."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import voxml
from tests.linter.test_likeness import as_xml, broken
from voxml.config import Settings
from voxml.formats import xml_plain
from voxml.formats.tree import Node
from voxml.linting.engine import Engine
from voxml.linting.index import RULES
from voxml.linting.selection import select
from voxml.rules import Circumstances, File
from voxml.rules.facts import plain
from voxml.rules.facts.placeholders import has_leftovers
from voxml.schema.tables import MEMBERS
from voxml.schema.validate import check

ADDRESSES = [
    (verb, member) for verb, members in MEMBERS.items() for member, row in members.items() if row[1] == "HttpUrl"
]
ELEMENTS: list[dict[str, Any]] = [
    {},
    {"voice": "Joanna", "engine": "polly", "language": "es-MX"},
    {"engine": "google", "language": "english", "loop": 0, "method": "POST", "transcribe": False},
]


def module(rule: str) -> Any:
    return import_module(f"voxml.rules.{rule.replace('-', '_')}")


KNOWS_PLAIN = [rule for rule in RULES if getattr(module(rule), "PLAIN", False)]


def noted(rule: str, verb: str, member: str, value: str) -> list[str]:
    found = []
    for others in ELEMENTS:
        node = Node(verb, None, None)
        node.members = {**others, member: value}
        file = File(check("<Response/>"), Circumstances(base_url="https://example.com", direction="outbound"))
        module(rule).check(file, node, member, value)
        found += [note.message for note in file.notes]
    return found


def test_there_are_such_rules() -> None:
    assert len(KNOWS_PLAIN) >= 6


@given(st.from_regex(plain._TEXT, fullmatch=True))
def test_no_rule_that_knows_plain_texts_reports_one(value: str) -> None:
    assert plain.is_plain_text(value)
    for rule in KNOWS_PLAIN:
        if not has_leftovers(value) and RULES[rule].watches != ("HttpUrl",):
            assert noted(rule, "Say", "text", value) == []


@given(st.from_regex(plain._ADDRESS, fullmatch=True), st.sampled_from(ADDRESSES))
def test_no_rule_that_knows_plain_addresses_reports_one(value: str, place: tuple[str, str]) -> None:
    for rule in KNOWS_PLAIN:
        if not has_leftovers(value) and "HttpUrl" in RULES[rule].watches:
            assert noted(rule, *place, value) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Welcome to shop 17. Good morning!", True), ("It's 17:30, we're open.", True), ("¿Qué?", False), ("Größe: 5", True),
        ("Call 14155550100", False), ("AKIAABCDEFGHIJKLMNOP", False), ("www.example.com", False), ("{{ name }}", False),
        ("a <b>", False), ("xoxb-aaaaaaaaaa", False), ("", False), ("word " * 62 + "end", False), ("50 % off", False),
    ],
)  # fmt: skip
def test_plain_texts(text: str, expected: bool) -> None:
    assert bool(plain.is_plain_text(text)) is expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.com/menu_17.json", True), ("https://example.com", True), ("http://example.com/", False),
        ("https://user:pass@example.com/", False), ("https://example.com/?token=abcdefgh", False),
        ("https://example.com/tvx_sk_a", False), ("https://example.com/{{id}}", False),
    ],
)  # fmt: skip
def test_plain_addresses(address: str, expected: bool) -> None:
    assert bool(plain.is_plain_address(address)) is expected


@given(st.randoms(use_true_random=False))
def test_elements_that_are_written_alike_are_told_apart_where_it_matters(chance: Any) -> None:
    """The same engine over many documents, and a new one that has seen nothing over each."""
    choice = Settings().choice._replace(preset="strict")
    about = Circumstances(base_url="https://site.example.org", own_url="https://site.example.org/own.json")
    engine = Engine(select(choice))
    for _ in range(8):
        data = as_xml(chance)
        if chance.random() < 0.2:
            data = broken(chance, data)
        for site in (about, Circumstances()):
            found = engine.judge(check(data, form="xml"), site)
            xml_plain._known.clear()
            xml_plain._ends.clear()
            assert found == Engine(select(choice)).judge(check(data, form="xml"), site)


@pytest.mark.parametrize(
    "document",
    [
        '{"voxml_version": "1.0", "instructions": [{"verb": "Say", "text": "Dear \\u004eone, hello."}]}',
        "<Response><Say>Dear &#78;one, hello.</Say></Response>",
        "<Response><Say>Dear <![CDATA[N]]>one, hello.</Say></Response>",
    ],
)
def test_a_leftover_in_disguise_is_found(document: str) -> None:
    assert "unrendered-placeholder" in [each.rule for each in voxml.lint(document)]


def test_a_rule_that_looks_around_is_asked_of_each_element() -> None:
    quiet = '<Gather action_url="https://example.com/"><Say loop="0" language="en-US">Hi</Say></Gather>'
    loud = '<Say loop="0" language="en-US">Hi</Say>'
    found = [
        each.pointer for each in voxml.lint(f"<Response>{quiet}{loud}{loud}</Response>") if each.rule == "endless-loop"
    ]
    assert found == ["/Response/Say[1]/@loop", "/Response/Say[2]/@loop"]
