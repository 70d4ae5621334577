"""Texts and addresses that nothing needs to be said of: most are, and one pattern tells them quicker than every rule."""

from __future__ import annotations

import re

from voxml.rules.facts.placeholders import LEFTOVERS

# No word is so long that it could be a key, or has a sign that keys have; digits are few enough to be read as a number.
_WORD = r"(?:[^\W\d_]{1,15}|[$€£]?[0-9]{1,6}(?:[.,:][0-9]{1,2})?|[^\W\d_]{1,8}['’-][^\W\d_]{1,6})"
_TEXT = re.compile(rf"[(\"]?{_WORD}(?:[.,;:!?)\"]{{0,3}}[ \n][(\"]?{_WORD})*+[.,;:!?)\"]{{0,3}}")
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._-]{0,14})*+")
#: In characters; `text-too-long` begins later.
_LONGEST = 1_000


def is_plain_text(value: str) -> bool:
    """Whether a spoken text is nothing but words and numbers, and not very long."""
    return len(value) <= _LONGEST and _TEXT.fullmatch(value) is not None and not _has_leftover(value)


def is_plain_address(value: str) -> bool:
    """Whether an address is https, and has a path of short plain steps and nothing after it."""
    return _ADDRESS.fullmatch(value) is not None and "sk_" not in value and not _has_leftover(value)


def _has_leftover(value: str) -> bool:
    return any(map(value.__contains__, LEFTOVERS))
