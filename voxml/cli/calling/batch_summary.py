"""What `voxml batch` prints: the progress, the outcomes, the reports."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from voxml.calls.batch.batch_report import summary, to_csv
from voxml.calls.batch.call_rows import Row
from voxml.calls.batch.report_page import Run, to_html
from voxml.calls.batch.runner import Batch, RowResult
from voxml.calls.cost_estimate import CostEstimate
from voxml.calls.dry_run import doubts_about, show_request
from voxml.calls.masking import mask_number
from voxml.calls.operations import dial
from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, complain, echo
from voxml.cli.calling.options import BatchOptions
from voxml.cli.calling.output import print_json
from voxml.errors import InputError
from voxml.files import write_atomically

#: Why a run ended that was interrupted.
INTERRUPTED = "interrupted"
#: What a shell says of a program that was ended by Ctrl-C.
_EXIT_INTERRUPTED = 130
#: Rows that are listed at the end of a run.
_MOST_EXPLAINED = 10


def refuse_reports_nowhere(options: BatchOptions) -> None:
    """Before anything is dialled: whether the reports can be written after it, and replace nothing that is
    read.
    """
    others = [options.csv, options.journal, options.do_not_call, options.manifest, options.template]
    read = [os.path.realpath(each) for each in others if each is not None]
    read.append(os.path.realpath(f"{options.csv}.journal"))
    for path in options.reports:
        folder = Path(path).absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK) or Path(path).is_dir():
            raise InputError(f"{path}: a report can't be written there; nothing was dialled")
        if os.path.realpath(path) in read:
            raise InputError(f"{path}: a report would replace what the batch reads; nothing was dialled")


def finish(options: BatchOptions, batch: Batch, problem: str | None) -> int:
    """Print the outcomes and write the reports. Return the exit code."""
    results, counts = list(batch.results()), batch.counts()
    write_reports(options, results, _run(options, batch.rows, batch))
    if options.is_json:
        facts = {"rows": len(results), **{name: counts[name] for name in ("accepted", "rejected")}}
        more = {"not_sent": counts["not-sent"], "unknown": counts["unknown"], "journal": batch.journal.path}
        print_json({**facts, **more, "reports": list(options.reports)})
    else:
        echo(summary(counts))
    others = sorted((each for each in results if each.outcome != "accepted"), key=_urgency)
    for result in others[:_MOST_EXPLAINED]:
        _explain(result, show_numbers=options.show_numbers)
    if len(others) > _MOST_EXPLAINED:
        complain(f"… and {len(others) - _MOST_EXPLAINED:,} more that were not accepted; --report FILE.csv has them all")
    if counts["unknown"]:
        complain(f"{counts['unknown']} may have been dialled; they are not repeated: `voxml calls decide --help`")
    if problem is not None or batch.pace.is_stopped:
        complain(f"{problem or batch.pace.reason}; --resume goes on with the rest")
    if problem is not None:
        return EXIT_FAILURE
    if batch.pace.reason == INTERRUPTED:
        return _EXIT_INTERRUPTED
    return EXIT_CLEAN if counts["accepted"] == len(results) else EXIT_FINDINGS


def print_dry_run(
    options: BatchOptions, rows: list[Row], documents: int, deferred: Mapping[int, str], cost: CostEstimate
) -> int:
    """Print the first request, which rows would wait, and what the calls would cost. Return the exit code.

    A report has every row as not sent.
    """
    members = dict(rows[0].members)
    if documents:
        members |= {"answer_url": f"{options.publish_url}/….json", "answer_method": "GET"}
    shown = show_request(dial(members), auth=options.auth, tenant_id=options.tenant_id)
    if options.is_json:
        facts = {"rows": len(rows), "documents": documents, "held": len(deferred), "deferred": len(deferred)}
        amount = None if cost.amount is None else f"{cost.amount:.4f}"
        print_json(
            {**facts, "dialled": 0, "cost": cost._asdict() | {"amount": amount}, "first_request": shown._asdict()}
        )
    else:
        rendered = f", {documents:,} documents were rendered" if documents else ""
        count = "1 row is" if len(rows) == 1 else f"{len(rows):,} rows are"
        echo(f"{count} valid{rendered}; {len(deferred):,} would be deferred now. The first request:\n")
        echo(f"{shown}\n")
        for number, reason in list(deferred.items())[:20]:
            echo(f"row {number}: deferred: {reason}")
        if len(deferred) > 20:
            echo(f"… and {len(deferred) - 20:,} more")
        echo(f"cost: {cost}")
    urls = dict.fromkeys(str(row.members["answer_url"]) for row in rows if "answer_url" in row.members)
    for url, doubt in doubts_about(urls)[:5]:
        complain(f"note: these calls would not be made; {url}: {doubt}")
    waits = "only checked; --live dials"
    write_reports(
        options,
        [RowResult(row.number, row.to, "not-sent", None, deferred.get(row.number, waits)) for row in rows],
        _run(options, rows, None),
    )
    complain("note: the answer URLs were not fetched; --live fetches those that are asked for by GET before it dials")
    complain("nothing was dialled; --live dials")
    return EXIT_CLEAN


def _run(options: BatchOptions, rows: Sequence[Row], batch: Batch | None) -> Run:
    return Run(
        csv=options.csv,
        journal=options.journal or f"{options.csv}.journal",
        callers=list(dict.fromkeys(str(row.members["from"]) for row in rows if "from" in row.members)),
        ended_at=datetime.now().astimezone(),
        seconds=None if batch is None else batch.seconds(),
        dialled=0 if batch is None else batch.dialled,
    )


def write_reports(options: BatchOptions, results: list[RowResult], run: Run) -> None:
    """Write each report that was asked for, as its name says."""
    for path in options.reports:
        if path.lower().endswith((".html", ".htm")):
            text = to_html(results, run, show_numbers=options.show_numbers)
        else:
            text = to_csv(results, show_numbers=options.show_numbers)
        write_atomically(path, text.encode())


def _urgency(result: RowResult) -> int:
    """What a person has to look at comes first."""
    return ("unknown", "rejected", "not-sent").index(result.outcome)


def _explain(result: RowResult, *, show_numbers: bool) -> None:
    to = result.to if show_numbers else mask_number(result.to)
    complain(f"row {result.row} ({to}): {result.outcome}: {result.detail}")


def _unseen(_result: RowResult) -> None:
    """For a progress that nobody watches."""


@contextmanager
def progress(total: int) -> Generator[Any]:
    """A bar with the counts on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield _unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    counts: Counter[str] = Counter()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def watch(result: RowResult) -> None:
            counts[result.outcome] += 1
            shown = ", ".join(f"{count:,} {name}" for name, count in counts.items())
            bar.update(task, advance=1, description=shown)

        yield watch
