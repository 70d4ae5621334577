"""Stream connects to a real WebSocket, in both dialects."""

from __future__ import annotations

import base64
import contextlib
import json
import threading

import pytest
from websockets.sync.server import serve

from tests.emulator.answers import Answers, api, make, over
from voxml import Response
from voxml.emulator import Scripted, Settings, Turn, running


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
            if isinstance(message, bytes):
                self.frames.append(message)
            else:
                found = json.loads(message)
                if found.get("event") == "media":
                    self.tracks.add(found["track"])
                    self.frames.append(base64.b64decode(found["payload"]))
                else:
                    self.texts.append(found)
            if len(self.frames) == 10:
                sound = base64.b64encode(bytes(16_000)).decode()
                data = {"audioContentType": "raw", "sampleRate": 8000, "audioContent": sound, "textContent": "Hello!"}
                connection.send(json.dumps({"type": "playAudio", "data": data}))
            if len(self.frames) >= self.closes_after:
                return


@contextlib.contextmanager
def listening(agent: Agent):
    with serve(agent, "127.0.0.1", 0, subprotocols=["audio.drachtio.org"]) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()
        thread.join()


def stream(agent: Agent, *turns: Turn, dialect="documented", **members):
    document = Response().stream("wss://agent.example/x?a=1", parameters={"id": "13"}, **members).say("Goodbye.")
    answers = Answers({"/answer": document, "/status": 200})
    with (
        listening(agent) as url,
        running(
            seed=1,
            transport=answers.transport,
            routes={"wss://agent.example": url},
            settings=Settings(stream_dialect=dialect, stream_seconds=6),
            people=lambda _order: Scripted(turns),
        ) as emulator,
        api(emulator) as client,
    ):
        return over(emulator, make(client).json()["call_uuid"]), answers


def test_the_documented_dialect():
    agent = Agent(closes_after=10_000)
    told, answers = stream(
        agent, Turn(say="Good morning"), track="inbound_track", status_callback_url="https://example.com/status"
    )
    start, stop = agent.texts
    assert start["event"] == "start"
    assert start["custom_parameters"] == {"id": "13"}
    assert set(start) == {"event", "stream_id", "call_uuid", "account_id", "from", "to", "custom_parameters"}
    assert stop["event"] == "stop"
    assert agent.tracks == {"inbound"}
    assert len(agent.frames) == 300  # six seconds of 20 ms
    assert {len(frame) for frame in agent.frames} == {320}
    assert any(any(frame) for frame in agent.frames), "the person's voice is heard in it"
    assert told["heard"] == ["Hello!", "Goodbye."]
    assert [sent["event"] for sent in answers.sent("/status")] == ["stream-started", "stream-stopped"]


def test_the_observed_dialect():
    agent = Agent()
    told, _ = stream(agent, dialect="observed")
    assert agent.texts == [{"id": "13"}]
    assert agent.subprotocol == "audio.drachtio.org"
    assert {len(frame) for frame in agent.frames} == {320}
    assert told["heard"] == ["Hello!", "Goodbye."]
    assert any("the socket is closed" in entry["text"] for entry in told["entries"])


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
