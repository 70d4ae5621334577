"""The names that a template knows, read from a text that may be broken."""

from __future__ import annotations

import re

from voxml.lsp.open_text import OpenText
from voxml.templating.header import HeaderError, parse_header
from voxml.templating.parameters import Parameter

_PARAMETER = re.compile(r"^[ \t]*\[\s*parameters\s*\.\s*([A-Za-z]\w*)\s*\]", re.MULTILINE)
_SET = re.compile(r"\{%[-+]?\s*(?:set|for|macro)\s+([A-Za-z_]\w*)")


def parameters_of(document: OpenText) -> list[Parameter]:
    """Return the parameters that a template's header declares; by name alone when the header has errors."""
    try:
        return list(parse_header(document.text).parameters)
    except HeaderError:
        return [Parameter(name) for name in dict.fromkeys(_PARAMETER.findall(document.text))]


def names_set_in(text: str) -> list[str]:
    """Return the names that a template sets itself."""
    return list(dict.fromkeys(_SET.findall(text)))
