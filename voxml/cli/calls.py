"""`voxml calls`: look at calls, end them, and settle what a batch left unknown."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from voxml.calls.parameter_check import from_texts
from voxml.calls.parameters import LIST
from voxml.cli._help import Group
from voxml.cli._options import as_options
from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, complain, echo, echo_styled
from voxml.cli._terminal import screen
from voxml.cli.calling.options import AccountOptions, account_options, output_options
from voxml.diagnostics import printable
from voxml.reporters.terminal.wrapping import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.calls.client import TryVox
    from voxml.calls.errors import CallError
    from voxml.calls.results import Call
    from voxml.reporters.terminal.paint import Paint


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOptions(AccountOptions):
    """Which calls are listed."""

    status: str | None
    direction: str | None
    from_: str | None
    to: str | None
    limit: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowOptions(AccountOptions):
    """Which call is shown."""

    call_uuid: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingsOptions(AccountOptions):
    """Whose recordings are fetched, and into which folder."""

    call_uuids: tuple[str, ...]
    output: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HangupOptions(AccountOptions):
    """Which calls are ended."""

    call_uuids: tuple[str, ...]


_COLUMNS = ("call_uuid", "status", "direction", "from", "to", "start_time", "duration", "end_reason")


@click.group(cls=Group, short_help="Look at calls, end them, settle what is unknown.")
def command() -> None:
    """Look at calls, end them, and settle what a batch left unknown.

    The account is TRYVOX_AUTH_ID, the key TRYVOX_API_KEY. In text, numbers show their last four digits; JSON
    has what the API sent.
    """


@command.command("list")
@click.option("--status", type=click.Choice(LIST[0].choices), help="Only calls with this status.")
@click.option("--direction", type=click.Choice(LIST[1].choices), help="Only calls of this direction.")
@click.option("--from", "from_", metavar="NUMBER", help="Only calls from this number.")
@click.option("--to", metavar="NUMBER", help="Only calls to this number.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="Calls at most.")
@account_options
@as_options(ListOptions)
def list_calls(options: ListOptions) -> int:
    """List calls, a line for each; as JSON one array of what the API sent."""
    from itertools import islice

    def run(tryvox: TryVox) -> int:
        filters = {name: getattr(options, name) for name in ("status", "direction", "from_", "to")}
        wanted: Any = from_texts(LIST, {name: text for name, text in filters.items() if text is not None})
        calls = list(islice(tryvox.calls.list(**wanted, per_page=min(options.limit, 100)), options.limit))
        if options.is_json:
            from voxml.cli.calling.output import print_json

            print_json([call.to_dict() for call in calls])
        else:
            _print_table(calls, show_numbers=options.show_numbers)
        return EXIT_CLEAN

    return _with_client(run, options)


@command.command()
@click.argument("call_uuid")
@account_options
@as_options(ShowOptions)
def show(options: ShowOptions) -> int:
    """Show all that is known of one call."""
    from voxml.cli.calling.output import print_result

    def run(tryvox: TryVox) -> int:
        call = tryvox.calls.get(options.call_uuid)
        print_result(call, is_json=options.is_json, show_numbers=options.show_numbers)
        return EXIT_CLEAN

    return _with_client(run, options)


@command.command()
@click.argument("call_uuids", metavar="CALL_UUID...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", default=".", help="Where to put the files. Not set: here.")
@account_options
@as_options(RecordingsOptions)
def recordings(options: RecordingsOptions) -> int:
    """Download what was recorded of calls, as CALL_UUID-1.wav and so on; no half of a file is ever left."""

    def run(tryvox: TryVox) -> int:
        download = tryvox.calls.download_recordings
        files = {uuid: [str(path) for path in download(uuid, options.output)] for uuid in options.call_uuids}
        if options.is_json:
            from voxml.cli.calling.output import print_json

            print_json([{"call_uuid": uuid, "files": found} for uuid, found in files.items()])
        else:
            for name in (name for found in files.values() for name in found):
                echo(printable(name))
        silent = [uuid for uuid, found in files.items() if not found]
        for uuid in silent:
            complain(f"{printable(uuid)}: nothing was recorded")
        return EXIT_FINDINGS if silent else EXIT_CLEAN

    return _with_client(run, options)


@command.command()
@click.argument("call_uuids", metavar="CALL_UUID...", nargs=-1, required=True)
@account_options
@as_options(HangupOptions)
def hangup(options: HangupOptions) -> int:
    """End calls that ring or are in progress. One that is over already is no error."""
    from voxml.calls.errors import CallError
    from voxml.cli.calling.output import complain_of

    def run(tryvox: TryVox) -> int:
        results: list[dict[str, str]] = []
        for call_uuid in options.call_uuids:
            try:
                tryvox.calls.hangup(call_uuid)
                results.append({"call_uuid": call_uuid, "result": "ended"})
            except CallError as error:
                if not _is_over_already(error):
                    complain_of(error, show_numbers=options.show_numbers, before=f"{call_uuid}: ")
                    results.append({"call_uuid": call_uuid, "result": "failed", "outcome": error.outcome})
                    continue
                results.append({"call_uuid": call_uuid, "result": "was over"})
        if options.is_json:
            from voxml.cli.calling.output import print_json

            print_json(results)
        else:
            for each in results:
                echo(f"{each['call_uuid']}: {each['result']}")
        return EXIT_FINDINGS if any(each["result"] == "failed" for each in results) else EXIT_CLEAN

    return _with_client(run, options)


@command.command()
@click.argument("journal")
@click.option("--row", "rows", type=int, multiple=True, help="Only this row; may be repeated.")
@click.option("--key", "keys", multiple=True, help="Only the row of this key, or of what it begins with.")
@click.option("--called", "decision", flag_value="called", help="They were called: never dial them again.")
@click.option("--not-called", "decision", flag_value="not-called", help="They were not: --resume dials them.")
@output_options
def decide(journal: str, rows: tuple[int, ...], keys: tuple[str, ...], decision: str | None, output_format: str) -> int:
    """Show the unknown rows of a batch's JOURNAL, or settle them by hand.

    A row is unknown when its request went out and no answer says what became of it, and no list of calls
    shows it. Look in the vendor's console, ask the person, and then say what you found.
    """
    from voxml.calls.batch import journal_file as journals

    if decision is not None:
        count = journals.decide(journal, rows or None, keys=keys, was_called=decision == "called")
        echo(f"{count} row{'' if count == 1 else 's'}: {decision}")
        return EXIT_CLEAN
    if rows or keys:
        raise click.UsageError("--row and --key need --called or --not-called")
    unknown = [entry for entry in journals.read_entries(journal) if entry.state in ("unknown", "intent")]
    if output_format == "json":
        from voxml.cli.calling.output import print_json

        print_json([entry._asdict() for entry in unknown])
    else:
        from datetime import datetime

        for entry in unknown:
            when = datetime.fromtimestamp(entry.intended_at).astimezone()
            echo(
                f"row {entry.row} (key {entry.key[:8]}): …{entry.last4}, sent {when:%Y-%m-%d %H:%M:%S%z}: {entry.detail}"
            )
        echo(f"{len(unknown)} unknown")
    return EXIT_CLEAN


def _with_client(run: Callable[[TryVox], int], options: AccountOptions) -> int:
    """Run with a client, and say in lines of its own what the API has against it; as JSON too when asked."""
    from voxml.calls.client import TryVox
    from voxml.calls.errors import CallError, InvalidCall
    from voxml.cli.calling.output import complain_of, error_as_dict, print_json

    with TryVox(auth=options.auth, tenant_id=options.tenant_id) as tryvox:
        try:
            return run(tryvox)
        except CallError as error:
            is_ours = isinstance(error, InvalidCall)
            if is_ours:
                complain("\n  ".join(["nothing was sent:", *(str(each) for each in error.details)]))
            else:
                complain_of(error, show_numbers=options.show_numbers)
            if options.is_json:
                print_json(error_as_dict(error))
            return EXIT_FAILURE if is_ours else EXIT_FINDINGS


def _is_over_already(error: CallError) -> bool:
    """The vendor's page says 404 with a code; a client in the field has also met 409."""
    return error.status == 409 or (error.status == 404 and error.code == "call_already_ended")


def _print_table(calls: list[Call], *, show_numbers: bool) -> None:
    from voxml.calls.masking import mask_number
    from voxml.cli.calling.output import plain

    if not calls:
        complain("found no calls")
        return
    rows: list[dict[str, str]] = [{name: name.replace("_", " ") for name in _COLUMNS}]
    for call in calls:
        sent = call.to_dict()
        row = {name: plain(sent.get(name, "")) for name in _COLUMNS}
        if not show_numbers:
            row |= {name: mask_number(row[name]) for name in ("from", "to")}
        rows.append(row)
    terminal = screen(sys.stdout)
    widths = {name: max(cells(row[name]) for row in rows) for name in _COLUMNS}
    left_out = _left_out(widths, terminal.width) if terminal.is_terminal else ()
    shown = [name for name in _COLUMNS if name not in left_out]
    for number, row in enumerate(rows):
        line = "  ".join(row[name] + " " * (widths[name] - cells(row[name])) for name in shown).rstrip()
        echo_styled(terminal.paint.bold(line) if number == 0 else _painted(line, row["status"], terminal.paint))
    if left_out:
        complain(f"left out {', '.join(rows[0][name] for name in left_out)}: --json has all")


def _left_out(widths: dict[str, int], room: int) -> tuple[str, ...]:
    """Return the columns for which a terminal has no room, the least needed ones first."""
    total = sum(widths.values()) + 2 * (len(widths) - 1)
    left_out = []
    for name in ("end_reason", "direction", "start_time", "from", "duration"):
        if total <= room:
            break
        left_out.append(name)
        total -= widths[name] + 2
    return tuple(left_out)


def _painted(line: str, status: str, paint: Paint) -> str:
    roles = {"completed": paint.good, "failed": paint.bad, "busy": paint.warn, "no-answer": paint.warn}
    role = roles.get(status)
    return line if role is None else line.replace(status, role(status), 1)
