"""The report of a batch for people: one page, from 0 rows to thousands."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from voxml.calls.batch.report_page import Run, next_steps, to_html
from voxml.calls.batch.runner import RowOutcome, RowResult

RUN = Run(
    csv="calls & more.csv",
    journal="calls & more.csv.journal",
    callers=["+14155550100"],
    ended_at=datetime(2026, 11, 27, 9, 30, tzinfo=UTC),
    seconds=754.0,
    dialled=3000,
)


def rows(outcome: RowOutcome, count: int, detail: str = "", first: int = 1) -> list[RowResult]:
    return [
        RowResult(number, f"+1415555{number:04}", outcome, None, detail.replace("NUMBER", f"+1*****{number:04}"))
        for number in range(first, first + count)
    ]


def page(results: list[RowResult], run: Run = RUN, **options: Any) -> Any:
    return html.fromstring(to_html(results, run, **options))


def test_the_facts_of_the_run() -> None:
    facts = page(rows("accepted", 3000)).xpath(".//dl")[0].text_content().split()
    assert " ".join(facts) == (
        "Ended 2026-11-27 09:30 UTC Rows 3,000 Caller +*******0100 Dialled in this run 3,000 "
        "Duration 12 min 34 s Rate 4 calls a second"
    )


def test_equal_reasons_are_one_group_that_lists_its_rows() -> None:
    results = [
        *rows("accepted", 500),
        *rows("rejected", 3, "VALIDATION_FAILED: NUMBER is not a number of this country", 501),
        *rows("rejected", 1, "FORBIDDEN", 504),
        *rows("unknown", 2, "no reply came in time", 505),
    ]
    found = page(results)
    groups = [" ".join(each.text_content().split()) for each in found.xpath(".//summary")]
    assert groups == [
        "unknown no reply came in time 2",
        "rejected VALIDATION_FAILED: … is not a number of this country 3",
        "rejected FORBIDDEN 1",
        "accepted the API took the call 500",
    ]
    listed = [len(each.xpath(".//tbody/tr")) for each in found.xpath(".//details")]
    assert listed == [2, 3, 1, 300]
    assert "200 more rows are in the CSV report" in found.text_content()
    # The chart says in words what it shows.
    assert found.xpath(".//svg[@role='img']")[0].get("aria-label") == (
        "506 rows: 500 accepted, 4 rejected, 0 not-sent, 2 unknown"
    )


@pytest.mark.parametrize(
    ("counts", "commands"),
    [
        ((3, 0, 0, 0), ["voxml calls list"]),
        ((0, 0, 3, 0), ["voxml batch 'calls & more.csv' … --live --resume"]),
        (
            (1, 1, 0, 1),
            ["voxml calls decide 'calls & more.csv.journal' --row N --called", "voxml batch corrected.csv … --live"],
        ),
    ],
)
def test_what_to_do_next(counts: tuple[int, ...], commands: list[str]) -> None:
    named = dict(zip(("accepted", "rejected", "not-sent", "unknown"), counts, strict=True))
    assert [step.command for step in next_steps(named, RUN)] == commands  # type: ignore[arg-type]
    checked = RUN._replace(seconds=None)
    assert [step.command for step in next_steps(named, checked)] == [  # type: ignore[arg-type]
        "voxml batch 'calls & more.csv' … --live"
    ]


def test_nothing_from_elsewhere_and_nothing_unescaped() -> None:
    evil = "<script>alert(1)</script>"
    text = to_html(rows("rejected", 1, evil), RUN._replace(csv=evil))
    assert "<script" not in text and "&lt;script&gt;" in text
    assert not re.search(r"""(src|href)=|url\(|@import""", text)
    assert "4155550001" not in text and "4155550100" not in text
    assert "+14155550001" in to_html(rows("rejected", 1), RUN, show_numbers=True)


def test_no_rows() -> None:
    assert "The file has no rows." in page([], RUN._replace(seconds=None, callers=[])).text_content()
