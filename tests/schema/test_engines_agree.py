"""Four engines and one language: what one calls valid, all call valid."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings
from lxml import etree

import voxml
from voxml.schema import is_valid
from voxml.schema.check import check
from voxml.schema.load import schema_text, xmlschema_schema
from voxml.schema.xsd import libxml2_errors
from voxml.testing import Faulty, documents, faulty_documents
from voxml.testing.faulty_json import JSON_KINDS
from voxml.testing.faulty_xml import XML_KINDS

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema_text("json")))
#: What is gone, or looks right, once json.loads has read it.
UNSEEN_BY_JSON_SCHEMA = {"member twice", "NaN", "byte order mark", "huge number"}


@given(documents())
def test_every_engine_accepts_a_legal_document(document: voxml.Response) -> None:
    xml, wire_form = document.to_xml(), document.to_json()
    assert libxml2_errors(xml.encode()) == []
    assert xmlschema_schema().is_valid(etree.fromstring(xml))
    assert [str(error) for error in VALIDATOR.iter_errors(json.loads(wire_form))] == []
    assert is_valid.is_surely_valid_json(wire_form.encode()) or "\\" in wire_form
    assert check(xml.encode()).diagnostics == check(wire_form.encode()).diagnostics == []


@given(documents())
def test_both_round_trips_give_back_the_same_bytes(document: voxml.Response) -> None:
    xml, wire_form = document.to_xml(), document.to_json()
    assert voxml.loads(xml) == voxml.loads(wire_form) == document
    assert voxml.loads(wire_form).to_xml() == xml
    assert voxml.loads(xml).to_json() == wire_form
    for indent in (None, 0, 4):
        assert voxml.loads(document.to_xml(indent=indent)) == document
        assert voxml.loads(document.to_json(indent=indent)) == document


@settings(max_examples=3 * settings.default.max_examples)  # there are some eighty kinds of errors
@given(faulty_documents())
def test_one_error_is_one_diagnostic_and_every_engine_that_can_see_it_refuses(faulty: Faulty) -> None:
    found = check(faulty.data, form=faulty.form).diagnostics
    assert [finding.rule for finding in found] == [faulty.rule], (faulty, found)
    assert not voxml.is_valid(faulty.data, form=faulty.form)
    if faulty.form == "json":
        assert not is_valid.is_surely_valid_json(faulty.data)
        if faulty.rule not in ("syntax", "encoding") and faulty.kind not in UNSEEN_BY_JSON_SCHEMA:
            assert not VALIDATOR.is_valid(json.loads(faulty.data))
    elif faulty.kind != "document type":  # which is right XML without a DTD to break, and ours to refuse
        assert libxml2_errors(faulty.data)
        if faulty.rule not in ("syntax", "encoding"):
            assert not xmlschema_schema().is_valid(etree.fromstring(faulty.data))


def test_there_are_many_kinds_of_errors() -> None:
    names = {(kind.name, kind.verb) for kind in (*XML_KINDS, *JSON_KINDS)}
    assert len(names) >= 75
    assert len({kind.rule for kind in (*XML_KINDS, *JSON_KINDS)}) == 9


@pytest.mark.parametrize(
    "text",
    ["\u200b", "a\u00a0", "\ufeffa", "a\x7fb", "a\x85b", "a\u2028b", "\U0001f600", "a\ufffdb", "\U0010ffff"],
)
def test_strange_but_legal_characters_come_through(text: str) -> None:
    document = voxml.Response().say(text, voice=text)
    assert voxml.loads(document.to_xml()) == voxml.loads(document.to_json()) == document
    assert libxml2_errors(document.to_xml().encode()) == []


_XSI = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"


@pytest.mark.parametrize(
    "xml",
    [
        f"<Response {_XSI} xsi:type='ResponseType'/>",
        f"<Response {_XSI}><Pause xsi:type=' PauseType '/></Response>",
        f"<Response {_XSI}><Pause xsi:type='SayType'/></Response>",
        f"<Response {_XSI}><Pause xsi:nil='false'/></Response>",
        f"<Response {_XSI} xsi:schemaLocation='a b'/>",
        "<Response><Stream url='wss://a'><Parameter name=' a' value=''/><Parameter name='a' value=''/></Stream></Response>",
        "<Response><Stream url='wss://a'><Parameter name='a' value=''/><Parameter name='a' value=''/></Stream></Response>",
        "<Response><Stream url='wss://a'><Parameter name='&#9; ' value=''/></Stream></Response>",
        "<Response><Say voice='&#9;'>x</Say></Response>",
        "<Response><Gather action_url='https://x.y' timeout='&#10;1'/></Response>",
    ],
)
def test_the_xsd_and_the_checker_agree_on_odd_documents(xml: str) -> None:
    assert bool(check(xml).diagnostics) == bool(libxml2_errors(xml.encode()))
