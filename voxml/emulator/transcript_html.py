"""A transcript as one HTML page: readable without network, in light and dark, on paper and by a screen reader."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from voxml.emulator.transcript_text import clock, entry_text, is_shown

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.call_checks import CallProblem

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2330;--soft:#5b6475;--paper:#fff;--line:#e3e6ec;--call:#1f5fbf;--callee:#0b7a55;
--far:#8a4b08;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e7eaf1;--soft:#9aa3b5;--paper:#14171d;--line:#2b303a;--call:#8ab4f8;
--callee:#63d4a4;--far:#f0b36a;--bad:#ff8a80}}
*{box-sizing:border-box}body{margin:0 auto;padding:1.5rem;max-width:62rem;font:16px/1.5 system-ui,sans-serif;
color:var(--ink);background:var(--paper)}h1{font-size:1.4rem;margin:0 0 .3rem}dl{display:flex;flex-wrap:wrap;
gap:.3rem 2rem;margin:0 0 1.2rem;padding:0}dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-weight:600}
table{width:100%;border-collapse:collapse}th{text-align:left;color:var(--soft);font-weight:500;font-size:.85rem}
td,th{padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td:first-child{font-variant-numeric:tabular-nums;color:var(--soft);white-space:nowrap}
.call{color:var(--call)}.callee,.caller{color:var(--callee)}.far{color:var(--far)}.event td{color:var(--soft)}
.problem td,.faults{color:var(--bad)}.say td:nth-child(3){font-size:1.05rem}code{font-size:.85rem;color:var(--soft)}
"""
_WHO = {"call": "TryVox", "callee": "Callee", "caller": "Caller", "far": "Far side", "event": ""}


def as_html(call: Call, faults: list[CallProblem] | None = None) -> str:
    """The page."""
    facts, figures = call.facts, call.transcript.figures()
    zero = call.transcript.answered_at
    first = "never" if figures.to_first_word is None else f"{figures.to_first_word:.1f} s"
    numbers = [
        ("Status", f"{facts.status} ({facts.end_reason})"),
        ("Length", clock(figures.total)),
        ("First word after", first),
        ("Longest silence", f"{figures.longest_silence:.1f} s"),
    ]
    rows = []
    for entry in call.transcript.entries:
        if not is_shown(entry):
            continue
        at = clock(entry.at - zero) if zero is not None and entry.at >= zero else ""
        where = f"{entry.path}:{entry.line}" if entry.path and entry.line else ""
        rows.append(
            f'<tr class="{entry.who} {escape(entry.kind)}"><td>{at}</td><td class="{entry.who}">{_WHO[entry.who]}</td>'
            f"<td>{escape(entry_text(entry))}</td><td><code>{escape(where)}</code></td></tr>"
        )
    title = f"Call from {facts.order.from_} to {facts.order.to}"
    listed = "".join(f"<li>{escape(str(fault))}</li>" for fault in faults or ())
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>\n'
        f"<body><main><h1>{escape(title)}</h1>\n<dl>"
        + "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in numbers)
        + "</dl>\n"
        + (f'<ul class="faults">{listed}</ul>\n' if listed else "")
        + '<table><thead><tr><th scope="col">Time</th><th scope="col">Who</th><th scope="col">What</th>'
        '<th scope="col">Source</th></tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody></table></main></body></html>\n"
    )
