"""What `voxml call --batch` shows: the progress, what it came to, the reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, complain, echo

if TYPE_CHECKING:
    from voxml.calls.batch.runner import Batch, RowResult
    from voxml.cli.calling.options import Options

#: Why a run ended that somebody broke off.
INTERRUPTED = "interrupted"
#: What a shell says of a program that was ended by Ctrl-C.
_EXIT_INTERRUPTED = 130
#: Rows that are told one by one at the end of a run.
_MOST_EXPLAINED = 10


def refuse_reports_nowhere(options: Options) -> None:
    """Before anything is dialled: whether the reports can be written after it, and replace nothing that is
    read.
    """
    from voxml.errors import InputError

    others = [options.path, options.journal, options.do_not_call, options.manifest, options.template]
    read = [os.path.realpath(each) for each in others if each is not None]
    read.append(os.path.realpath(f"{options.path}.journal"))
    for path in options.reports:
        folder = Path(path).absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK) or Path(path).is_dir():
            raise InputError(f"{path}: a report can't be written there; nothing was dialled")
        if os.path.realpath(path) in read:
            raise InputError(f"{path}: a report would replace what the batch reads; nothing was dialled")


def finish(options: Options, batch: Batch, problem: str | None) -> int:
    """Say what it came to, and write the reports. Returns the exit code."""
    from voxml.calls.batch.batch_report import summary
    from voxml.cli.calling.output import print_json

    results, counts = list(batch.results()), batch.counts()
    write_reports(options, results)
    if options.output_format == "json":
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


def write_reports(options: Options, results: list[RowResult]) -> None:
    """Write each report that was asked for, as its name says."""
    from voxml.calls.batch.batch_report import to_csv, to_html
    from voxml.files import write_atomically

    for path in options.reports:
        if path.lower().endswith((".html", ".htm")):
            text = to_html(results, title=f"Batch {options.path}", show_numbers=options.show_numbers)
        else:
            text = to_csv(results, show_numbers=options.show_numbers)
        write_atomically(path, text.encode())


def _urgency(result: RowResult) -> int:
    """What a person has to look at comes first."""
    return ("unknown", "rejected", "not-sent").index(result.outcome)


def _explain(result: RowResult, *, show_numbers: bool) -> None:
    from voxml.calls.masking import mask_number

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
    from collections import Counter

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
