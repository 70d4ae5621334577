"""TwiML: what each element means in VoxML."""

from __future__ import annotations

import pytest

from voxml.importers.importing import import_document
from voxml.importers.model import Imported, Options

OPTIONS = Options("https://voice.example.com/", "US", frozenset({"menu.xml", "sub/more.xml"}))


def imported(inside: str, *, name: str = "menu.xml", options: Options = OPTIONS) -> Imported:
    data = f"<Response>{inside}</Response>".encode()
    return import_document(data, "menu.xml", dialect="twilio", name=name, options=options)


def made(inside: str, **more: str) -> list[dict[str, object]]:
    result = imported(inside, **more)  # type: ignore[arg-type]
    assert result.response is not None
    return list(result.response.to_dict()["instructions"])


SAME = [
    ("<Say>Hi</Say>", {"verb": "Say", "text": "Hi", "language": "en-US"}),
    ('<Say voice="Polly.Amy">Hi</Say>',
     {"verb": "Say", "text": "Hi", "voice": "Amy", "language": "en-GB", "engine": "polly"}),
    ('<Say voice="Google.en-GB-Wavenet-A" loop="0">Hi</Say>',
     {"verb": "Say", "text": "Hi", "voice": "en-GB-Wavenet-A", "language": "en-GB", "loop": 0}),
    ("<Play>sounds/a.mp3</Play>", {"verb": "Play", "url": "https://voice.example.com/sounds/a.mp3"}),
    ('<Gather input="speech dtmf" action="https://x.example.com/a" method="GET" timeout="3" finishOnKey=""/>',
     {"verb": "Gather", "action_url": "https://x.example.com/a", "input": "dtmf speech", "method": "GET",
      "timeout": 3, "finish_on_key": ""}),
    ('<Gather numDigits="1"><Say>One.</Say><Say>Two.</Say><Pause length="2"/></Gather>',
     {"verb": "Gather", "action_url": "https://voice.example.com/menu.json", "method": "GET", "timeout": 7,
      "num_digits": 1, "say": {"text": "One. Two.", "language": "en-US"}}),
    ('<Dial callerId="(415) 555-0100" timeLimit="60">415-555-0199</Dial>',
     {"verb": "Dial", "time_limit": 60, "caller_id": "+14155550100", "numbers": [{"number": "+14155550199"}]}),
    ('<Dial ringTone="us"><Number sendDigits="12">+14155550199</Number></Dial>',
     {"verb": "Dial", "ring_tone": "US", "numbers": [{"number": "+14155550199", "send_digits": "12"}]}),
    ('<Dial><Conference startConferenceOnEnter="false" beep="false">Room</Conference></Dial>',
     {"verb": "Conference", "name": "Room", "start_on_enter": False, "beep": False}),
    ('<Dial><Client><Identity>amy</Identity></Client></Dial>', {"verb": "Dial", "client": [{"name": "amy"}]}),
    ('<Connect><Stream url="wss://x.example.com/"><Parameter name="a" value="b"/></Stream></Connect>',
     {"verb": "Stream", "url": "wss://x.example.com/", "track": "inbound_track", "parameters": {"a": "b"}}),
    ('<Redirect>sub/more.xml?a=1</Redirect>',
     {"verb": "Redirect", "url": "https://voice.example.com/sub/more.json?a=1", "method": "GET"}),
    ('<Redirect method="POST">https://x.example.com/a.php</Redirect>',
     {"verb": "Redirect", "url": "https://x.example.com/a.php", "method": "POST"}),
    ('<Reject reason="busy"/>', {"verb": "Reject", "reason": "busy"}),
    ('<Record action="/done" maxLength="20" transcribeCallback="/text" transcribe="true"/>',
     {"verb": "Record", "action_url": "https://voice.example.com/done", "max_length": 20, "transcribe": True,
      "transcription_url": "https://voice.example.com/text"}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SAME)
def test_nothing_is_lost(source: str, expected: dict[str, object]) -> None:
    assert made(source) == [expected]
    assert imported(source).diagnostics == []
    assert imported(source).status == "whole"


LOST = [
    ("<Pay/>", "error", "impossible"),
    ("<Message>Hi</Message>", "error", "impossible"),
    ('<Start><Transcription/></Start>', "error", "impossible"),
    ('<Stop><Stream name="a"/></Stop>', "error", "impossible"),
    ('<Dial><Queue>support</Queue></Dial>', "error", "impossible"),
    ('<Dial sequential="true">+14155550100</Dial>', "error", "lossy"),
    ('<Dial><Number url="/whisper">+14155550100</Number></Dial>', "error", "lossy"),
    ('<Dial record="record-from-answer">+14155550100</Dial>', "info", "whole"),
    ('<Say voice="woman">Hi</Say>', "warning", "lossy"),
    ('<Play digits="12"/>', "error", "lossy"),
    ('<Pause length="0"/>', "info", "whole"),
    ('<Gather hints="a" action="https://x.example.com/"/>', "warning", "lossy"),
    ('<Gather action="https://x.example.com/"><Say>A</Say><Play>https://x.example.com/a.mp3</Play></Gather>',
     "warning", "lossy"),
    ('<Dial>12</Dial>', "error", "lossy"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "severity", "status"), LOST)
def test_a_loss_is_named(source: str, severity: str, status: str) -> None:
    result = imported(source)
    assert [(each.rule, each.severity) for each in result.diagnostics] == [("import-loss", severity)]
    assert result.status == status


def test_a_long_break_is_a_pause() -> None:
    verbs = made('<Say>One <break time="1500ms"/> two <break time="100ms"/> three</Say>')
    assert [each["verb"] for each in verbs] == ["Say", "Pause", "Say"]
    assert (verbs[0]["text"], verbs[1]["length"], verbs[2]["text"]) == ("One", 2, "two three")


def test_the_action_of_a_dial_to_a_room_is_what_comes_after() -> None:
    verbs = made('<Dial action="/after"><Conference>Room</Conference></Dial>')
    assert [each["verb"] for each in verbs] == ["Conference", "Redirect"]


def test_the_method_of_such_a_dial_is_that_of_the_redirect() -> None:
    source = '<Dial action="/after" method="GET"><Conference>Room</Conference></Dial>'
    assert made(source)[1]["method"] == "GET"
    assert imported(source).diagnostics == []


def test_a_placeholder_is_an_error() -> None:
    for source in ("<Say>Hi {{From}}</Say>", '<Dial callerId="{{From}}">+14155550100</Dial>', "<Play>{{u}}</Play>", "<Dial>{{To}}</Dial>",
                   "<Dial><Number>{{To}}</Number></Dial>"):  # fmt: skip
        assert [each.severity for each in imported(source).diagnostics] == ["error"], source


def test_an_address_without_a_base_is_one_error() -> None:
    result = imported('<Gather action="/a"/>', options=Options())
    assert [(each.severity, each.pointer) for each in result.diagnostics] == [("error", "/Response/Gather[1]/@action")]
    assert "--base-url" in result.diagnostics[0].message
