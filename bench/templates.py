"""Rows per second of rendering and checking a template, against plain Jinja rendering of the same template.

    python bench/templates.py [--rows N] [--rounds N] [--json FILE]

Both sides take the same rows and use the same filters. Plain Jinja escapes and renders, and does nothing else: it does
not check a parameter, nor the document. Ours checks the row, renders it, checks the document, and writes its JSON. The
two take turns within each round, so that a busy machine slows both; the medians of all rounds are compared.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from voxml.templating import Templates
from voxml.templating.filters import FILTERS
from voxml.templating.header import sample_values
from voxml.templating.shipped import shipped_folder, shipped_names

#: A short template, one with a loop, and one with everything.
TEMPLATES = ("appointment-reminder", "ivr-menu", "delivery-notice")


def plain_jinja(name: str) -> Callable[[dict[str, Any]], str]:
    """The template under Jinja as it comes, with autoescape."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped_folder()),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(FILTERS)
    return environment.get_template(f"{name}.xml.j2").render


def rows_of(name: str, count: int) -> list[dict[str, Any]]:
    """Rows that differ in one value, as those of a mailing do: a text if there is one, else a number."""
    parameters = [each for each in Templates().get(name).parameters if each.name not in ("voice", "room")]
    values = sample_values(Templates().get(name).parameters)
    for each in parameters:
        if each.type == "text":
            return [{**values, each.name: f"{values[each.name]} {number}"[: each.max]} for number in range(count)]
    varied = next((each for each in parameters if each.type == "integer"), None)
    if varied is None:
        return [values] * count
    span = varied.max - varied.min + 1
    return [{**values, varied.name: varied.min + number % span} for number in range(count)]


def measure(name: str, count: int, rounds: int) -> dict[str, Any]:
    """Medians in microseconds a row, and their ratio."""
    rows = rows_of(name, count)
    template = Templates().get(name)
    checked = [template.check(row) for row in rows]
    plain = plain_jinja(name)

    def ours() -> None:
        for row in rows:
            template.wire(row)

    def theirs() -> None:
        for row in checked:
            plain(row)

    spent: dict[str, list[float]] = {"ours": [], "jinja2": []}
    for run in (ours, theirs):
        run()
    for _ in range(rounds):
        for label, run in (("ours", ours), ("jinja2", theirs)):
            start = time.perf_counter()
            run()
            spent[label].append((time.perf_counter() - start) / count * 1e6)
    medians = {label: statistics.median(times) for label, times in spent.items()}
    return {
        "template": name,
        **{f"{label}_us": round(value, 1) for label, value in medians.items()},
        "ratio": round(medians["ours"] / medians["jinja2"], 2),
        "rows_per_second": round(1e6 / medians["ours"]),
    }


def main() -> None:
    """Measure, print a table, and save it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--all", action="store_true", help="every shipped template")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    names = shipped_names() if options.all else TEMPLATES
    results = [measure(name, options.rows, options.rounds) for name in names]
    print(f"{'template':<24} {'jinja2 alone':>14} {'ours, checked':>14} {'ratio':>7} {'rows/s':>9}")
    for each in results:
        print(
            f"{each['template']:<24} {each['jinja2_us']:>11.1f} µs {each['ours_us']:>11.1f} µs "
            f"{each['ratio']:>7.2f} {each['rows_per_second']:>9,}"
        )
    if options.json is not None:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
