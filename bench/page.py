"""Draws docs/bench/: a page of all results with plots, in one file without scripts or anything from elsewhere.

    python -m bench.page

The plots are SVG of our own: bars of each ratio with a mark at its target, and lines on two logarithmic scales.
"""

from __future__ import annotations

import json
import math
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from bench import tables
from bench.harness import in_words

TOP = Path(__file__).resolve().parents[1]
RESULTS = TOP / "bench" / "results"
PAGE = TOP / "docs" / "bench" / "index.html"
STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --paper: #fff; --line: #d1d9e0; --ours: #0a6cbd;
  --theirs: #9aa4ae; --good: #1a7f37; --bad: #b35900; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --line: #3d444d;
  --ours: #4da3f0; --theirs: #6b7682; --good: #57c274; --bad: #f0954d; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 52rem;
  margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; } p { color: var(--soft); }
svg { width: 100%; height: auto; display: block; } svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
svg .soft { fill: var(--soft); } .ours { fill: var(--ours); } .theirs { fill: var(--theirs); }
.axis { stroke: var(--line); } .aim { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 3 2; }
.curve { fill: none; stroke: var(--ours); stroke-width: 2; } .even { stroke: var(--theirs); stroke-dasharray: 4 4; }
.meets { color: var(--good); } .misses { color: var(--bad); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .5rem;
  border-bottom: 1px solid var(--line); } td.figure { text-align: right; font-variant-numeric: tabular-nums; }
"""
_LABELS, _BARS, _STEP = 260, 380, 26


def draw() -> Path:
    """Write the page of the results that are there, and the tables in docs/."""
    results = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    measured = {name: each for name, each in results.items() if isinstance(each, dict) and "rows" in each}
    sections = [_targets(measured)]
    for each in measured.values():
        if "series" in each:
            sections += [_growth(work, points) for work, points in each["series"].items()]
            continue
        for work, group in groupby(each["rows"], key=lambda row: row["work"]):
            sections.append(f"<h2>{escape(work)}</h2>\n{_bars(list(group))}")
        sections += [f"<p>Skipped: {escape(reason)}</p>" for reason in each.get("skipped", ())]
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(_page(sections, measured), encoding="utf-8")
    tables.fill(measured)
    return PAGE


def _page(sections: list[str], measured: dict[str, Any]) -> str:
    machines = {json.dumps(each["machine"], sort_keys=True): each["machine"] for each in measured.values()}
    about = "; ".join(f"Python {each['python']}, {each['cores']} cores" for each in machines.values())
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<title>voxml, measured side by side</title>\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n"
        "<h1>voxml, measured side by side</h1>\n"
        f"<p>Medians of runs that take turns, ours and theirs, on one machine ({escape(about)}). <code>make bench</code>"
        " makes this page anew. A dashed mark is the target; shorter is better.</p>\n"
        + "\n".join(section for section in sections if section)
        + "\n</body>\n</html>\n"
    )


def _targets(measured: dict[str, Any]) -> str:
    lines = []
    for each in measured.values():
        for row in each["rows"]:
            if row["target"] is None:
                continue
            met = row["ratio"] <= row["target"]
            word = '<span class="meets">met</span>' if met else '<span class="misses">missed</span>'
            lines.append(
                f"<tr><td>{escape(row['work'])}</td><td>{escape(row['name'])}</td>"
                f'<td class="figure">{row["ratio"]:.3f}</td><td class="figure">{row["target"]:g}</td>'
                f"<td>{word}</td></tr>"
            )
    head = "<tr><th>work</th><th>ours</th><th>ratio</th><th>target</th><th></th></tr>"
    return f"<h2>Targets</h2>\n<table>\n{head}\n" + "\n".join(lines) + "\n</table>"


def _bars(rows: list[dict[str, Any]]) -> str:
    largest = max(*(row["ratio"] for row in rows), *(row["target"] or 0 for row in rows), 1e-9)
    parts = []
    for place, row in enumerate(rows):
        top = place * _STEP + 4
        width = max(1.0, row["ratio"] / largest * _BARS)
        aim = None if row["target"] is None else row["target"] / largest * _BARS
        # A figure is behind its bar, and behind the mark of the target where that is near.
        end = aim if aim is not None and -4 < aim - width < 80 else width
        kind = "ours" if row["name"].startswith("voxml") else "theirs"
        figure = f"{in_words(row['value'], row['unit'])} ({row['ratio']:.2f})"
        parts.append(
            f'<text x="{_LABELS - 8}" y="{top + 14}" text-anchor="end">{escape(row["name"])}</text>'
            f'<rect class="{kind}" x="{_LABELS}" y="{top}" width="{width:.1f}" height="18" rx="2"/>'
            f'<text class="soft" x="{_LABELS + end + 8:.1f}" y="{top + 14}">{figure}</text>'
        )
        if aim is not None:
            at = _LABELS + aim
            parts.append(f'<line class="aim" x1="{at:.1f}" x2="{at:.1f}" y1="{top - 3}" y2="{top + 21}"/>')
    size = f"0 0 {_LABELS + _BARS + 140} {len(rows) * _STEP + 4}"
    return f'<svg viewBox="{size}" role="img" aria-label="{escape(rows[0]["work"])}">{"".join(parts)}</svg>'


def _growth(work: str, points: list[dict[str, Any]]) -> str:
    """Seconds over size, both logarithmic, with the line of a cost that grows as the work does."""
    left, bottom, width, height = 70, 250, 600, 220
    xs = [math.log10(point["size"]) for point in points]
    ys = [math.log10(point["seconds"]) for point in points]
    low, high = math.floor(min(ys)), math.ceil(max(ys)) or 1
    high = max(high, low + 1)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (x - xs[0]) / max(xs[-1] - xs[0], 1e-9)
        return left + across * width, bottom - (y - low) / (high - low) * height

    parts = []
    for power in range(low, high + 1):
        _, y = place(xs[0], power)
        parts.append(
            f'<line class="axis" x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="soft" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        )
    start, end = place(xs[-1] - (ys[-1] - low), low), place(xs[-1], ys[-1])
    if start[0] < left:
        start = place(xs[0], ys[-1] - (xs[-1] - xs[0]))
    parts.append(f'<line class="even" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>')
    dots = [place(x, y) for x, y in zip(xs, ys, strict=True)]
    parts.append('<polyline class="curve" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in dots) + '"/>')
    for turn, ((x, y), point) in enumerate(zip(dots, points, strict=True)):
        # Left of the line, and the second above the first or below the line, so that nothing lies on anything.
        anchor, rise = ("end", 10) if turn else ("start", 10)
        if turn == 1:
            rise = 22 if y - 22 < dots[0][1] - 24 else -22
        figure = f"{in_words(point['seconds'], 's')}, {point['megabytes']:.0f} MB"
        parts.append(
            f'<circle class="ours" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
            f'<text class="soft" x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{point["size"]:,}</text>'
            f'<text x="{x - 4:.1f}" y="{y - rise:.1f}" text-anchor="{anchor}">{figure}</text>'
        )
    drawing = f'<svg viewBox="0 0 760 285" role="img" aria-label="growth: {escape(work)}">{"".join(parts)}</svg>'
    note = "Seconds and the largest process's memory by size; the dashed line is a cost that grows as the work does."
    return f"<h2>Growth: {escape(work)}</h2>\n<p>{note}</p>\n{drawing}"


if __name__ == "__main__":
    print(draw())
