"""The emulator logs each event in one line as it happens, and a log that is not read does not stop it."""

from __future__ import annotations

import subprocess
import sys

import httpx2

from tests.emulator.answers import HEADERS, Answers, api, make, over
from tests.waiting import until
from voxml import Response
from voxml.emulator import running


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
