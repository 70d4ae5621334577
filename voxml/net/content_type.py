"""The media type that a response says it has."""

from __future__ import annotations


def wrong_content_type(found: str | None, expected: str = "application/json") -> str | None:
    """Return what is wrong with a Content-Type header, as `found …; expected …`; None for the expected type."""
    media = (found or "").partition(";")[0].strip().lower()
    return None if media == expected else f"found Content-Type {found or 'none'}; expected {expected}"
