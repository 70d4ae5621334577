"""`voxml call --batch` without --live: what would be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from voxml.calls.batch.eligibility import deferral
from voxml.cli._output import EXIT_CLEAN, complain, echo
from voxml.cli.calling.holding import read_rules
from voxml.cli.calling.output import print_json
from voxml.cli.calling.results import write_reports

if TYPE_CHECKING:
    from voxml.calls.batch.call_rows import Row
    from voxml.calls.batch.runner import RowResult
    from voxml.cli.calling.options import Options


def rehearse(options: Options, rows: list[Row], documents: int) -> int:
    """Show the first request, and which rows would wait; a report has every row as not sent."""
    from voxml.calls.dry_run import doubts_about, show_request
    from voxml.calls.operations import dial

    reason_of = deferral(read_rules(options))
    held = [(row.number, reason) for row in rows if (reason := reason_of(row)) is not None]
    members = dict(rows[0].members)
    if documents:
        members |= {"answer_url": f"{options.publish_url}/….json", "answer_method": "GET"}
    shown = show_request(dial(members), auth=options.auth, tenant_id=options.tenant_id)
    if options.output_format == "json":
        facts = {"rows": len(rows), "documents": documents, "held": len(held), "dialled": 0}
        print_json({**facts, "first_request": shown._asdict()})
    else:
        rendered = f", {documents:,} documents were rendered" if documents else ""
        count = "1 row is" if len(rows) == 1 else f"{len(rows):,} rows are"
        echo(f"{count} valid{rendered}; {len(held):,} would be deferred now. The first request:\n")
        echo(f"{shown}\n")
        for number, reason in held[:20]:
            echo(f"row {number}: deferred: {reason}")
        if len(held) > 20:
            echo(f"… and {len(held) - 20:,} more")
    urls = dict.fromkeys(str(row.members["answer_url"]) for row in rows if "answer_url" in row.members)
    for url, doubt in doubts_about(urls)[:5]:
        complain(f"note: these calls would not be made; {url}: {doubt}")
    write_reports(options, _as_results(rows, dict(held)))
    complain("note: the answer URLs were not fetched; --live fetches those that are asked for by GET before it dials")
    complain("nothing was dialled; --live dials")
    return EXIT_CLEAN


def _as_results(rows: list[Row], held: Mapping[int, str]) -> list[RowResult]:
    """The rows as a report of a run that dials nobody has them."""
    from voxml.calls.batch.runner import RowResult

    waits = "only checked; --live dials"
    return [RowResult(row.number, row.to, "not-sent", None, held.get(row.number, waits)) for row in rows]
