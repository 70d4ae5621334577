"""An exploration as a tree of choices with the coverage of each document: in a terminal, and as one HTML page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from voxml.diagnostics import printable
from voxml.emulator.exploration_report import ways
from voxml.reporters.terminal.wrapping import cells, clip, hang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxml.emulator.exploration_report import ExplorationReport, Instruction
    from voxml.reporters.terminal.paint import Paint
    from voxml.reporters.terminal.screen import Screen

_BAR = 20


@dataclass
class Branch:
    """A choice of the caller, with the choices after it, or how the call goes on."""

    label: str
    end: str = ""
    branches: dict[str, Branch] = field(default_factory=dict)


@dataclass
class Coverage:
    """How much of a document is reached."""

    name: str
    reached: int
    total: int
    missed: list[Instruction]


def tree_of(report: ExplorationReport) -> Branch:
    """Return the choices from the start of the call on."""
    root = Branch("the call")
    for steps, end in ways(report.paths):
        at = root
        for step in steps:
            at = at.branches.setdefault(step, Branch(step))
        at.end = end
    return root


def coverage_of(report: ExplorationReport) -> list[Coverage]:
    """Return the coverage of each document, in the order in which they were met."""
    found: dict[str, Coverage] = {}
    for each in report.instructions:
        name = each.path or each.document
        one = found.setdefault(name, Coverage(name, 0, 0, []))
        one.total += 1
        if each.is_reached:
            one.reached += 1
        else:
            one.missed.append(each)
    return list(found.values())


def as_tree(report: ExplorationReport, screen: Screen) -> str:
    """Return the tree, the coverage and the problems for a terminal."""
    paint, room = screen.paint, screen.width
    count = len(report.paths)
    more = "" if report.is_whole else ", and there are more"
    lines = [paint.bold(f"{count} path{'s' * (count != 1)}") + more, ""]
    lines += _rows(tree_of(report).branches, paint, room)
    total = len(report.instructions)
    lines += ["", paint.bold(f"{report.reached} of {total} instructions reached")]
    documents = coverage_of(report)
    longest = max((len(printable(each.name)) for each in documents), default=0)
    width = min(longest, max(room - _BAR - 12, 10))
    for each in documents:
        name = printable(each.name)
        name = name if len(name) <= width else f"…{name[1 - width :]}"
        full = each.reached == each.total
        share = f"{each.reached}/{each.total}"
        lines.append(f"  {name:<{width}}  {_bar(each, paint)}  {(paint.good if full else paint.warn)(share)}")
        for one in each.missed:
            lines.append(paint.dim(f"    never reached: {one.verb}{f' in line {one.line}' if one.line else ''}"))
    if report.rounds:
        text = "a caller who does nothing goes round until the time limit at " + ", ".join(report.rounds)
        lines += ["", paint.warn(hang("", printable(text), room, 2))]
    if report.faults:
        lines += ["", *(paint.bad(hang("", printable(str(each)), room, 2)) for each in report.faults)]
    return "\n".join(lines) + "\n"


def _rows(branches: dict[str, Branch], paint: Paint, room: int, lead: str = "") -> Iterator[str]:
    for number, each in enumerate(branches.values(), 1):
        is_last = number == len(branches)
        left = room - cells(lead) - 3
        label = clip(each.label, left)
        end = f" {paint.dim('→')} {_painted(each.end, paint, left - cells(label) - 3)}" if each.end else ""
        yield paint.dim(f"{lead}{'└─ ' if is_last else '├─ '}") + label + end
        yield from _rows(each.branches, paint, room, f"{lead}{'   ' if is_last else '│  '}")


def _painted(end: str, paint: Paint, room: int) -> str:
    text = clip(end, max(room, 1))
    kind = end.partition(" ")[0]
    if kind in ("dead-end", "endless-loop", "failed"):
        return paint.bad(text)
    if kind == "completed":
        return paint.good(text)
    return paint.warn(text) if kind == "beyond" else paint.dim(text)


def _bar(each: Coverage, paint: Paint) -> str:
    size = _BAR * each.reached // each.total if each.total else _BAR
    return paint.good("━" * size) + paint.dim("╌" * (_BAR - size))


_STYLE = """:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--paper:#fff;--line:#d1d9e0;--good:#1a7f37;
--warn:#9a6700;--bad:#cf222e}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--paper:#0d1117;--line:#3d444d;--good:#3fb950;
--warn:#d29922;--bad:#ff7b72}}
body{margin:0 auto;padding:1.5rem;max-width:60rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);
background:var(--paper)}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}ul{list-style:none;margin:0;
padding-left:1.2rem;border-left:1px solid var(--line)}summary{cursor:pointer}li{padding:.15rem 0 .15rem .5rem}
.end{color:var(--soft)}.completed{color:var(--good)}.beyond{color:var(--warn)}.dead-end,.endless-loop,.failed,.faults
{color:var(--bad)}table{border-collapse:collapse;width:100%}td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid
var(--line);vertical-align:top}meter{width:min(8rem,20vw)}td+td,.end{white-space:nowrap}small{color:var(--soft)}"""


def as_html(report: ExplorationReport, title: str) -> str:
    """Return the tree, the coverage and the problems as a page that asks for nothing else."""
    rows = "".join(
        f"<tr><td>{escape(each.name)}<br><small>{escape('; '.join(_missed(each)))}</small></td><td>"
        f'<meter min="0" max="{each.total}" value="{each.reached}">{each.reached}</meter></td>'
        f"<td>{each.reached} of {each.total}</td></tr>"
        for each in coverage_of(report)
    )
    faults = "".join(f"<li>{escape(str(each))}</li>" for each in report.faults)
    rounds = "".join(f"<li>goes round until the time limit at {escape(each)}</li>" for each in report.rounds)
    count = len(report.paths)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>\n'
        f"<body><main><h1>{escape(title)}</h1>\n"
        + (f'<ul class="faults">{faults}</ul>\n' if faults else "")
        + f"<h2>{count} path{'s' * (count != 1)}{'' if report.is_whole else ', and there are more'}</h2>\n"
        + _html_branches(tree_of(report).branches)
        + f"\n<h2>{report.reached} of {len(report.instructions)} instructions reached</h2>\n<table>{rows}</table>\n"
        + (f"<h2>A caller who does nothing</h2><ul>{rounds}</ul>\n" if rounds else "")
        + "</main></body></html>\n"
    )


def _missed(each: Coverage) -> list[str]:
    return [f"never reached: {one.verb}{f' in line {one.line}' if one.line else ''}" for one in each.missed]


def _html_branches(branches: dict[str, Branch]) -> str:
    items = []
    for each in branches.values():
        kind = each.end.partition(" ")[0]
        end = f' <span class="end {escape(kind)}">→ {escape(each.end)}</span>' if each.end else ""
        label = escape(each.label) + end
        inner = f"<details open><summary>{label}</summary>{_html_branches(each.branches)}</details>"
        items.append(f"<li>{inner if each.branches else label}</li>")
    return f"<ul>{''.join(items)}</ul>"
