"""Every sample of docs/building.md runs, and makes documents without a warning."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import voxml
from voxml import Response

TEXT = (Path(__file__).parents[2] / "docs" / "building.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("sample", SAMPLES, ids=[str(number) for number in range(len(SAMPLES))])
def test_a_sample_runs(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {"__name__": "sample"}
    exec(compile(sample, "docs/building.md", "exec"), names)
    documents = [value for value in names.values() if isinstance(value, Response)]
    documents += names.get("pages", {}).values()
    for document in documents:
        assert voxml.loads(document.to_xml()) == document
    for line in re.findall(r"print\(error\)  # (.*)", sample):
        assert capsys.readouterr().out == f"{line}\n"


def test_the_menus_of_three_languages_are_clean() -> None:
    names: dict[str, Any] = {}
    exec(compile(next(each for each in SAMPLES if "LANGUAGES" in each), "docs/building.md", "exec"), names)
    assert len(names["pages"]) == 4
    for document in names["pages"].values():
        assert [each for each in voxml.lint(document) if each.severity != "info"] == []
