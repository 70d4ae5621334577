"""What both forms say when a text can't be parsed at all."""

from __future__ import annotations

from typing import NamedTuple

#: A right document is 3 levels deep in XML and 5 in JSON; what is deeper than this is an attack or a mistake.
MAX_DEPTH = 100


class SyntaxFault(NamedTuple):
    """Why the text is not XML or JSON, and where that showed."""

    rule: str
    message: str
    offset: int
