"""Stream connects to a real WebSocket, in both dialects; what the agent sends is heard, or reported as a problem."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import threading
import time

import httpx2
import pytest
from websockets.sync.server import serve

from tests.emulator.answers import Answers, api, make, over
from tests.waiting import until
from voxml import Response
from voxml.emulator import ScriptedCallee, Settings, Turn, running
from voxml.emulator.stream_frames import read_message

#: How long the agent's call of the last test lasts; VOXML_AGENT_SECONDS=300 is a talk of five minutes.
SECONDS = float(os.environ.get("VOXML_AGENT_SECONDS", "0"))


class Agent:
    """A server that an AI agent might be: remembers what it is sent, answers once, and closes after a while."""

    def __init__(self, *, closes_after: int = 100) -> None:
        self.texts: list = []
        self.frames: list[bytes] = []
        self.tracks: set[str] = set()
        self.closes_after = closes_after
        self.subprotocol: str | None = None

    def __call__(self, connection) -> None:
        self.subprotocol = connection.subprotocol
        for message in connection:
            self.hear(connection, message)
            if len(self.frames) >= self.closes_after:
                return

    def hear(self, connection, message) -> None:
        if isinstance(message, bytes):
            self.frames.append(message)
        else:
            found = json.loads(message)
            if found.get("event") != "media":
                self.texts.append(found)
                return
            self.tracks.add(found["track"])
            self.frames.append(base64.b64decode(found["payload"]))
        if len(self.frames) == 10:
            connection.send(play_audio(bytes(16_000), textContent="Hello!"))


def play_audio(sound: bytes, **members) -> str:
    content = base64.b64encode(sound).decode()
    data = {"audioContentType": "raw", "sampleRate": 8000, "audioContent": content, **members}
    return json.dumps({"type": "playAudio", "data": data})


@contextlib.contextmanager
def listening(agent):
    # Without a bound on its queue, so that an agent that reads no more gets the frame that closes the socket.
    with serve(agent, "127.0.0.1", 0, subprotocols=["audio.drachtio.org"], max_queue=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()
        thread.join()


@contextlib.contextmanager
def emulating(agent, *turns: Turn, document=None, reply="documented", clock="virtual", members=None, **settings):
    document = document or Response().stream("wss://agent.example/x?a=1", parameters={"id": "13"}, **(members or {}))
    answers = Answers({"/answer": document.say("Goodbye."), "/status": 200})
    with (
        listening(agent) as url,
        running(
            seed=1,
            transport=answers.transport,
            routes={"wss://agent.example": url},
            reply=reply,
            clock=clock,
            settings=Settings(**settings),
            callees=lambda _order: ScriptedCallee(turns),
        ) as emulator,
        api(emulator) as client,
    ):
        yield emulator, client, answers


def stream(agent, *turns: Turn, **options):
    """The transcript of a call in virtual time, in which the agent is outrun, and the requests that were made."""
    options = {"stream_time": "virtual", "stream_seconds": 6, **options}
    with emulating(agent, *turns, **options) as (emulator, client, answers):
        return over(emulator, call(client)), answers


def call(client) -> str:
    """The id of a call that is made, which the observed reply does not have."""
    make(client)
    return client.get("calls").json()["calls"][0]["call_uuid"]


def test_the_documented_dialect():
    agent = Agent(closes_after=10_000)
    members = {"track": "inbound_track", "status_callback_url": "https://example.com/status"}
    told, answers = stream(agent, Turn(say="Good morning"), members=members)
    start, stop = agent.texts
    assert start["event"] == "start"
    assert start["custom_parameters"] == {"id": "13"}
    assert set(start) == {"event", "stream_id", "call_uuid", "account_id", "from", "to", "custom_parameters"}
    assert stop["event"] == "stop"
    assert agent.tracks == {"inbound"}
    assert len(agent.frames) == 300  # six seconds of 20 ms
    assert {len(frame) for frame in agent.frames} == {320}
    assert any(any(frame) for frame in agent.frames), "the callee's voice is heard in it"
    assert told["heard"] == ["Hello!", "Goodbye."]
    assert [sent["event"] for sent in answers.sent("/status")] == ["stream-started", "stream-stopped"]
    assert any("is outrun" in entry["text"] for entry in told["entries"])


@pytest.mark.parametrize("options", [{"stream_dialect": "observed"}, {"reply": "observed"}])
def test_the_observed_dialect(options):
    agent = Agent()
    with emulating(agent, **options) as (emulator, client, _):
        told = over(emulator, call(client))
    assert agent.texts == [{"id": "13"}]
    assert agent.subprotocol == "audio.drachtio.org"
    assert {len(frame) for frame in agent.frames} == {320}
    assert told["heard"] == ["Hello!", "Goodbye."]
    assert any("the socket is closed" in entry["text"] for entry in told["entries"])
    assert told["problems"] == []


def test_the_observed_reply_with_the_documented_dialect():
    agent = Agent()
    stream(agent, reply="observed", stream_dialect="documented")
    assert agent.texts[0]["event"] == "start"


def test_both_tracks():
    agent = Agent(closes_after=10_000)
    stream(agent)
    assert agent.tracks == {"inbound", "outbound"}
    assert len(agent.frames) == 600


@pytest.mark.parametrize(("setting", "heard"), [("continue", ["Goodbye."]), ("hangup", [])])
def test_nobody_listens(setting, heard):
    answers = Answers({"/answer": Response().stream("wss://127.0.0.1:1/").say("Goodbye.")})
    with (
        running(seed=1, transport=answers.transport, settings=Settings(stream_failure=setting)) as emulator,
        api(emulator) as client,
    ):
        told = over(emulator, make(client).json()["call_uuid"])
    assert told["heard"] == heard
    assert "no WebSocket there" in told["problems"][0]


@pytest.mark.parametrize(
    ("code", "words"), [(4401, "the socket is refused with 4401 no"), (1011, "the socket breaks off with 1011 no")]
)
@pytest.mark.parametrize(("setting", "heard"), [("continue", ["Goodbye."]), ("hangup", [])])
def test_a_socket_that_is_refused_is_a_problem(code, words, setting, heard):
    def refuse(connection):
        connection.close(code, "no")

    members = {"status_callback_url": "https://example.com/status"}
    with emulating(refuse, members=members, stream_failure=setting) as (emulator, client, answers):
        told = over(emulator, make(client).json()["call_uuid"])
    assert told["problems"] == [f"Stream wss://agent.example/x?a=1: {words}"]
    assert told["heard"] == heard
    events = [sent["event"] for sent in answers.sent("/status")]
    assert events == ["stream-started", "stream-error", "stream-stopped"]


def test_a_socket_that_is_closed_as_usual_is_none():
    told, _ = stream(Agent(closes_after=20))
    assert told["problems"] == []


def test_frames_that_follow_each_other_are_one_line():
    def talk(connection):
        for message in (bytes(640), play_audio(bytes(640)), bytes(640), *[bytes(640)] * 47):
            connection.send(message)
        connection.send('{"type": "killAudio"}')
        connection.send(bytes(640))
        connection.send(play_audio(bytes(16_000), textContent="A new line."))
        connection.send(bytes(640))
        connection.close()

    with emulating(talk) as (emulator, client, _):
        told = over(emulator, make(client).json()["call_uuid"])
    lines = [(entry["text"], entry.get("is_cut", False)) for entry in told["entries"] if entry["kind"] == "audio"]
    assert lines == [
        ("sound of 2.0 s from the socket", True),
        ("sound of 0.0 s from the socket", False),
        ("A new line.", True),
    ]


FRAMES = [
    ({"event": "media", "streamSid": "MZ1", "media": {"payload": "////"}}, "of Twilio or SignalWire"),
    ({"event": "clear", "streamSid": "MZ1"}, "of Twilio or SignalWire"),
    ({"event": "media", "media": {"payload": "////"}}, "of another vendor"),
    ({"event": "playAudio", "media": {"contentType": "audio/x-l16", "payload": "////"}}, "of Plivo"),
    ({"event": "clearAudio", "streamId": "x"}, "of Plivo"),
    ({"eventType": "playAudio", "media": {}}, "of Bandwidth"),
    ({"type": "playAudio", "data": {"audioContentType": "mulaw", "audioContent": "////"}}, "audioContentType 'mulaw'"),
    ({"type": "playAudio", "data": {"audioContentType": "raw", "audioContent": "***"}}, "not base64"),
    ({"type": "playAudio", "data": {"audioContentType": "raw", "audioContent": 5}}, "not base64"),
    ({"type": "playAudio", "data": {"audioContentType": "raw", "audioContent": ""}}, "no length"),
    ({"type": "playAudio", "data": {"audioContentType": "raw", "audioContent": "////"}}, "3 bytes of audio"),
    ({"type": "playAudio", "data": {"audioContentType": "wave", "audioContent": "AAAA"}}, "no WAV file"),
    ({"type": "playAudio", "data": {"audioContentType": "raw", "sampleRate": 11025, "audioContent": "AAAA"}}, "11025"),
    ({"type": "playAudio", "data": {"audioContentType": "raw", "sampleRate": True, "audioContent": "AAAA"}}, "True"),
    ({"type": "playAudio"}, 'without "data"'),
    ({"event": "media", "payload": "***"}, "not base64"),
    ({"type": "say", "text": "hello"}, "of type 'say'"),
    ({}, "of type 'None'"),
    (["x"], "no JSON object"),
    ("hello", "no JSON object"),
]


@pytest.mark.parametrize(("frame", "words"), FRAMES)
def test_messages_that_mean_nothing_are_problems(frame, words):
    news = read_message(json.dumps(frame))
    assert news.what == "problem"
    assert words in news.text


@pytest.mark.parametrize("message", ["{", "\x00", "[" * 5_000, b"", b"x", '{"type": NaN}'])
def test_broken_messages_are_problems(message):
    assert read_message(message).what == "problem"


def test_each_problem_is_reported_once():
    frame = json.dumps({"event": "media", "streamSid": "MZ1", "media": {"payload": "////"}})

    def other(connection):
        for _ in range(100):
            connection.send(frame)
        connection.send("hello")
        connection.close()

    with emulating(other) as (emulator, client, _):
        told = over(emulator, make(client).json()["call_uuid"])
    assert len(told["problems"]) == 2
    assert [entry.get("times", 1) for entry in told["entries"] if entry["kind"] == "problem"] == [100, 1]


class Listener:
    """An agent that hears voices in the frames and answers each, 40 ms a frame."""

    def __init__(self) -> None:
        self.voices = 0
        self.frames = 0
        self._quiet = 100
        self.is_closed = threading.Event()

    def __call__(self, connection) -> None:
        for message in connection:
            sound = self._sound(message)
            if sound is None:
                continue
            self.frames += 1
            is_voice = any(sound)
            if is_voice and self._quiet >= 25:
                self.voices += 1
                for _ in range(25):
                    connection.send(play_audio(bytes(640)))
            self._quiet = 0 if is_voice else self._quiet + 1
        self.is_closed.set()

    @staticmethod
    def _sound(message) -> bytes | None:
        if isinstance(message, bytes):
            return message
        found = json.loads(message)
        return base64.b64decode(found["payload"]) if found.get("track") == "inbound" else None


@pytest.mark.parametrize(("reply", "clock"), [("documented", "virtual"), ("observed", "real")])
def test_an_agent_hears_live_speech_answers_and_is_hung_up(reply, clock):
    listener = Listener()
    members = {"track": "inbound_track"}
    with emulating(listener, reply=reply, clock=clock, members=members, ring_seconds=0) as (emulator, client, _):
        uuid = call(client)
        until(lambda: listener.frames > 25)
        end, said = time.monotonic() + SECONDS, 0
        while said < 2 or time.monotonic() < end:
            words = {"words": "Is anybody there?"}
            url = f"{emulator.url}/_emulator/calls/{uuid}/say"
            assert httpx2.post(url, json=words, trust_env=False).status_code == 204
            said += 1
            until(lambda count=said: listener.voices == count)
            heard = listener.frames
            until(lambda count=heard: listener.frames > count + 100)
        assert client.delete(f"calls/{uuid}").status_code == 204
        told = over(emulator, uuid)
        assert listener.is_closed.wait(300)
    assert (told["status"], told["end_reason"], told["problems"]) == ("completed", "api-hangup", [])
    kinds = [entry["kind"] for entry in told["entries"] if entry["kind"] in ("speech", "audio")]
    assert kinds == ["speech", "audio"] * said
    assert told["total"] >= listener.frames * 0.02 - 5
    assert told["total"] >= SECONDS
