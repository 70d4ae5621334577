"""What a person should hear for dates, amounts and numbers, by language.

`common.py` holds what the languages have in common, one file a language its words. The tables are checked against those
of the CLDR (by Babel) and of num2words in tests; where a method differs from them, it says which phrase is wrong there.
"""

from __future__ import annotations

from functools import lru_cache

from voxml.templating.speech.common import Speech
from voxml.templating.speech.english import AmericanEnglish, BritishEnglish, IndianEnglish
from voxml.templating.speech.french import French
from voxml.templating.speech.german import German
from voxml.templating.speech.hindi import Hindi
from voxml.templating.speech.spanish import AmericanSpanish, MexicanSpanish, Spanish

_SPEECHES: dict[str, Speech] = {
    speech.tag: speech
    for speech in (
        German(), BritishEnglish(), IndianEnglish(), AmericanEnglish(), Spanish(), MexicanSpanish(), AmericanSpanish(),
        French(), Hindi(),
    )
}  # fmt: skip
#: Which of them is spoken in a region that has none of its own.
_BY_LANGUAGE = {"de": "de-DE", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN"}
_BY_TAG = {
    # English with the dates and times of North America.
    **dict.fromkeys(["en", "en-CA", "en-PH"], "en-US"),
    # Where Spanish is written with a decimal point (CLDR).
    **dict.fromkeys(
        [f"es-{region}" for region in ["419", "CU", "DO", "GT", "HN", "NI", "PA", "PE", "PR", "SV"]], "es-MX"
    ),
}

LANGUAGES: tuple[str, ...] = tuple(_SPEECHES)


@lru_cache(maxsize=64)
def speech_for(language: str) -> Speech:
    """Return the speech of a language: of the tag itself, or else of the same language in another region.

    Raises:
        LookupError: there is none; the message names the languages there are.
    """
    start, *parts = language.split("-")
    folded = "-".join([start.lower(), *(part.upper() if len(part) == 2 else part for part in parts)])
    speech = _SPEECHES.get(folded) or _SPEECHES.get(_BY_TAG.get(folded) or _BY_LANGUAGE.get(start.lower(), ""))
    if speech is None:
        raise LookupError(
            f'found the language "{language}", which the speaking filters do not speak; '
            f"expected one of {', '.join(LANGUAGES)}"
        )
    return speech
