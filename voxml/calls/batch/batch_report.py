"""What became of a batch: its counts in one line, and a CSV file. `report_page` has the page for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from voxml.calls.batch.runner import OUTCOMES, RowOutcome, RowResult
from voxml.calls.masking import mask_number

COLUMNS = ("row", "to", "outcome", "call_uuid", "detail")


def to_csv(results: Iterable[RowResult], *, show_numbers: bool = False) -> str:
    """Return one line for each row of the batch, with the columns `COLUMNS`; numbers show their last four digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in results:
        to = result.to if show_numbers else mask_number(result.to)
        cells = (result.outcome, _no_formula(result.call_uuid or ""), _no_formula(result.detail))
        writer.writerow((result.row, to, *cells))
    return out.getvalue()


def summary(counts: Mapping[RowOutcome, int]) -> str:
    """Return the counts in one line, the best outcome first."""
    total = sum(counts.values())
    parts = ", ".join(f"{counts.get(outcome, 0):,} {outcome}" for outcome in OUTCOMES)
    return f"{total:,} row{'' if total == 1 else 's'}: {parts}"


def _no_formula(text: str) -> str:
    """Return text of the API that a spreadsheet would not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
