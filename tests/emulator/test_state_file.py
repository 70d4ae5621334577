"""`--state FILE`: what the next emulator knows of the calls of the one before."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx2
import pytest

from tests.emulator.answers import Answers, api, make, over
from tests.waiting import until
from voxml import Response
from voxml.emulator import ScriptedCallee, Turn, running
from voxml.errors import InputError

ANSWERS = Answers(
    {
        "/answer": Response().say("Hello."),
        "/message": Response().record(action_url="https://example.com/answer"),
        "/room": Response().conference("lobby"),
    }
)


def emulator(path: Path, **options):
    return running(state=path, seed=5, transport=ANSWERS.transport, **options)


def test_a_seeded_emulator_goes_on_where_the_one_before_stopped(tmp_path):
    made = []
    for _ in range(2):
        with emulator(tmp_path / "calls.db") as running_emulator, api(running_emulator) as client:
            for _ in range(2):
                made.append(make(client).json())
                over(running_emulator, made[-1]["call_uuid"])
            listed = client.get("calls").json()["calls"]
    assert [row["call_uuid"] for row in listed] == [each["call_uuid"] for each in reversed(made)]
    assert [each["created_at"][17:19] for each in made] == ["00", "01", "02", "03"]


def test_a_call_that_was_going_on_when_the_process_was_killed(tmp_path):
    path = tmp_path / "calls.db"
    with emulator(path) as first, api(first) as client:
        uuid = make(client, "/room").json()["call_uuid"]
        until(lambda: client.get(f"calls/{uuid}").json()["status"] == "in-progress")
        answered = client.get(f"calls/{uuid}").json()["answer_time"]
        first.store.state.save = lambda *_: None  # nothing that comes later is written, as if it were killed
    with emulator(path) as second, api(second) as client:
        call = client.get(f"calls/{uuid}").json()
    assert (call["status"], call["end_reason"], call["answer_time"]) == ("failed", "emulator-stopped", answered)


def test_recordings_are_kept_and_found_at_the_new_address(tmp_path):
    path = tmp_path / "calls.db"
    with emulator(path, callees=lambda _: ScriptedCallee([Turn(say="call me back")])) as first, api(first) as client:
        uuid = make(client, "/message").json()["call_uuid"]
        over(first, uuid)
        [url] = client.get(f"calls/{uuid}").json()["recording_urls"]
        sound = httpx2.get(url, trust_env=False).content
    with emulator(path) as second, api(second) as client:
        [url] = client.get(f"calls/{uuid}").json()["recording_urls"]
        assert url.startswith(second.url)
        assert httpx2.get(url, trust_env=False).content == sound


def test_two_at_once_are_refused(tmp_path):
    with (
        emulator(tmp_path / "calls.db"),
        pytest.raises(InputError, match="another emulator keeps its calls in it"),
        emulator(tmp_path / "calls.db"),
    ):
        pass
    with emulator(tmp_path / "calls.db"):
        pass


@pytest.mark.parametrize("content", [b"no database" * 100, None])
def test_files_that_hold_something_else(tmp_path, content):
    path = tmp_path / "calls.db"
    if content is None:
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE call (x)")
        database.close()
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match="can't be used as the state of an emulator"), emulator(path):
        pass
