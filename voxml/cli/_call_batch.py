"""`voxml call --batch`: looks at every row, and with --live dials them."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from voxml.cli import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, complain

if TYPE_CHECKING:
    from voxml.calls.aio import AsyncTryVox
    from voxml.calls.batch.journal import Journal
    from voxml.calls.batch.rows import Row
    from voxml.calls.batch.run import Batch, RowResult

#: What a shell says of a program that was ended by Ctrl-C.
_EXIT_INTERRUPTED = 130


class Options(NamedTuple):
    """How a batch is to be run, as it was asked for."""

    path: str
    is_live: bool
    resume: bool
    preflight: bool
    rate: float | None
    concurrency: int
    stop_after: int
    journal: str | None
    reports: tuple[str, ...]
    do_not_call: str | None
    quiet_hours: str | None
    time_zone: str | None
    allow_repeats: bool
    show_numbers: bool
    manifest: str | None
    template: str | None
    publish_to: str | None
    publish_url: str | None
    output_format: str
    auth: Any
    tenant_id: str | None


def run_batch(options: Options, common: Mapping[str, object]) -> int:
    """Check every row; show the first request, or dial them all. Returns the exit code."""
    from voxml.calls.batch.rows import BatchError, check_rows, read_table, unused_columns
    from voxml.cli._streams import read_input

    data, name = read_input(options.path)
    is_template = options.template is not None
    try:
        table = read_table(name, data)
        rows = check_rows(table, common, is_template=is_template, allow_repeats=options.allow_repeats)
    except BatchError as error:
        complain(str(error))
        return EXIT_FAILURE
    for column in unused_columns(table, is_template=is_template):
        complain(f"note: column {column} is not a parameter of a call, and not used")
    return _dial(options, rows) if options.is_live else _rehearse(options, rows)


def _rehearse(options: Options, rows: list[Row]) -> int:
    """Without --live: what would be done."""
    from voxml.calls.operations import create_call
    from voxml.calls.shown import show_request

    hold = _holder(options)
    held = [(row, reason) for row in rows if (reason := hold(row)) is not None]
    shown = show_request(create_call(rows[0].members), auth=options.auth, tenant_id=options.tenant_id)
    if options.output_format == "json":
        _echo_json({"rows": len(rows), "held": len(held), "dialled": 0, "first_request": shown._asdict()})
    else:
        click.echo(
            f"{len(rows):,} rows are right; {len(held):,} of them would be held now. The first request:\n"
        )
        click.echo(f"{shown}\n")
        for row, reason in held[:20]:
            click.echo(f"row {row.number}: held: {reason}")
    complain("nothing was dialled; --live dials")
    return EXIT_CLEAN


def _dial(options: Options, rows: list[Row]) -> int:
    from voxml.calls.aio import AsyncTryVox
    from voxml.calls.batch.journal import Journal

    tryvox = AsyncTryVox(auth=options.auth, tenant_id=options.tenant_id)
    path = options.journal or _default_journal(options.path)
    with Journal(path, account=tryvox.account, base_url=tryvox.base_url, resume=options.resume) as journal:
        return asyncio.run(_run(options, rows, journal, tryvox))


def _default_journal(path: str) -> str:
    if path == "-":
        raise click.UsageError("a batch from standard input needs --journal FILE")
    return f"{path}.journal"


async def _run(options: Options, rows: list[Row], journal: Journal, tryvox: AsyncTryVox) -> int:
    from voxml.calls.batch.run import Batch, Settings
    from voxml.errors import VoxmlError

    with _progress(len(rows)) as watch:
        settings = Settings(
            concurrency=options.concurrency,
            rate=options.rate,
            stop_after=options.stop_after,
            hold=_holder(options),
            watch=watch,
        )
        async with tryvox:
            batch = Batch(rows, journal, tryvox, settings)
            problem = None
            with _stopping(batch):
                try:
                    await batch.run()
                except VoxmlError as error:
                    problem = str(error)
    return _finish(options, batch, problem)


def _finish(options: Options, batch: Batch, problem: str | None) -> int:
    """Say what it came to, and write the reports."""
    from voxml.calls.batch.report import summary, to_csv, to_html
    from voxml.files import write_atomically

    results, counts = list(batch.results()), batch.counts()
    for path in options.reports:
        if path.lower().endswith((".html", ".htm")):
            text = to_html(results, title=f"Batch {options.path}", show_numbers=options.show_numbers)
        else:
            text = to_csv(results, show_numbers=options.show_numbers)
        write_atomically(path, text.encode())
    if options.output_format == "json":
        facts = {"rows": len(results), **{name: counts[name] for name in ("accepted", "rejected")}}
        more = {"not_sent": counts["not-sent"], "unknown": counts["unknown"], "journal": batch.journal.path}
        _echo_json({**facts, **more, "reports": list(options.reports)})
    else:
        click.echo(summary(counts))
    for result in [each for each in results if each.outcome != "accepted"][:10]:
        _explain(result)
    if counts["unknown"]:
        complain(
            f"{counts['unknown']} may have been dialled; they are not repeated: `voxml calls decide --help`"
        )
    if problem is not None or batch.pace.is_stopped:
        complain(f"{problem or batch.pace.reason}; --resume goes on with the rest")
    if problem is not None:
        return EXIT_FAILURE
    if batch.pace.reason == _INTERRUPTED:
        return _EXIT_INTERRUPTED
    return EXIT_CLEAN if counts["accepted"] == len(results) else EXIT_FINDINGS


def _explain(result: RowResult) -> None:
    from voxml.calls.masking import mask_number

    complain(f"row {result.row} ({mask_number(result.to)}): {result.outcome}: {result.detail}")


_INTERRUPTED = "interrupted"


@contextmanager
def _stopping(batch: Batch) -> Iterator[None]:
    """The first Ctrl-C lets what is under way end, the second does not wait for it."""
    loop = asyncio.get_running_loop()
    main = asyncio.current_task()

    def stop() -> None:
        if batch.pace.is_stopped and main is not None:
            main.cancel()
        else:
            batch.pace.stop(_INTERRUPTED)
            complain(
                "stopping: waiting for the calls that are being submitted; once more to leave them unknown"
            )

    signals = [signal.SIGINT, signal.SIGTERM]
    try:
        for each in signals:
            loop.add_signal_handler(each, stop)
    except NotImplementedError:  # no such thing on Windows: Ctrl-C ends the run at once there
        signals.clear()
    try:
        yield
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """A bar with the counts on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _result: None
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


def _holder(options: Options) -> Any:
    from voxml.calls.batch.callees import holder, read_do_not_call, read_quiet_hours
    from voxml.source import read_file

    never = frozenset[str]()
    if options.do_not_call is not None:
        never = read_do_not_call(options.do_not_call, read_file(options.do_not_call))
    quiet = None if options.quiet_hours is None else read_quiet_hours(options.quiet_hours)
    return holder(do_not_call=never, quiet=quiet, time_zone=options.time_zone)


def _echo_json(data: Any) -> None:
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2))
