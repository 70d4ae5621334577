"""Texts and addresses that nothing needs to be said of: most are, and one pattern tells them quicker than every rule.

It holds in a document that has none of the words that a missing value leaves behind.
"""

from __future__ import annotations

import re

_LETTER = r"[^\W\d_]"
#: A word is not so long that it could be a key, and has no sign that keys have; digits are few enough to be read as a number.
WORD = (
    # The same with letters that are quicker told, before it with any.
    rf"(?:[A-Za-z]{{1,8}}+(?:['’-]{_LETTER}{{1,6}}|{_LETTER}{{0,7}})"
    r"|[$€£]?[0-9]{1,6}(?:[.,:][0-9]{1,2})?"
    rf"|{_LETTER}{{1,8}}+(?:['’-]{_LETTER}{{1,6}}|{_LETTER}{{0,7}}))"
)
# So few words are no text that is too long.
_TEXT = re.compile(rf"[(\"]?{WORD}(?:[.,;:!?)\"]{{0,3}}[ \n][(\"]?{WORD}){{0,60}}+[.,;:!?)\"]{{0,3}}")
_ADDRESS = re.compile(r"(?!\S*sk_)https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._-]{0,14})*+")

#: Tells a spoken text of words and numbers.
is_plain_text = _TEXT.fullmatch
#: Tells an https address with a path of short plain steps, and nothing after it.
is_plain_address = _ADDRESS.fullmatch
