"""`voxml batch`: checks every row, and with --live dials them."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import click

from voxml.calls.async_client import AsyncTryVox
from voxml.calls.batch.answer_documents import (
    document_name,
    look_at_documents,
    publish_documents,
    render_documents,
    with_addresses,
    with_published,
)
from voxml.calls.batch.call_rows import DOCUMENT, Row, Table, check_rows, read_table, unused_columns
from voxml.calls.batch.eligibility import (
    Rules,
    check_zones,
    deferral,
    keep_rules,
    make_rules,
    read_do_not_call,
    read_quiet_hours,
)
from voxml.calls.batch.journal import Journal
from voxml.calls.batch.runner import Batch, Settings
from voxml.calls.built_site import BuiltSite, manifests_near
from voxml.calls.client import TryVox
from voxml.calls.cost_estimate import CostEstimate, unknown
from voxml.calls.deadline import within
from voxml.calls.errors import InvalidCall
from voxml.calls.parameter_check import check_all
from voxml.calls.parameters import CREATE
from voxml.calls.retry import Retry
from voxml.cli._output import EXIT_FAILURE, complain
from voxml.cli._streams import read_input
from voxml.cli.calling.batch_summary import INTERRUPTED, finish, print_dry_run, progress, refuse_reports_nowhere
from voxml.cli.calling.options import BatchOptions
from voxml.diagnostics import first_lines, printable
from voxml.errors import VoxmlError
from voxml.source import read_file

#: Seconds that a dry run looks for prices.
_LONGEST_LOOK = 8.0


def run_batch(options: BatchOptions, common: Mapping[str, object]) -> int:
    """Check every row; show the first request, or dial them all. Return the exit code."""
    if options.live and options.dry_run:
        raise click.UsageError("--live and --dry-run: expected one of the two")
    _refuse_half_a_template(options)
    _refuse_wrong_parameters(common)
    refuse_reports_nowhere(options)
    data, name = read_input(options.csv)
    is_template = options.template is not None
    table = read_table(name, data)
    manifest = _find_manifest(options, table)
    rows = check_rows(table, common, is_template=is_template, allow_repeats=options.allow_repeats)
    unused = [f"column {printable(each)}" for each in unused_columns(table, is_template=is_template)]
    for column in first_lines(unused):
        complain(f"note: {column} is not a parameter of a call, and not used")
    if options.quiet_hours is not None:
        check_zones(name, rows)
    documents: list[bytes] = []
    if options.template is None:
        rows = with_addresses(name, rows, manifest)
    else:
        documents = render_documents(name, rows, options.template)
    if options.live:
        return _dial(options, rows, documents, manifest)
    reason_of = deferral(_read_rules(options, salt=b""))
    deferred = {row.number: reason for row in rows if (reason := reason_of(row)) is not None}
    return print_dry_run(options, rows, len(documents), deferred, _estimate_cost(options, rows))


def _estimate_cost(options: BatchOptions, rows: list[Row]) -> CostEstimate:
    """Ask the API for the prices of finished calls, for some seconds at most."""
    numbers = [row.to for row in rows]

    def ask() -> CostEstimate:
        with TryVox(auth=options.auth, tenant_id=options.tenant_id, timeout=3, retry=Retry(tries=1)) as tryvox:
            return tryvox.calls.estimate_cost(numbers)

    try:
        return within(_LONGEST_LOOK, ask)
    except (VoxmlError, TimeoutError) as error:
        return unknown(numbers, str(error).splitlines()[0])


def _find_manifest(options: BatchOptions, table: Table) -> BuiltSite | None:
    """Return the manifest that was named; where rows name documents and it was not, the only one that is near."""
    if options.manifest is not None:
        return BuiltSite(options.manifest)
    near = manifests_near() if DOCUMENT in table.columns and options.template is None else []
    return near[0] if len(near) == 1 else None


def _refuse_half_a_template(options: BatchOptions) -> None:
    given = [options.template, options.publish_to, options.publish_url]
    if any(each is not None for each in given) and None in given:
        raise click.UsageError("a document for each row needs --template, --publish-to and --publish-url")


def _refuse_wrong_parameters(common: Mapping[str, object]) -> None:
    """Report what all rows share once, and not in each row."""
    details, _members = check_all(tuple(each._replace(is_required=False) for each in CREATE), common)
    if details:
        raise InvalidCall("\n  ".join(["nothing was dialled:", *map(str, details)]))


def _read_rules(options: BatchOptions, salt: bytes) -> Rules:
    """Return whom not to call, and when, by the files and options that were given."""
    numbers = frozenset[str]()
    if options.do_not_call is not None:
        numbers = read_do_not_call(options.do_not_call, read_file(options.do_not_call))
    quiet = None if options.quiet_hours is None else read_quiet_hours(options.quiet_hours)
    return make_rules(numbers, quiet, options.time_zone, salt=salt)


class _Work(NamedTuple):
    """What is dialled, by whom, and where it is written down."""

    options: BatchOptions
    rows: list[Row]
    documents: list[bytes]
    manifest: BuiltSite | None
    journal: Journal
    tryvox: AsyncTryVox


def _dial(options: BatchOptions, rows: list[Row], documents: list[bytes], manifest: BuiltSite | None) -> int:
    tryvox = AsyncTryVox(auth=options.auth, tenant_id=options.tenant_id)
    path = options.journal or _default_journal(options.csv)
    with Journal(path, account=tryvox.account, base_url=tryvox.base_url, resume=options.resume) as journal:
        if options.publish_url is not None:
            rows = with_published(rows, options.publish_url, journal.salt)
        return asyncio.run(_run(_Work(options, rows, documents, manifest, journal, tryvox)))


def _default_journal(path: str) -> str:
    if path == "-":
        raise click.UsageError("a batch from standard input needs --journal FILE")
    return f"{path}.journal"


async def _run(work: _Work) -> int:
    options, problem = work.options, None
    settings = Settings(
        concurrency=options.concurrency,
        rate=options.rate,
        limit=options.limit,
        stop_after=options.stop_after,
        deferral=_kept_rules(work),
    )
    async with work.tryvox:
        batch = Batch(work.rows, work.journal, work.tryvox, settings)
        waiting = [row for _key, row in batch.pending()]
        is_broken_off = threading.Event()
        try:
            is_ready = await asyncio.to_thread(_prepare, work, waiting, is_broken_off)
        finally:
            # A thread is not ended by Ctrl-C; it ends with the documents that it is fetching.
            is_broken_off.set()
        if not is_ready:
            return EXIT_FAILURE
        with progress(len(waiting)) as watch, _stopping(batch):
            batch.settings = settings._replace(watch=watch)
            try:
                await batch.run()
            except VoxmlError as error:
                problem = str(error)
    return finish(options, batch, problem)


def _kept_rules(work: _Work) -> Callable[[Row], str | None]:
    """Return the rules of this run and the earlier ones."""
    salt = work.journal.salt
    rules, notes = keep_rules(work.journal, _read_rules(work.options, salt), replace=work.options.replace_rules)
    for note in notes:
        complain(f"note: {note}")
    return deferral(rules, salt=salt)


def _prepare(work: _Work, waiting: list[Row], is_broken_off: threading.Event) -> bool:
    """Publish the documents of the rows that wait, and look at what all of them will be answered with."""
    options = work.options
    if options.publish_to is not None:
        # A call that was accepted may be reading its document at this moment: it is left as it is.
        numbers = {row.number for row in waiting}
        texts = {
            document_name(row, work.journal.salt): text
            for row, text in zip(work.rows, work.documents, strict=True)
            if row.number in numbers
        }
        _publish(options.publish_to, texts)
    results = look_at_documents(
        waiting, work.tryvox, manifest=work.manifest, fetch=not options.no_preflight, stop=is_broken_off.is_set
    )
    if is_broken_off.is_set():
        return False
    refused = {url: result for url, result in results.items() if result.refusals}
    for url, result in list(results.items())[:10]:
        for note in result.notes:
            complain(f"note: {url}: {note}")
    for url, result in list(refused.items())[:10]:
        complain("\n  ".join([f"nothing was dialled; {url}:", *result.refusals]))
    if len(refused) > 10:
        complain(f"nothing was dialled; {len(refused) - 10} more answer URLs are refused")
    return not refused


def _publish(place: str, documents: Mapping[str, bytes]) -> None:
    """Put documents into a folder, or into a bucket, each with its type and so that it is never cached."""
    if "://" not in place:
        publish_documents(place, documents)
        return
    from voxml.site.publish.object_store import put_documents

    put_documents(place, documents)


@contextmanager
def _stopping(batch: Batch) -> Generator[None]:
    """The first Ctrl-C lets what is under way end, the second does not wait for it."""
    loop = asyncio.get_running_loop()
    main = asyncio.current_task()

    def stop() -> None:
        if batch.pace.is_stopped and main is not None:
            main.cancel()
        else:
            batch.pace.stop(INTERRUPTED)
            complain("stopping: waiting for the calls that are being submitted; once more to leave them unknown")

    signals = [signal.SIGINT, signal.SIGTERM]
    # Not where the terminal's end is to be ignored, as `nohup` wants it.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.append(signal.SIGHUP)
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
