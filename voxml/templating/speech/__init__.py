"""What a person should hear for dates, amounts and numbers, by language. One file a language."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.templating.speech.base import Speech

#: Tag to the module and class that speaks it.
_SPEAKERS = {
    "de-DE": ("german", "German"),
    "en-GB": ("english", "BritishEnglish"),
    "en-IN": ("english", "IndianEnglish"),
    "en-US": ("english", "AmericanEnglish"),
    "es-ES": ("spanish", "Spanish"),
    "fr-FR": ("french", "French"),
    "hi-IN": ("hindi", "Hindi"),
}
#: Which of them speaks for a language whose region has none of its own.
_BY_LANGUAGE = {"de": "de-DE", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN"}
#: English as it is dated and told the time in North America.
_LIKE_AMERICAN = {"en", "en-US", "en-CA", "en-PH"}

LANGUAGES: tuple[str, ...] = tuple(_SPEAKERS)


@cache
def speech_for(language: str) -> Speech:
    """Who speaks `language`: the tag itself, or else the same language of another region.

    Raises:
        LookupError: nobody does; the message says which languages there are.
    """
    folded = "-".join(
        part.upper() if place and len(part) == 2 else part.lower() for place, part in enumerate(language.split("-"))
    )
    tag = folded
    if tag not in _SPEAKERS:
        tag = "en-US" if folded in _LIKE_AMERICAN else _BY_LANGUAGE.get(folded.partition("-")[0], "")
    if not tag:
        raise LookupError(
            f'found the language "{language}", which the speaking filters do not speak; '
            f"expected one of {', '.join(LANGUAGES)}"
        )
    module, name = _SPEAKERS[tag]
    speaker: Speech = getattr(import_module(f"{__name__}.{module}"), name)()
    return speaker
