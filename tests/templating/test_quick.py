"""The quick way from XML to the wire says the same as the reader that knows every rule, or says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from voxml import Response, is_valid, loads
from voxml.templating.quick import wire_form
from voxml.testing import Faulty, documents, faulty_documents


@settings(max_examples=150, deadline=None)
@given(document=documents())
def test_right_documents(document: Response) -> None:
    for indent in (2, None):
        text = document.to_xml(indent=indent)
        quick = wire_form(text)
        if quick is not None:
            assert quick == loads(text, form="xml").to_json().encode()
    assert wire_form(Response().say("plain").to_xml()) is not None


@settings(max_examples=150, deadline=None)
@given(faulty=faulty_documents("xml"))
def test_wrong_documents(faulty: Faulty) -> None:
    try:
        text = faulty.data.decode()
    except UnicodeDecodeError:
        return
    if not is_valid(text, form="xml"):
        assert wire_form(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<Response",
        "<Response/><Response/>",
        "<response/>",
        '<Response version="2.0"/>',
        "<Response>text</Response>",
        "<Response><Say>a</Say>text</Response>",
        "<Response><Say><b/>a</Say></Response>",
        "<Response><Say/></Response>",
        "<Response><Say> \n </Say></Response>",
        "<Response><Pause> </Pause></Response>",
        "<Response><Pause length='0'/></Response>",
        "<Response><Pause length='٣'/></Response>",
        "<Response><Say loop='true'>a</Say></Response>",
        "<Response><Number>+14155550100</Number></Response>",
        "<Response><Dial/></Response>",
        "<Response><Dial><Sip>sip:a@b</Sip><Number>+14155550100</Number></Dial></Response>",
        "<Response><Gather action_url='https://a.b'><Say>a</Say><Say>b</Say></Gather></Response>",
        "<Response><Gather action_url='https://a.b'>text</Gather></Response>",
        "<Response><Stream url='wss://a.b'><Parameter name='a' value='b'/><Parameter name='a' value='c'/></Stream></Response>",
        "<Response><Stream url='wss://a.b'><Parameter name='' value='b'/></Stream></Response>",
        "<Response><Stream url='wss://a.b'><Parameter name='a' value='b'>x</Parameter></Stream></Response>",
        "<Response><Stream url='wss://a.b' parameters='x'/></Response>",
        "<Response><Say text='a'>b</Say></Response>",
        "<Response><Redirect>nope</Redirect></Response>",
        "<!DOCTYPE Response><Response/>",
        "<Response><Say>\ud800</Say></Response>",
        "<Response><Say>\x01</Say></Response>",
        "<a:Response/>",
        "<Response xmlns='urn:x'/>",
    ],
)
def test_the_quick_way_never_takes_what_is_wrong(text: str) -> None:
    assert wire_form(text) is None
