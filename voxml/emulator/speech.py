"""How long words take to say: simulated speech, the same on every machine.

Nothing is spoken here; a duration is worked out from the words and the language, so that a call has a length, a time to
its first word, and pauses that can be checked. Measured voices differ by a fifth either way.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Syllabic and logographic scripts have no spaces between words; their speakers say about this many characters a
#: second.
_CHARACTERS_PER_SECOND = 4.5
#: A digit said by itself ("5, 5, 5") takes about as long as a short word.
_DIGIT_SECONDS = 0.35
_SENTENCE_PAUSE = 0.4
_CLAUSE_PAUSE = 0.2

_dense = re.compile("[぀-ヿ㐀-鿿가-힯豈-﫿ก-๛]").findall
_digits = re.compile(r"\d").findall
_words = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*").findall
_sentences = re.compile(r"[.!?。！？…](?=\s|$)").findall
_clauses = re.compile(r"[,;:،、，](?=\s|$)").findall


@lru_cache(maxsize=4096)
def seconds(text: str, language: str | None = None, words_per_minute: float = 150.0) -> float:
    """How long a voice takes for `text`, in seconds, at least 0.3.

    Long words take longer: German and Finnish put into one word what English says in three. `language` is a BCP-47 tag,
    for languages that are spoken faster or slower than English.
    """
    dense = len(_dense(text))
    words = [word for word in _words(text) if not _dense(word)]
    # An English word has about five letters; what is longer takes longer in proportion.
    weight = sum(max(0.5, len(word) / 5) if len(word) > 8 else 1.0 for word in words)
    total = weight * 60 / (words_per_minute * _pace(language))
    total += dense / _CHARACTERS_PER_SECOND
    total += len(_digits(text)) * _DIGIT_SECONDS
    total += max(0, len(_sentences(text)) - 1) * _SENTENCE_PAUSE + len(_clauses(text)) * _CLAUSE_PAUSE
    return round(max(0.3, total), 1)


def _pace(language: str | None) -> float:
    """How much faster than English a language is commonly spoken, in words."""
    return {"es": 1.1, "it": 1.1, "pt": 1.1, "hi": 1.05, "fr": 1.05, "de": 0.95, "ru": 0.9, "fi": 0.9}.get(
        (language or "en")[:2].lower(), 1.0
    )
