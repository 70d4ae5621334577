"""What servers log on standard error: a line for each event as it happens, or one JSON object a line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from voxml.cli._output import log_styled
from voxml.cli._terminal import Screen, screen
from voxml.diagnostics import printable, printable_json
from voxml.net.log_line import LogLine
from voxml.reporters.terminal.paint import Paint
from voxml.reporters.terminal.wrapping import clip

#: Requests of the page of `serve` and `phone` for itself.
_OWN_PAGES = "/_voxml/"

json_lines_option = click.option(
    "--json", "as_json", is_flag=True, help="Log each event as one JSON object a line, on standard error."
)


def event_printer(*, as_json: bool) -> Callable[[str], None]:
    """Return what prints a line of a log."""
    return _print_json if as_json else _Printer(screen(sys.stderr)).print


def _print_json(line: str) -> None:
    data = line.data if isinstance(line, LogLine) else {"event": "message", "message": str(line)}
    log_styled(printable_json({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **data}))


class _Printer:
    """Prints for people: with the time, in colour and cut to its width in a terminal."""

    def __init__(self, terminal: Screen) -> None:
        self._terminal = terminal

    def print(self, line: str) -> None:
        """Print one event."""
        data = line.data if isinstance(line, LogLine) else {"event": "message"}
        if data["event"] == "request" and data["path"].startswith(_OWN_PAGES):
            return
        text = printable(line)[:1_000]
        paint = self._terminal.paint
        lead = ""
        if self._terminal.is_terminal:
            lead = paint.dim(f"{datetime.now().astimezone():%H:%M:%S}") + "  "
            text = clip(text, max(self._terminal.width - 10, 20))
        log_styled(lead + (_painted(text, data, paint) if paint.is_on else text))


def _painted(text: str, data: dict[str, Any], paint: Paint) -> str:
    event = data["event"]
    if event == "request":
        head, _, status = text.rpartition(" ")
        method, _, path = head.partition(" ")
        return f"{paint.bold(method)} {path} {paint.status(status)}"
    if event == "webhook":
        head, _, outcome = text.rpartition(" ")
        name, _, rest = head.partition("  ")
        return f"{paint.name(name)}  {rest} {paint.status(outcome) if outcome.isdecimal() else paint.bad(outcome)}"
    if event == "call":
        name, rest = text[:8], text[8:]
        body = re.sub(r"  \[[^\]]*\]?…?$", lambda found: paint.dim(found[0]), rest)
        return paint.name(name) + (paint.bad(rest) if data["kind"] == "problem" else body)
    if event == "diagnostic":
        return text.replace(data["severity"], paint.severity(data["severity"], data["severity"]), 1)
    if event in ("failure", "failed"):
        return paint.bad(text)
    return paint.good(text) if event == "build" else text
