"""The pages about the dialects are those that their tables say."""

from __future__ import annotations

from voxml.importers.reference import pages


def test_the_pages_are_fresh() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run python -m voxml.importers.reference"
