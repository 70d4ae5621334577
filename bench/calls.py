"""A call placed: voxml's clients and its batch beside bare httpx2 posting, against the same server in one run.

    python bench/calls.py [--calls 1000] [--rounds 5] [--server emulator|plain]

`emulator` is `voxml emulator`, which also fetches and plays each call on the same cores; `plain` is the server of the
tests, which only counts, so that the clients' own cost shows, and the batch waits for the disk. Rounds are interleaved,
the medians are compared.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import harness
import httpx2

from voxml import AsyncTryVox, TryVox
from voxml.calls.batch.call_rows import Row
from voxml.calls.batch.journal import Journal
from voxml.calls.batch.runner import Batch, Settings

TARGET = 1.3
AT_A_TIME = 8
ROOT = Path(__file__).parents[1]
SERVERS = {
    "emulator": [sys.executable, "-m", "voxml", "emulator"],
    "plain": [sys.executable, str(ROOT / "tests" / "calls" / "fault_server.py")],
}
KEY = "tvx_sk_test_0123456789abcdef"
_places = itertools.count(1)


def start(name: str) -> tuple[subprocess.Popen[str], str]:
    """A server, and its address out of its first line."""
    process = subprocess.Popen(SERVERS[name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    return process, line.removeprefix("listening on ") if "://" in line else f"http://127.0.0.1:{line}"


def bodies(count: int) -> list[dict[str, Any]]:
    """As many calls, each to a number that was not called before."""
    common = {"from": "+14155550100", "answer_url": "http://127.0.0.1:1/a.json", "answer_method": "GET"}
    return [{**common, "to": f"+1415{next(_places):07d}"} for _ in range(count)]


def bare(url: str, calls: list[dict[str, Any]]) -> None:
    """httpx2 as anybody would use it, one after the other."""
    with httpx2.Client(headers={"Authorization": f"Bearer {KEY}"}) as client:
        for call in calls:
            assert client.post(url, json=call).json()


def ours(_url: str, calls: list[dict[str, Any]]) -> None:
    with TryVox() as tryvox:
        for call in calls:
            tryvox.calls.create(**{"from_" if name == "from" else name: value for name, value in call.items()})


def bare_async(url: str, calls: list[dict[str, Any]]) -> None:
    """httpx2 with as many requests at a time as ours."""

    async def main() -> None:
        rest = iter(calls)
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}) as client:

            async def work() -> None:
                for call in rest:
                    assert (await client.post(url, json=call)).json()

            await asyncio.gather(*(work() for _ in range(AT_A_TIME)))

    asyncio.run(main())


def ours_async(_url: str, calls: list[dict[str, Any]]) -> None:
    async def main() -> None:
        rest = iter(calls)
        async with AsyncTryVox() as tryvox:

            async def work() -> None:
                for call in rest:
                    members = {"from_" if name == "from" else name: value for name, value in call.items()}
                    await tryvox.calls.create(**members)

            await asyncio.gather(*(work() for _ in range(AT_A_TIME)))

    asyncio.run(main())


def batch(_url: str, calls: list[dict[str, Any]]) -> None:
    """The batch: each intent flushed to the disk before its request."""
    rows = [Row(place, place, call, {}) for place, call in enumerate(calls, 1)]

    async def main(folder: str) -> None:
        async with AsyncTryVox() as tryvox:
            facts = {"account": tryvox.account, "base_url": tryvox.base_url}
            with Journal(Path(folder) / "journal", **facts, resume=False) as journal:
                run = Batch(rows, journal, tryvox, Settings(concurrency=AT_A_TIME))
                await run.run()
                assert run.counts()["accepted"] == len(rows)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(folder))


PAIRS: list[tuple[str, Callable[..., None], Callable[..., None]]] = [
    ("TryVox, one after the other", bare, ours),
    (f"AsyncTryVox, {AT_A_TIME} at a time", bare_async, ours_async),
    (f"batch, {AT_A_TIME} at a time", bare_async, batch),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--server", choices=SERVERS, default="emulator")
    options = parser.parse_args()
    process, base_url = start(options.server)
    os.environ |= {"TRYVOX_AUTH_ID": "AC1", "TRYVOX_API_KEY": KEY, "TRYVOX_BASE_URL": base_url}
    url = f"{base_url}/v1/voice/accounts/AC1/calls"
    rates: dict[tuple[str, str], list[float]] = {}
    try:
        for _round in range(options.rounds):
            for title, theirs, mine in PAIRS:
                for who, function in (("httpx2", theirs), ("voxml", mine)):
                    calls = bodies(options.calls)
                    begin = time.perf_counter()
                    function(url, calls)
                    rates.setdefault((title, who), []).append(options.calls / (time.perf_counter() - begin))
    finally:
        process.terminate()
        process.communicate()
    medians = {key: statistics.median(values) for key, values in rates.items()}
    lines = []
    for title, _theirs, _mine in PAIRS:
        seconds = {"bare httpx2": 1 / medians[title, "httpx2"], "voxml": 1 / medians[title, "voxml"]}
        targets = {} if title.startswith("batch") else {"voxml": TARGET}
        lines += harness.rows(f"a call placed: {title}", seconds, "bare httpx2", targets)
    harness.show(lines)
    print(f"\nwritten to {harness.save('calls', lines).relative_to(harness.TOP)}")


if __name__ == "__main__":
    main()
