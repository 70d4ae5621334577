"""A line of a server's log, for people and for programs."""

from __future__ import annotations

from typing import Any


class LogLine(str):
    """What has happened, as one line; `data` has the same for programs, with `event` as its kind."""

    __slots__ = ("data",)

    data: dict[str, Any]

    def __new__(cls, text: str, event: str, /, **data: Any) -> LogLine:
        """Make the line."""
        line = super().__new__(cls, text)
        line.data = {"event": event, **data}
        return line


def request_line(method: str, path: str, status: int) -> LogLine:
    """Return the line about a request that was answered."""
    return LogLine(f"{method} {path} {status}", "request", method=method, path=path, status=status)
