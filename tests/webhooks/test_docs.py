"""The samples of docs/webhooks.md run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"


@pytest.mark.parametrize("sample", re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
def test_samples_run(sample: str) -> None:
    exec(compile(sample, str(PAGE), "exec"), {})
