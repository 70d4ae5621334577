"""The other dialects: what a document of each means in VoxML."""

from __future__ import annotations

import json

import pytest

from voxml.importers.importing import import_document
from voxml.importers.model import Imported, Options

OPTIONS = Options("https://voice.example.com/", "US")


def imported(document: object, dialect: str | None = None) -> Imported:
    text = document if isinstance(document, str) else json.dumps(document)
    return import_document(text.encode(), "a.xml", dialect=dialect, name="a.xml", options=OPTIONS)


def made(document: object, dialect: str | None = None) -> list[dict[str, object]]:
    result = imported(document, dialect)
    assert result.response is not None
    return list(result.response.to_dict()["instructions"])


def severities(document: object, dialect: str | None = None) -> list[str]:
    return [each.severity for each in imported(document, dialect).diagnostics]


# --- NCCO ---


def test_a_talk_that_may_be_interrupted_is_the_prompt_of_the_input() -> None:
    document = [
        {"action": "talk", "text": "Welcome."},
        {"action": "talk", "text": "Press 1.", "bargeIn": True},
        {"action": "input", "type": ["dtmf"], "dtmf": {"maxDigits": 1}, "eventUrl": ["https://x.example.com/in"]},
    ]
    assert made(document) == [
        {"verb": "Say", "text": "Welcome.", "language": "en-US"},
        {"verb": "Gather", "action_url": "https://x.example.com/in", "input": "dtmf", "timeout": 3, "num_digits": 1,
         "finish_on_key": "", "say": {"text": "Press 1.", "language": "en-US"}},
    ]  # fmt: skip
    assert imported(document).status == "whole"


def test_numbers_and_defaults_of_a_connect() -> None:
    document = [
        {"action": "connect", "from": "447700900000", "endpoint": [{"type": "phone", "number": "447700900001"}]}
    ]
    expected = {"verb": "Dial", "timeout": 60, "time_limit": 7200, "caller_id": "+447700900000",
                "numbers": [{"number": "+447700900001"}]}  # fmt: skip
    assert made(document) == [expected]


def test_a_websocket_is_a_stream_and_a_stream_is_a_file() -> None:
    socket = {"type": "websocket", "uri": "wss://x.example.com/", "headers": {"a": 1}}
    document = [
        {"action": "stream", "streamUrl": ["https://x.example.com/a.mp3"], "loop": 0},
        {"action": "connect", "endpoint": [socket]},
    ]
    assert [each["verb"] for each in made(document)] == ["Play", "Stream"]
    assert made(document)[1]["parameters"] == {"a": "1"}


def test_a_recording_beside_a_connect_is_the_record_of_the_dial() -> None:
    document = [
        {"action": "record", "eventUrl": ["https://x.example.com/r"]},
        {"action": "connect", "endpoint": [{"type": "phone", "number": "447700900001"}]},
    ]
    assert made(document)[0]["record"] is True
    assert severities(document) == ["warning"]


# --- Plivo ---


def test_a_retry_is_the_same_gather_once_more() -> None:
    document = '<Response><GetDigits action="/a" retries="2"><Speak>Press</Speak></GetDigits></Response>'
    gather = {
        "verb": "Gather",
        "action_url": "https://voice.example.com/a",
        "say": {"text": "Press", "language": "en-US"},
    }
    assert made(document) == [gather, gather]
    assert severities(document) == []


def test_defaults_of_plivo_are_written_out() -> None:
    document = '<Response><GetInput action="/a"/><Record action="/r"/><Conference>Room</Conference></Response>'
    gather, record, room = made(document, "plivo")
    assert gather["timeout"] == 15
    assert (record["timeout"], record["max_length"]) == (15, 60)
    assert (room["max_participants"], room["beep"]) == (200, False)


def test_a_hangup_with_a_reason_refuses_the_call() -> None:
    assert made('<Response><Hangup reason="busy"/></Response>', "plivo") == [{"verb": "Reject", "reason": "busy"}]
    spoken = '<Response><Speak>Bye</Speak><Hangup reason="busy"/></Response>'
    assert made(spoken)[1] == {"verb": "Hangup", "reason": "busy"}


def test_what_a_gather_does_not_do_is_an_error() -> None:
    assert severities('<Response><GetDigits action="/a" redirect="false"/></Response>') == ["error"]
    assert imported("<Response><DTMF>1</DTMF></Response>").status == "impossible"


# --- BXML ---


def test_no_key_ends_the_input_of_bandwidth() -> None:
    document = '<Bxml><Gather gatherUrl="/g"><SpeakSentence>Press</SpeakSentence></Gather></Bxml>'
    assert made(document)[0]["finish_on_key"] == ""


def test_a_transfer_is_a_dial() -> None:
    document = (
        '<Bxml><Transfer transferCallerId="+19195551234" callTimeout="20" transferCompleteUrl="/t">'
        "<PhoneNumber>+19195554321</PhoneNumber><SipUri>sip:a@x.example.com</SipUri></Transfer></Bxml>"
    )
    expected = {"verb": "Dial", "action_url": "https://voice.example.com/t", "timeout": 20,
                "caller_id": "+19195551234", "numbers": [{"number": "+19195554321"}],
                "sip": [{"uri": "sip:a@x.example.com"}]}  # fmt: skip
    assert made(document) == [expected]


def test_a_password_is_never_shown() -> None:
    result = imported('<Bxml><PlayAudio username="u" password="hunter2">a.mp3</PlayAudio></Bxml>')
    assert "hunter2" not in "".join(each.message for each in result.diagnostics)


# --- jambonz ---


def test_a_voice_of_google_is_kept() -> None:
    voice = {"vendor": "google", "language": "en-US", "voice": "en-US-Wavenet-C"}
    document = [{"verb": "say", "text": "Hi", "synthesizer": voice}]
    assert made(document) == [{"verb": "Say", "text": "Hi", "voice": "en-US-Wavenet-C", "language": "en-US"}]


def test_targets_and_their_credentials() -> None:
    sip = {"type": "sip", "sipUri": "sip:a@x.example.com", "auth": {"username": "a", "password": "b"}}
    document = [
        {"verb": "dial", "actionHook": {"url": "/d"}, "target": [{"type": "phone", "number": "15083084809"}, sip]}
    ]
    (dial,) = made(document)
    assert dial["numbers"] == [{"number": "+15083084809"}]
    assert dial["sip"] == [{"uri": "sip:a@x.example.com", "username": "a", "password": "b"}]
    assert dial["timeout"] == 60


@pytest.mark.parametrize(("status", "reason"), [(486, "busy"), (603, "rejected")])
def test_a_decline_is_a_reject(status: int, reason: str) -> None:
    assert made([{"verb": "sip:decline", "status": status}]) == [{"verb": "Reject", "reason": reason}]


# --- SWML ---


def test_sounds_of_swml() -> None:
    urls = ["say:Hello", "silence:2", "https://x.example.com/a.mp3"]
    document = {"sections": {"main": ["answer", {"play": {"urls": urls, "say_voice": "Polly.Joanna"}}, "hangup"]}}
    verbs = made(document)
    assert [each["verb"] for each in verbs] == ["Say", "Pause", "Play", "Hangup"]
    assert verbs[0]["voice"] == "Joanna"
    assert imported(document).status == "whole"


def test_variables_and_sections_are_errors() -> None:
    document = {"sections": {"main": [{"play": {"url": "say:%{call.from}"}}], "other": ["hangup"]}}
    assert sorted(severities(document)) == ["error", "error"]


def test_yaml_is_read_with_its_positions() -> None:
    text = "sections:\n  main:\n    - answer\n    - ai: {}\n"
    result = import_document(text.encode(), "a.yaml")
    assert [(each.line, each.column) for each in result.diagnostics] == [(4, 7)]
    assert result.status == "impossible"


# --- what is none ---


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", "{}", "<a/>", "<Response", '<Response version="1.0"/>', '{"voxml_version": "1.0"}', "hello",
     "<!DOCTYPE a><Response/>", '{"sections": {"main": [3]}}', '[{"action": "talk"}, 3]', '{"sections": {"main": 1}}'],
)  # fmt: skip
def test_what_is_no_document_is_one_error(text: str) -> None:
    result = imported(text)
    assert result.status == "unusable"
    assert len(result.diagnostics) == 1


@pytest.mark.parametrize("dialect", ["twilio", "plivo", "vonage", "bandwidth", "jambonz", "signalwire"])
@pytest.mark.parametrize("text", ["[3]", "{}", "[]", "<a/>", "null", "3", '[{"verb": 1}]', '"a"', "a: 1"])
def test_a_wrong_dialect_is_no_crash(dialect: str, text: str) -> None:
    imported(text, dialect)
