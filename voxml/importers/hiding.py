"""Keep passwords and keys of a source out of reports, which show its lines."""

from __future__ import annotations

import re

from voxml.source import Source

_NAMES = r"[\w-]*(?:password|passwd|secret|authorization|api_?key|auth_?token|credential)[\w-]{0,40}"
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
# A name, what is between, and the value: in quotes, or in YAML to the end of the line.
_WRITTEN = re.compile(
    r"""(\b(?:password|passwd|secret|authorization|api_?key|auth_?token)\w{0,40}["']?\s{0,20}[=:]\s{0,20})"""
    r"""("[^"\n]*"?|'[^'\n]*'?|[^\s"'<>,}]+)""",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"(://[^\s/:@\"'<>]{0,100}:)([^\s/@\"'<>]{1,200})(?=@)")


def is_secret(name: str) -> bool:
    """Return whether an attribute's value is never shown."""
    return _SECRET_NAME.fullmatch(name) is not None


def without_secrets(source: Source) -> Source:
    """Return the source with its secrets replaced by stars, of the same length so that positions stay."""
    text = _WRITTEN.sub(lambda found: found[1] + _stars(found[2]), source.text)
    text = _IN_URL.sub(lambda found: found[1] + "*" * len(found[2]), text)
    return Source(text, source.path)


def _stars(value: str) -> str:
    return re.sub(r"[^\"']", "*", value)
