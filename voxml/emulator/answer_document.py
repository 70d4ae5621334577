"""Reads what a server answered, as strictly as `voxml lint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.errors import DocumentError
from voxml.schema.reading import loads

if TYPE_CHECKING:
    from voxml.language.response import Response


def read_answer(body: bytes, limit: int) -> tuple[Response | None, str | None]:
    """Return the document of a response, or its problem."""
    if len(body) > limit:
        return None, f"found {len(body)} bytes; expected at most {limit}"
    try:
        return loads(body, form="json"), None
    except DocumentError as error:
        first = error.diagnostics[0] if error.diagnostics else None
        place = f"line {first.line}, column {first.column}: " if first is not None else ""
        more = f" (and {len(error.diagnostics) - 1} more)" if len(error.diagnostics) > 1 else ""
        return None, f"invalid document: {place}{first.message if first is not None else error}{more}"
