"""The emulator logs each event in one line as it happens, and a log that is not read does not stop it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.emulator.answers import HEADERS, Answers, api, make, over
from tests.waiting import until
from voxml import Response
from voxml.emulator import running
from voxml.net.log_line import LogLine


def test_requests_calls_and_webhooks_are_logged():
    lines: list[str] = []
    answers = Answers({"/answer": Response().say("Hello.\nAgain.").hangup(), "/hook": 204})
    with running(seed=1, transport=answers.transport, log=lines.append) as emulator, api(emulator) as client:
        uuid = make(client, hangup_url="https://example.com/hook").json()["call_uuid"]
        over(emulator, uuid)
        until(lambda: any("webhook" in line for line in lines))
    assert lines[0] == "POST /v1/voice/accounts/AC1/calls 201"
    of_call = [line.removeprefix(uuid[:8]).strip() for line in lines if line.startswith(uuid[:8])]
    assert of_call[0] == "rings +14155550101"
    assert any(line.startswith("0:00.0  TryVox") and "Hello." in line for line in of_call)
    assert "webhook ended: POST https://example.com/hook 204" in of_call
    assert sum("the call is over" in line for line in of_call) == 1
    data = [line.data for line in lines if isinstance(line, LogLine)]
    assert data[0] == {"event": "request", "method": "POST", "path": "/v1/voice/accounts/AC1/calls", "status": 201}
    said = next(each for each in data if each["event"] == "call" and each["kind"] == "say")
    assert (said["call_uuid"], said["at"], said["text"]) == (uuid, 0.0, "Hello.\nAgain.")
    hook = next(each for each in data if each["event"] == "webhook")
    assert (hook["what"], hook["status"], hook["problem"]) == ("ended", 204, None)


@pytest.mark.parametrize("arguments", [["emulator"], ["serve", "site"], ["phone", "site"]])
def test_each_event_is_one_json_object_a_line(arguments: list[str], tmp_path: Path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "voxml.toml").touch()
    (tmp_path / "site" / "a.xml").write_text("<Response><Hangup/></Response>")
    command = [sys.executable, "-m", "voxml", *arguments, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    try:
        url = process.stdout.readline().strip().removeprefix("listening on ")
        assert httpx2.get(f"{url}/nothing.json", timeout=120, trust_env=False).status_code == 404
    finally:
        process.terminate()
        _, log = process.communicate(timeout=120)
    lines = [json.loads(line) for line in log.splitlines()]
    assert all(each["time"] and each["event"] for each in lines)
    assert [each["status"] for each in lines if each["event"] == "request"] == [404]


def test_a_log_that_is_not_read_stops_nothing():
    command = [sys.executable, "-m", "voxml", "emulator"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        url = process.stdout.readline().strip().removeprefix("listening on ")
        with httpx2.Client(base_url=url, headers=HEADERS, trust_env=False, timeout=120) as client:
            for _ in range(100):
                assert client.get("/" + "x" * 2_000).status_code == 404
    finally:
        process.terminate()
        _, log = process.communicate(timeout=120)
    assert process.returncode == 0
    assert log.startswith("GET /xxx")
