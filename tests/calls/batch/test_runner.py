from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from voxml.calls.async_client import AsyncTryVox
from voxml.calls.batch.call_rows import Row
from voxml.calls.batch.journal import Journal
from voxml.calls.batch.journal_file import Entry, JournalError
from voxml.calls.batch.runner import Batch, RowResult, Settings
from voxml.calls.retry import Retry

KEY = "tvx_sk_test_0123456789abcdef"
Answer = httpx2.Response | Exception


def number(place: int) -> str:
    return f"+1415555{place:04d}"


def make_rows(count: int) -> list[Row]:
    common = {"from": "+14155550100", "answer_url": "https://example.com/a.json"}
    return [Row(place, place + 1, {**common, "to": number(place)}, {}) for place in range(1, count + 1)]


class Api:
    """Answers each number as it is told, lists the calls that it was told of, and counts what it gets."""

    def __init__(self, answers: dict[int, Answer] | None = None, *, default: Answer | None = None) -> None:
        self.answers = {number(place): answer for place, answer in (answers or {}).items()}
        self.default = default
        self.listed: list[dict[str, Any]] = []
        self.dialled: list[str] = []
        self.gets = 0

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            self.gets += 1
            wanted = parse_qs(urlsplit(str(request.url)).query).get("to")
            calls = [call for call in self.listed if wanted is None or call["to"] in wanted]
            facts = {"page": 1, "per_page": 100, "total_pages": 1, "total_count": len(calls)}
            return httpx2.Response(200, json={"calls": calls, "pagination": facts})
        to = json.loads(request.content)["to"]
        self.dialled.append(to)
        answer = self.answers.get(to, self.default)
        if answer is None:
            return httpx2.Response(201, json={"call_uuid": f"u{to}", "status": "ringing"})
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)


def run(
    folder: Path,
    api: Api,
    rows: list[Row] | int = 5,
    *,
    before: Callable[[Batch], None] = lambda _batch: None,
    **settings: Any,
) -> list[RowResult]:
    """One run of a batch over the journal in `folder`."""
    given = make_rows(rows) if isinstance(rows, int) else rows

    async def main() -> list[RowResult]:
        retry = Retry(backoff=0.001, longest_wait=0.01)
        async with AsyncTryVox("AC1", KEY, transport=httpx2.MockTransport(api), retry=retry) as tryvox:
            with Journal(
                folder / "j", account="AC1", base_url=tryvox.base_url, resume=(folder / "j").exists()
            ) as journal:
                batch = Batch(given, journal, tryvox, Settings(**{"concurrency": 2} | settings))
                before(batch)
                await batch.run()
                return list(batch.results())

    return asyncio.run(main())


def outcomes(results: list[RowResult]) -> list[str]:
    return [result.outcome for result in results]


def test_each_outcome(tmp_path: Path) -> None:
    bad = {"error": {"code": "VALIDATION_FAILED", "message": "no", "details": [{"field": "to", "reason": "odd"}]}}
    api = Api(
        {
            2: httpx2.Response(400, json=bad),
            3: httpx2.ConnectError("refused"),
            4: httpx2.ReadTimeout(""),
            5: httpx2.Response(503),
            6: httpx2.Response(200, content=b"<html>"),
            7: httpx2.Response(429),
            8: httpx2.Response(422),
        }
    )
    results = run(tmp_path, api, 8)
    assert outcomes(results) == [
        "accepted", "rejected", "not-sent", "unknown", "unknown", "unknown", "rejected", "rejected",
    ]  # fmt: skip
    assert results[0].call_uuid == f"u{number(1)}"
    assert results[1].detail == "400 VALIDATION_FAILED: no; to: odd"
    assert "no call to this number is listed" in results[3].detail
    assert [api.dialled.count(number(place)) for place in range(1, 9)] == [1, 1, 3, 1, 1, 1, 5, 1]


def test_a_resumed_run_repeats_nothing_that_may_have_been_dialled(tmp_path: Path) -> None:
    rows = make_rows(5)
    first = Api({2: httpx2.Response(400), 3: httpx2.ReadError("reset"), 4: httpx2.ConnectError("refused")})
    run(tmp_path, first, rows[:4])
    second = Api()
    # In another order, with another document, and one more: who was called is told by the number.
    changed = [row._replace(number=6 - row.number) for row in reversed(rows)]
    results = run(tmp_path, second, changed)
    assert sorted(second.dialled) == [number(4), number(5)]
    assert outcomes(results) == ["accepted", "accepted", "unknown", "rejected", "accepted"]
    third = Api()
    assert outcomes(run(tmp_path, third, rows)) == ["accepted", "rejected", "unknown", "accepted", "accepted"]
    assert third.dialled == []


def test_what_a_killed_run_left_is_unknown_until_it_is_listed(tmp_path: Path) -> None:
    async def begin() -> None:
        with Journal(tmp_path / "j", account="AC1", base_url="https://api.tryvox.io", resume=False) as journal:
            for row in make_rows(2):
                await journal.put_now(
                    Entry(
                        row.key(journal.salt),
                        row.number,
                        "0001",
                        "intent",
                        intended_at=datetime.now(UTC).timestamp(),
                    )
                )

    asyncio.run(begin())
    api = Api()
    now = datetime.now(UTC).isoformat()
    api.listed = [{"call_uuid": "found", "to": number(2), "from": "+14155550100", "start_time": now}]
    results = run(tmp_path, api, 3)
    assert outcomes(results) == ["unknown", "accepted", "accepted"]
    assert api.dialled == [number(3)]
    assert (results[1].call_uuid, results[1].detail) == ("found", "found by listing calls")
    # The list was late: the next look finds the first one too.
    api.listed.append({"call_uuid": "late", "to": number(1), "from": "+14155550100", "start_time": now})
    results = run(tmp_path, api, 3)
    assert outcomes(results) == ["accepted"] * 3 and api.dialled == [number(3)]


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ({}, True),
        ({"start_time": None}, True),
        ({"from": "+1 (415) 555-0100"}, True),
        ({"start_time": "2020-01-01T00:00:00Z"}, False),
        ({"created_at": "2020-01-01T00:00:00Z"}, False),
        ({"from": "+14155550777"}, False),
        ({"direction": "inbound"}, False),
        ({"call_uuid": f"u{number(1)}"}, False),
    ],
)
def test_which_listed_call_is_a_row_s(tmp_path: Path, listed: dict[str, Any], found: bool) -> None:
    api = Api({2: httpx2.ReadTimeout("")})
    api.listed = [{"call_uuid": "x", "to": number(2), "from": "+14155550100", "direction": "outbound", **listed}]
    assert outcomes(run(tmp_path, api, 2))[1] == ("accepted" if found else "unknown")


def test_an_api_with_a_clock_of_its_own(tmp_path: Path) -> None:
    """Its calls seem years old; those that it said it created tell how old they really are."""
    created = httpx2.Response(201, json={"call_uuid": "u1", "created_at": "2020-01-01T12:00:00Z"})
    api = Api({1: created, 2: httpx2.ReadTimeout(""), 3: httpx2.ReadTimeout("")})
    calls = [("a", 2, "2020-01-01T12:00:05Z"), ("b", 3, "2020-01-01T09:00:00Z")]
    api.listed = [{"call_uuid": uuid, "to": number(place), "start_time": at} for uuid, place, at in calls]
    assert outcomes(run(tmp_path, api, 3, concurrency=1)) == ["accepted", "accepted", "unknown"]


def test_one_listed_call_is_one_row_s(tmp_path: Path) -> None:
    rows = [
        row._replace(members=row.members | {"to": number(1)}, repeat=place) for place, row in enumerate(make_rows(2))
    ]
    api = Api({1: httpx2.ReadTimeout("")})
    api.listed = [{"call_uuid": "only", "to": number(1)}]
    assert sorted(outcomes(run(tmp_path, api, rows))) == ["accepted", "unknown"]


def test_calls_that_cannot_be_listed_leave_it_unknown(tmp_path: Path) -> None:
    class Deaf(Api):
        def __call__(self, request: httpx2.Request) -> httpx2.Response:
            if request.method == "GET":
                return httpx2.Response(500)
            return super().__call__(request)

    (result,) = run(tmp_path, Deaf({1: httpx2.ReadTimeout("")}), 1)
    assert result.outcome == "unknown" and "calls can't be listed: 500" in result.detail


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_ends_the_run(tmp_path: Path, status: int) -> None:
    api = Api(default=httpx2.Response(status))
    results = run(tmp_path, api, 50, stop_after=10)
    assert 10 <= len(api.dialled) <= 12
    assert outcomes(results)[0] == "rejected" and outcomes(results)[-1] == "not-sent"
    assert results[-1].detail.startswith(f"stopped: 10 rows in a row got nowhere; the last: {status}")
    assert outcomes(run(tmp_path, Api(), 50)) == ["accepted"] * 50


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_of_one_row_keeps_no_other_from_being_dialled(tmp_path: Path, status: int) -> None:
    api = Api({3: httpx2.Response(status), 9: httpx2.Response(status)})
    results = run(tmp_path, api, 30)
    assert len(api.dialled) == 30
    assert outcomes(results).count("accepted") == 28
    assert outcomes(results)[2] == outcomes(results)[8] == "rejected"


def test_a_run_that_gets_nowhere_ends(tmp_path: Path) -> None:
    api = Api(default=httpx2.Response(500))
    results = run(tmp_path, api, 60, stop_after=10)
    assert 10 <= len(api.dialled) <= 12
    assert results[-1].outcome == "not-sent" and "10 rows in a row" in results[-1].detail
    assert len(api.dialled) == outcomes(results).count("unknown")


def test_a_stop_ends_waits_and_begins_nothing_more(tmp_path: Path) -> None:
    api = Api(default=httpx2.Response(429, headers={"retry-after": "60"}))

    def before(batch: Batch) -> None:
        batch._tryvox._retry = Retry()
        asyncio.get_running_loop().call_later(0.05, batch.pace.stop, "interrupted")

    results = run(tmp_path, api, 9, before=before)
    assert len(api.dialled) == 2
    assert {(each.outcome, each.detail) for each in results} == {("not-sent", "interrupted")}


def test_a_row_that_waits_for_another_try_is_not_sent_on_the_disk(tmp_path: Path) -> None:
    api = Api({1: httpx2.Response(429, headers={"retry-after": "5"}), 2: httpx2.ConnectError("refused")})
    seen: list[dict[int, str]] = []

    def before(batch: Batch) -> None:
        sleep = batch.pace.sleep

        async def look(seconds: float) -> None:
            rows = batch.journal._base.execute("SELECT row, state FROM rows").fetchall()
            seen.append(dict(rows))
            api.answers.clear()
            await sleep(seconds)

        batch.pace.sleep = look  # type: ignore[method-assign]

    results = run(tmp_path, api, 2, before=before, concurrency=1)
    assert [each[place] for place, each in enumerate(seen, 1)] == ["not-sent"] * len(seen) and seen
    assert outcomes(results) == ["accepted", "accepted"]


def test_a_journal_that_fails_between_two_tries_ends_the_run(tmp_path: Path) -> None:
    api = Api({1: httpx2.Response(429)})

    def before(batch: Batch) -> None:
        put_now = batch.journal.put_now

        async def fail(entry: Entry) -> None:
            if entry.state == "not-sent":
                raise JournalError("the disk is full")
            await put_now(entry)

        batch.journal.put_now = fail  # type: ignore[method-assign]

    with pytest.raises(JournalError, match="the disk is full"):
        run(tmp_path, api, 3, before=before, concurrency=1)
    assert api.dialled == [number(1)]


def test_held_rows_are_not_dialled(tmp_path: Path) -> None:
    api = Api()
    asked: list[int] = []

    def hold(row: Row) -> str | None:
        asked.append(row.number)
        return "on the do-not-call list" if row.number == 2 else "later" if asked.count(row.number) < 2 else None

    results = run(tmp_path, api, 3, deferral=hold)
    assert sorted(api.dialled) == [number(1), number(3)]
    assert (results[1].outcome, results[1].detail) == ("not-sent", "on the do-not-call list")


def test_the_intent_is_on_the_disk_before_the_request(tmp_path: Path) -> None:
    seen: list[str] = []

    class Watching(Api):
        batch: Batch

        def __call__(self, request: httpx2.Request) -> httpx2.Response:
            if request.method == "POST":
                (state,) = self.batch.journal._base.execute("SELECT state FROM rows WHERE state = 'intent'").fetchone()
                seen.append(state)
            return super().__call__(request)

    api = Watching()

    def before(batch: Batch) -> None:
        api.batch = batch

    run(tmp_path, api, 4, concurrency=1, before=before)
    assert seen == ["intent"] * 4


def test_nothing_is_dialled_without_the_journal(tmp_path: Path) -> None:
    api = Api()

    def before(batch: Batch) -> None:
        batch.journal._base.execute("PRAGMA query_only = ON")

    with pytest.raises(JournalError):
        run(tmp_path, api, 9, before=before)
    assert api.dialled == []


def test_the_rate(tmp_path: Path) -> None:
    """With a clock and a sleep of its own, so that it takes no time: the tenth call begins nine gaps after
    the first.
    """
    begun: list[float] = []

    def before(batch: Batch) -> None:
        moment = [100.0]

        async def sleep(seconds: float) -> None:
            moment[0] += seconds
            await asyncio.sleep(0)

        batch.pace._clock = lambda: moment[0]
        batch.pace.sleep = sleep  # type: ignore[method-assign]
        turn = batch.pace.turn

        async def noted() -> None:
            await turn()
            begun.append(moment[0])

        batch.pace.turn = noted  # type: ignore[method-assign]

    run(tmp_path, Api(), 10, before=before, rate=4.0, concurrency=1)
    assert begun == [100 + place / 4 for place in range(10)]


def test_whatever_a_transport_throws_leaves_it_unknown(tmp_path: Path) -> None:
    (first, second) = run(tmp_path, Api({1: ZeroDivisionError("?")}), 2)
    assert (first.outcome, second.outcome) == ("unknown", "accepted")
    assert "the connection broke: ?" in first.detail
