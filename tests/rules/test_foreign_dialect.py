"""foreign-dialect: A document of another call-control language."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run
from voxml.linter import lint

RULE = "foreign-dialect"


def test_places() -> None:
    assert places(RULE, "xml") == [(1, 1, 1, 10)]
    assert places(RULE, "json") == [(1, 1, 1, 2)]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ('<Response><Gather numDigits="1" action="/menu"><Say>1?</Say></Gather></Response>', "TwiML"),
        ("<Response><Enqueue>support</Enqueue></Response>", "TwiML"),
        ("<Response><Connect><Stream url='wss://e.com'/></Connect></Response>", "TwiML"),
        ("<Response><Speak>Hi.</Speak></Response>", "Plivo XML"),
        ("<Response><GetDigits/></Response>", "Plivo XML"),
        ("<Response><SpeakSentence>Hi.</SpeakSentence></Response>", "BXML (Bandwidth)"),
        ("<Bxml><SpeakSentence>Hi.</SpeakSentence></Bxml>", "BXML (Bandwidth)"),
        ('<vxml version="2.1"><form/></vxml>', "VoiceXML"),
        ("<speak>Hi.</speak>", "SSML"),
        ('[{"action": "talk", "text": "Hi."}]', "NCCO (Vonage)"),
        ('[{"verb": "say", "text": "Hi."}]', "jambonz"),
        ("<response><playtext>Hi.</playtext></response>", "KooKoo XML (Ozonetel)"),
        ("<Response><Dial><Conference>Room</Conference></Dial></Response>", "TwiML"),
        ('<Response><Wait length="3"/></Response>', "Plivo XML"),
        ('{"version": "1.0.0", "sections": {"main": []}}', "SWML (SignalWire)"),
    ],
)
def test_names_the_dialect(document: str, name: str) -> None:
    assert [each.message.partition(" (")[0] for each in run(RULE, document)] == [f"found {name}".partition(" (")[0]]
    assert name in run(RULE, document)[0].message


@pytest.mark.parametrize(
    "document",
    [
        # One slip of the pen is a slip of the pen.
        '<Response><Gather numDigits="1" action_url="https://e.com/"/></Response>',
        '<Response version="1.0"><Speak>Hi.</Speak></Response>',
        "<Response><Say>Hi.</Say></Response>",
        "<Response><Sya>Hi.</Sya></Response>",
        "<html><body/></html>",
        "<response><say>Hi.</say></response>",
        "[1, 2, 3]",
        '{"voxml_version": "1.0", "instructions": [{"verb": "say"}]}',
        "<Response",
        "[",
    ],
)
def test_stays_quiet(document: str) -> None:
    assert run(RULE, document) == []


def test_says_what_to_do() -> None:
    assert "in VoxML say is Say" in run(RULE, '[{"verb": "say", "text": "Hi."}]')[0].message
    assert (
        "Connect is" not in run(RULE, "<Response><Connect><Stream url='wss://e.com'/></Connect></Response>")[0].message
    )
    found = run(RULE, "<Response><Speak>Hi.</Speak><GetDigits/></Response>")
    assert "Speak is Say, GetDigits is Gather" in found[0].message


def test_takes_the_place_of_faults_that_only_say_the_same() -> None:
    for document in (b'[{"action": "talk", "text": "Hi."}]', b'{"version": "1.0.0", "sections": {"main": []}}'):
        assert [each.rule for each in lint(document, preset="strict")] == [RULE]


def test_leaves_the_faults_of_a_document_that_could_be_mended() -> None:
    found = lint(b"<Response><Speak>Hi.</Speak></Response>")
    assert [each.rule for each in found] == [RULE, "unknown-verb"]


def test_an_attribute_and_a_text_in_dial_are_two_signs() -> None:
    text = b'<Response><Dial callerId="+14155550100">+14155550101</Dial></Response>'
    assert "foreign-dialect" in [each.rule for each in lint(text)]
