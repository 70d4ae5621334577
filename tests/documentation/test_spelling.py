"""Every word of the pages is English, or one of the project's own, which tools/docs/words.txt lists."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.documentation.conftest import TOP

#: Pages with tables of phrases in other languages, and of the words of other vendors.
_OTHER_LANGUAGES = {"speaking.md"}
PAGES = [*(TOP / "docs").glob("*.md"), TOP / "README.md", TOP / "SECURITY.md", TOP / "CHANGELOG.md"]


def words_of(text: str) -> set[str]:
    """The words of a page, without code, addresses and tags."""
    for noise in (r"^```.*?^```", r"`[^`]*`", r"<[^>]+>", r"\]\([^)]*\)", r"https?://\S+", r"^---\n.*?\n---\n"):
        text = re.sub(noise, " ", text, flags=re.M | re.S)
    found = re.findall(r"[^\W\d_][^\W\d_']+", text.replace("’", "'"))
    return {word.strip("'").removesuffix("'s").lower() for word in found}


@cache
def spell_checker() -> Any:
    checker = pytest.importorskip("spellchecker", reason="pyspellchecker is not installed").SpellChecker(distance=1)
    checker.word_frequency.load_words((TOP / "tools/docs/words.txt").read_text("utf-8").split())
    return checker


@pytest.mark.parametrize("page", sorted(PAGES), ids=lambda page: page.name)
def test_it_is_spelled_right(page: Path) -> None:
    if page.name in _OTHER_LANGUAGES:
        pytest.skip("has phrases in nine languages")
    checker = spell_checker()
    unknown = sorted(checker.unknown(words_of(page.read_text("utf-8"))))
    assert unknown == [], "correct them, or add a word of the project to tools/docs/words.txt, in order"


def test_the_word_list_is_in_order() -> None:
    words = (TOP / "tools/docs/words.txt").read_text("utf-8").split()
    assert words == sorted(set(words))
