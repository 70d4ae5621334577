"""Fills the tables in docs/performance.md and docs/scale.md with the results that are there, between their marks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bench.harness import in_words

DOCS = Path(__file__).resolve().parents[1] / "docs"


def fill(measured: dict[str, Any]) -> None:
    """Write what was measured into the pages; a part that was not measured stays as it was."""
    targets = [row for each in measured.values() for row in each["rows"] if row["target"] is not None]
    _put("performance.md", "targets", _targets(targets))
    if "growth" in measured:
        _put("performance.md", "growth", _growth(measured["growth"]["series"]))
    if "scaling" in measured:
        rates = measured["scaling"]["rows_per_second"]
        lines = ["| as measured, whole process on one machine | rows a second |", "| --- | --- |"]
        _put("scale.md", "scale", "\n".join([*lines, *(f"| {name} | {rate:,.0f} |" for name, rate in rates.items())]))


def _targets(rows: list[dict[str, Any]]) -> str:
    lines = ["| work | ours | ratio | target | result |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        word = "met" if row["ratio"] <= row["target"] else "**missed**"
        figures = f"{in_words(row['value'], row['unit'])} | {row['ratio']:.3f} | {row['target']:g}"
        lines.append(f"| {row['work']}: {row['name']} | {figures} | {word} |")
    return "\n".join(lines)


def _growth(series: dict[str, list[dict[str, Any]]]) -> str:
    lines = ["| series | size | time | of one | memory |", "| --- | --- | --- | --- | --- |"]
    for name, points in series.items():
        for point in points:
            each = in_words(point["seconds"] / point["size"], "s")
            figures = f"{in_words(point['seconds'], 's')} | {each} | {point['megabytes']:.0f} MB"
            lines.append(f"| {name} | {point['size']:,} | {figures} |")
    return "\n".join(lines)


def _put(page: str, mark: str, text: str) -> None:
    path = DOCS / page
    before = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    path.write_text(pattern.sub(lambda found: f"{found[1]}{text}\n{found[2]}", before), encoding="utf-8")
