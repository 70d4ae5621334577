"""Reports of a batch: counts, a CSV file for programs, a page with a chart for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from voxml.calls.batch.runner import OUTCOMES, RowOutcome, RowResult
from voxml.calls.masking import mask_number

COLUMNS = ("row", "to", "outcome", "call_uuid", "detail")
_MEANING: Mapping[RowOutcome, str] = {
    "accepted": "the API took the call",
    "rejected": "the API said no",
    "not-sent": "nothing was dialled",
    "unknown": "it may have been dialled: decide by hand",
}
#: Rows that the page lists; the CSV file has them all.
_MOST_LISTED = 2000


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


def to_html(results: Sequence[RowResult], *, title: str, show_numbers: bool = False) -> str:
    """Return a page of its own, without anything from elsewhere: a chart of the outcomes and the rows that need a
    look.
    """
    counts: dict[RowOutcome, int] = {
        outcome: sum(result.outcome == outcome for result in results) for outcome in OUTCOMES
    }
    order = {"unknown": 0, "rejected": 1, "not-sent": 2, "accepted": 3}
    listed = sorted(results, key=lambda result: (order[result.outcome], result.row))[:_MOST_LISTED]
    more = len(results) - len(listed)
    note = f"<p>{more:,} more rows are in the CSV report.</p>" if more else ""
    return _PAGE.format(
        title=escape(title),
        summary=escape(summary(counts)),
        chart=_chart(counts),
        rows="\n".join(_row(result, show_numbers=show_numbers) for result in listed),
        note=note,
    )


def _chart(counts: Mapping[RowOutcome, int]) -> str:
    """Return one bar, split by outcome, and under it what each colour means, in words and numbers."""
    total = max(sum(counts.values()), 1)
    left = 0.0
    bars: list[str] = []
    legend: list[str] = []
    for outcome, count in counts.items():
        width = 1000 * count / total
        share = f"{100 * count / total:.1f} %"
        if count:
            bars.append(
                f'<rect class="{outcome}" x="{left:.2f}" y="0" width="{max(width, 2):.2f}" height="56">'
                f"<title>{count:,} {outcome} ({share})</title></rect>"
            )
        left += width
        legend.append(
            f'<li><span class="key {outcome}"></span><b>{count:,}</b> {outcome} '
            f"<small>{share}, {_MEANING[outcome]}</small></li>"
        )
    label = escape(summary(counts))
    svg = f'<svg viewBox="0 0 1000 56" preserveAspectRatio="none" role="img" aria-label="{label}">'
    return f'{svg}{"".join(bars)}</svg>\n<ul class="legend">{"".join(legend)}</ul>'


def _row(result: RowResult, *, show_numbers: bool) -> str:
    to = result.to if show_numbers else mask_number(result.to)
    cells = (str(result.row), to, result.outcome, result.call_uuid or "", result.detail)
    return f'<tr class="{result.outcome}">{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'


def _no_formula(text: str) -> str:
    """Return text of the API that a spreadsheet would not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c1c22; --paper: #fff; --line: #d8d8e0; --soft: #5d5d6b;
  --accepted: #2e8b57; --rejected: #c0392b; --not-sent: #8a8a96; --unknown: #d98a00;
  --unknown-ink: #8f5b00; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #ececf1; --paper: #17171c; --line: #3a3a45; --soft: #a3a3b2;
    --accepted: #4fb57d; --rejected: #e8705f; --not-sent: #8f8f9d; --unknown: #f0ab3a; --unknown-ink: #f0ab3a; }} }}
body {{ font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 70rem; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; margin: 0; }}
svg {{ display: block; width: 100%; height: 3.5rem; margin: 1.5rem 0 1rem; border-radius: 6px;
  background: var(--line); }}
rect.accepted {{ fill: var(--accepted); }} rect.rejected {{ fill: var(--rejected); }}
rect.not-sent {{ fill: var(--not-sent); }} rect.unknown {{ fill: var(--unknown); }}
.legend {{ list-style: none; padding: 0; display: grid; gap: .25rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); }}
.key {{ display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; margin-right: .5rem; }}
.key.accepted {{ background: var(--accepted); }} .key.rejected {{ background: var(--rejected); }}
.key.not-sent {{ background: var(--not-sent); }} .key.unknown {{ background: var(--unknown); }}
small, p {{ color: var(--soft); }}
.table {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; margin-top: 1.5rem; font-variant-numeric: tabular-nums; }}
th, td {{ text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }}
td:nth-child(4) {{ font-family: ui-monospace, monospace; font-size: .85em; }}
tr.unknown td:nth-child(3) {{ color: var(--unknown-ink); font-weight: 600; }}
tr.rejected td:nth-child(3) {{ color: var(--rejected); font-weight: 600; }}
</style>
<h1>{title}</h1>
<p>{summary}</p>
{chart}
<div class="table"><table>
<thead><tr><th>Row<th>To<th>Outcome<th>Call<th>Detail</thead>
<tbody>
{rows}
</tbody>
</table></div>
{note}
</html>
"""
