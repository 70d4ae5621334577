"""Reads JSON of which nothing is known: what is not of the expected shape is None."""

from __future__ import annotations

from typing import Any, cast


def as_object(value: object) -> dict[str, Any] | None:
    """Return a JSON object, or None."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_array(value: object) -> list[Any] | None:
    """Return a JSON array, or None."""
    return value if isinstance(value, list) else None  # pyright: ignore[reportUnknownVariableType]


def as_text(value: object) -> str | None:
    """Return a JSON string that is not empty, or None."""
    return value if isinstance(value, str) and value else None


def json_name(value: object) -> str:
    """Return what JSON calls a value that was read."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "number"
