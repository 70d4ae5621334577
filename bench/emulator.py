"""How many calls the emulator plays, and how much memory they take.

    python bench/emulator.py            # 1,000 at once over the API, 100,000 one after another in one process
    python bench/emulator.py --quick    # a tenth of that

The flow has ten instructions in two documents, with a Gather in the middle. Figures are for this machine; the fetched
documents and the API both go over loopback HTTP in the first part, and nothing does in the others.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx2

from voxml import Response, Say
from voxml.emulator import Order, ScriptedCallee, SimulatedWorld, Turn, play
from voxml.emulator.call_store import CallStore
from voxml.emulator.http_client import HttpClient
from voxml.emulator.network import Network
from voxml.emulator.server import running
from voxml.emulator.simulated_world import Table


def pages(base: str) -> dict[str, Response]:
    menu = (
        Response()
        .say("Welcome to Acme.", language="en-US")
        .pause(1)
        .say("Your call matters to us.")
        .gather(action_url=f"{base}/choice", num_digits=1, method="GET", say=Say("Press 1 for sales."))
        .say("We did not hear you.")
    )
    choice = Response().say("Thank you.").pause(2).say("Nobody is here.").say("Goodbye.").hangup()
    return {f"{base}/menu": menu, f"{base}/choice": choice}


def callee(_order: Order | None = None) -> ScriptedCallee:
    return ScriptedCallee((Turn(press="1"),))


def memory() -> float:
    """Megabytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def engine(count: int) -> None:
    world = SimulatedWorld(pages("https://example.com"))
    order = Order(from_="+14155550100", to="+14155550101", answer_url="https://example.com/menu")
    play(world, order, callee())
    begin = time.perf_counter()
    for _ in range(count):
        play(world, order, callee())
    took = time.perf_counter() - begin
    print(f"engine alone: {count:,} calls in {took:.2f} s, {count / took:,.0f} a second")


class Documents(BaseHTTPRequestHandler):
    """A server of answer documents."""

    protocol_version = "HTTP/1.1"
    bodies: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        body = self.bodies[self.path.partition("?")[0]]
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


async def submit(url: str, base: str, count: int) -> list[float]:
    """Make `count` calls at once and return how long each answer to make-call took."""
    headers = {"authorization": "Bearer tvx_sk_test_bench"}
    limits = httpx2.Limits(max_connections=100)
    async with httpx2.AsyncClient(headers=headers, limits=limits, timeout=60, trust_env=False) as client:

        async def one(number: int) -> float:
            begin = time.perf_counter()
            answer = await client.post(
                f"{url}/v1/voice/accounts/AC1/calls",
                json={
                    "from": "+14155550100",
                    "to": f"+1415556{number:04d}",
                    "answer_url": f"{base}/menu",
                    "answer_method": "GET",
                },
            )
            assert answer.status_code == 201, answer.text
            return time.perf_counter() - begin

        return await asyncio.gather(*(one(number) for number in range(count)))


class Server(ThreadingHTTPServer):
    request_queue_size = 1024


def over_http(count: int) -> None:
    server = Server(("127.0.0.1", 0), Documents)
    base = f"http://127.0.0.1:{server.server_port}"
    Documents.bodies = {url.removeprefix(base): page.to_json().encode() for url, page in pages(base).items()}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with running(seed=1, callees=callee) as emulator:
        begin = time.perf_counter()
        answers = asyncio.run(submit(emulator.url, base, count))
        accepted = time.perf_counter() - begin
        calls = emulator.store
        while any(not live.is_over for live in calls):
            time.sleep(0.01)
        took = time.perf_counter() - begin
        good = sum(live.call.facts.status == "completed" for live in calls)
    server.shutdown()
    server.server_close()
    print(
        f"over HTTP: {count:,} calls submitted at once: all accepted after {accepted:.2f} s "
        f"(median answer {statistics.median(answers) * 1000:.0f} ms), all {good:,} played after {took:.2f} s, "
        f"{2 * count:,} documents fetched"
    )


async def endless(count: int, keep: int) -> None:
    """Play many calls in one network, a thousand at a time, and watch the memory."""
    network = Network(HttpClient(), seed=1, callees=callee, store=CallStore(keep))
    network.documents = Table(pages("https://example.com"))
    begin = time.perf_counter()
    for start in range(0, count, 1000):
        made = []
        for number in range(start, min(start + 1000, count)):
            order = Order(from_="+14155550100", to=f"+1415{number:07d}", answer_url="https://example.com/menu")
            live = network.place(order, "AC1")
            network.begin(live)
            made.append(live)
        await asyncio.gather(*(live.finished() for live in made))
        if (start + 1000) % max(1000, count // 5) == 0:
            print(f"  after {start + 1000:>7,} calls: {memory():6.0f} MB, {len(network.store):,} remembered")
    took = time.perf_counter() - begin
    print(f"one network, 1,000 at a time: {count:,} calls in {took:.1f} s, {count / took:,.0f} a second")
    await network.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    scale = 10 if parser.parse_args().quick else 1
    engine(10_000 // scale)
    over_http(1_000 // scale)
    asyncio.run(endless(100_000 // scale, keep=20_000 // scale))


if __name__ == "__main__":
    main()
