"""A TryVox that misbehaves on demand and counts the calls to each number; a program of its own, to be quick.

It answers POST and GET /v1/voice/accounts/{id}/calls. With a probability of `faults` each POST meets one of
FAULTS. `GET /counts` gives how many calls were made to each number. The first line that it prints is its
port.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: What happens, and whether the call was made all the same.
FAULTS = {
    "reset-before": False,
    "reset-after": True,
    "500": False,
    "500-but-dialled": True,
    "503": False,
    "503-but-dialled": True,
    "429": False,
    "429-retry-after": False,
    "slow": True,
    "half": True,
    "not-json": True,
    "close": True,
    "refuse-for-a-while": False,
}
#: Only on request: what is wrong with a call is told in both shapes that are documented.
REFUSALS = {
    "400": {
        "error": {
            "code": "VALIDATION_FAILED",
            "message": "Invalid request",
            "details": [{"field": "from", "reason": "not one of your numbers"}],
        }
    },
    "401": {"error": "unauthorized", "message": "bad key"},
}
Answer = tuple[bytes, bool]


class World:
    """The calls that were made."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.random = random.Random(arguments.seed)
        self.faults: float = arguments.faults
        self.only: str | None = arguments.only
        self.slow: float = arguments.slow
        self.calls: list[dict[str, Any]] = []
        self.by_number: dict[str, list[dict[str, Any]]] = {}
        self.counts: Counter[str] = Counter()
        self.posts: Counter[str] = Counter()
        self.server: asyncio.Server
        self.port = 0
        self.is_away = False
        self.waiting: set[asyncio.Task[None]] = set()

    async def listen(self) -> None:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Server(self), "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def refuse_for_a_while(self) -> None:
        """Connections that stand go on; for new ones nobody is there."""
        if self.is_away:
            return
        self.is_away = True
        self.server.close()
        await asyncio.sleep(0.02)
        await self.listen()
        self.is_away = False

    def dial(self, sent: dict[str, Any]) -> dict[str, Any]:
        number = str(sent.get("to"))
        self.counts[number] += 1
        now = datetime.now(UTC).isoformat()
        call = {
            "call_uuid": f"00000000-0000-4000-8000-{len(self.calls):012d}",
            "from": sent.get("from"),
            "to": number,
            "direction": "outbound",
            "status": "ringing",
            "start_time": now,
        }
        self.calls.append(call)
        self.by_number.setdefault(number, []).append(call)
        return {**call, "request_uuid": f"r-{len(self.calls)}", "created_at": now}

    def fault(self) -> str | None:
        if self.only is not None:
            return self.only
        return self.random.choice(list(FAULTS)) if self.random.random() < self.faults else None

    def page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        # Every call here is outbound; to look through them all for each question would take most of the time.
        calls = self.by_number.get(query["to"][0], []) if "to" in query else self.calls
        names = {"from", "status"} & query.keys()
        wanted = (
            calls if not names else [call for call in calls if all(call.get(name) == query[name][0] for name in names)]
        )
        number, size = int(query.get("page", ["1"])[0]), int(query.get("per_page", ["20"])[0])
        facts = {
            "page": number,
            "per_page": size,
            "total_pages": -(-len(wanted) // size),
            "total_count": len(wanted),
        }
        return {"calls": wanted[(number - 1) * size : number * size], "pagination": facts}


class Server(asyncio.Protocol):
    """Just enough HTTP/1.1."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.buffer = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            head, separator, rest = self.buffer.partition(b"\r\n\r\n")
            if not separator:
                return
            lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            size = int(headers.get("content-length", 0))
            if len(rest) < size:
                return
            self.buffer = rest[size:]
            method, target, _ = lines[0].split(" ")
            self.answer(method, target, rest[:size])

    def answer(self, method: str, target: str, body: bytes) -> None:
        url = urlsplit(target)
        if url.path == "/counts":
            self.reply(200, {"counts": self.world.counts, "posts": self.world.posts, "calls": len(self.world.calls)})
        elif method == "GET":
            self.reply(200, self.world.page(parse_qs(url.query)))
        else:
            self.post(json.loads(body))

    def post(self, sent: dict[str, Any]) -> None:
        self.world.posts[str(sent.get("to"))] += 1
        fault = self.world.fault()
        if fault is None:
            self.reply(201, self.world.dial(sent))
            return
        if fault in REFUSALS:
            self.reply(int(fault), REFUSALS[fault])
            return
        call = self.world.dial(sent) if FAULTS[fault] else {}
        if fault.startswith("reset"):
            self.transport.abort()
        elif fault == "close":
            self.transport.close()
        elif fault == "refuse-for-a-while":
            task = asyncio.create_task(self.world.refuse_for_a_while())
            self.world.waiting.add(task)
            task.add_done_callback(self.world.waiting.discard)
            self.transport.abort()
        elif fault.startswith(("500", "503")):
            self.reply(int(fault[:3]), {"error": {"code": "INTERNAL_ERROR", "message": "oops"}})
        elif fault.startswith("429"):
            extra = b"Retry-After: 0.01\r\n" if fault != "429" else b""
            self.reply(429, {"error": {"code": "RATE_LIMITED", "message": "slow down"}}, extra)
        elif fault == "slow":
            asyncio.get_running_loop().call_later(self.world.slow, self.reply, 201, call)
        elif fault == "half":
            self.transport.write(
                b"HTTP/1.1 201 Created\r\nContent-Length: 999\r\n\r\n" + json.dumps(call).encode()[:20]
            )
            self.transport.close()
        else:
            self.write(b"201 Created", b"<html>It works!</html>")

    def reply(self, status: int, data: Any, extra: bytes = b"") -> None:
        self.write(f"{status} X".encode(), json.dumps(data).encode(), extra)

    def write(self, status: bytes, body: bytes, extra: bytes = b"") -> None:
        if not self.transport.is_closing():
            head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%b\r\n"
            self.transport.write(head % (status, len(body), extra) + body)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--only", choices=[*FAULTS, *REFUSALS])
    parser.add_argument("--slow", type=float, default=1.0)
    world = World(parser.parse_args())
    await world.listen()
    print(world.port, flush=True)
    # Ends with whoever started it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
