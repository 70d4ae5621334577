"""The page of the benchmarks is drawn of any results; nothing here asserts a time."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import __main__ as bench
from bench import harness, page, tables


def test_the_page_and_the_tables_are_drawn_of_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "RESULTS", tmp_path)
    monkeypatch.setattr(page, "RESULTS", tmp_path)
    monkeypatch.setattr(page, "PAGE", tmp_path / "docs" / "index.html")
    monkeypatch.setattr(tables, "DOCS", tmp_path)
    (tmp_path / "performance.md").write_text(
        "<!-- targets -->\nold\n<!-- /targets -->\n<!-- growth -->\n<!-- /growth -->\n"
    )
    rows = harness.rows("work <1>", {"voxml": 0.5, "peer & co": 1.0}, "peer & co", {"voxml": 0.4})
    harness.save("some", rows, skipped=["xmllint: not installed"])
    points = [{"size": size, "seconds": size / 1e4, "megabytes": 20.0} for size in (100, 1000)]
    harness.save("growth", [], series={"files": points})
    (tmp_path / "other.json").write_text(json.dumps([1]))
    html = page.draw().read_text()
    for svg in html.split("<svg")[1:]:
        ElementTree.fromstring("<svg" + svg.partition("</svg>")[0] + "</svg>")
    assert "work &lt;1&gt;" in html
    assert '<span class="misses">missed</span>' in html
    assert "xmllint: not installed" in html
    assert "http" not in html.replace("http-equiv", "")
    filled = (tmp_path / "performance.md").read_text()
    assert "| work <1>: voxml | 500.00 ms | 0.500 | 0.4 | **missed** |" in filled
    assert "| files | 1,000 | 100.00 ms |" in filled
    assert "old" not in filled


def test_every_part_is_a_file() -> None:
    assert all((bench.HERE / f"{name}.py").exists() for name in bench.PARTS)
