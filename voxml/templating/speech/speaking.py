"""Make a filter of a function that says a value in a language.

The language is the parameter `language` if the template has one, else the header's `language`, else what the filter is
given: `{{ at|date(language="de-DE") }}`. There is no silent default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from voxml.templating.parameter_types import Refusal, show
from voxml.templating.speech import speech_for
from voxml.templating.speech.common import Speech
from voxml.templating.to_text import ValueRefusedError


def speaking(name: str, say: Callable[..., str]) -> Callable[..., Any]:
    """Return the filter `name`, which calls `say` with the speech of its language and the value."""

    @pass_context
    def speak(context: Context, value: Any, *args: Any, language: str | None = None, **options: Any) -> str:
        if isinstance(value, Undefined):
            str(value)  # raises, and says which name it was
        try:
            return say(speech_of(context, language), value, *args, **options)
        except (Refusal, ValueError, LookupError, TypeError, OverflowError) as error:
            raise refused(name, error, value) from None

    return speak


def refused(name: str, error: Exception, value: Any) -> ValueRefusedError:
    """Return the error about a value that the filter `name` can't say."""
    reason = str(error.args[0] if error.args else error)
    if isinstance(error, TypeError):
        reason = reason.replace(f"{name}()", "it")
    return ValueRefusedError(f"the filter {name}: {reason}", value)


def speech_of(context: Context, language: str | None) -> Speech:
    """Return the speech of the language that a filter is given, else of the template.

    Raises:
        LookupError: there is no language, or none that is spoken.
    """
    if language is None:
        for name in ("language", "__language__"):
            found = context.resolve_or_missing(name)
            if isinstance(found, str):
                language = found
                break
        else:
            raise LookupError(
                'found no language to speak; expected language = "…" in the header, a parameter called language, '
                'or language="…" as an argument'
            )
    if not isinstance(language, str):
        raise LookupError(f'found the language {show(language)}; expected a tag such as "en-US"')
    return speech_for(language)
