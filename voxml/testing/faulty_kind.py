"""A kind of fault: what is done to a document, and the rule that finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of fault."""

    name: str
    rule: str
    verb: str
    #: Does it to the tree of the document or to the instruction; may return the bytes to use instead.
    spoil: Callable[..., bytes | None]
