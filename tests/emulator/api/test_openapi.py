"""schemathesis finds no server error and no answer that the OpenAPI file does not have."""

from __future__ import annotations

import re
import subprocess
import sys

import httpx2
import pytest

from voxml import Response
from voxml.emulator import running

pytest.importorskip("schemathesis")


def answer(request: httpx2.Request) -> httpx2.Response:
    """Every URL in the world answers with a room, in which calls stay until they are ended."""
    return httpx2.Response(200, text=Response().conference("lobby").to_json())


@pytest.mark.slow
def test_schemathesis_finds_nothing(is_thorough):
    with running(seed=1, api_key="tvx_sk_test_1", transport=httpx2.MockTransport(answer)) as emulator:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "schemathesis.cli",
                "run",
                f"{emulator.url}/openapi.json",
                "--header=Authorization: Bearer tvx_sk_test_1",
                f"--max-examples={20 if is_thorough else 3}",
                "--seed=1",
                "--workers=1",
                "--no-color",
                "--continue-on-failure",
                # A call that has ended answers 404, as documented; this check takes it for a call that was lost.
                "--exclude-checks=ensure_resource_availability",
            ],
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    assert done.returncode == 0, re.sub(r"\n{2,}", "\n", done.stdout)[-6000:] + done.stderr[-2000:]
