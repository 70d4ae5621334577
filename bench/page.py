"""Draws docs/bench/: a page of all results with plots, in one file without scripts or anything from elsewhere.

    python -m bench.page

A bar has its name before it and its figure behind it, in columns of their own, so that neither lies on a mark. Growth
is a line on two logarithmic scales, with its figures in a table.
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
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --paper: #fff; --line: #d1d9e0; --track: #eef1f4;
  --ours: #0a6cbd; --theirs: #9aa4ae; --good: #1a7f37; --bad: #a34f00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9ba4ae; --paper: #0d1117; --line: #3d444d;
  --track: #1c222b; --ours: #4da3f0; --theirs: #6b7682; --good: #57c274; --bad: #f0954d; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 54rem;
  margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { font-size: 1.05rem; margin: 2.25rem 0 .6rem; }
p { color: var(--soft); margin: .5rem 0; }
small { color: var(--soft); display: block; font-size: .85rem; }
.key { display: inline-block; width: .8em; height: .8em; border-radius: 3px; margin-right: .35em; }
.key.ours { background: var(--ours); } .key.theirs { background: var(--theirs); }
.key.aim { background: none; width: 0; height: 1em; border-left: 2px solid var(--ink); border-radius: 0;
  vertical-align: -.15em; margin-left: .3em; }
.bars { list-style: none; margin: 0; padding: 0; }
.bars li { display: grid; grid-template-columns: 15rem 1fr 10.5rem; gap: 0 .75rem; align-items: center;
  padding: .15rem 0; font-size: .92rem; line-height: 1.3; }
.bars .name { text-align: right; overflow-wrap: anywhere; } .bars .mine { font-weight: 600; }
.bars .figure { color: var(--soft); font-variant-numeric: tabular-nums; }
.bar { display: block; width: 100%; height: 1.5rem; overflow: visible; }
.track { fill: var(--track); } .ours { fill: var(--ours); } .theirs { fill: var(--theirs); }
.aim { stroke: var(--ink); stroke-width: 2; vector-effect: non-scaling-stroke; }
.meets { color: var(--good); font-weight: 600; } .misses { color: var(--bad); font-weight: 600; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--soft); padding: 0 0 .4rem; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
th { color: var(--soft); font-weight: 500; font-size: .9rem; }
th.figure, td.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.plot { display: block; width: 100%; max-width: 34rem; height: auto; }
.plot text { font: 11px system-ui, sans-serif; fill: var(--soft); } .axis { stroke: var(--line); }
.curve { fill: none; stroke: var(--ours); stroke-width: 2; } .even { stroke: var(--soft); stroke-dasharray: 4 4; }
@media (max-width: 44rem) {
  .bars li { grid-template-columns: 1fr auto; padding: .3rem 0; } .bars .name { text-align: left; }
  .bars .bar { grid-column: 1 / -1; grid-row: 2; height: 1.1rem; margin-top: .15rem; } }
"""


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
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        "<h1>voxml, measured side by side</h1>\n"
        f"<p>Medians of runs that take turns, ours and theirs, on one machine ({escape(about)}). Shorter is better."
        " <code>make bench</code> makes this page anew.</p>\n"
        '<p><span class="key ours"></span>ours &nbsp; <span class="key theirs"></span>others &nbsp;'
        '<span class="key aim"></span>target: the most that ours may take</p>\n'
        + "\n".join(section for section in sections if section)
        + "\n</main>\n</body>\n</html>\n"
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
                f"<tr><td>{escape(row['work'])}<small>{escape(row['name'])}</small></td>"
                f'<td class="figure">{row["ratio"]:.3f}</td><td class="figure">{row["target"]:g}</td>'
                f"<td>{word}</td></tr>"
            )
    head = (
        '<tr><th scope="col">work</th><th scope="col" class="figure">ratio</th>'
        '<th scope="col" class="figure">target</th><th scope="col">result</th></tr>'
    )
    return f"<h2>Targets</h2>\n<table>\n{head}\n" + "\n".join(lines) + "\n</table>"


def _bars(rows: list[dict[str, Any]]) -> str:
    """Return a line for each contender: its name, its bar with the mark of its target, its figure."""
    largest = max(*(row["ratio"] for row in rows), *(row["target"] or 0 for row in rows), 1e-9)
    lines = []
    for row in rows:
        width = max(0.4, row["ratio"] / largest * 100)
        is_ours = row["name"].startswith("voxml")
        bar = f'<rect class="{"ours" if is_ours else "theirs"}" y="3" width="{width:.2f}" height="18"/>'
        aim = ""
        if row["target"] is not None:
            at = min(row["target"] / largest * 100, 99.8)
            aim = f'<line class="aim" x1="{at:.2f}" x2="{at:.2f}" y1="0" y2="24"/>'
        lines.append(
            f'<li><span class="name{" mine" if is_ours else ""}">{escape(row["name"])}</span>'
            '<svg class="bar" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect class="track" y="3" width="100" height="18"/>{bar}{aim}</svg>'
            f'<span class="figure">{in_words(row["value"], row["unit"])} ({row["ratio"]:.2f})</span></li>'
        )
    return '<ul class="bars">\n' + "\n".join(lines) + "\n</ul>"


def _growth(work: str, points: list[dict[str, Any]]) -> str:
    """Seconds over size, both logarithmic, with the line of a cost that grows as the work does; figures in a table."""
    left, bottom, width, height = 46, 170, 300, 150
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
            f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        )
    start, end = place(xs[-1] - (ys[-1] - low), low), place(xs[-1], ys[-1])
    if start[0] < left:
        start = place(xs[0], ys[-1] - (xs[-1] - xs[0]))
    parts.append(f'<line class="even" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>')
    dots = [place(x, y) for x, y in zip(xs, ys, strict=True)]
    parts.append('<polyline class="curve" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in dots) + '"/>')
    for turn, ((x, y), point) in enumerate(zip(dots, points, strict=True)):
        anchor = "start" if turn == 0 else "end" if turn == len(points) - 1 else "middle"
        parts.append(
            f'<circle class="ours" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
            f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="{anchor}">{point["size"]:,}</text>'
        )
    label = f"growth: {escape(work)}"
    drawing = f'<svg class="plot" viewBox="0 0 360 196" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    note = "Seconds by size, both logarithmic; the dashed line is a cost that grows as the work does."
    lines = "\n".join(
        f'<tr><td class="figure">{point["size"]:,}</td><td class="figure">{in_words(point["seconds"], "s")}</td>'
        f'<td class="figure">{point["megabytes"]:.0f} MB</td></tr>'
        for point in points
    )
    head = "".join(f'<th scope="col" class="figure">{name}</th>' for name in ("size", "time", "memory of a process"))
    return f"<h2>Growth: {escape(work)}</h2>\n<p>{note}</p>\n{drawing}\n<table><tr>{head}</tr>\n{lines}\n</table>"


if __name__ == "__main__":
    print(draw())
